"""The trajectories of the full example: a road for each learner, drawn from a seed.

Everybody has a school year before them: pieces at institute, school and elsewhere that fit the phase, conversations
around them, evidence, and needs in own words. Who stands beside whom is spread as in life: a mentor guides one to four,
an educator of the institute tens.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from leerruimte.example.offered import Offered, Shelf, serving
from leerruimte.example.people import school_year
from leerruimte.example.talks import moment, talks, words
from leerruimte.people.access import LEARNERS, on_today
from leerruimte.people.models import Organisation, Partnership, Role, RoleAssignment
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.keeping_past import keep_past_trajectories
from leerruimte.trajectories.models import AssessmentForm, CurriculumVersion, Evidence, Outcome, Period, Trajectory
from leerruimte.trajectories.past import (
    PastEvidence,
    PastFilled,
    PastMember,
    PastPiece,
    PastReached,
    PastTrajectory,
)
from leerruimte.trajectories.rules.landing import Landing
from leerruimte.trajectories.rules.needs import STEPS

MOST, AT_ONCE = 10_000, 250
GUIDED_BY_MENTOR = 4
GUIDED_BY_INSTITUTE = (10, 20, 30, 40, 60)
INDUCTION, PHASES = 5, 4
WORKPLACE = {1: "OPP-050", 2: "OPP-051", 3: "OPP-052", 4: "OPP-053"}
DAYS = ("mo", "tu", "we", "th", "fr")


@dataclass(frozen=True)
class Learner:
    """Somebody who learns: as what, at which school, in which phases, and called how."""

    person: int
    name: str
    role: str
    school: int | None
    board: int | None
    phases: tuple[int, ...]


def fill_roads(
    partnership: Partnership,
    version: CurriculumVersion,
    by: Who,
    today: date,
    tell: Callable[[str], object],
) -> None:
    """A trajectory for every learner who has none yet."""
    known = set(Trajectory.objects.filter(object__partnership=partnership).values_list("learner", flat=True))
    everybody = learners(partnership, today)[:MOST]
    roads = Roads(partnership, version, today)
    for first in range(0, len(everybody), AT_ONCE):
        some = [
            roads.of(number, one)
            for number, one in enumerate(everybody[first : first + AT_ONCE], first)
            if one.person not in known
        ]
        keep_past_trajectories(by=by, partnership=partnership, version=version, past=some)
        tell(f"  {min(first + AT_ONCE, len(everybody))} of {len(everybody)} trajectories")


def learners(partnership: Partnership, today: date) -> list[Learner]:
    """Everybody who learns today, in the order in which they came in."""
    held: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = RoleAssignment.objects.filter(on_today(today), partnership=partnership, role__in=LEARNERS).order_by("person")
    fields = ("person", "person__first_name", "person__last_name", "role", "organisation", "organisation__board")
    for person, *rest in rows.values_list(*fields, "organisation__kind", "from_date"):
        held[person].append(tuple(rest))
    return [_learner(person, roles, school_year(today)) for person, roles in held.items()]


def _learner(person: int, roles: Sequence[tuple[Any, ...]], year: int) -> Learner:
    at_school = next((one for one in roles if one[5] == Organisation.Kind.SCHOOL), roles[0])
    first, last, role, school, board, kind, _since = at_school
    years = year - min(one[6] for one in roles).year
    if role == Role.STARTER:
        phases: tuple[int, ...] = (INDUCTION,)
    elif role == Role.CAREER_CHANGER:
        phases = (1, 2) if years <= 0 else (3, 4)
    else:
        phases = (min(PHASES, max(1, years + 1)),)
    in_school = kind == Organisation.Kind.SCHOOL
    return Learner(person, f"{first} {last}", role, school if in_school else None, board, phases)


class Guides:
    """Who can stand beside whom, used up on the way."""

    def __init__(self, partnership: Partnership, today: date, chance: random.Random) -> None:
        rows = RoleAssignment.objects.filter(on_today(today), partnership=partnership).order_by("pk")
        self.mentors, self.of_board = _by_place(rows.filter(role=Role.MENTOR), GUIDED_BY_MENTOR, chance)
        coaches = rows.filter(role=Role.SCHOOL_EDUCATOR).values_list("organisation", "person")
        self.coaches: dict[int, list[int]] = defaultdict(list)
        for school, person in coaches:
            self.coaches[school].append(person)
        educators = rows.filter(role=Role.INSTITUTE_EDUCATOR).values_list("person", "organisation")
        self.institute = [one for one in educators for _ in range(chance.choice(GUIDED_BY_INSTITUTE))]
        chance.shuffle(self.institute)
        # How many somebody guides at a school already.
        self.used: dict[tuple[int, int], int] = defaultdict(int)

    def mentor(self, learner: Learner) -> tuple[int | None, int | None]:
        """A mentor at the school, or else at another school of its board; nobody is left: somebody with a link."""
        for pool in (self.mentors.get(learner.school or 0), self.of_board.get(learner.board or 0)):
            while pool:
                person, school = pool.pop()
                key = (person, school)
                if self.used[key] < GUIDED_BY_MENTOR and person != learner.person:
                    self.used[key] += 1
                    return person, school
        return None, learner.school

    def coach(self, learner: Learner) -> int | None:
        """A school-based educator of the school."""
        found = [one for one in self.coaches.get(learner.school or 0, ()) if one != learner.person]
        return found[learner.person % len(found)] if found else None

    def educator(self, number: int) -> tuple[int, int] | None:
        """An educator of the institute, and where."""
        return self.institute[number % len(self.institute)] if self.institute else None


def _by_place(rows: Any, many: int, chance: random.Random) -> tuple[Any, Any]:
    at: dict[int, list[tuple[int, int]]] = defaultdict(list)
    of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, school, board in rows.values_list("person", "organisation", "organisation__board"):
        at[school] += [(person, school)] * many
        of[board] += [(person, school)] * many
    for pool in (*at.values(), *of.values()):
        chance.shuffle(pool)
    return at, of


class Roads:
    """Draws roads; holds what all of them are drawn from."""

    def __init__(self, partnership: Partnership, version: CurriculumVersion, today: date) -> None:
        self.today, self.version = today, version
        self.shelf = Shelf(partnership, version)
        self.guides = Guides(partnership, today, random.Random(4))  # noqa: S311 (an example, the same each time)
        rows = (
            Outcome.objects.filter(version=version)
            .select_related("theme")
            .prefetch_related("criteria", "prerequisites")
        )
        self.outcomes = {row.code: row for row in rows}
        self.prerequisites = {row.code: {one.code for one in row.prerequisites.all()} for row in rows}
        begins = date(school_year(today), 8, 1)
        periods = Period.objects.filter(partnership=partnership, first__gte=begins).order_by("first")
        self.first, self.last = periods[0].first, periods[3].last
        self.year = f"{begins.year}-{begins.year + 1}"
        schools = Organisation.objects.filter(memberships__partnership=partnership, kind=Organisation.Kind.SCHOOL)
        self.places = dict(schools.values_list("pk", "place"))
        form = AssessmentForm.objects.filter(object__partnership=partnership, closed_at=None).exclude(published_at=None)
        self.form = form.order_by("pk").first()

    def of(self, number: int, learner: Learner) -> PastTrajectory:
        """The road of one learner."""
        chance = random.Random(1000 + number)  # noqa: S311
        codes = [code for code, row in self.outcomes.items() if row.phase in learner.phases]
        before = frozenset(code for code, row in self.outcomes.items() if row.phase < min(learner.phases))
        members = list(self._members(number, learner))
        pieces = self._pieces(learner, frozenset(codes), before, chance)
        wanted = [code for code in codes if any(code in piece.contributes for piece in pieces)] or codes
        return PastTrajectory(
            learner=learner.person,
            title=title_of(learner.role, learner.phases, self.year),
            purpose=Trajectory.Purpose.INDUCTION if learner.role == Role.STARTER else Trajectory.Purpose.DIPLOMA,
            phases=learner.phases,
            first=self.first,
            last=self.last,
            school=learner.school,
            members=members,
            needs=self._needs(learner, codes, pieces, chance),
            pieces=pieces,
            refused=self._refused(pieces, chance),
            triangles=talks(self.outcomes, wanted, pieces, members, self.first, self.today, chance),
            evidence=list(self._evidence(wanted, members, chance)),
            reached=list(self._reached(wanted, pieces, members, chance)),
            filled=list(self._filled(members, chance)),
        )

    def _members(self, number: int, learner: Learner) -> Iterator[PastMember]:
        yield PastMember(learner.person, learner.role, learner.school, self.first)
        coach = self.guides.coach(learner) if learner.role == Role.STARTER or number % 4 == 0 else None
        mentor, where = (
            (None, learner.school) if learner.role == Role.STARTER and coach else self.guides.mentor(learner)
        )
        if mentor or not coach:
            yield PastMember(
                mentor,
                Role.MENTOR.value,
                where,
                self.first,
                "" if mentor else f"Mentor van {learner.name.split()[0]}",
                "" if mentor else f"mentor{number}@scholen.waardland.example",
            )
        if coach and coach != mentor:
            yield PastMember(coach, Role.SCHOOL_EDUCATOR.value, learner.school, self.first)
        educator = self.guides.educator(number)
        if educator:
            yield PastMember(educator[0], Role.INSTITUTE_EDUCATOR.value, educator[1], self.first)

    def _pieces(
        self, learner: Learner, codes: frozenset[str], before: frozenset[str], chance: random.Random
    ) -> list[PastPiece]:
        shelf = self.shelf
        school = serving(shelf.at(learner.school), codes, before) if learner.school else []
        work = [one for one in school if one.code == WORKPLACE.get(min(learner.phases))]
        beside = [one for one in school if one.code not in WORKPLACE.values()]
        institute = serving(shelf.at_institute(), codes, before)
        chosen = [
            *work,
            *chance.sample(institute, min(len(institute), chance.randint(3, 6))),
            *chance.sample(beside, min(len(beside), chance.randint(3, 6))),
        ]
        if chance.random() < 0.7:
            outside = serving(shelf.at(None), codes, before)
            chosen += chance.sample(outside, min(len(outside), chance.randint(1, 2)))
        return self._in_order(list(self._side_by_side(chosen, chance)), codes)

    def _side_by_side(self, chosen: Sequence[Offered], chance: random.Random) -> Iterator[PastPiece]:
        """Pieces of these, on days on which nothing else lies, within the year."""
        taken: list[tuple[str, Landing]] = []
        for one in chosen:
            fits = []
            for edition in one.editions:
                lies = self.shelf.lands(one, edition)
                there = {day for day, other in taken if other.first <= lies.last and lies.first <= other.last}
                # A series with free days in it may go on after the last week: that one is nobody's here.
                if lies.last <= self.last and not there.intersection(edition.days):
                    fits.append((edition, lies))
            if fits:
                edition, lies = chance.choice(fits)
                taken += [(day, lies) for day in edition.days]
                yield self.shelf.piece(one, edition, self.today, chance)

    def _in_order(self, pieces: Sequence[PastPiece], codes: frozenset[str]) -> list[PastPiece]:
        """Without what asks for something that no earlier piece gave."""
        asks = self.shelf.asks
        kept: list[PastPiece] = []
        for piece in sorted(pieces, key=lambda one: one.first_week):
            given = {code for one in kept if one.last_week < piece.first_week for code in one.contributes}
            needed = set(asks[piece.opportunity]) & codes
            needed |= {one for code in needed for one in self.prerequisites[code]} & codes
            if needed <= given:
                kept.append(piece)
        return kept

    def _needs(
        self, learner: Learner, codes: Sequence[str], pieces: Sequence[PastPiece], chance: random.Random
    ) -> Mapping[str, Any]:
        aims = chance.sample(list(codes), min(len(codes), chance.randint(1, 3)))
        themes = sorted({row.theme.code for row in self.outcomes.values()})
        # What was agreed upon they can come to.
        free = [day for day in DAYS if day not in {day for piece in pieces for day in self.shelf.days[piece.edition]}]
        never = [{"day": chance.choice(free), "part": None, "why": "werk"}] if free and chance.random() < 0.4 else []
        shared = moment(self.first + timedelta(weeks=1), 10) if chance.random() < 0.8 else None
        return {
            "words": {step: chance.choice(words()[step]) for step in STEPS},
            "aims": [{"outcome": code, "strength": chance.randint(1, 3)} for code in aims],
            "strengths": [chance.choice(themes)],
            "likes": [{"kind": "formality", "what": chance.choice(("formal", "informal")), "strength": 1}],
            "never": never,
            "hours_a_week": chance.choice((36, 40, 40)),
            "car": chance.random() < 0.35,
            "most_travel": 180,
            "home": self.places.get(learner.school or 0, "") if chance.random() < 0.5 else "",
            "shared_at": min(shared, timezone.now()) if shared else None,
            "version": 1,
        }

    def _refused(self, pieces: Sequence[PastPiece], chance: random.Random) -> Mapping[Any, str]:
        if chance.random() > 0.2:
            return {}
        laid = {piece.opportunity for piece in pieces}
        outside = [one for one in self.shelf.at(None) if one.pk not in laid]
        return {chance.choice(outside).pk: chance.choice(words()["refused"])} if outside else {}

    def _evidence(
        self, codes: Sequence[str], members: Sequence[PastMember], chance: random.Random
    ) -> Iterator[PastEvidence]:
        for _number in range(chance.choice((0, 1, 2, 2, 3, 4))):
            at = self._day(chance)
            link = chance.random() < 0.25
            title, text = chance.choice(words()["link" if link else "evidence"])
            with_account = [number for number, one in enumerate(members) if one.person and number]
            remarks = [(chance.choice(with_account), chance.choice(words()["remark"]), at + timedelta(days=1))]
            yield PastEvidence(
                by=0,
                outcome=chance.choice(codes),
                title=title,
                words="" if link else text,
                link=text if link else "",
                at=at,
                seen=(Evidence.Seen.MINE if chance.random() < 0.1 else Evidence.Seen.THREE).value,
                remarks=remarks if with_account and chance.random() < 0.4 else (),
            )

    def _reached(
        self, codes: Sequence[str], pieces: Sequence[PastPiece], members: Sequence[PastMember], chance: random.Random
    ) -> Iterator[PastReached]:
        if members[-1].role != Role.INSTITUTE_EDUCATOR or self._weeks < 4:
            return
        done = {code for piece in pieces if piece.state == "done" for code in piece.contributes}
        for code in sorted(done.intersection(codes))[: chance.choice((0, 0, 1, 2))]:
            said = chance.choice(words()["reached"])
            yield PastReached(len(members) - 1, code, self.outcomes[code].level, said, self._day(chance))

    def _filled(self, members: Sequence[PastMember], chance: random.Random) -> Iterator[PastFilled]:
        if self.form is None or chance.random() > 0.35:
            return
        levels = [level["id"] for level in self.form.levels]
        for number, member in enumerate(members):
            if member.person and chance.random() < 0.75:
                answers = {row["id"]: {"level": chance.choice(levels), "words": ""} for row in self.form.rows}
                yield PastFilled(number, self.form.pk, answers, self._day(chance))

    @property
    def _weeks(self) -> int:
        return max(0, (self.today - self.first).days // 7)

    def _day(self, chance: random.Random) -> datetime:
        """Some moment between the first day and now."""
        days = max(1, (self.today - self.first).days)
        return min(moment(self.first + timedelta(days=chance.randrange(days)), 16), timezone.now())


def title_of(role: str, phases: Sequence[int], year: str) -> str:
    """What a trajectory is called."""
    if role == Role.STARTER:
        return f"Een goede start {year}"
    numbers = " en ".join(str(number) for number in phases)
    return f"{'Zij-instroom, ' if role == Role.CAREER_CHANGER else ''}fase {numbers}, {year}".capitalize()
