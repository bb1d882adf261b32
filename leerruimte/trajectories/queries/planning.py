"""How far a question to the planner is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from leerruimte.trajectories.models import PlannerRun, Trajectory

State = PlannerRun.State
BUSY = (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class RunState:
    """Where it is; `before`: how many were asked earlier and still wait; `gap`: per cent that it could be better."""

    state: str
    busy: bool
    stopping: bool
    before: int
    seconds: int
    progress: Mapping[str, Any]
    failed: str

    @property
    def step(self) -> str:
        """What is worked on, in the planner's word."""
        return str(self.progress.get("step", ""))

    @property
    def gap(self) -> float | None:
        """Per cent that the best so far could still be better; None: not known."""
        value = self.progress.get("gap")
        return float(value) if isinstance(value, int | float) else None


def run_state(run: PlannerRun) -> RunState:
    """How far it is; one query more when it waits."""
    waits = run.state == State.WAITING
    earlier = PlannerRun.objects.filter(state__in=BUSY, asked_at__lt=run.asked_at).count() if waits else 0
    until = run.ended_at or timezone.now()
    return RunState(
        state=run.state,
        busy=run.state in BUSY,
        stopping=run.state == State.RUNNING and run.cancel_asked_at is not None,
        before=earlier,
        seconds=max(0, (until - run.asked_at) // timedelta(seconds=1)),
        progress=run.progress,
        failed=str(run.result.get("failed", "")) if run.state == State.FAILED else "",
    )


def last_run(trajectory: Trajectory, kind: str) -> PlannerRun | None:
    """The question of this kind that was asked last and has, or may get, an answer."""
    there = Q(state__in=BUSY) | ~Q(result={})
    return PlannerRun.objects.filter(there, trajectory=trajectory, kind=kind).first()
