"""What everybody put on the elements of a plate: how often each mark stands there, as it may be told."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from leerruimte.base.small_groups import SMALLEST
from leerruimte.conversations.models import Conversation, ElementMark
from leerruimte.encounters.models import Participation
from leerruimte.plates.models import Question

Words = Mapping[str, str]
# As many elements are named with a mark that stands on them most.
NAMED = 3


@dataclass(frozen=True)
class Told:
    """How many people put a mark on an element, as it may be told.

    `kind`: "nobody", "few" (one to four), "many" (`number` says how many), or "nearly" (everybody, or all
    but one to four).
    """

    kind: str
    number: int = 0


@dataclass(frozen=True)
class MarkKind:
    """One of the marks that can be put: its sign and its words. `most`: titles of elements it stands on most."""

    key: str
    sign: str
    label: Words
    hint: Words
    most: tuple[Words, ...]


@dataclass(frozen=True, eq=False)
class ElementSeen:
    """An element with how often each mark stands there, in the order of the kinds. `area` as in `Hotspot`."""

    key: str
    number: int
    title: Words
    area: tuple[float, ...]
    counts: tuple[Told, ...]


@dataclass(frozen=True)
class MarksSeen:
    """All marks. `people` put at least one; fewer than five (`enough` is False) and no count is told."""

    people: int
    enough: bool
    kinds: tuple[MarkKind, ...]
    elements: tuple[ElementSeen, ...]


def marks_seen(conversation: Conversation) -> MarksSeen:
    """How often each mark stands on each element, whatever the question it was put there with."""
    part = conversation.plate.parts.filter(kind=Question.Part.MARKS).first()
    if part is None:
        return MarksSeen(0, False, (), ())
    kinds = part.settings["marks"]
    rows = ElementMark.objects.filter(encounter=conversation.pk).exclude(marks="")
    put: dict[str, Counter[str]] = {}
    for element, marks, many in rows.order_by().values_list("element", "marks").annotate(Count("id")):
        for mark in marks.split():
            put.setdefault(element, Counter())[mark] += many
    people = rows.order_by().values("participation").distinct().count()
    enough = people >= SMALLEST
    here = Participation.objects.filter(encounter=conversation.pk).count()
    elements = tuple(
        ElementSeen(
            key=spot.key,
            number=spot.number,
            title=spot.title,
            area=tuple(spot.area),
            counts=tuple(
                count_shown(put.get(spot.key, Counter())[kind["id"]] if enough else 0, here) for kind in kinds
            ),
        )
        for spot in conversation.plate.hotspots.all()
    )
    return MarksSeen(
        people=people,
        enough=enough,
        kinds=tuple(
            MarkKind(kind["id"], kind["sign"], kind["label"], kind.get("hint", {}), _most(elements, place, here))
            for place, kind in enumerate(kinds)
        ),
        elements=elements,
    )


def count_shown(many: int, people: int) -> Told:
    """A count as it may be told: neither one to four people with a mark, nor one to four without."""
    if many == 0:
        return Told("nobody")
    if many < SMALLEST:
        return Told("few")
    if people - many < SMALLEST:
        return Told("nearly")
    return Told("many", many)


def _most(elements: tuple[ElementSeen, ...], place: int, people: int) -> tuple[Words, ...]:
    """The elements on which a mark stands most; by what is told of the counts only."""
    # As few as "nearly" can be, so that its place in the order tells no more than that word does.
    nearly = max(people - SMALLEST + 1, SMALLEST)
    many = {one: nearly if one.counts[place].kind == "nearly" else one.counts[place].number for one in elements}
    order = sorted((one for one in many if many[one]), key=lambda one: (-many[one], one.number))
    return tuple(one.title for one in order[:NAMED])
