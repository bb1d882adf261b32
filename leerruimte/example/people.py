"""Who takes part in the example, and since when: made from a seed, so that the same day gives the same people.

Everybody is invented. What is worth trying by hand is in it on purpose, see `_with_a_story`.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leerruimte.example.names import Addresses, names
from leerruimte.people.actions.moving_in import Held, Mover
from leerruimte.people.models import Organisation, Role

SITE = "waardland.example"
# Where the people live whom one can follow; codes stand in organisations.csv.
KANTELBOOM, ZILVERSPOOR, WOLKENKADE, INSTITUTE = "96NY00", "98BS00", "99RZ00", "91ZM"
# One learner, no more: a figure about this school would be about a person.
ONE_LEARNER = "98SA00"


@dataclass(frozen=True)
class Size:
    """How many people: students by phase and beside a job, career changers, starters; then those who guide them."""

    students: tuple[int, int, int, int]
    part_time: int
    career_changers: int
    starters: int
    teachers: int
    mentors: int
    school_educators: int
    institute_educators: int
    researchers: int
    coordinators: int
    steering: int


SMALL = Size((5, 5, 4, 3), 2, 3, 3, 5, 14, 5, 4, 1, 1, 2)
FULL = Size((900, 760, 660, 580), 500, 350, 250, 120, 1150, 230, 120, 12, 4, 9)


@dataclass(frozen=True)
class Places:
    """The organisations in which people have roles."""

    institute: Organisation
    boards: Sequence[Organisation]
    schools: Sequence[Organisation]

    def school(self, code: str) -> Organisation:
        """A school by its code; the last one where it does not take part."""
        return next((one for one in self.schools if one.code == code), self.schools[-1])


def school_year(today: date) -> int:
    """The year in which the school year of today began."""
    return today.year if today.month >= 8 else today.year - 1


def roster(places: Places, size: Size, today: date) -> list[Mover]:
    """Everybody but those who can sign in (entering.py), in an order that is always the same."""
    return list(_Roster(places, size, today).everybody())


class _Roster:
    """Draws people one by one; `names` and `addresses` are used up on the way."""

    def __init__(self, places: Places, size: Size, today: date) -> None:
        self.places, self.size, self.today = places, size, today
        self.year = school_year(today)
        self.chance = random.Random(2)  # noqa: S311 (an example, the same each time)
        self.names = names(self.chance)
        self.addresses = Addresses(SITE)
        # Learners come in twos and threes: not in every school, and in a few many.
        self.lonely = places.school(ONE_LEARNER)
        self.open = [one for one in places.schools if one != self.lonely]

    def everybody(self) -> Iterator[Mover]:
        yield from self._with_a_story()
        yield from self._learners()
        yield from self._educators()
        size, institute = self.size, self.places.institute
        yield from (self._somebody(self._since(Role.RESEARCHER, institute)) for _ in range(size.researchers))
        # One of them can sign in.
        yield from (self._somebody(self._since(Role.COORDINATOR, None)) for _ in range(size.coordinators - 1))
        for number in range(size.steering):
            where = institute if number % 4 == 0 else self.places.boards[number % len(self.places.boards)]
            yield self._somebody(self._since(Role.STEERING, where))

    def _learners(self) -> Iterator[Mover]:
        size = self.size
        # The four of the story are students and so on too: sizes hold with them.
        for phase, many in enumerate(size.students, start=1):
            for _ in range(many - STORY_STUDENTS.get(phase, 0)):
                yield self._student(phase, years=4)
        for number in range(size.part_time):
            yield self._student(number % 3 + 1, years=3)
        for number in range(size.career_changers - 1):
            since = self.year - number % 2
            yield self._somebody(self._role(Role.CAREER_CHANGER, self._a_school(), since, 2))
        for number in range(size.starters - 1):
            yield self._starter(number % 3)

    def _student(self, phase: int, years: int) -> Mover:
        """At the institute for years on end, at another school each year."""
        began = self.year - phase + 1
        placed = [self._role(Role.STUDENT, self._a_school(), began + year) for year in range(phase)]
        return self._somebody(self._role(Role.STUDENT, self.places.institute, began, years), *placed)

    def _starter(self, years: int) -> Mover:
        """Was a student here, or came from elsewhere."""
        since = self.year - years
        studied = [self._role(Role.STUDENT, self.places.institute, since - 4, 4)] if self.chance.random() < 0.6 else []
        return self._somebody(*studied, self._role(Role.STARTER, self._a_school(), since, 3))

    def _educators(self) -> Iterator[Mover]:
        size, places = self.size, self.places
        yield from (self._somebody(self._since(Role.TEACHER, self._a_school())) for _ in range(size.teachers - 1))
        for _ in range(size.mentors - 2):
            earlier = [self._role(Role.MENTOR, self._a_school(), 2016, 3)] if self.chance.random() < 0.15 else []
            yield self._somebody(*earlier, self._since(Role.MENTOR, self._a_school(), earliest=2019))
        for _ in range(size.school_educators - 3):
            board = self.chance.choice(places.schools).board_id
            of_board = [one for one in places.schools if one.board_id == board]
            many = min(len(of_board), self.chance.choice((1, 1, 1, 2, 2, 3, 4, 6)))
            since = self.chance.randrange(2018, self.year + 1)
            schools = self.chance.sample(of_board, many)
            yield self._somebody(*(self._role(Role.SCHOOL_EDUCATOR, school, since, 0) for school in schools))
        for _ in range(size.institute_educators - 1):
            yield self._somebody(self._since(Role.INSTITUTE_EDUCATOR, places.institute))

    def _with_a_story(self) -> Iterator[Mover]:
        """The four to follow, and those with whom something is the matter."""
        kantelboom, zilverspoor = self.places.school(KANTELBOOM), self.places.school(ZILVERSPOOR)
        wolkenkade, institute = self.places.school(WOLKENKADE), self.places.institute
        studies = self._role(Role.STUDENT, institute, self.year - 1, 4)
        # Sanne moved to a school of another board this year.
        yield self._somebody(
            studies,
            self._role(Role.STUDENT, zilverspoor, self.year - 1),
            self._role(Role.STUDENT, kantelboom, self.year),
            called=("Sanne", "Vermeulen"),
        )
        yield self._somebody(self._role(Role.CAREER_CHANGER, zilverspoor, self.year, 2), called=("Mo", "el Idrissi"))
        yield self._somebody(self._role(Role.STARTER, wolkenkade, self.year, 3), called=("Iris", "’t Hoen"))
        yield self._somebody(self._role(Role.MENTOR, kantelboom, 2018, 0), called=("Jan", "Bosch"))
        # Stands beside the first three, from the institute.
        yield self._somebody(
            self._role(Role.INSTITUTE_EDUCATOR, institute, self.year - 6, 0), called=("Tessa", "Brouwer")
        )
        # Mentor, and guides starters too.
        yield self._somebody(
            self._role(Role.MENTOR, zilverspoor, self.year - 3, 0),
            self._role(Role.SCHOOL_EDUCATOR, zilverspoor, self.year, 0),
            called=("Noëlle", "van ’t Hoff"),
        )
        # Six schools, two boards.
        six = [*self._of_board(kantelboom, 4), *self._of_board(zilverspoor, 2)]
        yield self._somebody(
            *(self._role(Role.SCHOOL_EDUCATOR, school, self.year - 2, 0) for school in six),
            called=("Gülsen", "Schröder-Öztürk"),
        )
        # Stopped last week.
        stopped = Held(Role.STARTER, kantelboom.pk, date(self.year, 8, 1), self.today - timedelta(days=7))
        yield self._somebody(stopped, called=("Daniël", "O’Connor"))
        # Twins, in one year and one school.
        for _ in range(2):
            yield self._somebody(
                studies, self._role(Role.STUDENT, kantelboom, self.year), called=("Lotte", "van der Meer")
            )
        # Ends within a month: somebody has to think of it.
        ends = Held(Role.TEACHER, wolkenkade.pk, date(self.year - 1, 8, 1), self.today + timedelta(days=24))
        yield self._somebody(ends, called=("Bea", "Coëlho “Bé”"))
        # The only learner of a school.
        yield self._somebody(studies, self._role(Role.STUDENT, self.lonely, self.year), called=("Zoë", "’t Lam"))

    def _somebody(self, *held: Held, called: tuple[str, str] | None = None) -> Mover:
        first, last = called or next(self.names)
        return Mover(self.addresses.of(first, last), first, last, held)

    def _a_school(self) -> Organisation:
        """Some schools take many, others few."""
        return self.open[int(len(self.open) * self.chance.random() ** 1.4)]

    def _of_board(self, school: Organisation, many: int) -> list[Organisation]:
        return [one for one in self.places.schools if one.board_id == school.board_id][:many]

    def _role(self, role: Role, where: Organisation | None, year: int, years: int = 1) -> Held:
        """From one summer for some years; 0: no end is known."""
        until = date(year + years, 7, 31) if years else None
        return Held(role.value, where.pk if where else None, date(year, 8, 1), until)

    def _since(self, role: Role, where: Organisation | None, earliest: int = 2018) -> Held:
        return self._role(role, where, self.chance.randrange(earliest, self.year + 1), 0)


# Students of the story: phase -> how many.
STORY_STUDENTS = {2: 4}
