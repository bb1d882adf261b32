"""A board as rules see it: outcomes and pieces of a trajectory as values, read in a bounded number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import is_learner, may_move_pieces, may_read_needs
from leerruimte.trajectories.models import Contributes, FreeDays, Needs, Outcome, Piece, Reached, Trajectory
from leerruimte.trajectories.queries.moves import free_days
from leerruimte.trajectories.rules.board import Board, Goal, Laid, spread
from leerruimte.trajectories.rules.meetings import WEEK, days_in, minutes_by_week, week_of, weeks_between

FIRM = (Piece.State.AGREED, Piece.State.DONE)


@dataclass(frozen=True, eq=False)
class Known:
    """A board with the rows it was made of; `needs` only when whoever looks may read them."""

    trajectory: Trajectory
    outcomes: Sequence[Outcome]
    pieces: Sequence[Piece]
    free: Sequence[FreeDays]
    needs: Needs | None
    board: Board
    mondays: Sequence[date]
    is_learner: bool
    may_move: bool

    @cached_property
    def outcome(self) -> Mapping[str, Outcome]:
        """Outcomes by code."""
        return {outcome.code: outcome for outcome in self.outcomes}

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each outcome, as it stands on the pieces."""
        return {outcome.code: number for number, outcome in enumerate(self.outcomes, 1)}

    @cached_property
    def piece(self) -> Mapping[str, Piece]:
        """Pieces by id."""
        return {str(piece.pk): piece for piece in self.pieces}

    def why_free(self, monday: date) -> str:
        """Why nothing meets in a week, or nothing when it is an ordinary one."""
        if monday not in self._free_weeks:
            return ""
        return next((one.why for one in self.free if one.first <= monday + WEEK and one.last >= monday), "")

    @cached_property
    def _free_weeks(self) -> frozenset[date]:
        return free_weeks(self.mondays, self.free)


def board_of(who: Who, trajectory: Trajectory, *, instead: Piece | None = None) -> Known:
    """The board of a trajectory as `who` may know it; with `instead` as if that piece lay as it says, unsaved."""
    outcomes = list(
        trajectory.version.outcomes.filter(phase__in=trajectory.phases)
        .select_related("theme")
        .prefetch_related("prerequisites")
    )
    pieces = list(trajectory.pieces.filter(removed_at=None).select_related("edition", "organisation", "opportunity"))
    if instead is not None:
        pieces = [instead if piece.pk == instead.pk else piece for piece in pieces]
    free = free_days(trajectory)
    needs = _needs(trajectory) if may_read_needs(who, trajectory) else None
    mondays = weeks_between(trajectory.first, trajectory.last)
    return Known(
        trajectory=trajectory,
        outcomes=outcomes,
        pieces=pieces,
        free=free,
        needs=needs,
        board=_board(trajectory, outcomes, pieces, free, needs, mondays),
        mondays=mondays,
        is_learner=is_learner(who, trajectory),
        may_move=may_move_pieces(who, trajectory),
    )


def free_weeks(mondays: Sequence[date], free: Sequence[FreeDays]) -> frozenset[date]:
    """The weeks of which all five working days are free."""
    days = days_in((one.first, one.last) for one in free)
    return frozenset(monday for monday in mondays if all(monday + WEEK / 7 * number in days for number in range(5)))


def place_of(piece: Piece) -> str:
    """The word by which pieces of one place are known."""
    return f"{piece.where}-{piece.organisation_id}" if piece.organisation_id else piece.where


def _needs(trajectory: Trajectory) -> Needs | None:
    return getattr(trajectory, "needs", None)


def _board(
    trajectory: Trajectory,
    outcomes: Sequence[Outcome],
    pieces: Sequence[Piece],
    free: Sequence[FreeDays],
    needs: Needs | None,
    mondays: Sequence[date],
) -> Board:
    numbers = {monday: number for number, monday in enumerate(mondays, 1)}
    off = free_weeks(mondays, free)
    asked = _asked_beforehand(trajectory, pieces, {outcome.code for outcome in outcomes})
    reached = Reached.objects.filter(trajectory=trajectory, taken_back_at=None).values_list("outcome", flat=True)
    return Board(
        first=week_of(trajectory.first),
        weeks=len(mondays),
        goals=tuple(_goal(outcome) for outcome in outcomes),
        laid=tuple(_laid(piece, numbers, off, free, asked) for piece in pieces),
        free=frozenset(numbers[monday] for monday in off),
        aims={aim["outcome"]: int(aim.get("strength", 1)) for aim in needs.aims if "outcome" in aim} if needs else None,
        reached=frozenset(reached),
        limit=needs.hours_a_week if needs else None,
    )


def _goal(outcome: Outcome) -> Goal:
    return Goal(
        outcome.code,
        outcome.hours,
        theme=outcome.theme.code,
        weight=outcome.weight,
        prerequisites=tuple(before.code for before in outcome.prerequisites.all()),
        choice=outcome.choice_group,
    )


def _laid(
    piece: Piece,
    numbers: Mapping[date, int],
    off: frozenset[date],
    free: Sequence[FreeDays],
    asked: Mapping[UUID, tuple[str, ...]],
) -> Laid:
    weeks = weeks_between(piece.first_week, piece.last_week)
    inside = [monday for monday in weeks if monday in numbers]
    first = numbers[inside[0]] if inside else 1
    last = numbers[inside[-1]] if inside else 1
    return Laid(
        key=str(piece.pk),
        first=first,
        last=last,
        minutes=_minutes(piece, numbers, off, free),
        gives={code: int(hours) for code, hours in piece.contributes.items()},
        asks=asked.get(piece.opportunity_id, ()) if piece.opportunity_id else (),
        place=place_of(piece),
        agreed=piece.state in FIRM,
    )


def _minutes(
    piece: Piece, numbers: Mapping[date, int], off: frozenset[date], free: Sequence[FreeDays]
) -> dict[int, int]:
    """By the meetings of its edition where it has days; else its hours spread evenly over its weeks."""
    if piece.edition and piece.edition.days:
        by_week = minutes_by_week(piece.edition, days_in((one.first, one.last) for one in free))
        return {numbers[monday]: minutes for monday, minutes in by_week.items() if monday in numbers}
    weeks = [monday for monday in weeks_between(piece.first_week, piece.last_week) if monday in numbers]
    open_ = [monday for monday in weeks if monday not in off] or weeks
    return spread(piece.hours, [numbers[monday] for monday in open_])


def _asked_beforehand(
    trajectory: Trajectory, pieces: Sequence[Piece], codes: Collection[str]
) -> dict[UUID, tuple[str, ...]]:
    """What offers ask beforehand of this trajectory; other phases are no part of it, for the planner neither."""
    offered = [piece.opportunity_id for piece in pieces if piece.opportunity_id]
    rows = Contributes.objects.filter(
        opportunity__in=offered,
        curriculum=trajectory.version.curriculum_id,
        asked_beforehand=True,
        code__in=codes,
    ).order_by("pk")
    asked: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        asked[row.opportunity_id] = (*asked.get(row.opportunity_id, ()), row.code)
    return asked
