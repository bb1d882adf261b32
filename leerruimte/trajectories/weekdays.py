"""Days of the week, as they are written in editions, needs and files."""

from collections.abc import Iterable

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def day_bits(days: Iterable[str]) -> int:
    """Days as one number, a bit a day from Monday (1) to Sunday (64): what a search can compare."""
    return sum(1 << number for number in {DAYS.index(day) for day in days if day in DAYS})
