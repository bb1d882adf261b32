"""A route of the planner is laid on the board, a piece of it pinned, something offered refused and taken back.

What lies on a board is seen by all who stand beside the learner. So of the planner's reasons only those go along that
say nothing about the learner's needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import Organisation, Person
from leerruimte.people.who import Who
from leerruimte.planner.checking import check_route
from leerruimte.planner.plain import from_plain, to_plain
from leerruimte.planner.problem import Problem
from leerruimte.planner.reading import read_problem
from leerruimte.planner.result import Piece as Placed
from leerruimte.planner.result import Reason, Replan, Route
from leerruimte.trajectories.access.needs import may_ask_planner
from leerruimte.trajectories.access.trajectories import is_learner
from leerruimte.trajectories.models import Move, Opportunity, Piece, PlannerRun, Refusal, Trajectory
from leerruimte.trajectories.planning.asking import changed_problem
from leerruimte.trajectories.planning.words import words_of
from leerruimte.trajectories.queries.moves import as_it_lies, hours_to_outcomes
from leerruimte.trajectories.queries.runs import routes_of
from leerruimte.trajectories.rules.reasons import without_needs

WHERE = {
    Organisation.Kind.INSTITUTE.value: Piece.Where.INSTITUTE,
    Organisation.Kind.SCHOOL.value: Piece.Where.SCHOOL,
}


@transaction.atomic
def lay_route(
    *, by: Who, run: PlannerRun, number: int = 1, keep: Sequence[str] | None = None, move_id: UUID | None = None
) -> Move:
    """Lay a route, or the pieces of it (codes) that are kept; a re-plan has one route."""
    route = _route(run, number)
    codes = [piece.opportunity for piece in route.pieces if keep is None or piece.opportunity in keep]
    return lay_chosen(by=by, run=run, chosen=[(number, code) for code in codes], move_id=move_id)


@transaction.atomic
def lay_chosen(*, by: Who, run: PlannerRun, chosen: Iterable[tuple[int, str]], move_id: UUID | None = None) -> Move:
    """Lay pieces of one or more routes as proposals; proposals that are not among them and not pinned make place.

    After a re-plan what was agreed and is not in the new route goes too. It is one move, that may be sent twice.
    """
    locked, earlier = _begin(by, run, move_id)
    if earlier is not None:
        return earlier
    problem = _problem(run)
    pieces = _distinct(_chosen(run, chosen))
    if not pieces:
        raise Refused(_("Choose at least one piece."), field="chosen")
    _check_together(problem, pieces, mixed=run.kind == PlannerRun.Kind.ROUTES)
    there = {str(one.opportunity_id or one.pk): one for one in _on_board(locked)}
    _check_refusals(locked, problem, pieces)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    kept, fell = {piece.opportunity for piece in pieces}, _fell_away(run)
    for code, old in there.items():
        if code not in kept and (code in fell or _makes_place(old, run)):
            before[str(old.pk)] = as_it_lies(old)
            old.removed_at = timezone.now()
            old.save(update_fields=["removed_at"])
            after[str(old.pk)] = as_it_lies(old)
    offered = _offered(locked, pieces)
    for piece in pieces:
        _lay_one(
            by, locked, problem, piece, offered.get(piece.opportunity), there.get(piece.opportunity), before, after
        )
    return _write(by, locked, Move.Kind.ROUTE, before, after, move_id)


@transaction.atomic
def pin_from_route(*, by: Who, run: PlannerRun, number: int, code: str, move_id: UUID | None = None) -> Move:
    """Hold to one piece of a route: it is laid if it does not lie there, and pinned; the next routes build on it."""
    locked, earlier = _begin(by, run, move_id)
    if earlier is not None:
        return earlier
    piece = next((one for one in _route(run, number).pieces if one.opportunity == code), None)
    if piece is None:
        raise Refused(_("This piece is not in that route."), field="code")
    there = {str(one.opportunity_id or one.pk): one for one in _on_board(locked)}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    row = there.get(code)
    lies = row is not None and str(row.edition_id) == piece.edition
    if row is None or not lies:
        offered = _offered(locked, [piece])
        row = _lay_one(by, locked, _problem(run), piece, offered.get(code), row, before, after)
    else:
        before[str(row.pk)] = as_it_lies(row)
    if row is not None and not row.pinned:
        row.pinned = True
        row.save(update_fields=["pinned"])
    if row is not None:
        after[str(row.pk)] = as_it_lies(row)
    return _write(by, locked, Move.Kind.ROUTE, before, after, move_id)


@transaction.atomic
def refuse_opportunity(
    *, by: Who, trajectory: Trajectory, opportunity: Opportunity, why: str = "", refusal_id: UUID | None = None
) -> Refusal:
    """The learner does not want this; the planner leaves it out until it is taken back. Not what is agreed."""
    if not is_learner(by, trajectory):
        raise PermissionDenied
    locked = Trajectory.objects.select_for_update(of=("self",)).get(pk=trajectory.pk)
    there = Refusal.objects.filter(trajectory=locked, opportunity=opportunity, taken_back_at=None).first()
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


def _fell_away(run: PlannerRun) -> frozenset[str]:
    """What a change itself took away; it goes, pinned or not."""
    answer: Replan = from_plain(Replan, run.result["replan"]) if "replan" in run.result else Replan("")
    return frozenset(answer.forced)


def _begin(by: Who, run: PlannerRun, move_id: UUID | None) -> tuple[Trajectory, Move | None]:
    """Lock, access, and whether this very move was made already."""
    locked = (
        Trajectory.objects.select_for_update(of=("self",))
        .select_related("version", "object", "school", "needs")
        .get(runs=run)
    )
    if not may_ask_planner(by, locked):
        raise PermissionDenied
    return locked, Move.objects.filter(pk=move_id, trajectory=locked).first() if move_id else None


def _route(run: PlannerRun, number: int) -> Route:
    routes = routes_of(run)
    if not 1 <= number <= len(routes):
        raise Refused(_("This route is not there any more. Ask for routes again."))
    return routes[number - 1]


def _problem(run: PlannerRun) -> Problem:
    problem = read_problem(run.problem["problem"])
    return changed_problem(problem, run.problem) if run.kind == PlannerRun.Kind.REPLAN else problem


def _chosen(run: PlannerRun, chosen: Iterable[tuple[int, str]]) -> Iterable[Placed]:
    for number, code in chosen:
        found = next((one for one in _route(run, number).pieces if one.opportunity == code), None)
        if found is not None:
            yield found


def _distinct(pieces: Iterable[Placed]) -> list[Placed]:
    """The same thing chosen from two routes is laid once, as in the first."""
    first: dict[str, Placed] = {}
    for piece in pieces:
        first.setdefault(piece.opportunity, piece)
    return list(first.values())


def _check_together(problem: Problem, pieces: Sequence[Placed], *, mixed: bool) -> None:
    """What is mixed must fit together: no two things at one time, no week too full, pins in it or not."""
    if not mixed:
        return
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


def _check_refusals(trajectory: Trajectory, problem: Problem, pieces: Iterable[Placed]) -> None:
    """What was refused after the routes were made is not laid all the same."""
    rows = Refusal.objects.filter(trajectory=trajectory, taken_back_at=None).values_list("opportunity", flat=True)
    refused = {str(code) for code in rows}
    for piece in pieces:
        if piece.opportunity in refused:
            no = _("You said no to %(piece)s meanwhile. Take that back first, or choose another route.")
            raise Refused(no % {"piece": _title(problem, piece)}, field="chosen", code="refused_before")


def _on_board(trajectory: Trajectory) -> Sequence[Piece]:
    return list(trajectory.pieces.filter(removed_at=None))


def _makes_place(piece: Piece, run: PlannerRun) -> bool:
    """Proposals that nobody pinned make place for a route; after a change also what was agreed and is not in it."""
    if piece.pinned or piece.state == Piece.State.DONE or piece.opportunity_id is None:
        return False
    return piece.state == Piece.State.PROPOSED or run.kind == PlannerRun.Kind.REPLAN


def _offered(trajectory: Trajectory, pieces: Iterable[Placed]) -> dict[str, Opportunity]:
    known = set(trajectory.pieces.filter(opportunity=None).values_list("pk", flat=True))
    codes = [piece.opportunity for piece in pieces if piece.opportunity not in {str(one) for one in known}]
    rows = Opportunity.objects.filter(pk__in=codes).select_related("organisation")
    return {str(row.pk): row for row in rows}


def _lay_one(
    by: Who,
    trajectory: Trajectory,
    problem: Problem,
    piece: Placed,
    offered: Opportunity | None,
    old: Piece | None,
    before: dict[str, Any],
    after: dict[str, Any],
) -> Piece | None:
    """Lay a piece, or move the one that lies there; what lies as it should is left alone."""
    weeks = {
        "first_week": problem.calendar.day(piece.first_week, "mo"),
        "last_week": problem.calendar.day(piece.last_week, "mo"),
    }
    why = without_needs(_named(problem, reason) for reason in piece.why)
    if old is not None:
        if _lies_so(old, piece, weeks) or old.opportunity_id is None:
            return old
        before[str(old.pk)] = {**as_it_lies(old), "why": old.why}
        old.first_week, old.last_week, old.edition_id = weeks["first_week"], weeks["last_week"], int(piece.edition)
        if old.state == Piece.State.AGREED:
            old.state = Piece.State.PROPOSED
        old.why = why
        old.save()
        after[str(old.pk)] = as_it_lies(old)
        return old
    if offered is None or offered.closed_at is not None:
        raise Refused(
            _("%(piece)s is not offered any more. Ask for routes again.") % {"piece": _title(problem, piece)},
            code="closed",
        )
    if not offered.editions.filter(pk=piece.edition, closed_at=None).exists():
        raise Refused(
            _("That series of %(piece)s is not given any more. Ask for routes again.") % {"piece": offered.title},
            code="closed",
        )
    organisation = offered.organisation
    made = Piece.objects.create(
        id=new_id(),
        trajectory=trajectory,
        opportunity=offered,
        edition_id=int(piece.edition),
        title=offered.title,
        where=WHERE.get(organisation.kind if organisation else "", Piece.Where.ELSEWHERE),
        organisation=organisation,
        hours=round(piece.minutes / 60),
        contributes=hours_to_outcomes(offered, trajectory),
        why=why,
        laid_by_id=by.person,
        **weeks,
    )
    after[str(made.pk)] = as_it_lies(made)
    return made


def _lies_so(old: Piece, piece: Placed, weeks: Mapping[str, date]) -> bool:
    same = (old.first_week, old.last_week) == (weeks["first_week"], weeks["last_week"])
    return same and str(old.edition_id) == piece.edition


def _named(problem: Problem, reason: Reason) -> dict[str, Any]:
    """A reason as a board keeps it: a place by its name, for its code means nothing there."""
    told: dict[str, Any] = to_plain(reason)
    values = dict(told.get("values", {}))
    if "place" in values:
        values["place"] = words_of(problem).title(str(values["place"]))
    return {"code": reason.code, "values": values}


def _title(problem: Problem, piece: Placed) -> str:
    return words_of(problem).title(piece.opportunity)


def _write(
    by: Who,
    trajectory: Trajectory,
    kind: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    move_id: UUID | None,
) -> Move:
    trajectory.revision += 1
    trajectory.save(update_fields=["revision"])
    person = Person.objects.filter(pk=by.person or 0).first()
    return Move.objects.create(
        id=move_id or new_id(),
        trajectory=trajectory,
        revision=trajectory.revision,
        kind=kind,
        before=before,
        after=after,
        by=person,
        by_name=(person.first_name or person.name)[:80] if person else "",
    )
