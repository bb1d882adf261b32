"""A school year as it is offered to a partnership: four periods of about ten teaching weeks, and free days.

The holidays are a beginning, not a promise: they follow from the weeks in which they usually fall, and a coordinator
changes what is different. The feast days follow from the calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(weeks=1)
# Counted from the first Monday: the weeks in which each holiday usually begins, and how many.
AUTUMN, CHRISTMAS, SPRING, MAY = (7, 1), (16, 2), (24, 1), (34, 2)
# Counted from the first Monday: the first and the last week of each period.
PERIODS = ((0, 10), (11, 22), (23, 33), (36, 45))


@dataclass(frozen=True)
class Part:
    """A period as values."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Free:
    """Free days as values; `region` empty: everywhere. `why` is a short word: its sentence is for the screen."""

    why: str
    first: date
    last: date
    region: str = ""


def school_year_of(day: date) -> int:
    """The year in which the school year of a day began; from June on it is the next one that people plan."""
    return day.year if day.month >= 6 else day.year - 1


def first_monday(year: int) -> date:
    """The Monday on which the lessons begin: the last one of August."""
    last = date(year, 8, 31)
    return last - timedelta(days=last.weekday())


def periods_offered(year: int, name: str) -> list[Part]:
    """Four periods; `name` is what they are called ("Period")."""
    begin = first_monday(year)
    return [
        Part(f"{name} {number} {year}-{year + 1}", begin + WEEK * first, begin + WEEK * last + timedelta(days=4))
        for number, (first, last) in enumerate(PERIODS, 1)
    ]


def free_days_offered(year: int) -> list[Free]:
    """Four holidays and the feast days between them."""
    begin = first_monday(year)
    holidays = [
        Free(why, begin + WEEK * first, begin + WEEK * (first + weeks) - timedelta(days=3))
        for why, (first, weeks) in (("autumn", AUTUMN), ("christmas", CHRISTMAS), ("spring", SPRING), ("may", MAY))
    ]
    easter = easter_of(year + 1)
    feasts = [
        ("easter", easter - timedelta(days=2), easter + timedelta(days=1)),
        ("king", king_day(year + 1), king_day(year + 1)),
        ("ascension", easter + timedelta(days=39), easter + timedelta(days=40)),
        ("whit", easter + timedelta(days=50), easter + timedelta(days=50)),
    ]
    return holidays + [Free(why, first, last) for why, first, last in feasts]


def easter_of(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous method of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    lower = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * lower) // 433
    month = (h + lower - 7 * m + 90) // 25
    return date(year, month, (h + lower - 7 * m + 33 * month + 19) % 32)


def king_day(year: int) -> date:
    """27 April, or the day before when that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == 6 else day
