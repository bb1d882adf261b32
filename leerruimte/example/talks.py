"""Conversations of three for the full example: two or three held and confirmed, one to come."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from leerruimte.trajectories.models import Field, LookBack, Outcome, TriangleConversation
from leerruimte.trajectories.past import PastLookBack, PastMember, PastPiece, PastText, PastTriangle

Phase = TriangleConversation.Phase
NEEDED = (Field.OUTCOME, Field.SUFFICIENT, Field.ROUTE)
# Of the last of three: how often it stands where.
LAST = {Phase.CONFIRMED: 60, Phase.PREPARING: 25, Phase.PLANNING: 10, Phase.TOGETHER: 5}
CAN = ("yes", "yes", "maybe", "no")


@cache
def words() -> Mapping[str, Any]:
    """What people say and write."""
    read: Mapping[str, Any] = json.loads((Path(__file__).parent / "road_words.json").read_text(encoding="utf-8"))
    return read


def talks(
    outcomes: Mapping[str, Outcome],
    codes: Sequence[str],
    pieces: Sequence[PastPiece],
    members: Sequence[PastMember],
    first: date,
    today: date,
    chance: random.Random,
) -> list[PastTriangle]:
    """Three conversations in order; the last one may still have to be held."""
    if len(members) < 3:
        return []
    drawing = _Drawing(outcomes, codes, pieces, members, chance)
    days = max(3, (today - first).days)
    held = [first + timedelta(days=chance.randint(0, min(10, days // 3)))]
    held.append(first + timedelta(days=days // 3 + 1 + chance.randrange(max(1, days // 3))))
    made = [drawing.confirmed(min(day, today - timedelta(days=1))) for day in held]
    phase = chance.choices(list(LAST), list(LAST.values()))[0]
    if phase == Phase.CONFIRMED:
        back = chance.randint(1, max(1, days // 4))
        return [*made, drawing.confirmed(today - timedelta(days=back))]
    return [*made, drawing.open(phase, today)]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a working day."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class _Drawing:
    """Draws conversations of one trajectory."""

    def __init__(
        self,
        outcomes: Mapping[str, Outcome],
        codes: Sequence[str],
        pieces: Sequence[PastPiece],
        members: Sequence[PastMember],
        chance: random.Random,
    ) -> None:
        self.outcomes, self.codes, self.pieces, self.members, self.chance = outcomes, codes, pieces, members, chance

    def confirmed(self, day: date) -> PastTriangle:
        """One that was held, and under which all stand."""
        starts = self._at(day)
        about = self._about()
        lines = list(self._lines(about))
        return PastTriangle(
            phase=Phase.CONFIRMED.value,
            planned_at=starts - timedelta(days=12),
            starts_at=starts,
            where=self._where(),
            outcomes=about,
            ready=range(len(self.members)),
            lines=lines,
            confirmed_at=min(starts + timedelta(minutes=50), timezone.now()),
            look_backs=list(self._look_backs()),
        )

    def open(self, phase: Phase, today: date) -> PastTriangle:
        """One that is planned, prepared, or side by side."""
        about = self._about()
        planned = timezone.now() - timedelta(days=self.chance.randint(1, 6))
        everybody = range(len(self.members))
        if phase == Phase.PLANNING:
            days = [today + timedelta(days=self.chance.randint(2, 6) + 3 * number) for number in range(3)]
            options = {self._at(day): self._answers() for day in days}
            return PastTriangle(phase.value, planned, None, self._where(), about, options=options)
        ready = everybody if phase == Phase.TOGETHER else [one for one in everybody if self.chance.random() < 0.4]
        if phase == Phase.PREPARING and len(ready) == len(self.members):
            ready = ready[1:]
        later = 0 if phase == Phase.TOGETHER else self.chance.randint(1, 16)
        return PastTriangle(
            phase=phase.value,
            planned_at=planned,
            starts_at=self._at(today + timedelta(days=later)),
            where=self._where(),
            outcomes=about,
            prepared=[one for member in ready for one in self._prepared(member, about)],
            ready=ready,
            lines=list(self._lines(about))[:-1] if phase == Phase.TOGETHER else (),
        )

    def _at(self, day: date) -> datetime:
        return moment(day, self.chance.choice((12, 15, 16)), self.chance.choice((0, 15, 30)))

    def _where(self) -> str:
        return self.chance.choice(("op school", "de teamkamer", "lokaal van groep 5", "op de opleiding", ""))

    def _about(self) -> list[str]:
        return self.chance.sample(list(self.codes), min(len(self.codes), self.chance.choice((1, 2, 2, 3))))

    def _answers(self) -> dict[int, str]:
        return {number: self.chance.choice(CAN) for number in range(len(self.members)) if self.chance.random() < 0.7}

    def _prepared(self, member: int, about: Sequence[str]) -> Iterator[PastText]:
        for code in about:
            for field in NEEDED:
                yield self._text(member, code, field)

    def _lines(self, about: Sequence[str]) -> Iterator[PastText]:
        for code in about:
            for field in NEEDED:
                if self.chance.random() < 0.2:
                    yield self._text(0, code, field)
                yield self._text(self.chance.randrange(len(self.members)), code, field)
            if self.chance.random() < 0.3:
                yield self._text(1, code, self.chance.choice((Field.GOOD, Field.EXAMPLE)))

    def _text(self, by: int, code: str, field: Field) -> PastText:
        text = self.chance.choice(words()[field.value])
        if field == Field.SUFFICIENT and self.chance.random() < 0.4:
            text = next((one.words["nl"] for one in self.outcomes[code].criteria.all()), text)
        chosen = [number for number, piece in enumerate(self.pieces) if code in piece.contributes][:2]
        return PastText(
            by=by,
            outcome=code,
            field=field.value,
            text=text,
            level=self.outcomes[code].level if field == Field.OUTCOME else None,
            pieces=chosen if field == Field.ROUTE else (),
        )

    def _look_backs(self) -> Iterator[PastLookBack]:
        for number in range(len(self.members)):
            if self.chance.random() < 0.45:
                said, brought = self.chance.choice(words()["look_back"])
                seen = self.chance.choice(LookBack.Seen.values)
                yield PastLookBack(number, self.chance.choice((2, 3, 4, 4, 5)), said, brought, seen)
