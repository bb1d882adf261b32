"""A run: how long it may take, who may stop it, and what is told on the way."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TIME, WORK, CANCELLED = "time", "work", "cancelled"


@dataclass(frozen=True)
class Progress:
    """What is known so far: the stage at work, the best value found for it and the bound nothing can be better than.

    None: nothing found, or no bound, yet. `seconds` since the start, `work` in simplex iterations.
    """

    stage: str
    best: float | None
    bound: float | None
    seconds: float
    work: int

    @property
    def gap(self) -> float | None:
        """Give (best - bound) / best, or None while one of them is unknown."""
        if self.best is None or self.bound is None:
            return None
        return 0.0 if self.best <= self.bound else (self.best - self.bound) / max(1e-9, abs(self.best))


@dataclass
class Run:
    """Limits and listeners of one run.

    `seconds`: wall time by `clock`. `work`: simplex iterations; the same limit gives the same answer, on any machine.
    `stop`: an event that another thread sets to stop at once. `tell`: called with Progress; keep it short.
    """

    seconds: float = float("inf")
    work: int | None = None
    seed: int = 0
    threads: int = 1
    stop: threading.Event = field(default_factory=threading.Event)
    tell: Callable[[Progress], None] = lambda progress: None
    clock: Callable[[], float] = time.monotonic
    done: int = 0

    def __post_init__(self) -> None:
        self._began = self.clock()

    @property
    def spent(self) -> float:
        """Give the seconds since the start."""
        return self.clock() - self._began

    @property
    def left(self) -> float:
        """Give the seconds that are left."""
        return max(0.0, self.seconds - self.spent)

    @property
    def work_left(self) -> int:
        """Give the iterations that are left; very many without a limit."""
        return 2**31 - 1 if self.work is None else max(0, self.work - self.done)

    @property
    def over(self) -> str | None:
        """Tell why to stop now: CANCELLED, WORK or TIME; None to go on."""
        if self.stop.is_set():
            return CANCELLED
        if self.work_left <= 0:
            return WORK
        return TIME if self.left <= 0 else None

    def say(self, stage: str, best: float | None, bound: float | None, extra: int = 0) -> None:
        """Tell how far it is."""
        self.tell(Progress(stage, best, bound, self.spent, self.done + extra))
