"""The public list of Dutch schools, where it lies beside the repository; a test that needs it is skipped elsewhere."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "data" / "schools"


def real_list() -> Path:
    """The list as it is published."""
    return _beside("alle-schoolvestigingen-basisonderwijs.csv")


def example_list(name: str) -> Path:
    """Invented schools ("schools") or boards ("boards") in the same form."""
    return _beside(f"{name}_example.csv")


def _beside(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} does not lie beside the repository")
    return path
