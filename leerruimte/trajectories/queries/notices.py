"""What somebody is told on their own page, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Notice
from leerruimte.trajectories.queries.cohort_words import PLACE_NOTICES
from leerruimte.trajectories.rules.offering import EditionValues
from leerruimte.trajectories.templatetags.trajectories_opportunities import when

MOST = 20
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A notice as it is read: a sentence, where to look, whom to ask."""

    id: UUID
    sentence: str
    address: str
    made_at: datetime
    is_new: bool
    # Who did it, when they still have an account.
    ask: str


def notices_of(who: Who, *, also_read: bool = False) -> list[Told]:
    """What is new for somebody (the latest first), or all that was told."""
    if who.person is None:
        return []
    rows = Notice.objects.filter(person=who.person)
    rows = rows if also_read else rows.filter(read_at=None)
    found = list(rows.order_by("-made_at")[:MOST])
    names = {one.pk: one.name for one in Person.objects.filter(pk__in={row.values.get("by") for row in found} - {None})}
    return [
        Told(row.pk, sentence_of(row.kind, row.values), row.address, row.made_at, row.read_at is None,
             names.get(row.values.get("by"), ""))
        for row in found
    ]  # fmt: skip


def sentence_of(kind: str, values: Values) -> str:
    """What a notice says. A kind that nobody made words for says that something changed."""
    words = SENTENCES.get(kind)
    return words(values) if words else _("Something changed that you counted on.")


def _closed(values: Values) -> str:
    return _("“%(title)s” is not offered any more: %(why)s") % {"title": values["title"], "why": values["why"]}


def _moved(values: Values) -> str:
    return _("“%(title)s” has moved. It was: %(was)s. It is now: %(is)s.") % {
        "title": values["title"],
        "was": when(_edition(values["was"])),
        "is": when(_edition(values["is"])),
    }


def _moved_up(values: Values) -> str:
    return _("A seat came free: you have one now in “%(title)s”.") % {"title": values["title"]}


def _edition(kept: Values) -> EditionValues:
    """An edition as it was kept with the notice."""
    return EditionValues(
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        days=tuple(kept["days"]),
        every_weeks=kept["every_weeks"],
        times=kept["times"],
        starts=time.fromisoformat(kept["starts"]) if kept["starts"] else None,
    )


# A feature that writes notices of its own adds its words here, by kind.
SENTENCES: dict[str, Callable[[Values], str]] = {
    "offer_closed": _closed,
    "offer_moved": _moved,
    "seat_moved_up": _moved_up,
    **PLACE_NOTICES,
}
