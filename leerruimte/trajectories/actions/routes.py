"""A route of the planner is laid on the board, a piece of it pinned, something offered refused and taken back.

What lies on a board is seen by all who stand beside the learner. So of the planner's reasons only those go along that
say nothing about the learner's needs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.who import Who
from leerruimte.planner.checking import check_route
from leerruimte.planner.plain import from_plain, to_plain
from leerruimte.planner.problem import Problem
from leerruimte.planner.reading import read_problem
from leerruimte.planner.result import Piece as Placed
from leerruimte.planner.result import Reason, Replan, Route
from leerruimte.trajectories.access.needs import may_ask_planner
from leerruimte.trajectories.access.trajectories import is_learner
from leerruimte.trajectories.actions.moves import check_refusals, write_move
from leerruimte.trajectories.models import Edition, Move, Opportunity, Piece, PlannerRun, Refusal, Trajectory
from leerruimte.trajectories.planning.asking import OWN, changed_problem
from leerruimte.trajectories.planning.solving import agreed_of
from leerruimte.trajectories.planning.words import words_of
from leerruimte.trajectories.queries.moves import as_it_lies, check_offer, hours_to_outcomes, move_made
from leerruimte.trajectories.queries.runs import routes_of
from leerruimte.trajectories.rules.changes import DROPPED
from leerruimte.trajectories.rules.reasons import without_needs


@transaction.atomic
def lay_route(*, by: Who, run: PlannerRun, number: int = 1, move_id: UUID | None = None) -> Move:
    """Lay a whole route; a re-plan has one."""
    return _lay(by, run, _route(routes_of(run), number).pieces, move_id)


@transaction.atomic
def lay_chosen(*, by: Who, run: PlannerRun, chosen: Iterable[tuple[int, str]], move_id: UUID | None = None) -> Move:
    """Lay pieces (number of the route, code) of one or more routes."""
    routes = routes_of(run)
    found: dict[str, Placed] = {}
    for number, code in chosen:
        piece = _piece(_route(routes, number), code)
        if piece is not None:
            # The same thing chosen from two routes is laid once, as in the first.
            found.setdefault(code, piece)
    return _lay(by, run, list(found.values()), move_id)


@transaction.atomic
def pin_from_route(*, by: Who, run: PlannerRun, number: int, code: str, move_id: UUID | None = None) -> Move:
    """Hold to one piece of a route: it is laid if it does not lie there, and pinned; the next routes build on it."""
    locked, earlier = _begin(by, run, move_id)
    if earlier is not None:
        return earlier
    piece = _piece(_route(routes_of(run), number), code)
    if piece is None:
        raise Refused(_("This piece is not in that route."), field="code")
    old = _on_board(locked).get(code)
    laying = _Laying(by, locked, _problem(run), [piece])
    lies = old is not None and str(old.edition_id) == piece.edition
    laying.pin(old if old is not None and lies else laying.lay(piece, old))
    return laying.write(move_id)


def _lay(by: Who, run: PlannerRun, pieces: Sequence[Placed], move_id: UUID | None) -> Move:
    """Lay pieces as proposals; proposals that are not among them and not pinned make place.

    After a re-plan what was agreed when it was asked and is not in the new route goes too. It is one move, that may be
    sent twice.
    """
    locked, earlier = _begin(by, run, move_id)
    if earlier is not None:
        return earlier
    if not pieces:
        raise Refused(_("Choose at least one piece."), field="chosen")
    problem, codes = _problem(run), {piece.opportunity for piece in pieces}
    if run.kind == PlannerRun.Kind.ROUTES:
        _check_together(problem, pieces)
    check_refusals(by, locked, codes)
    laying, there = _Laying(by, locked, problem, pieces), _on_board(locked)
    goes = _goes(run)
    for code, old in there.items():
        if code not in codes and goes(code, old):
            laying.take_off(old)
    for piece in pieces:
        laying.lay(piece, there.get(piece.opportunity))
    laying.leave_school(run.problem.get(DROPPED, 0))
    return laying.write(move_id)


@transaction.atomic
def refuse_opportunity(
    *, by: Who, trajectory: Trajectory, opportunity: Opportunity, why: str = "", refusal_id: UUID | None = None
) -> Refusal:
    """The learner does not want this; the planner leaves it out until it is taken back. Not what is agreed."""
    if not is_learner(by, trajectory):
        raise PermissionDenied
    locked = Trajectory.objects.select_for_update(of=("self",)).get(pk=trajectory.pk)
    standing = Q(opportunity=opportunity, taken_back_at=None)
    # What is sent again after it was taken back, from an older page, stays taken back.
    there = locked.refusals.filter(standing | Q(pk=refusal_id)).first()
    if there is not None:
        return there
    held = locked.pieces.filter(opportunity=opportunity, removed_at=None)
    if held.filter(state=Piece.State.AGREED).exists() or held.filter(pinned=True).exists():
        raise Refused(_("This is agreed or pinned. Loosen it on the board first."), field="why")
    more = {"id": refusal_id} if refusal_id is not None else {}
    return Refusal.objects.create(trajectory=locked, opportunity=opportunity, why=why.strip(), by_id=by.person, **more)


@transaction.atomic
def take_back_refusal(*, by: Who, refusal: Refusal) -> Refusal:
    """It may be proposed again."""
    if refusal.taken_back_at is None:
        refusal.taken_back_at = timezone.now()
        refusal.save(update_fields=["taken_back_at"])
    return refusal


def _begin(by: Who, run: PlannerRun, move_id: UUID | None) -> tuple[Trajectory, Move | None]:
    """Lock, access, and whether this very move was made already."""
    locked = (
        Trajectory.objects.select_for_update(of=("self",))
        .select_related("version", "object", "school", "needs")
        .get(runs=run)
    )
    if not may_ask_planner(by, locked):
        raise PermissionDenied
    return locked, move_made(locked, move_id) if move_id else None


def _route(routes: Sequence[Route], number: int) -> Route:
    if not 1 <= number <= len(routes):
        raise Refused(_("This route is not there any more. Ask for routes again."))
    return routes[number - 1]


def _piece(route: Route, code: str) -> Placed | None:
    return next((one for one in route.pieces if one.opportunity == code), None)


def _problem(run: PlannerRun) -> Problem:
    problem = read_problem(run.problem["problem"])
    return changed_problem(problem, run.problem) if run.kind == PlannerRun.Kind.REPLAN else problem


def _check_together(problem: Problem, pieces: Sequence[Placed]) -> None:
    """What is mixed must fit together: no two things at one time, no week too full, pins in it or not."""
    broken = [
        one
        for one in check_route(problem, tuple((piece.opportunity, piece.edition) for piece in pieces))
        if one.rule in ("clash", "one place", "load", "schools", "alike")
    ]
    if broken:
        words = words_of(problem)
        told = [
            f"{words.title(one.by[0]) if one.by else ''}: "
            + words.why(Reason("breaks", {"rule": one.rule, "detail": one.detail}))
            for one in broken[:3]
        ]
        raise Refused(
            _("These pieces do not fit together. %(why)s") % {"why": " ".join(told)}, field="chosen", code="mix"
        )


def _on_board(trajectory: Trajectory) -> dict[str, Piece]:
    return {str(one.opportunity_id or one.pk): one for one in trajectory.pieces.filter(removed_at=None)}


def _goes(run: PlannerRun) -> Callable[[str, Piece], bool]:
    """Which pieces that are not in what is laid go. Of a change: what it took away, and what it knew of, agreed or not;
    what was agreed after it was asked stays.
    """
    asked, fell = dict(agreed_of(run.problem)), frozenset[str]()
    if run.kind == PlannerRun.Kind.REPLAN and "replan" in run.result:
        answer: Replan = from_plain(Replan, run.result["replan"])
        fell = frozenset(answer.forced)

    def goes(code: str, piece: Piece) -> bool:
        if code in fell:
            return True
        if piece.pinned or piece.state == Piece.State.DONE or piece.opportunity_id is None:
            return False
        return code in asked if run.kind == PlannerRun.Kind.REPLAN else piece.state == Piece.State.PROPOSED

    return goes


class _Laying:
    """A move in the making: what it lays, moves and takes off, and how that lay before."""

    def __init__(self, by: Who, trajectory: Trajectory, problem: Problem, pieces: Iterable[Placed]) -> None:
        self.by, self.trajectory, self.problem, self.words = by, trajectory, problem, words_of(problem)
        self.before: dict[str, Any] = {}
        self.after: dict[str, Any] = {}
        numbers = [piece.edition for piece in pieces if piece.edition != OWN]
        rows = Edition.objects.filter(pk__in=numbers).select_related("opportunity__organisation")
        self.editions = {str(row.pk): row for row in rows}

    def take_off(self, old: Piece) -> None:
        """It makes place."""
        self._keep(old)
        old.removed_at = timezone.now()
        old.save(update_fields=["removed_at"])
        self.after[str(old.pk)] = as_it_lies(old)

    def lay(self, piece: Placed, old: Piece | None) -> Piece:
        """Lay a piece, or move the one that lies there; what lies as it should is left alone."""
        weeks = {
            "first_week": self.problem.calendar.day(piece.first_week, "mo"),
            "last_week": self.problem.calendar.day(piece.last_week, "mo"),
        }
        if old is not None and (old.opportunity_id is None or _lies_so(old, piece, weeks)):
            return old
        edition = self._edition(piece)
        row = self._new(piece, edition, weeks) if old is None else self._moved(old, edition, weeks)
        row.why = without_needs(self._named(reason) for reason in piece.why)
        row.save(force_insert=old is None)
        self.after[str(row.pk)] = as_it_lies(row)
        return row

    def leave_school(self, school: int) -> None:
        """A school that dropped out is no longer where the learner works; taking the move back brings it back."""
        if school == self.trajectory.school_id:
            self.before[DROPPED] = school
            self.trajectory.school = None
            self.trajectory.save(update_fields=["school"])

    def pin(self, row: Piece) -> None:
        """Hold to it."""
        if str(row.pk) not in self.after:
            self._keep(row)
        row.pinned = True
        row.save(update_fields=["pinned"])
        self.after[str(row.pk)] = as_it_lies(row)

    def write(self, move_id: UUID | None) -> Move:
        """Keep the move."""
        return write_move(self.by, self.trajectory, move_id, Move.Kind.ROUTE, None, self.before, self.after)

    def _keep(self, old: Piece) -> None:
        self.before[str(old.pk)] = {**as_it_lies(old), "why": old.why}

    def _edition(self, piece: Placed) -> Edition:
        """The series, if it can still be laid."""
        edition = self.editions.get(piece.edition)
        if edition is None:
            no = _("%(piece)s is not offered any more. Ask for routes again.")
            raise Refused(no % {"piece": self.words.title(piece.opportunity)}, code="closed")
        return check_offer(self.trajectory, edition.opportunity, edition)

    def _moved(self, old: Piece, edition: Edition, weeks: Mapping[str, date]) -> Piece:
        self._keep(old)
        old.first_week, old.last_week, old.edition = weeks["first_week"], weeks["last_week"], edition
        if old.state == Piece.State.AGREED:
            old.state = Piece.State.PROPOSED
        return old

    def _new(self, piece: Placed, edition: Edition, weeks: Mapping[str, date]) -> Piece:
        offered = edition.opportunity
        return Piece(
            id=new_id(),
            trajectory=self.trajectory,
            opportunity=offered,
            edition=edition,
            title=offered.title,
            where=Piece.Where.of(offered.organisation.kind if offered.organisation else None),
            organisation=offered.organisation,
            hours=round(piece.minutes / 60),
            contributes=hours_to_outcomes(offered, self.trajectory),
            laid_by_id=self.by.person,
            **weeks,
        )

    def _named(self, reason: Reason) -> dict[str, Any]:
        """A reason as a board keeps it: a place by its name, for its code means nothing there."""
        told: dict[str, Any] = to_plain(reason)
        values = dict(told.get("values", {}))
        if "place" in values:
            values["place"] = self.words.title(str(values["place"]))
        return {"code": reason.code, "values": values}


def _lies_so(old: Piece, piece: Placed, weeks: Mapping[str, date]) -> bool:
    same = (old.first_week, old.last_week) == (weeks["first_week"], weeks["last_week"])
    return same and str(old.edition_id) == piece.edition
