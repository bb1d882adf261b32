"""Four to follow: Sanne, Mo, Iris and Jan, each at another stage of their road; what happened until today."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from leerruimte.example.offered import Offered, Shelf
from leerruimte.example.people import KANTELBOOM, SITE, WOLKENKADE, ZILVERSPOOR, Places, school_year
from leerruimte.example.talks import moment
from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.trajectories.models import (
    AssessmentForm,
    CurriculumVersion,
    Outcome,
    Period,
    Piece,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.past import (
    PastEvidence,
    PastFilled,
    PastLookBack,
    PastMember,
    PastPiece,
    PastReached,
    PastText,
    PastTrajectory,
    PastTriangle,
)
from leerruimte.trajectories.rules.hours import evenly

WEEK = timedelta(weeks=1)
Purpose, Phase = Trajectory.Purpose, TriangleConversation.Phase
SANNE, MO, IRIS, JAN = "sanne.vermeulen", "mo.elidrissi", "iris.thoen", "jan.bosch"
NOELLE, GULSEN, TESSA, ELS = "noelle.vanthoff", "gulsen.schroderozturk", "tessa.brouwer", "els"


@cache
def told() -> Mapping[str, Any]:
    """Their words."""
    read: Mapping[str, Any] = json.loads((Path(__file__).parent / "stories.json").read_text(encoding="utf-8"))
    return read


class Stories:
    """What the four roads are made of."""

    def __init__(
        self, partnership: Partnership, version: CurriculumVersion, places: Places, today: date, form: AssessmentForm
    ) -> None:
        self.partnership, self.today, self.form = partnership, today, form
        self.people = {one: person_called(one) for one in (SANNE, MO, IRIS, JAN, NOELLE, GULSEN, TESSA, ELS)}
        self.kantelboom, self.zilverspoor = places.school(KANTELBOOM), places.school(ZILVERSPOOR)
        self.wolkenkade, self.institute = places.school(WOLKENKADE), places.institute
        self.shelf = Shelf(partnership, version)
        self.levels = dict(Outcome.objects.filter(version=version).values_list("code", "level"))
        begins = date(school_year(today), 8, 1)
        periods = Period.objects.filter(partnership=partnership, first__gte=begins).order_by("first")
        self.first, self.last = periods[0].first, periods[3].last
        self.year = f"{begins.year}-{begins.year + 1}"

    def sanne_before(self) -> PastTrajectory:
        """Her first year, at another school: over, and she reached what she was to reach."""
        first, last = self.first - 52 * WEEK, self.first - 7 * WEEK
        before = told()["sanne_before"]
        pieces = [
            PastPiece(
                title=title,
                where=where,
                first_week=first + begin * WEEK,
                last_week=first + end * WEEK,
                hours=hours,
                contributes=evenly(hours, codes),
                state=Piece.State.DONE.value,
                organisation=(self.institute if where == "institute" else self.zilverspoor).pk,
            )
            for title, where, begin, end, hours, codes in before["pieces"]
        ]
        at = moment(first + 40 * WEEK, 11)
        return PastTrajectory(
            learner=self.people[SANNE].pk,
            title=f"Fase 1, {self._year(-1)}",
            purpose=Purpose.DIPLOMA.value,
            phases=[1],
            first=first,
            last=last,
            school=self.zilverspoor.pk,
            members=[
                self._member(SANNE, Role.STUDENT, self.zilverspoor, first),
                replace(self._member(NOELLE, Role.MENTOR, self.zilverspoor, first), until=last),
                replace(self._member(TESSA, Role.INSTITUTE_EDUCATOR, self.institute, first), until=last),
            ],
            ended=True,
            pieces=pieces,
            reached=[PastReached(2, code, 1, words, at) for code, words in before["reached"]],
        )

    def sanne(self) -> PastTrajectory:
        """Phase 2: one agreement stands, the next conversation is being prepared."""
        said = told()["sanne"]
        members = [
            self._member(SANNE, Role.STUDENT, self.kantelboom),
            self._member(JAN, Role.MENTOR, self.kantelboom),
            self._member(TESSA, Role.INSTITUTE_EDUCATOR, self.institute),
        ]
        pieces = self._pieces(said["pieces"], self.kantelboom)
        code, words = said["reached"]
        return PastTrajectory(
            **self._common(SANNE, f"Fase 2, {self.year}", [2], self.kantelboom, said),
            members=members,
            pieces=pieces,
            triangles=[self._held(said, pieces, len(members))],
            evidence=list(self._evidence(said["evidence"])),
            reached=[PastReached(2, code, self.levels[code], words, self._ago(6))],
            filled=[
                PastFilled(int(by), self.form.pk, _answers(answers), self._ago(9 - int(by)))
                for by, answers in said["form"].items()
            ],
        )

    def mo(self) -> PastTrajectory:
        """A career changer at the beginning: the first conversation is going on."""
        said = told()["mo"]
        return PastTrajectory(
            **self._common(MO, f"Zij-instroom, {self.year}", [1, 2], self.zilverspoor, said),
            members=[
                self._member(MO, Role.CAREER_CHANGER, self.zilverspoor),
                self._member(NOELLE, Role.MENTOR, self.zilverspoor),
                self._member(ELS, Role.SCHOOL_EDUCATOR, self.zilverspoor),
                self._member(TESSA, Role.INSTITUTE_EDUCATOR, self.institute),
            ],
            pieces=self._pieces(said["pieces"], self.zilverspoor),
            evidence=list(self._evidence(said["evidence"])),
        )

    def iris(self) -> PastTrajectory:
        """A starter with a hard group: a date is being looked for; her coach comes by a link."""
        said = told()["iris"]
        name, email = said["coach"]
        coach = PastMember(None, Role.SCHOOL_EDUCATOR.value, self.wolkenkade.pk, self.first, name, email)
        days = [self.today + timedelta(days=many) for many in (5, 7, 12)]
        answers: tuple[Mapping[int, str], ...] = ({0: "yes", 2: "yes"}, {0: "maybe", 2: "no"}, {0: "yes", 2: "maybe"})
        looking = PastTriangle(
            phase=Phase.PLANNING.value,
            planned_at=self._ago(2),
            starts_at=None,
            where=said["where"],
            outcomes=said["about"],
            options=dict(zip((moment(day, 15, 45) for day in days), answers, strict=True)),
        )
        return PastTrajectory(
            **self._common(IRIS, f"Een goede start {self.year}", [5], self.wolkenkade, said),
            members=[
                self._member(IRIS, Role.STARTER, self.wolkenkade),
                coach,
                self._member(TESSA, Role.INSTITUTE_EDUCATOR, self.institute),
            ],
            pieces=[*self._pieces(said["pieces"], self.wolkenkade), self._own(said["own"])],
            triangles=[looking],
            evidence=list(self._evidence(said["evidence"])),
        )

    def jan(self) -> PastTrajectory:
        """A mentor who was never asked: he began with himself, and nobody reads that yet."""
        said = told()["jan"]
        return PastTrajectory(
            **self._common(JAN, f"Wat ik zelf wil leren, {self.year}", [5], self.kantelboom, said, shared=False),
            members=[
                self._member(JAN, Role.MENTOR, self.kantelboom),
                self._member(GULSEN, Role.SCHOOL_EDUCATOR, self.kantelboom),
            ],
            pieces=[*self._pieces(said["pieces"], self.kantelboom), self._own(said["own"])],
        )

    def _common(
        self,
        who: str,
        title: str,
        phases: Sequence[int],
        school: Organisation,
        said: Mapping[str, Any],
        *,
        shared: bool = True,
    ) -> dict[str, Any]:
        purpose = {IRIS: Purpose.INDUCTION, JAN: Purpose.DEVELOPMENT}.get(who, Purpose.DIPLOMA)
        offered = {one.code: one.pk for one in self.shelf.at(None)}
        return {
            "learner": self.people[who].pk,
            "title": title,
            "purpose": purpose.value,
            "phases": phases,
            "first": self.first,
            "last": self.last,
            "school": school.pk,
            "needs": {**said["needs"], "version": 1, "shared_at": self._ago(30) if shared else None},
            "refused": {offered[code]: why for code, why in said.get("refused", {}).items() if code in offered},
        }

    def _member(self, who: str, role: Role, where: Organisation, since: date | None = None) -> PastMember:
        return PastMember(self.people[who].pk, role.value, where.pk, since or self.first)

    def _pieces(self, laid: Sequence[str], school: Organisation) -> list[PastPiece]:
        return [piece for one in laid for piece in self._piece(one, school)]

    def _piece(self, laid: str, school: Organisation) -> Iterator[PastPiece]:
        """A piece of what is offered; "loose": a proposal, later than today if it is given then; "now": begun last."""
        code, where, *how = laid.split()
        place = {"school": school.pk, "institute": self.institute.pk}.get(where)
        offered = next((one for one in self.shelf.at(place) if one.code == code and one.editions), None)
        if offered is None:
            return
        lies, edition = self._weeks(offered, how)
        state = Piece.State.PROPOSED if "loose" in how else Piece.State.AGREED
        if lies[1] + WEEK <= self.today:
            state = Piece.State.DONE
        yield PastPiece(
            title=offered.title,
            where=offered.where,
            first_week=lies[0],
            last_week=lies[1],
            hours=offered.hours,
            contributes=offered.contributes,
            state=state.value,
            opportunity=offered.pk,
            edition=edition,
            organisation=offered.organisation,
            pinned="pin" in how,
            seat=state != Piece.State.PROPOSED,
        )

    def _weeks(self, offered: Offered, how: Sequence[str]) -> tuple[tuple[date, date], int]:
        found = [(self.shelf.lands(offered, edition), edition.pk) for edition in offered.editions]
        began = [one for one in found if one[0].first <= self.today]
        lies, edition = found[0]
        if "loose" in how:
            lies, edition = next((one for one in found if one not in began), found[-1])
        elif "now" in how and began:
            lies, edition = began[-1]
        return (lies.first, lies.last), edition

    def _own(self, laid: Sequence[Any]) -> PastPiece:
        """Something of one's own, some weeks from now."""
        title, weeks, hours, code = laid
        monday = self.today - timedelta(days=self.today.weekday())
        last = self.last - timedelta(days=self.last.weekday())
        first_week = max(self.first, min(monday + 2 * WEEK, last - (weeks - 1) * WEEK))
        return PastPiece(
            title=title,
            where=Piece.Where.SCHOOL.value,
            first_week=first_week,
            last_week=first_week + (weeks - 1) * WEEK,
            hours=hours,
            contributes={code: hours},
            state=Piece.State.PROPOSED.value,
        )

    def _held(self, said: Mapping[str, Any], pieces: Sequence[PastPiece], members: int) -> PastTriangle:
        """The conversation of the second week, confirmed by all."""
        at = min(moment(self.first + timedelta(days=9), 15, 30), self._ago(1))
        return PastTriangle(
            phase=Phase.CONFIRMED.value,
            planned_at=at - timedelta(days=8),
            starts_at=at,
            where="De Kantelboom, de teamkamer",
            outcomes=said["about"],
            ready=range(members),
            lines=[
                PastText(
                    by=by,
                    outcome=code,
                    field=field,
                    text=text,
                    level=self.levels[code] if field == "outcome" else None,
                    pieces=[number for number, one in enumerate(pieces) if code in one.contributes][:3]
                    if field == "route"
                    else (),
                )
                for code, fields in said["lines"].items()
                for field, texts in fields.items()
                for by, text in texts
            ],
            confirmed_at=at + timedelta(minutes=55),
            look_backs=[PastLookBack(*one) for one in said["look_backs"]],
        )

    def _evidence(self, laid: Sequence[Sequence[Any]]) -> Iterator[PastEvidence]:
        for number, (code, title, words, link, seen, remarks) in enumerate(laid):
            at = self._ago(20 - 4 * number)
            yield PastEvidence(
                by=0,
                outcome=code,
                title=title,
                words=words,
                link=link,
                seen=seen,
                at=at,
                remarks=[(by, text, min(at + timedelta(days=by), timezone.now())) for by, text in remarks],
            )

    def _ago(self, days: int) -> datetime:
        """So many days ago, not before it began."""
        return min(moment(max(self.first, self.today - timedelta(days=days)), 16), timezone.now())

    def _year(self, later: int) -> str:
        begins = int(self.year[:4]) + later
        return f"{begins}-{begins + 1}"


def person_called(name: str) -> Person:
    """One of those whom one can follow, by the name in their address."""
    return Person.objects.get(email=f"{name}@{SITE}")


def _answers(said: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    return {row: {"level": level, "words": words} for row, (level, words) in said.items()}
