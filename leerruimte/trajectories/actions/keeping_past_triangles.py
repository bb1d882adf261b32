"""Keeping conversations of three that were held elsewhere or earlier: as rows, to be written many at once."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leerruimte.encounters.models import Encounter, Participation
from leerruimte.people.models import Partnership
from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.actions.triangle_present import TAKES_PART
from leerruimte.trajectories.models import (
    Agreement,
    DateAnswer,
    DateOption,
    Field,
    Line,
    LookBack,
    Member,
    Piece,
    Preparation,
    Ready,
    Signature,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.past import PastText, PastTriangle
from leerruimte.trajectories.queries.triangle import organisation_of
from leerruimte.trajectories.queries.triangle_agreement import frozen_line, frozen_piece, moment_in_words
from leerruimte.trajectories.rules.past import id_of
from leerruimte.trajectories.rules.triangle import digest


@dataclass(frozen=True)
class Known:
    """What the rows of many trajectories need: titles of outcomes and levels, and first and whole names of people."""

    partnership: Partnership
    titles: Mapping[str, Any]
    levels: Mapping[int, Any]
    names: Mapping[int, tuple[str, str]]

    def name(self, member: Member) -> str:
        """What a member is called."""
        return self.names[member.person_id][1] if member.person_id else member.name


class Conversations:
    """The conversations of three of one trajectory, in order."""

    def __init__(
        self,
        known: Known,
        add: Callable[[Any], Any],
        trajectory: Trajectory,
        key: str,
        members: Sequence[Member],
        pieces: Sequence[Piece],
    ) -> None:
        self.known, self.add, self.trajectory, self.key = known, add, trajectory, key
        self.members, self.pieces = members, pieces
        self.agreed = 0

    def keep(self, past: Sequence[PastTriangle]) -> None:
        """All rows of each."""
        for number, one in enumerate(past, 1):
            triangle = self.conversation(number, one)
            self.dates(triangle, one)
            self.prepared(triangle, one)
            lines = self.lines(triangle, one)
            for member in one.ready:
                self.add(Ready(triangle=triangle, member=self.members[member], at=one.planned_at))
            if one.confirmed_at:
                self.confirm(triangle, one, lines, one.confirmed_at)
            for said in one.look_backs:
                self.add(
                    LookBack(
                        id=id_of(triangle.pk.hex, "look back", said.by),
                        triangle=triangle,
                        member=self.members[said.by],
                        how=said.how,
                        words=said.words,
                        brought=said.brought,
                        seen=said.seen,
                        made_at=one.confirmed_at or one.planned_at,
                    )
                )

    def conversation(self, number: int, past: PastTriangle) -> TriangleConversation:
        """The encounter, and who sits there."""
        title = self.trajectory.object.title
        encounter = Encounter(
            id=id_of(self.key, "triangle", number),
            kind=Encounter.Kind.TRIANGLE,
            object=self.trajectory.object,
            partnership=self.known.partnership,
            title=f"{title} · {number}"[:120],
            closed_at=past.confirmed_at,
            version=len(past.lines) + len(self.members) * bool(past.confirmed_at),
        )
        self.add(encounter)
        triangle: TriangleConversation = self.add(
            TriangleConversation(
                encounter=encounter,
                trajectory=self.trajectory,
                number=number,
                phase=past.phase,
                way=past.way,
                starts_at=past.starts_at,
                where=past.where,
                outcomes=list(past.outcomes),
                planned_by=self.members[-1],
                revision=len(past.lines),
            )
        )
        through = TriangleConversation.members.through
        for member in self.members:
            self.add(through(triangleconversation_id=encounter.pk, member_id=member.pk))
        return triangle

    def dates(self, triangle: TriangleConversation, past: PastTriangle) -> None:
        """When it could be, and who can."""
        for number, (at, answers) in enumerate(past.options.items()):
            option = self.add(DateOption(id=id_of(triangle.pk.hex, "date", number), triangle=triangle, at=at))
            for member, can in answers.items():
                self.add(DateAnswer(option=option, member=self.members[member], can=can))

    def prepared(self, triangle: TriangleConversation, past: PastTriangle) -> None:
        """What each prepared alone."""
        for number, one in enumerate(past.prepared):
            self.add(
                Preparation(
                    id=id_of(triangle.pk.hex, "prepared", number),
                    triangle=triangle,
                    member=self.members[one.by],
                    outcome=one.outcome,
                    field=one.field,
                    text=one.text,
                    choice=self.choice(one),
                    n=1,
                    changed_at=past.planned_at,
                )
            )

    def lines(self, triangle: TriangleConversation, past: PastTriangle) -> dict[tuple[str, str], Line]:
        """What they made of it together: each text takes the place of the one before it. Gives those that stand."""
        stand: dict[tuple[str, str], Line] = {}
        for number, one in enumerate(past.lines):
            before = stand.get((one.outcome, one.field))
            stand[one.outcome, one.field] = self.add(
                Line(
                    id=id_of(triangle.pk.hex, "line", number),
                    triangle=triangle,
                    outcome=one.outcome,
                    field=one.field,
                    text=one.text,
                    choice=self.choice(one),
                    by=self.members[one.by],
                    after=before,
                    number=before.number + 1 if before else 1,
                    made_at=past.starts_at or past.planned_at,
                )
            )
        return stand

    def choice(self, one: PastText) -> dict[str, Any]:
        """The level or the pieces that were chosen."""
        if one.level:
            return {"level": one.level}
        return {"pieces": [str(self.pieces[number].pk) for number in one.pieces]} if one.pieces else {}

    def confirm(
        self, triangle: TriangleConversation, past: PastTriangle, lines: Mapping[tuple[str, str], Line], at: datetime
    ) -> None:
        """All stand under it: signatures, the agreement, and who took part."""
        self.agreed += 1
        for number, member in enumerate(self.members, 1):
            self.add(Signature(triangle=triangle, member=member, revision=triangle.revision, at=at))
            name = self.known.name(member)
            self.add(
                Participation(
                    id=uuid.uuid5(TAKES_PART, f"{triangle.pk.hex}{member.pk.hex}"),
                    encounter_id=triangle.pk,
                    number=number,
                    person_id=member.person_id,
                    role=member.role,
                    organisation_id=organisation_of(member, self.trajectory),
                    first_name=name.split()[0][:40],
                )
            )
        content = self.content(past, lines, at, triangle.number)
        self.add(
            Agreement(
                trajectory=self.trajectory,
                triangle=triangle,
                number=self.agreed,
                content=content,
                digest=digest(content),
                confirmed_at=at,
            )
        )

    def content(
        self, past: PastTriangle, lines: Mapping[tuple[str, str], Line], at: datetime, number: int
    ) -> dict[str, Any]:
        """What they stand for, in the form of `queries.triangle_agreement.agreement_content`."""
        known, pieces = self.known, {str(piece.pk): piece for piece in self.pieces}
        return {
            "trajectory": self.trajectory.object.title,
            "learner": known.names[self.trajectory.learner_id][1],
            "number_of_conversation": number,
            "held": moment_in_words(past.starts_at or at),
            "place": past.where,
            "outcomes": [
                {
                    "code": code,
                    "title": known.titles[code],
                    "fields": {
                        field: frozen_line(lines[code, field], known.levels, pieces)
                        for field in Field.values
                        if (code, field) in lines
                    },
                }
                for code in past.outcomes
            ],
            "pieces": [frozen_piece(piece) for piece in self.pieces],
            "names": [
                {
                    "member": str(member.pk),
                    "name": known.name(member),
                    "role": str(member.role),
                    "side": str(side_of(member)),
                    "organisation": member.organisation.name if member.organisation else "",
                    "at": moment_in_words(at),
                    "at_screen_of": "",
                }
                for member in self.members
            ],
            "confirmed_at": moment_in_words(at),
        }
