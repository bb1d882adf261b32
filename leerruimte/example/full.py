"""The example at full size: three years of conversations in a whole partnership, to measure with."""

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from leerruimte.conversations.actions.keeping_past import keep_past_conversation
from leerruimte.conversations.actions.opening import Plan
from leerruimte.conversations.models import Conversation
from leerruimte.example.filling import HERE, ROLES
from leerruimte.example.guests import Member, members, stands_of
from leerruimte.example.saying import OnPlate, When, on_plate, past_on
from leerruimte.people.access import EDUCATORS
from leerruimte.people.models import Organisation, Partnership
from leerruimte.people.who import HeldRole, Who
from leerruimte.plates.models import Movement, PlateVersion

CONVERSATIONS, RUNNING = 600, 24
DAYS = 3 * 365
# Waiting for the disk takes longer than writing one.
AT_ONCE = 100
LARGE_PEOPLE, LARGE_CONTRIBUTIONS = 1000, 800
LARGE = uuid.uuid5(HERE, "large")
MOMENTS = (
    "studiemiddag",
    "teamoverleg",
    "na school",
    "themabijeenkomst",
    "start van het jaar",
    "tussenstand",
    "terugblik",
)
# How many times each plate is on the table in ten conversations: most begin at the first.
TIMES = (3, 1, 1, 1, 1, 1, 1, 1)


def fill(
    partnership: Partnership, plates: Sequence[PlateVersion], now: datetime, tell: Callable[[str], object]
) -> None:
    """Fill three years of conversations and one large one; what is there already is left alone."""
    on = [on_plate(plate) for plate in plates]
    here = members(partnership)
    known = set(Conversation.objects.filter(encounter__partnership=partnership).values_list("pk", flat=True))
    if LARGE not in known:
        _fill_large(partnership, on[0], here, now)
    tell(f"  1 conversation with {LARGE_PEOPLE} people")
    groups = _groups(here)
    for first in range(1, CONVERSATIONS + 1, AT_ONCE):
        last = min(CONVERSATIONS, first + AT_ONCE - 1)
        with transaction.atomic():
            for number in range(first, last + 1):
                if conversation_id(number) not in known:
                    _fill_one(partnership, on, groups, number, now)
        tell(f"  {last} of {CONVERSATIONS} conversations")


def conversation_id(number: int) -> uuid.UUID:
    """The id of one of the conversations, from 1."""
    return uuid.uuid5(HERE, f"full {number}")


def _groups(here: Sequence[Member]) -> list[tuple[str, list[Member]]]:
    """Who could meet, by name of the place: the people of a school, of a board, of the institute, and mixed."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    of_place: dict[int, list[Member]] = {}
    for one in here:
        for place in {one.organisation, one.board} - {None}:
            of_place.setdefault(place or 0, []).append(one)
    enough = [(names[place], people) for place, people in sorted(of_place.items()) if len(people) >= 8]
    return [*enough, *[("Waardland", list(here))] * max(1, len(enough) // 6)]


def _fill_one(
    partnership: Partnership,
    on: Sequence[OnPlate],
    groups: Sequence[tuple[str, list[Member]]],
    number: int,
    now: datetime,
) -> None:
    chance = random.Random(number)  # noqa: S311 (an example, the same each time)
    place, could = chance.choice(groups)
    came = chance.sample(could, min(len(could), chance.choice((8, 12, 16, 24, 40))))
    plate = chance.choices(on, TIMES[: len(on)])[0]
    going_on = number <= RUNNING
    began = _afternoon(now - timedelta(days=chance.randrange(1, 9) if going_on else chance.randrange(9, DAYS)))
    when = When(began, None if going_on else began + timedelta(minutes=90), now.date())
    people = stands_of(came, chance)
    past = past_on(plate, people, max(6, min(30, len(people))), when, chance)
    plan = _plan(plate.version, f"{place}: {chance.choice(MOMENTS)}", open_until=_until(number, now))
    by = _leader(partnership, came, could, chance)
    keep_past_conversation(
        by=by, partnership=partnership, plate=plate.version, plan=plan, past=past, id=conversation_id(number)
    )


def _until(number: int, now: datetime) -> datetime | None:
    """Every second one of those that go on is open for days, to all members."""
    return now + timedelta(days=number) if number <= RUNNING and number % 2 else None


def _fill_large(partnership: Partnership, plate: OnPlate, here: Sequence[Member], now: datetime) -> None:
    chance = random.Random(1)  # noqa: S311
    people = stands_of(chance.sample(list(here), min(len(here), LARGE_PEOPLE)), chance)
    began = _afternoon(now - timedelta(days=2))
    when = When(began, began + timedelta(hours=2), now.date())
    past = past_on(plate, people, LARGE_CONTRIBUTIONS, when, chance)
    plan = _plan(plate.version, "De grote netwerkdag")
    by = _leader(partnership, here, here, chance)
    keep_past_conversation(by=by, partnership=partnership, plate=plate.version, plan=plan, past=past, id=LARGE)


def _leader(partnership: Partnership, came: Sequence[Member], could: Sequence[Member], chance: random.Random) -> Who:
    """An educator leads, who came or else works there; else whoever has the partnership's link."""
    educators = [one for one in came if one.role in EDUCATORS] or [one for one in could if one.role in EDUCATORS]
    if not educators:
        return Who(hosts={partnership.pk: partnership.host_number})
    educator = chance.choice(educators)
    return Who(person=educator.person, roles=(HeldRole(partnership.pk, educator.role, educator.organisation),))


def _plan(plate: PlateVersion, title: str, open_until: datetime | None = None) -> Plan:
    minutes: Mapping[str, int | None] = {movement: plate.minutes.get(movement) for movement in Movement.values}
    return Plan(
        title=title,
        questions=[question.key for question in plate.questions.all()],
        minutes={} if open_until else minutes,
        mode=Conversation.Mode.OPEN if open_until else Conversation.Mode.LIVE,
        roles=[role.value for role in ROLES],
        closes_at=open_until,
        is_open_to_members=open_until is not None,
    )


def _afternoon(moment: datetime) -> datetime:
    """A working day at one o'clock, not in the summer holidays."""
    if moment.month in (7, 8):
        moment -= timedelta(days=62)
    weekend = max(0, moment.weekday() - 4)
    return datetime(moment.year, moment.month, moment.day, 13, 0, tzinfo=UTC) - timedelta(days=weekend)
