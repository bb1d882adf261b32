"""When an edition meets."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leerruimte.trajectories.models import Edition
from leerruimte.trajectories.rules.meetings import (
    days_in,
    meetings_of,
    minutes_by_week,
    teaching_weeks,
    week_of,
    weeks_between,
    weeks_of,
)
from leerruimte.trajectories.weekdays import DAYS, day_bits

MONDAY = date(2026, 8, 31)
AUTUMN = days_in([(date(2026, 10, 17), date(2026, 10, 25))])

some_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
editions = st.builds(
    lambda first, length, days, every, times, minutes: Edition(
        first=first,
        last=first + timedelta(days=length),
        days=sorted(days),
        every_weeks=every,
        times=times,
        starts=time(9) if days else None,
        minutes=minutes,
    ),
    some_days,
    st.integers(0, 300),
    st.sets(st.sampled_from(DAYS)),
    st.integers(1, 5),
    st.integers(1, 40),
    st.integers(1, 600),
)
free_days = st.lists(st.tuples(some_days, st.integers(0, 20)), max_size=6).map(
    lambda spans: days_in([(first, first + timedelta(days=length)) for first, length in spans])
)


def an_edition(**values: object) -> Edition:
    """Eight Tuesday mornings from the last day of August."""
    usual = {"first": MONDAY, "last": MONDAY + timedelta(weeks=10), "days": ["tu"], "times": 8, "minutes": 120}
    return Edition(**{**usual, "starts": time(9), **values})


def test_a_series_skips_the_holiday_and_goes_on_one_week_more() -> None:
    """A free day is not made up for on another day."""
    days = [meeting.day for meeting in meetings_of(an_edition(), AUTUMN)]
    assert days[0] == date(2026, 9, 1)
    assert date(2026, 10, 20) not in days
    assert days[-1] == date(2026, 10, 27)
    assert len(days) == 8


def test_every_two_weeks_leaves_a_week_between() -> None:
    """The rhythm is of the weeks, whatever was free."""
    days = [meeting.day for meeting in meetings_of(an_edition(every_weeks=2, times=3))]
    assert days == [date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 29)]


def test_two_days_a_week_count_as_two_meetings() -> None:
    """`times` counts meetings, not weeks."""
    assert minutes_by_week(an_edition(days=["fr", "th"], times=3)) == {MONDAY: 240, date(2026, 9, 7): 120}


def test_without_days_the_minutes_are_spread_over_weeks_that_are_no_holiday() -> None:
    """Agreed upon within its weeks."""
    edition = an_edition(days=[], first=date(2026, 10, 5), last=date(2026, 11, 1), times=1, minutes=100)
    assert meetings_of(edition, AUTUMN) == []
    assert minutes_by_week(edition, AUTUMN) == {
        date(2026, 10, 5): 34,
        date(2026, 10, 12): 33,
        date(2026, 10, 26): 33,
    }


def test_days_are_one_number_to_compare() -> None:
    """A bit a day, twice the same is once."""
    assert day_bits(["mo", "we", "we", "?"]) == 5


@given(editions, free_days)
def test_meetings_keep_to_the_rule(edition: Edition, free: frozenset[date]) -> None:
    """On its days, in order, within its time, never on a free day, never too many."""
    meetings = meetings_of(edition, free)
    assert len(meetings) <= edition.times
    days = [meeting.day for meeting in meetings]
    assert days == sorted(set(days))
    for day in days:
        assert edition.first <= day <= edition.last
        assert day not in free
        assert DAYS[day.weekday()] in edition.days
        assert (week_of(day) - week_of(edition.first)).days % (7 * edition.every_weeks) == 0


@given(editions, free_days)
def test_no_minute_is_lost(edition: Edition, free: frozenset[date]) -> None:
    """By week or by meeting, it is the same time; without days all of it is spread, evenly."""
    minutes = minutes_by_week(edition, free)
    assert all(monday.weekday() == 0 for monday in minutes)
    assert weeks_of(edition, free) == sorted(minutes)
    if edition.days:
        assert sum(minutes.values()) == sum(meeting.minutes for meeting in meetings_of(edition, free))
    else:
        assert sum(minutes.values()) == edition.times * edition.minutes
        assert max(minutes.values()) - min(minutes.values()) <= 1


@given(editions)
def test_free_days_only_take_away_or_make_it_later(edition: Edition) -> None:
    """A holiday never makes a series longer or earlier."""
    without = meetings_of(edition)
    with_holiday = meetings_of(edition, AUTUMN)
    assert len(with_holiday) <= len(without)
    assert all(late.day >= early.day for early, late in zip(without, with_holiday, strict=False))


@given(some_days, st.integers(0, 100))
def test_weeks_are_whole_and_hold_both_ends(first: date, length: int) -> None:
    """Every Monday once."""
    last = first + timedelta(days=length)
    weeks = weeks_between(first, last)
    assert weeks[0] == week_of(first)
    assert weeks[-1] == week_of(last)
    assert teaching_weeks(first, last) == weeks
