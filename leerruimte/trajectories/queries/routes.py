"""What the pages of routes show: the last answer, refusals, what is on the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leerruimte.people.who import Who
from leerruimte.planner.plain import from_plain
from leerruimte.planner.result import Routes
from leerruimte.trajectories.access.trajectories import is_learner
from leerruimte.trajectories.models import Piece, PlannerRun, Refusal, Trajectory
from leerruimte.trajectories.planning.asking import problem_to_show
from leerruimte.trajectories.planning.seen import GapSeen, RouteSeen, gaps_seen, routes_seen, why_none
from leerruimte.trajectories.queries.planning import RunState, last_run, run_state


@dataclass(frozen=True)
class Progress:
    """How far it is in words, and which of the steps it is at (from 0)."""

    words: str
    at: int
    of: int
    best: str = ""

    @property
    def strips(self) -> tuple[str, ...]:
        """A strip a step: done, now, or still to come."""
        return tuple("done" if step < self.at else "now" if step == self.at else "" for step in range(self.of))


@dataclass(frozen=True)
class RoutesSeen:
    """The page of routes."""

    run: PlannerRun | None
    state: RunState | None
    progress: Progress | None
    routes: tuple[RouteSeen, ...]
    gaps: tuple[GapSeen, ...]
    few: tuple[str, ...]
    refusals: Sequence[Refusal]
    makes_place: int
    outdated: bool
    left_out: int
    home_known: bool


def routes_page(who: Who, trajectory: Trajectory) -> RoutesSeen:
    """The last question and its answer."""
    run = last_run(trajectory, PlannerRun.Kind.ROUTES)
    state = run_state(run) if run is not None else None
    pieces = list(trajectory.pieces.filter(removed_at=None).values_list("opportunity", "state", "pinned"))
    on_board = [str(opportunity) for opportunity, _state, _pinned in pieces if opportunity]
    free = sum(bool(one[0]) and one[1] == Piece.State.PROPOSED and not one[2] for one in pieces)
    routes: tuple[RouteSeen, ...] = ()
    gaps: tuple[GapSeen, ...] = ()
    few: tuple[str, ...] = ()
    if run is not None and "routes" in run.result:
        problem = problem_to_show(run.problem)
        answer: Routes = from_plain(Routes, run.result["routes"])
        routes, gaps = routes_seen(problem, answer.routes, on_board), gaps_seen(problem, answer)
        few = why_none(problem, answer)
    asked = run.problem if run is not None else {}
    return RoutesSeen(
        run=run,
        state=state,
        progress=progress_of(run, state) if run is not None and state is not None and state.busy else None,
        routes=routes,
        gaps=gaps,
        few=few,
        refusals=refusals_of(who, trajectory),
        makes_place=free,
        outdated=bool(routes) and asked.get("needs") != trajectory.needs.version,
        left_out=int(asked.get("left_out", 0)),
        home_known=bool(asked.get("home_known", True)),
    )


def refusals_of(who: Who, trajectory: Trajectory) -> Sequence[Refusal]:
    """What was refused and not taken back; only the learner reads why."""
    rows = list(
        Refusal.objects.filter(trajectory=trajectory, taken_back_at=None)
        .select_related("opportunity__organisation")
        .order_by("-made_at")[:50]
    )
    if not is_learner(who, trajectory):
        for row in rows:
            row.why = ""
    return rows


def progress_of(run: PlannerRun, state: RunState) -> Progress:
    """How far the planner is, in words."""
    steps = _steps(run.kind)
    if state.state == PlannerRun.State.WAITING:
        if state.before:
            return Progress(_("Others are before you. It begins by itself."), 0, len(steps))
        return Progress(_("It begins in a moment."), 0, len(steps))
    # What has no name here is found out at the end.
    last = len(steps) - 1 if state.step else 0
    at = next((at for at, (names, _words) in enumerate(steps) if state.step.startswith(names)), last)
    told = _("Stopping, and keeping the best so far.") if state.stopping else steps[at][1]
    return Progress(told, at, len(steps), best=_best(state))


def _steps(kind: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """What the planner calls a step (how that begins), and what it is in words, in their order."""
    if kind == PlannerRun.Kind.REPLAN:
        return (
            (("ideal",), _("Looking how far each of the three can go alone.")),
            (("at most", "free"), _("Looking how few changes are enough.")),
            (("fewest",), _("Proving that fewer changes do not do.")),
            (("best",), _("Looking for the best route with so few changes.")),
        )
    return (
        (("ideal",), _("Looking how far each of the three can go alone.")),
        (("route 1",), _("Laying the first route.")),
        (("route 2",), _("Looking for a second route that is clearly different.")),
        (("route 3",), _("Looking for a third route that is clearly different.")),
        ((), _("Finding out why something stays open.")),
    )


def _best(state: RunState) -> str:
    """How good the best so far is; said of what is laid, not of looking ahead or finding out."""
    if state.gap is None or not state.step.startswith("route"):
        return ""
    if state.gap > 100:
        return _("There is something already; it will be better still.")
    return _("The best so far could still be %(gap)s %% better at most.") % {"gap": max(1, round(state.gap))}
