"""What import contracts cannot see: the direction of foreign keys, and that every action knows by whom."""

import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

from django.apps import apps

import leerruimte

ROOT = Path(__file__).resolve().parent.parent
# These write rows for callers that judged already (`by` stands in the row), a whole batch at a time.
STORING = {"touch", "new_stance", "withdraw_contributions", "withdraw_intentions"}
FORBIDDEN_NAMES = {"utils", "util", "common", "services", "managers", "helpers", "lib", "misc", "signals"}


def layers() -> dict[str, int]:
    """App name -> height in the house, as the import contract has it (higher may know lower)."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    parts = next(contract for contract in contracts if contract["id"] == "parts")["layers"]
    heights = {}
    for height, layer in enumerate(reversed(parts)):
        for name in layer.split("|"):
            heights[name.strip(" ()")] = height
    return heights


def action_modules() -> Iterator[ModuleType]:
    """Every module of actions in every app."""
    for module in pkgutil.walk_packages(leerruimte.__path__, "leerruimte."):
        parts = module.name.split(".")
        if len(parts) > 2 and parts[2] == "actions":
            yield importlib.import_module(module.name)


def test_foreign_keys_point_downward_only():
    heights = layers()
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("leerruimte."):
            continue
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if other is None or field.auto_created or not other.__module__.startswith("leerruimte."):
                continue
            here, there = model._meta.app_label, other._meta.app_label
            if here != there and heights[here] <= heights[there]:
                upward.append(f"{model.__name__}.{field.name} -> {other.__name__}")
    assert upward == []


def test_every_action_says_by_whom():
    found = list(action_modules())
    assert found
    without = [
        f"{module.__name__}.{name}"
        for module in found
        for name, function in vars(module).items()
        if isinstance(function, FunctionType)
        and function.__module__ == module.__name__
        and not name.startswith(("_", "store_"))
        and name not in STORING
        and "by" not in inspect.signature(function).parameters
    ]
    assert without == []


def test_nothing_is_called_after_a_drawer():
    drawers = [path for path in (ROOT / "leerruimte").rglob("*") if path.stem in FORBIDDEN_NAMES]
    assert drawers == []


def test_no_python_file_grows_beyond_reading():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "leerruimte").rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 450
    }
    assert long == {}
