"""Assessment forms as they are filled in: one's own, and beside each other what was handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.who import Who
from leerruimte.trajectories.access.assessment import forms_for
from leerruimte.trajectories.access.trajectories import membership_of, shown_as, side_of
from leerruimte.trajectories.models import AssessmentForm, CurriculumVersion, FilledForm, Member, Outcome, Trajectory
from leerruimte.trajectories.rules.assessment import Far, how_far


@dataclass(frozen=True)
class LevelSeen:
    """A level of one row: its name and what it looks like there."""

    id: str
    title: str
    cell: str
    chosen: bool


@dataclass(frozen=True)
class AnswerSeen:
    """What one of the three said of one row."""

    name: str
    role: str
    side: str
    level: str
    words: str


@dataclass(frozen=True)
class RowSeen:
    """One row: what to choose from, one's own words, and what the three said once that may be read."""

    id: str
    title: str
    help: str
    levels: Sequence[LevelSeen]
    words: str
    answers: Sequence[AnswerSeen] = ()
    far: Far = ""


@dataclass(frozen=True)
class Filling:
    """A form in one round, as one of the three sees it."""

    form: AssessmentForm
    round: int
    rounds: int
    mine: FilledForm | None
    rows: Sequence[RowSeen]
    # Who handed in, and who did not yet.
    handed_in: Sequence[Member]
    waiting: Sequence[Member]

    @property
    def is_open(self) -> bool:
        """Whether one's own may be filled in now."""
        closed = self.form.closed_at is not None and self.mine is None
        return self.round == self.rounds and not closed and (self.mine is None or self.mine.handed_in_at is None)

    @property
    def side_by_side(self) -> bool:
        """Whether what others handed in may be read: once one's own is, or the round is over."""
        return bool(self.handed_in) and not self.is_open


def filling_of(who: Who, trajectory: Trajectory, form: AssessmentForm, round: int | None) -> Filling:
    """One's own answers, and those of the others once one handed in oneself."""
    rows = FilledForm.objects.filter(form=form, trajectory=trajectory)
    rounds = rows.aggregate(most=Max("round"))["most"] or 1
    chosen = round if round and 1 <= round <= rounds else rounds
    filled = list(
        rows.filter(round=chosen).select_related("member__person", "member__trajectory").order_by("handed_in_at")
    )
    member = membership_of(who, trajectory)
    mine = next((one for one in filled if member and one.member_id == member.pk), None)
    handed = [one for one in filled if one.handed_in_at]
    present = Member.objects.filter(trajectory=trajectory, until_date=None).select_related("person")
    bare = Filling(
        form, chosen, rounds, mine, (), [one.member for one in handed],
        [one for one in present if one.pk not in {row.member_id for row in handed}],
    )  # fmt: skip
    shown = handed if bare.side_by_side else []
    return Filling(
        form, chosen, rounds, mine, _rows(form, mine.answers if mine else {}, shown), bare.handed_in, bare.waiting
    )


def _rows(form: AssessmentForm, mine: Mapping[str, Any], shown: Sequence[FilledForm]) -> list[RowSeen]:
    levels = {level["id"]: level["title"] for level in form.levels}
    seen = []
    for row in form.rows:
        own = mine.get(row["id"], {})
        answers = [
            AnswerSeen(
                str(one.member),
                shown_as(one.member),
                side_of(one.member).value,
                levels.get(said.get("level", ""), ""),
                said.get("words", ""),
            )
            for one in shown
            if (said := one.answers.get(row["id"]))
        ]
        chosen = [one.answers.get(row["id"], {}).get("level", "") for one in shown]
        seen.append(
            RowSeen(
                row["id"],
                row["title"],
                row.get("help", ""),
                [
                    LevelSeen(id, title, form.cells.get(f"{row['id']} {id}", ""), own.get("level") == id)
                    for id, title in levels.items()
                ],
                own.get("words", ""),
                answers,
                how_far(list(levels), chosen),
            )
        )
    return seen


@dataclass(frozen=True)
class FormSeen:
    """A form that may be filled in, and how it stands."""

    form: AssessmentForm
    round: int = 0
    mine_at: datetime | None = None
    begun: bool = False
    others: int = 0


def belongs_with(form: AssessmentForm, version: CurriculumVersion | None) -> list[tuple[str, str]]:
    """Code and title of the outcomes that a form belongs with, as far as a version has them."""
    if not form.outcomes or version is None:
        return []
    rows = Outcome.objects.filter(version=version, code__in=form.outcomes)
    return [(code, in_language(title)) for code, title in rows.values_list("code", "title")]


def forms_beside(who: Who, trajectory: Trajectory, code: str) -> list[FormSeen]:
    """The forms that stand beside the measure of one outcome: those that were said to belong with it."""
    return [one for one in forms_seen(who, trajectory) if code in one.form.outcomes]


def forms_seen(who: Who, trajectory: Trajectory) -> list[FormSeen]:
    """The forms of the partnership with how they stand in this trajectory; closed ones only when they were used."""
    member = membership_of(who, trajectory)
    filled: dict[int, list[FilledForm]] = {}
    for one in FilledForm.objects.filter(trajectory=trajectory).order_by("round"):
        filled.setdefault(one.form_id, []).append(one)
    seen = []
    for form in forms_for(trajectory):
        rows = filled.get(form.pk, [])
        if form.closed_at and not rows:
            continue
        last = rows[-1].round if rows else 0
        now = [one for one in rows if one.round == last]
        mine = next((one for one in now if member and one.member_id == member.pk), None)
        others = sum(1 for one in now if one is not mine and one.handed_in_at)
        seen.append(FormSeen(form, last, mine.handed_in_at if mine else None, mine is not None, others))
    return seen
