"""Looking back: what the three said of it, and what people in the same role shared without their name."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from leerruimte.base.small_groups import SMALLEST, groups_shown
from leerruimte.people.models import SIDE_OF, Partnership, Role, Side
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.models import LookBack
from leerruimte.trajectories.queries.triangle import first_name_of

MOST = 60


def own_look_back(seat: Seat) -> LookBack | None:
    """What one said oneself."""
    return LookBack.objects.filter(triangle=seat.triangle, member=seat.member).first()


def look_backs_of_the_three(seat: Seat) -> list[tuple[str, str, LookBack]]:
    """What the others said for the three of them: (name, role, what)."""
    rows = LookBack.objects.filter(triangle=seat.triangle, seen=LookBack.Seen.THREE).exclude(member=seat.member)
    return [(first_name_of(row.member), row.member.role, row) for row in rows.select_related("member__person")]


@dataclass(frozen=True)
class Experiences:
    """What people of one side shared; `enough` is False while fewer than five did, and then there is nothing else."""

    side: Side
    enough: bool
    people: int = 0
    # How it went (1-5) -> how many said so; those said by fewer than five are together in `others`.
    how: tuple[tuple[int, int], ...] = ()
    others: int = 0
    said: Sequence[LookBack] = ()


def experiences_of(partnership: Partnership, side: Side) -> Experiences:
    """The shared experiences of one side in a partnership: nothing before five different people shared one.

    In an order that says nothing of who or when; only those of the people who are enough together.
    """
    # As side_of: whose trajectory it is, is the learner in it.
    learners = Q(member__person=F("member__trajectory__learner"))
    of_side = Q(member__role__in=[role for role in Role.values if SIDE_OF[Role(role)] == side])
    # Only what is counted of all of them: thousands share one, and a few are read.
    rows: list[Any] = list(
        LookBack.objects.filter(
            of_side | learners if side == Side.LEARNER else of_side & ~learners,
            seen=LookBack.Seen.ROLE,
            triangle__encounter__partnership=partnership,
        )
        .annotate(person=F("member__person"), tells=~Q(words="", brought=""))
        .order_by("-made_at")
        .values_list("pk", "member", "person", "how", "tells", named=True)[: MOST * 10]
    )
    people = {_whose(row): row for row in reversed(rows)}
    if len(people) < SMALLEST:
        return Experiences(side, enough=False)
    counts: dict[str, int] = {}
    # The last word of each person, so that nobody counts twice.
    for row in people.values():
        if row.how:
            counts[str(row.how)] = counts.get(str(row.how), 0) + 1
    shown, others = groups_shown(counts)
    said = list(LookBack.objects.filter(pk__in=[row.pk for row in rows if row.tells][:MOST]).order_by("-made_at"))
    # The same order for everybody until somebody shares more: no order in time can be read from it.
    random.Random(len(rows)).shuffle(said)  # noqa: S311 (no secret)
    how = tuple((int(word), shown[word]) for word in sorted(shown, reverse=True))
    return Experiences(side, enough=True, people=len(people), how=how, others=others, said=said)


def _whose(row: Any) -> str:
    return f"person {row.person}" if row.person else f"member {row.member}"
