"""What holds in a conversation, from values only: no query, no clock."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

Seat = TypeVar("Seat")

# Written before the question or the conversation closed, but sent a little later: still welcome.
GRACE = timedelta(minutes=10)
MOST_PEOPLE = 6000
TABLE_SIZES = (4, 6)

# Short words that sound like what they are; with three digits they make a code that can be called through a room.
CODE_WORDS = (
    "BANK BEEK BERG BLAD BOEK BOOM BOOT BORD BRUG BUUR DANS DEUR DIJK DRUM DUIN GANG GEEL GOLF GROT HAAG HARP HEGGE "
    "HOEK HOUT HUIS INKT IJS KAAI KADE KANO KIST KLAS KLEI KLIM KOEK KOOR KRAB KRANT KRING LAMP LENTE LIED LINDE LINT "
    "LUCHT MAAN MAND MEER MOLEN MUUR NEST OEVER PAD PASSER PLEIN PLUIM POORT PUNT RAAM RIET RING ROTS RUIT SCHIP SLOOT "
    "SPOOR STEEN STER STIP STOEL TAFEL TENT TOREN TOUW TREIN TUIN VEER VELD VLIEG VLOT VOGEL WAARD WEIDE WIEL WIND "
    "WOLK WORTEL ZAND ZEIL ZON ZWAAN"
).split()


def draw_code(chance: random.Random) -> str:
    """Draw a join code: a word and three digits, without 0 and 1 (they look like letters)."""
    return chance.choice(CODE_WORDS) + "".join(chance.choice("23456789") for _ in range(3))


def read_code(typed: str) -> str:
    """Turn what somebody typed into the form in which codes are kept: `kade 742` -> KADE742."""
    return "".join(c for c in typed.upper() if c.isalnum())[:12]


def spaced_code(code: str) -> str:
    """The code as people read it: KADE 742."""
    return f"{code[:-3]} {code[-3:]}"


def may_answer(
    *, opened_at: datetime | None, closed_at: datetime | None, ended_at: datetime | None, now: datetime
) -> str:
    """Say whether an answer to a question is accepted: "" when it is, else the reason's code.

    `closed_at` is when the question closed, `ended_at` when the conversation did; both keep a time of grace for
    what was being written or waited on a phone without network.
    """
    if ended_at is not None and now > ended_at + GRACE:
        return "ended"
    if opened_at is None:
        return "not_open"
    if closed_at is not None and now > closed_at + GRACE:
        return "closed"
    return ""


def marks_together(marks: Collection[str]) -> bool:
    """Whether somebody can put all these marks on one element: who does not know a thing does not use it."""
    return len(marks) == len(set(marks)) and not {"use", "unknown"} <= set(marks)


def seconds_left(*, ends_at: datetime | None, stopped_at: int | None, now: datetime) -> int | None:
    """Seconds on the clock of a phase: None without clock, 0 when the time is up."""
    if stopped_at is not None:
        return stopped_at
    if ends_at is None:
        return None
    return max(0, round((ends_at - now).total_seconds()))


def how_many_tables(people: int) -> int:
    """The number of tables that makes them nearest to five people each; at least one."""
    return max(1, round(people / 5))


def tables_possible(people: int) -> range:
    """How many tables can be made so that each has four to six people; an empty range when there are too few."""
    smallest, largest = TABLE_SIZES
    return range(max(2, -(-people // largest)), people // smallest + 1)


def in_order_to_show(ids: Sequence[Seat], seen: Mapping[Seat, int], gains: Mapping[Seat, float]) -> list[Seat]:
    """Order what to ask somebody next: what tells most and was seen least first, as given where both are alike.

    `seen` counts people, `gains` are amounts of information in any unit; each weighs as its share of the highest.
    """
    most_seen = max((seen.get(one, 0) for one in ids), default=0) or 1
    most_told = max((gains.get(one, 0.0) for one in ids), default=0.0) or 1.0
    return sorted(ids, key=lambda one: seen.get(one, 0) / most_seen - gains.get(one, 0.0) / most_told)


def likeness(one: str, other: str) -> float:
    """How alike two texts are in letters, 0 to 1: the share of groups of three letters that they have in common."""
    first, second = _trigrams(one), _trigrams(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _trigrams(text: str) -> set[str]:
    words = " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    return {words[i : i + 3] for i in range(len(words) - 2)}


def mixed_tables(people: Sequence[tuple[Seat, str]], tables: int, chance: random.Random) -> Mapping[Seat, int]:
    """Seat people (who, role) at tables 1..`tables` so that sizes differ by one at most and roles are spread.

    Role by role, the largest first, people are dealt out like cards: each table then has each role as often as any
    other table, give or take one.
    """
    by_role: defaultdict[str, list[Seat]] = defaultdict(list)
    for seat, role in people:
        by_role[role].append(seat)
    groups = sorted(by_role.items(), key=lambda item: (-len(item[1]), item[0]))
    seated: dict[Seat, int] = {}
    for _role, group in groups:
        chance.shuffle(group)
        for seat in group:
            seated[seat] = len(seated) % tables + 1
    return seated


def table_for_newcomer(at_tables: Mapping[int, Mapping[str, int]], role: str, tables: int) -> int:
    """The table for somebody who comes in later: the smallest, of those the one with fewest of this role."""
    return min(
        range(1, tables + 1),
        key=lambda table: (sum(at_tables.get(table, {}).values()), at_tables.get(table, {}).get(role, 0), table),
    )


@dataclass(frozen=True)
class Version:
    """One version of a field of a form or canvas. `under`: all it was written on top of. `undone`: taken back."""

    id: str
    under: frozenset[str] = frozenset()
    undone: bool = False


def standing(versions: Iterable[Version]) -> frozenset[str]:
    """The ids of the versions that stand in a field: not taken back, and under nothing that stands.

    Two on top of the same one both stand, and so does one on top of what was replaced meanwhile: only people choose.
    Taking back what lies on top brings back what lay under it. The order of arrival makes no difference.
    """
    live = [one for one in versions if not one.undone]
    return frozenset(one.id for one in live) - {under for one in live for under in one.under - {one.id}}


def all_under(follows: Iterable[str], known: Mapping[str, Iterable[str]]) -> list[str]:
    """Everything that lies under a new version on top of `follows`; `known` gives what lies under each version.

    Kept whole with each version, so that a version that is deleted later leaves no hole in between.
    """
    direct = [one for one in follows if one in known]
    return sorted({*direct, *(under for one in direct for under in known[one])})


WORD = re.compile(r"\w{4,}")


def shared_words(texts: Sequence[str]) -> frozenset[str]:
    """Words of four letters and more, in small letters, that at least two of these texts use."""
    uses = Counter(word for text in texts for word in set(WORD.findall(text.casefold())))
    return frozenset(word for word, many in uses.items() if many > 1)


def form_role(roles: Sequence[Mapping[str, Any]], side: str, chosen: str = "") -> str:
    """As which of a form's roles somebody writes: as chosen, else the one of the own side, else "" (not known yet)."""
    ids = [role["id"] for role in roles]
    if chosen in ids:
        return chosen
    return next((role["id"] for role in roles if side and side in (role["id"], role.get("side"))), "")


def fields_of(settings: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The fields of a form ("parts") or a canvas ("fields")."""
    found: list[Mapping[str, Any]] = settings.get("parts") or settings.get("fields") or []
    return found


def choices_of(field: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """What may be chosen in a field: id -> words."""
    return {choice["id"]: choice["label"] for choice in field.get("choices", [])}


def questions_of(field: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions of the plate with which a field stands in front: one, several, or none in particular."""
    named = field.get("question") or ()
    return (named,) if isinstance(named, str) else tuple(named)
