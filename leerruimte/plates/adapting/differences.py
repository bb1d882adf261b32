"""What differs between two plates (or two drafts of one), in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leerruimte.plates.adapting.sections import HEAD, Plain
from leerruimte.plates.models import Question
from leerruimte.plates.svg import said

NAMES = {
    "title": gettext_lazy("title"),
    "claim": gettext_lazy("claim"),
    "text": gettext_lazy("text"),
    "aim": gettext_lazy("aim"),
    "read_aloud": gettext_lazy("introduction to read aloud"),
    "guide": gettext_lazy("guide"),
    "description": gettext_lazy("description of the drawing"),
    "minutes": gettext_lazy("minutes"),
}
ROWS = ("questions", "hotspots", "links")


def differences(old: Plain, new: Plain) -> list[str]:
    """What changed, a line each: "Changed: title, claim", "Questions: 1 new, 2 changed"."""
    changed = [str(label) for name, label in NAMES.items() if old[name] != new[name]]
    if any(old["words"].get(key) != words for key, words in new["words"].items() if key not in HEAD):
        changed.append(_("words in the drawing"))
    lines = [_("Changed: %(what)s") % {"what": ", ".join(changed)}] if changed else []
    headings = {"questions": _("Questions"), "hotspots": _("Numbers on the drawing"), "links": _("Background")}
    for name in ROWS:
        counts = list(_counts(name, old[name], new[name]))
        if counts:
            lines.append(f"{headings[name]}: {', '.join(counts)}")
    return lines + list(_parts(old["parts"], new["parts"]))


def _counts(name: str, old: Sequence[Plain], new: Sequence[Plain]) -> Iterator[str]:
    before, after = _by_key(name, old), _by_key(name, new)
    both = [(before[key], after[key]) for key in after if key in before]
    moved = sum(one.get("area") != other.get("area") for one, other in both)
    told = ("area", "number")
    reworded = sum(_without(one, told) != _without(other, told) for one, other in both)
    order = [key for key in before if key in after] != [key for key in after if key in before]
    if many := len(after.keys() - before.keys()):
        yield ngettext("%(many)d new", "%(many)d new", many) % {"many": many}
    if reworded:
        yield ngettext("%(many)d changed", "%(many)d changed", reworded) % {"many": reworded}
    if moved:
        yield ngettext("%(many)d moved", "%(many)d moved", moved) % {"many": moved}
    if many := len(before.keys() - after.keys()):
        yield ngettext("%(many)d taken away", "%(many)d taken away", many) % {"many": many}
    if order:
        yield _("in another order")


def _by_key(name: str, rows: Sequence[Plain]) -> dict[str, Plain]:
    """Rows by what they are known by; background by its address, or its title."""
    if name == "links":
        return {row["url"] or said(row["title"], "nl"): row for row in rows}
    return {row["key"]: row for row in rows}


def _without(row: Plain, names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    def named(kinds: set[str]) -> str:
        return ", ".join(str(Question.Part(kind).label) for kind in sorted(kinds))

    if added := new.keys() - old.keys():
        yield _("Working part added: %(what)s") % {"what": named(added)}
    if gone := old.keys() - new.keys():
        yield _("Working part taken away: %(what)s") % {"what": named(gone)}
    if changed := {kind for kind in new.keys() & old.keys() if new[kind] != old[kind]}:
        yield _("Working part changed: %(what)s") % {"what": named(changed)}
