"""A table of opportunities (CSV) as values: what is offered, and the editions that its rhythm means in given periods.

Columns: code, title_nl, title_en, kind, provider (institute, school, outside), hours, rhythm, days, periods, capacity,
contributes_to, asks_beforehand. How a rhythm becomes editions:

- `weekly:N` (`weekly2:N` on two days, `weekly3:N` on three) meets in N weeks of its periods, `biweekly` every other
  week, `monthly` every fourth, `block:N` on all its days in N weeks, `daily:N` on its days in one week, `period:1` once
  a period. A series starts in the first week of its periods, and again a period later while that leaves room.
- `once` and `request` may be taken in each of its periods, from the third week; `request` is agreed upon in six weeks.
- Periods: `1-2` is one run over two periods, `1 3` are two runs.
- Up to four and a quarter hours the institute gives it to two groups (morning, afternoon); up to two and a half hours
  at a school, or every other week, it is after school. What a school offers beside its lessons meets two hours after
  school; the rest of its hours is done in the days there.
- A whole day at a school (workplace learning) meets while there are children, from half past eight until half past two;
  the rest of its hours is preparing and looking back. So what begins after school on that day goes beside it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from leerruimte.planner.curriculum_csv import runs_of
from leerruimte.planner.guided import LONG, MIDDLING, SHORT
from leerruimte.trajectories.rules.meetings import last_day, teaching_weeks
from leerruimte.trajectories.rules.offering import EditionValues

COLUMNS = (
    "code", "title_nl", "title_en", "kind", "provider", "hours", "rhythm", "days", "periods", "capacity",
    "contributes_to", "asks_beforehand",
)  # fmt: skip
INSTITUTE, SCHOOL, OUTSIDE = "institute", "school", "outside"
REQUEST_WEEKS = 6
A_PERIOD = 10
BESIDE_LESSONS = 120
A_DAY, A_SCHOOL_DAY = 8 * 60, 6 * 60
EVENING, EVENINGS = "ev", ("tu", "th")
MORNING_AT, AFTERNOON_AT, LATE_AT, EVENING_AT = time(9), time(13), time(15, 30), time(19, 30)
SCHOOL_AT = time(8, 30)
STEPS = {"biweekly": 2, "monthly": 4}
Span = tuple[date, date]


@dataclass(frozen=True)
class Template:
    """A row of the table."""

    code: str
    title: Mapping[str, str]
    formality: str
    provider: str
    hours: int
    rhythm: str
    count: int
    days: tuple[str, ...]
    periods: str
    seats: int | None
    contributes: tuple[str, ...]
    asks: tuple[str, ...]


def read_table(path: Path) -> list[Template]:
    """Read a file of ours (UTF-8, comma)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [template_of(row) for row in csv.DictReader(file)]


def template_of(row: Mapping[str, str]) -> Template:
    """A row as values; raises `ValueError` or `KeyError` when it is none."""
    rhythm, _, number = row["rhythm"].partition(":")
    return Template(
        code=row["code"],
        title={"nl": row["title_nl"], "en": row["title_en"]},
        formality=row["kind"],
        provider=row["provider"],
        hours=int(row["hours"]),
        rhythm=rhythm,
        count=int(number or 1),
        days=tuple(row["days"].split()),
        periods=row["periods"],
        seats=int(row["capacity"]) if row["capacity"] else None,
        contributes=_codes(row["contributes_to"]),
        asks=_codes(row["asks_beforehand"]),
    )


def editions_of(
    template: Template, periods: Sequence[Span], free: AbstractSet[date] = frozenset()
) -> list[EditionValues]:
    """The editions of a row in these periods (the first is period 1)."""
    found: list[EditionValues] = []
    for run in runs_of(template.periods):
        spans = [periods[number - 1] for number in run if number <= len(periods)]
        if spans:
            found += [one for one in _of_run(template, spans, free) if one not in found]
    return found


def _of_run(template: Template, spans: Sequence[Span], free: AbstractSet[date]) -> Iterator[EditionValues]:
    if template.rhythm in ("once", "request"):
        for span in spans:
            yield from _once(template, span, free)
    elif template.rhythm == "period":
        yield from _once_a_period(template, spans, free)
    else:
        yield from _series(template, spans, free)


def _once(template: Template, span: Span, free: AbstractSet[date]) -> Iterator[EditionValues]:
    """Within a period: one day, or six weeks in which it is agreed upon."""
    weeks = teaching_weeks(*span, free)[2:]
    wanted = 1 if template.rhythm == "once" and template.days else max(1, min(REQUEST_WEEKS, template.hours // 2))
    if weeks:
        yield from _laid(template, weeks[:wanted], 1, 1, free)


def _once_a_period(template: Template, spans: Sequence[Span], free: AbstractSet[date]) -> Iterator[EditionValues]:
    """In the middle of each period, as far apart as the middles are."""
    middles = [weeks[len(weeks) // 2] for span in spans if (weeks := teaching_weeks(*span, free))]
    if not middles:
        return
    every = max(1, (middles[1] - middles[0]).days // 7) if len(middles) > 1 else 1
    weeks = [middles[0] + timedelta(weeks=every * number) for number in range(len(middles))]
    yield from _laid(template, weeks, len(middles), every, free)


def _series(template: Template, spans: Sequence[Span], free: AbstractSet[date]) -> Iterator[EditionValues]:
    room = [week for span in spans for week in teaching_weeks(*span, free)]
    count = 1 if template.rhythm == "daily" else template.count
    every = STEPS.get(template.rhythm, 1)
    span = 1 + (count - 1) * every
    spare = max(0, len(room) - span)
    starts = range(0, spare + 1, A_PERIOD) if span <= A_PERIOD else [min(spare, 2) if span > 3 * A_PERIOD else 0]
    for start in starts:
        weeks = room[start : start + span]
        if weeks and len(weeks) * 10 >= span * 9:
            yield from _laid(template, weeks, count, every, free)


def _laid(
    template: Template, weeks: Sequence[date], count: int, every: int, free: AbstractSet[date]
) -> Iterator[EditionValues]:
    """In days and parts of days: an edition for each group."""
    end = weeks[-1] + timedelta(days=6)
    minutes = template.hours * 60
    if not template.days:
        yield EditionValues(weeks[0], end, (), 1, count, None, max(1, minutes // count), template.seats)
        return
    if template.days == (EVENING,):
        for day in EVENINGS:
            yield _ended(
                EditionValues(weeks[0], end, (day,), every, count, EVENING_AT, minutes // count, template.seats), free
            )
        return
    asked = minutes // (count * len(template.days))
    each = min(asked, _longest(template, asked))
    at_school = _whole_school_day(template, asked) and each == A_SCHOOL_DAY
    for starts in (SCHOOL_AT,) if at_school else _groups(template, each):
        times = count * len(template.days)
        yield _ended(
            EditionValues(weeks[0], end, template.days, every, times, starts, max(1, each), template.seats), free
        )


def _ended(edition: EditionValues, free: AbstractSet[date]) -> EditionValues:
    """With the day of its last meeting as its last; a single free day is made up for in the weeks after."""
    room = EditionValues(**{**edition.__dict__, "last": edition.last + timedelta(weeks=2 * edition.every_weeks)})
    end = last_day(room, free)
    return EditionValues(**{**edition.__dict__, "last": max(edition.first, min(end, room.last))})


def _longest(template: Template, minutes: int) -> int:
    """Minutes of a meeting at most: what a school offers beside its lessons meets two hours."""
    once = template.rhythm in ("period", "once")
    at_work = (template.formality == "formal" and not once) or template.rhythm == "block"
    beside = template.provider == SCHOOL and not at_work and (once or SHORT < minutes <= MIDDLING)
    if beside:
        return BESIDE_LESSONS
    return A_SCHOOL_DAY if _whole_school_day(template, minutes) else A_DAY


def _whole_school_day(template: Template, minutes: int) -> bool:
    """Whether a meeting is a day of lessons at a school; going along to a camp is none."""
    return template.provider == SCHOOL and template.formality != "informal" and minutes > MIDDLING


def _groups(template: Template, minutes: int) -> tuple[time, ...]:
    """When the groups begin."""
    if minutes > LONG:
        return (MORNING_AT,)
    if minutes <= SHORT and (template.provider == SCHOOL or template.rhythm == "biweekly"):
        return (LATE_AT,)
    return (MORNING_AT, AFTERNOON_AT)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(";") if one)
