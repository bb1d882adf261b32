"""Draw the plates that ship with the system: `python -m drawings`."""

import json
import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import drawings

SHIPPED = Path(__file__).resolve().parent.parent / "leerruimte" / "plates" / "shipped"
# The language that the files are drawn in; pages put in the others.
LANGUAGE = "nl"

Draw = Callable[[str, tuple[str, str], str, Mapping[str, str]], str]


def _plates() -> dict[str, Draw]:
    """How each plate is drawn, by the name of its files: module `plate_N` draws `N-<name>`."""
    found = {}
    for module in sorted(module.name for module in pkgutil.iter_modules(drawings.__path__)):
        kind, _under, number = module.partition("_")
        if kind == "plate":
            for words in SHIPPED.glob(f"{number}-*.json"):
                found[words.stem] = import_module(f"drawings.{module}").draw
    return found


PLATES = _plates()


def drawn(name: str) -> str:
    """The SVG of a plate, drawn with the words that lie beside it."""
    told = json.loads((SHIPPED / f"{name}.json").read_text("utf-8"))
    words = {key: texts[LANGUAGE] for key, texts in told["words"].items()}
    first, _newline, second = told["claim"][LANGUAGE].partition("\n")
    return PLATES[name](told["title"][LANGUAGE], (first, second), told["description"][LANGUAGE], words)


def main() -> None:
    """Draw each plate again."""
    for name in PLATES:
        svg = drawn(name)
        (SHIPPED / f"{name}.svg").write_text(svg, "utf-8")
        print(f"{name}.svg: {len(svg):,} characters")


if __name__ == "__main__":
    main()
