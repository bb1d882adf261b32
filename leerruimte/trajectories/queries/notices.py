"""What somebody is told on their own page, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from leerruimte.people.models import Person, Role
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


def _edition_closed(values: Values) -> str:
    return _("“%(title)s” does not go on at this time: %(was)s. Why: %(why)s") % {
        "title": values["title"],
        "was": when(_edition(values["was"])),
        "why": values["why"],
    }


def _opened(values: Values) -> str:
    return _("“%(title)s” is offered again. You are still on the waiting list.") % {"title": values["title"]}


def _on_again(values: Values) -> str:
    return _("“%(title)s” goes on after all. Look whether it is still right for you.") % {"title": values["title"]}


def _moved_up(values: Values) -> str:
    return _("A seat came free: you have one now in “%(title)s”.") % {"title": values["title"]}


def _guide_added(values: Values) -> str:
    words = {"role": Role(values["role"]).label}
    return _("You stand beside a learner now, as %(role)s. Their puzzle is open to you.") % words


def _agreed_waiting(values: Values) -> str:
    return _("“%(title)s” is full. %(learner)s has a place on the waiting list for it.") % values


def _agreed_no_seat(values: Values) -> str:
    return _("You agreed on “%(title)s”, but there is no seat in it for %(learner)s.") % values


def _curriculum_published(values: Values) -> str:
    words = {"title": values["title"], "number": values["number"]}
    return _("There is a version %(number)d of “%(title)s”. Look what would change for you, and choose.") % words


def _proposal_taken(values: Values) -> str:
    return _("Your proposal for “%(title)s” comes in the next version. Read why.") % {"title": values["title"]}


def _proposal_declined(values: Values) -> str:
    return _("Your proposal for “%(title)s” was not taken over. Read why.") % {"title": values["title"]}


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
    "edition_closed": _edition_closed,
    "offer_opened": _opened,
    "offer_on_again": _on_again,
    "seat_moved_up": _moved_up,
    "guide_added": _guide_added,
    "curriculum_published": _curriculum_published,
    "proposal_taken": _proposal_taken,
    "proposal_declined": _proposal_declined,
    "agreed_waiting": _agreed_waiting,
    "agreed_no_seat": _agreed_no_seat,
    **PLACE_NOTICES,
}
