"""Says in plain words what of a drawing was left out. Names come from the file: they are text, never markup."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_NAME = 40
MOST_NAMES = 8

# Which names (of elements and attributes) make up which remark; what begins with "on" runs too.
RUNS = frozenset({"script", "handler", "listener"})
MOVES = frozenset("animate animateTransform animateMotion animateColor set mpath discard".split())
EFFECTS = frozenset(
    "filter mask pattern marker marker-start marker-mid marker-end mix-blend-mode style meshgradient hatch cursor "
    "symbol vector-effect".split()
)
FOREIGN = frozenset(
    "foreignObject iframe embed object video audio canvas html body div p img source track form input link meta "
    "math textPath tref altGlyph".split()
)
LEADS_OUT = frozenset({"href", "a", "base", "src", "xlink"})
NOTES = frozenset(
    "metadata namedview RDF Work label groupmode nodetypes connector-curvature insensitive role "
    "export-filename export-xdpi export-ydpi data-name desc pgf page guide grid perspective path-effect".split()
)
PICTURES = frozenset({"image"})
KINDS = ("runs", "leads_out", "foreign", "moves", "effects", "pictures", "notes", "other")
SETS: Mapping[str, Collection[str]] = {
    "runs": RUNS,
    "leads_out": LEADS_OUT,
    "foreign": FOREIGN,
    "moves": MOVES,
    "effects": EFFECTS,
    "pictures": PICTURES,
    "notes": NOTES,
}


@dataclass(frozen=True)
class Remark:
    """A sentence about what was left out, and the names by which the file calls it (may be empty)."""

    sentence: str
    names: tuple[str, ...] = ()


def kind_of(name: str) -> str:
    """Which remark a name belongs to."""
    if name.lower().startswith("on"):
        return "runs"
    return next((kind for kind, names in SETS.items() if name in names), "other")


def sorted_names(left_out: Iterable[str]) -> dict[str, list[str]]:
    """Kind -> names, the shortest way to keep what was left out."""
    found: dict[str, list[str]] = {}
    for name in sorted(left_out):
        found.setdefault(kind_of(name), []).append(_short(name))
    return {kind: found[kind][: MOST_NAMES + 1] for kind in KINDS if kind in found}


def remarks(removed: Mapping[str, Sequence[str]]) -> list[Remark]:
    """What was left out, in words: of kinds with names (`sorted_names`), and of "moved" and "pdf" without."""
    sentences = {
        "runs": _("Parts that would run by themselves (scripts). They never come in."),
        "leads_out": _("Addresses and files elsewhere: a poster shows only what is in it."),
        "foreign": _("Pieces of web page inside the drawing. Make them letters or shapes if you miss them."),
        "moves": _("Movement: a poster stands still."),
        "effects": _("Effects such as shadow, blur, mask or pattern. Look whether the drawing is still right."),
        "pictures": _("A picture in the drawing that could not be read."),
        "notes": _("Notes of the drawing program. You do not see the difference."),
        "other": _("Other things that are not known here."),
        "moved": _("The picture moved: only its first moment is kept."),
        "pdf": _("Only the picture of the page is kept: no links, fields or scripts."),
        "hidden": _("What was hidden in the picture: place, time, camera and other notes."),
    }
    return [Remark(sentences[kind], _shown(names)) for kind, names in removed.items() if kind in sentences]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _shown(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:MOST_NAMES], "…") if len(names) > MOST_NAMES else tuple(names)
