"""What is offered, for tests, on top of the actions."""

from datetime import date

from leerruimte.people.models import Partnership
from leerruimte.trajectories.models import FreeDays, Period

YEAR = (
    (date(2026, 8, 31), date(2026, 11, 13)),
    (date(2026, 11, 16), date(2027, 2, 5)),
    (date(2027, 2, 8), date(2027, 4, 23)),
    (date(2027, 5, 10), date(2027, 7, 16)),
)
HOLIDAYS = (
    (date(2026, 10, 19), date(2026, 10, 23)),
    (date(2026, 12, 21), date(2027, 1, 1)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 4, 26), date(2027, 5, 7)),
)


def a_school_year(partnership: Partnership) -> list[Period]:
    """Four periods and their holidays."""
    for first, last in HOLIDAYS:
        FreeDays.objects.create(partnership=partnership, why="vakantie", first=first, last=last)
    return [
        Period.objects.create(partnership=partnership, name=f"Periode {number}", first=first, last=last)
        for number, (first, last) in enumerate(YEAR, 1)
    ]
