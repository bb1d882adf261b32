"""The triangle conversation: its phases, what is close and what differs, which text stands, when all stand under it.

Everything here decides from plain values. What is close is shown, not judged: a reader can find back with the eye why
something is called close, because the shared words themselves are named.
"""

import hashlib
import json
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any, TypeVar

from leerruimte.base.searching import plain

PLANNING, PREPARING, TOGETHER, CONFIRMED, CALLED_OFF = "planning", "preparing", "together", "confirmed", "called_off"
# What a phase can become; none goes back.
NEXT: Mapping[str, frozenset[str]] = {
    PLANNING: frozenset({PREPARING, TOGETHER, CALLED_OFF}),
    PREPARING: frozenset({TOGETHER, CALLED_OFF}),
    TOGETHER: frozenset({CONFIRMED, CALLED_OFF}),
    CONFIRMED: frozenset(),
    CALLED_OFF: frozenset(),
}
# Without these three there is nothing to stand for: what, when is it enough, how.
NEEDED = ("outcome", "sufficient", "route")
THE_THREE = frozenset({"learner", "school", "institute"})

# Words this short, and the commonest longer ones, say nothing about what somebody means.
SHORTEST_WORD = 4
SAY_NOTHING = frozenset(
    """
    able about alle allemaal also altijd been being could daar deze dezelfde doen does doet door each eens
    elke even every from gaan gaat geen ging goed haar have hebben hebt heeft hier ieder iedere iets into
    just kunnen kunt like maak maar make maken meer mijn moet moeten more most much must naar niet omdat
    onder other over samen should some steeds straks such tegen than that their them then there they this
    those tijdens toch tussen veel vind voor waar waarin waarom wanneer want weer welke werd what when where
    which will willen wilt with without word worden wordt would your zelf zich zien zijn zoals zodat zonder
    zullen
    """.split()
)
ENOUGH_WORDS = 2
NAMED = 6
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
Key = TypeVar("Key", bound=Hashable)


def may_become(phase: str, other: str) -> bool:
    """Whether a conversation in one phase can go on to another."""
    return other in NEXT[phase]


def sides_missing(sides: Iterable[str]) -> list[str]:
    """Which of learner, school and institute nobody speaks for."""
    return sorted(THE_THREE - set(sides))


# ---- close or different ----


class Nearness(StrEnum):
    """How near the words of some people are."""

    NOBODY = "nobody"
    ONE = "one"
    SAME = "same"
    CLOSE = "close"
    SOME = "some"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Compared:
    """What was found: the words that come back, as they were first written, and in whose texts."""

    nearness: Nearness
    words: tuple[str, ...] = ()
    who: tuple[Any, ...] = ()


def words_in(text: str) -> dict[str, str]:
    """The words that mean something: as they are compared -> as they were first written."""
    found: dict[str, str] = {}
    for written in WORD.findall(text):
        word = plain(written)
        if len(word) >= SHORTEST_WORD and word not in SAY_NOTHING:
            found.setdefault(word, written)
    return found


def compare_texts(texts: Mapping[Key, str]) -> Compared:
    """Lay texts beside each other; empty ones do not count.

    The same: letter for letter but for capitals, accents and spaces. Close: all share at least two words that mean
    something (of very short texts: all of the shortest). Some: at least two of them do. Else they differ.
    """
    said = {key: text for key, text in texts.items() if text.strip()}
    if len(said) < 2:
        return Compared(Nearness.ONE if said else Nearness.NOBODY, who=tuple(said))
    if len({" ".join(plain(text).split()) for text in said.values()}) == 1:
        return Compared(Nearness.SAME, who=tuple(said))
    meant = {key: words_in(text) for key, text in said.items()}
    groups = [tuple(said), *(pair for pair in combinations(said, 2) if len(said) > 2)]
    found = [(group, _shared(meant[key] for key in group)) for group in groups]
    if _enough(found[0][1], meant.values()):
        return Compared(Nearness.CLOSE, found[0][1][:NAMED], tuple(said))
    pairs = [(group, words) for group, words in found[1:] if _enough(words, (meant[key] for key in group))]
    if pairs:
        group, words = max(pairs, key=lambda pair: len(pair[1]))
        return Compared(Nearness.SOME, words[:NAMED], group)
    return Compared(Nearness.DIFFERENT, who=tuple(said))


def _shared(texts: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    first, *others = texts
    return tuple(written for word, written in first.items() if all(word in other for other in others))


def _enough(shared: Collection[str], texts: Iterable[Mapping[str, str]]) -> bool:
    shortest = min(len(text) for text in texts)
    return 0 < min(ENOUGH_WORDS, shortest) <= len(shared)


def compare_choices(choices: Mapping[Key, Collection[Hashable]]) -> Compared:
    """Lay what people chose beside each other: the same, partly the same, or nothing in common."""
    chosen = {key: frozenset(picked) for key, picked in choices.items() if picked}
    if len(chosen) < 2:
        return Compared(Nearness.ONE if chosen else Nearness.NOBODY, who=tuple(chosen))
    if len(set(chosen.values())) == 1:
        return Compared(Nearness.SAME, who=tuple(chosen))
    if frozenset.intersection(*chosen.values()):
        return Compared(Nearness.CLOSE, who=tuple(chosen))
    for one, other in combinations(chosen, 2):
        if chosen[one] & chosen[other]:
            return Compared(Nearness.SOME, who=(one, other))
    return Compared(Nearness.DIFFERENT, who=tuple(chosen))


def in_pieces(text: str, shared: Collection[str]) -> list[tuple[str, bool]]:
    """A text cut so that the words others wrote too can be marked: (part, is it shared)."""
    wanted = {plain(word) for word in shared}
    parts: list[tuple[str, bool]] = []
    at = 0
    for match in WORD.finditer(text) if wanted else ():
        if plain(match.group()) in wanted:
            between = text[at : match.start()]
            if parts and between.isspace():
                # Nothing but space between two marked words: marked along, or it gets lost between two tags.
                parts[-1] = (parts[-1][0] + between, True)
            else:
                parts.append((between, False))
            parts.append((match.group(), True))
            at = match.end()
    return [part for part in [*parts, (text[at:], False)] if part[0]]


# ---- which text stands ----


@dataclass(frozen=True)
class Written:
    """One text of a line: its id, the one its writer saw, and those that people let go by choosing it."""

    id: Hashable
    after: Hashable | None = None
    settles: frozenset[Hashable] = frozenset()


def standing(texts: Iterable[Written]) -> list[Hashable]:
    """The ids of texts that stand, oldest first: one, or several that were written beside each other.

    A text takes the place of the one its writer saw and of those it settles; one that was written meanwhile stays.
    """
    stand: list[Hashable] = []
    for text in texts:
        gone = {text.after, *text.settles}
        stand = [*(one for one in stand if one not in gone), text.id]
    return stand


def parts_changed(before: str, after: str) -> set[int] | None:
    """Between two states of a page ("..-3-0.1.2": how many texts each field had), which fields have another number.

    None: they are no two states of the same page, or more is different than fields and who confirmed.
    """
    (head, _signed, old), (new_head, _also, new) = _state_parts(before), _state_parts(after)
    if head != new_head or len(old) != len(new):
        return None
    return {number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other}


def _state_parts(state: str) -> tuple[str, str, list[str]]:
    """What a state begins with, how many confirmed, and the number of texts of each field."""
    head, _dash, counts = state.rpartition("-")
    head, _dash, signed = head.rpartition("-")
    return head, signed, counts.split(".")


# ---- confirming ----


def all_signed(signed: Mapping[Key, int], members: Collection[Key], revision: int) -> bool:
    """Whether every member confirmed this very revision."""
    return bool(members) and all(signed.get(member) == revision for member in members)


def still_open(
    outcomes: Iterable[str], texts: Mapping[tuple[str, str], int], filled: Collection[tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """What keeps people from confirming: (outcome, field, why).

    `texts`: how many texts stand in a field; `filled`: fields in which the text that stands says something. Why:
    "two" texts stand side by side, or it is "empty" where something is needed.
    """
    found = [(outcome, field, "two") for (outcome, field), count in texts.items() if count > 1]
    needed = [(outcome, field) for outcome in outcomes for field in NEEDED]
    return found + [(*place, "empty") for place in needed if place not in filled and texts.get(place, 0) < 2]


def canonical(content: Any) -> bytes:
    """One way of writing a content: keys in order, no spaces, UTF-8. The same content always gives the same bytes."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(content: Any) -> str:
    """SHA-256 of a content in its canonical form, as 64 hex digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


# ---- the difference between two agreements ----


@dataclass(frozen=True)
class Change:
    """One line that is not as it was: `before` or `after` is empty where it was not there."""

    code: str
    field: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What is different between the contents of two agreements, line by line, in the order of the newer one."""
    before, after = _lines_of(old), _lines_of(new)
    places = [*after, *(place for place in before if place not in after)]
    changes = [Change(*place, before.get(place, {}), after.get(place, {})) for place in places]
    return [change for change in changes if _says(change.before) != _says(change.after)]


def _lines_of(content: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {
        (outcome["code"], field): line
        for outcome in content.get("outcomes", ())
        for field, line in outcome.get("fields", {}).items()
    }


def _says(line: Mapping[str, Any]) -> tuple[str, Any, Sequence[str]]:
    """What counts in a line: its words, its level and its pieces; not the names they had at the time."""
    level = (line.get("level") or {}).get("number")
    return line.get("text", "").strip(), level, sorted(piece["id"] for piece in line.get("pieces", ()))
