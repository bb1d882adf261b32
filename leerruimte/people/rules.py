"""What holds for people, organisations and roles, from values only."""

from datetime import date


def is_on(day: date, *, from_date: date, until_date: date | None) -> bool:
    """Whether something that runs from a day until (and with) another, or without end, is so on `day`."""
    return from_date <= day and (until_date is None or day <= until_date)
