"""A curriculum and its opportunities in CSV, with a learner's file, made into a problem.

The learner's file (JSON) names the two CSVs, the outcomes wanted (phases or codes), the places with travel times and
strengths, which school offers what, and the needs. How the templates of `opportunities.csv` become editions:

- A period is ten teaching weeks; `weekly:N` meets in N of them from the first, `biweekly` every other, `monthly` every
  fourth, `period:1` once a period, `block:N` on all its days in N weeks, `once` on one day. A series starts in the
  first week of its periods, and again later while that leaves room.
- `request` is agreed upon: six weeks (less when it is short) with no day of its own, early or halfway a period.
- A meeting over four hours takes morning and afternoon; a shorter one of an institute or outside is given to two groups
  (morning, afternoon); up to two and a half hours at a school, or in every other week at the institute, it is after
  school, and so it fits the days of workplace learning there. What a school offers beside its lessons meets two hours
  after school; the rest of it (up to six hours a time) is done in the days there, as agreed.
- Points: twelve make an outcome sufficient. Half of an outcome's hours is guided, the rest is own work
  (`planner.guided`); an opportunity's hours are split evenly over what it contributes to.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from leerruimte.planner.guided import LONG, MIDDLING, NEED, SHORT, points_of
from leerruimte.planner.plain import from_plain
from leerruimte.planner.problem import (
    ANYWHERE,
    DAYS,
    INSTITUTE,
    SCHOOL,
    Calendar,
    Done,
    Edition,
    Moment,
    Needs,
    Opportunity,
    Outcome,
    Pin,
    Place,
    Problem,
)

WEEKS_A_PERIOD = 10
REQUEST_WEEKS = 6
EVENING = "ev"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Offer:
    """A place with the opportunities it offers: codes of templates."""

    place: Place
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Learner:
    """A learner's file. `phases` and `outcomes` are wanted, `weights` say what counts more, `done_phases` is had.

    `hours_needed`: per cent of the hours of an outcome that this learner needs (recognised experience).
    """

    learner: str
    curriculum: str
    opportunities: str
    calendar: Calendar
    places: tuple[Offer, ...]
    needs: Needs
    about: str = ""
    language: str = "en"
    phases: tuple[int, ...] = ()
    outcomes: tuple[str, ...] = ()
    done_phases: tuple[int, ...] = ()
    done: tuple[Done, ...] = ()
    due: Mapping[str, int] | None = None
    weights: Mapping[str, int] | None = None
    seats: Mapping[str, int] | None = None
    pins: tuple[Pin, ...] = ()
    refused: tuple[str, ...] = ()
    hours_needed: int = 100


def is_learner(plain: Any) -> bool:
    """Say whether JSON values are a learner's file and not a whole problem."""
    return isinstance(plain, dict) and isinstance(plain.get("curriculum"), str)


def read_learner(plain: Any) -> Learner:
    """Read a learner's file; raises `Wrong` with all mistakes."""
    learner: Learner = from_plain(Learner, plain)
    return learner


def problem_of(learner: Learner, folder: Path) -> Problem:
    """Make the problem of a learner's file; CSV paths are relative to `folder`."""
    wanted = [row for row in rows(folder / learner.curriculum) if _wanted(row, learner)]
    known = {row["code"]: row for row in rows(folder / learner.curriculum)}
    codes = {row["code"] for row in wanted}
    offered = list(_opportunities(learner, rows(folder / learner.opportunities), known, codes))
    asked = {code for one in offered for code in one.asks} | _before(codes, known)
    extra = [known[code] for code in sorted(asked - codes) if code in known]
    done = [Done(row["code"], NEED) for row in extra if int(row["phase"]) in learner.done_phases]
    had = {one.outcome for one in learner.done}
    there = {row["code"] for row in [*wanted, *extra]}
    return Problem(
        learner=learner.learner,
        calendar=learner.calendar,
        outcomes=tuple(_outcome(row, learner, there) for row in [*wanted, *extra]),
        places=tuple(offer.place for offer in learner.places),
        opportunities=tuple(offered),
        needs=learner.needs,
        pins=learner.pins,
        refused=learner.refused,
        done=(*learner.done, *(one for one in done if one.outcome not in had)),
    )


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of ours (UTF-8, comma)."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def teaching_weeks(calendar: Calendar) -> list[int]:
    """Give the calendar weeks with at least two ordinary working days."""
    off = [span.first + timedelta(days=n) for span in calendar.free for n in range((span.last - span.first).days + 1)]
    lost = set(off)
    return [
        week
        for week in range(1, calendar.weeks + 1)
        if sum(calendar.day(week, day) not in lost for day in DAYS[:5]) >= 2
    ]


def _wanted(row: Row, learner: Learner) -> bool:
    return row["code"] in learner.outcomes or int(row["phase"]) in learner.phases


def _before(codes: set[str], known: Mapping[str, Row]) -> set[str]:
    return {before for code in codes for before in _list(known[code]["prerequisites"])}


def _outcome(row: Row, learner: Learner, there: set[str]) -> Outcome:
    code = row["code"]
    return Outcome(
        code=code,
        title=row[f"title_{learner.language}"],
        need=NEED,
        domain=code.split("-")[0],
        level=int(row["level"]),
        weight=(learner.weights or {}).get(code, _weight(int(row["hours"]))),
        prerequisites=tuple(before for before in _list(row["prerequisites"]) if before in there),
        criteria=(row[f"measure_{learner.language}"],),
        due=(learner.due or {}).get(code),
        choice=row["choice_group"] or None,
    )


def _weight(hours: int) -> int:
    """An outcome weighs as its hours do: 1 for 40, 3 for 120, 6 for 240."""
    return min(9, max(1, round(hours / 40)))


def _opportunities(
    learner: Learner, templates: Iterable[Row], known: Mapping[str, Row], codes: set[str]
) -> Iterator[Opportunity]:
    by_kind = {"institute": INSTITUTE, "school": SCHOOL}
    for row in templates:
        offers = [offer.place for offer in learner.places if row["code"] in offer.offers]
        if not offers and row["provider"] != "school":
            offers = [offer.place for offer in learner.places if _provides(offer, row, by_kind)][:1]
        gives = _gives(row, known, codes, learner)
        for place in offers if gives else []:
            alone = len(offers) == 1
            yield Opportunity(
                code=row["code"] if alone else f"{row['code']}@{place.code}",
                title=row[f"title_{learner.language}"],
                place=place.code,
                formality=row["kind"],
                editions=tuple(_editions(row, learner)),
                gives=gives,
                asks=tuple(_list(row["asks_beforehand"])),
                like=None if alone else row["code"],
            )


def _provides(offer: Offer, row: Row, by_kind: Mapping[str, str]) -> bool:
    """What the institute offers is at the institute; what is outside and has no day is anywhere, the rest in town."""
    kind = by_kind.get(row["provider"]) or (ANYWHERE if not row["days"] else "outside")
    return offer.place.kind == kind and not offer.offers


def _gives(row: Row, known: Mapping[str, Row], codes: set[str], learner: Learner) -> dict[str, int]:
    to = _list(row["contributes_to"])
    points = {}
    for code in to:
        if code in codes:
            of = int(known[code]["hours"]) * learner.hours_needed / 100
            points[code] = points_of(int(row["hours"]) / len(to), of)
    return {code: given for code, given in points.items() if given}


def _editions(row: Row, learner: Learner) -> Iterator[Edition]:
    teaching = teaching_weeks(learner.calendar)
    seats = (learner.seats or {}).get(row["code"])
    seen = set()
    for name, weeks in _series(row, teaching):
        for part, moments in _in_days(row, weeks):
            if moments not in seen:
                seen.add(moments)
                yield Edition(f"{name}{part}", moments, seats)


def _series(row: Row, teaching: Sequence[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the weeks in which a series can be taken, each with a name that says when it starts."""
    rhythm, _, number = row["rhythm"].partition(":")
    count = int(number or 1)
    step = {"biweekly": 2, "monthly": 4, "period": WEEKS_A_PERIOD}.get(rhythm, 1)
    if rhythm == "request":
        count = max(1, min(REQUEST_WEEKS, int(row["hours"]) // 2))
    if rhythm == "daily":
        count = 1
    for run in runs_of(row["periods"]):
        room = [week for period in run for week in teaching[(period - 1) * WEEKS_A_PERIOD : period * WEEKS_A_PERIOD]]
        if rhythm == "period":
            count = len(run)
        for first in _starts(rhythm, len(room), 1 + (count - 1) * step):
            weeks = tuple(room[first : first + (count - 1) * step + 1 : step])
            if len(weeks) == count or len(weeks) * 10 >= count * 9:
                yield f"w{weeks[0]:02}", weeks


def _starts(rhythm: str, room: int, span: int) -> Iterator[int]:
    """A long series starts as early as is usual; a short one may start at several moments."""
    spare = room - min(room, span)
    if rhythm in ("period", "daily"):
        yield min(4, spare) if rhythm == "period" else 0
    elif span > WEEKS_A_PERIOD:
        yield min(spare, 2) if span > 3 * WEEKS_A_PERIOD else 0
    elif rhythm in ("request", "once"):
        yield from range(min(2, spare), spare + 1, WEEKS_A_PERIOD // 2)
    else:
        yield from range(0, spare + 1, WEEKS_A_PERIOD)


def _in_days(row: Row, weeks: tuple[int, ...]) -> Iterator[tuple[str, tuple[Moment, ...]]]:
    """Lay the meetings of a series in days and parts of days."""
    days = _list(row["days"].replace(" ", ";"))
    minutes = int(row["hours"]) * 60
    if not days:
        yield "", tuple(Moment(week, round(minutes / len(weeks))) for week in weeks)
        return
    if days == [EVENING]:
        for day in ("tu", "th"):
            yield f"-{day}", tuple(Moment(week, round(minutes / len(weeks)), day, "evening") for week in weeks)
        return
    each, prepared = _prepared(row, round(minutes / (len(weeks) * len(days))))
    flexible = tuple(Moment(week, prepared * len(days)) for week in weeks if prepared)
    for name, parts in _parts(row, each):
        lengths = _split(each, len(parts))
        yield (
            name,
            tuple(
                Moment(week, length, day, part)
                for week in weeks
                for day in days
                for part, length in zip(parts, lengths, strict=True)
            )
            + flexible,
        )


def _prepared(row: Row, minutes: int) -> tuple[int, int]:
    """Of a day over eight hours the rest is preparation; what a school offers beside its lessons meets two hours."""
    once = row["rhythm"].startswith(("period", "once"))
    most = (
        120 if row["provider"] == "school" and (once or SHORT < minutes <= MIDDLING) and not _at_work(row) else 8 * 60
    )
    return min(minutes, most), max(0, minutes - most)


def _at_work(row: Row) -> bool:
    """Workplace learning itself, and whole weeks, fill the days at school."""
    return (row["kind"] == "formal" and not row["rhythm"].startswith(("period", "once"))) or row["rhythm"].startswith(
        "block"
    )


def _split(minutes: int, parts: int) -> list[int]:
    return [minutes - minutes // 2, minutes // 2] if parts == 2 else [minutes]


def _parts(row: Row, minutes: int) -> list[tuple[str, tuple[str, ...]]]:
    if minutes > LONG:
        return [("", ("morning", "afternoon"))]
    if minutes <= SHORT and (row["provider"] == "school" or row["rhythm"].startswith("biweekly")):
        return [("", ("late",))]
    if row["provider"] == "school":
        return [("a", ("morning",)), ("b", ("afternoon",)), ("c", ("late",))]
    return [("a", ("morning",)), ("b", ("afternoon",))]


def runs_of(periods: str) -> list[list[int]]:
    """`1-2` is one run over two periods, `1 3` are two runs; a run of all four also holds shorter series."""
    runs = []
    for part in periods.split():
        first, _, last = part.partition("-")
        runs.append(list(range(int(first), int(last or first) + 1)))
    return runs


def _list(text: str) -> list[str]:
    return [one for one in text.split(";") if one]
