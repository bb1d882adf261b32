"""The planner's work, beside the server: a thread that looks what waits, and processes that work on it.

The rows of `PlannerRun` are the queue, so a question survives a restart and may be worked on by any machine that
reaches the database: `manage.py plan` is the same worker without a server. A worker says each second that it lives; one
that died is noticed by that, and its run is begun anew by another.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import connections

from leerruimte.people.who import NOBODY
from leerruimte.planner.plain import Wrong
from leerruimte.trajectories.actions.planning import (
    WENT_WRONG,
    WRONG_QUESTION,
    claim_run,
    end_run,
    give_back,
    keep_alive,
)
from leerruimte.trajectories.models import PlannerRun
from leerruimte.trajectories.planning import places, solving
from leerruimte.trajectories.queries.runs import cancel_asked, workers_wanted

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5  # seconds
BEAT_EVERY = 1.0
# A worker with nothing to do stays this long: to start one takes two seconds.
IDLE = 60.0
STOP_WITHIN = 1.5

Tell = solving.Tell
Work = Callable[[PlannerRun, Tell, threading.Event], dict[str, Any]]
# What a kind of question is worked on by: it gets the row, tells how far it is (`step`, `value`, `bound`, `gap`), stops
# soon after the event is set, and gives the answer as JSON; when it was stopped, the best so far.
KINDS: dict[str, Work] = {
    PlannerRun.Kind.ROUTES: solving.solve_routes,
    PlannerRun.Kind.REPLAN: solving.solve_replan,
    PlannerRun.Kind.PLACES: places.solve_places,
    PlannerRun.Kind.MOVES: places.solve_places,
}


class Worker:
    """Takes up one run after another. `leave` makes it give back what it works on and end."""

    def __init__(self) -> None:
        """Ready to work."""
        self.leaving = threading.Event()

    def leave(self) -> None:
        """Stop as soon as can be."""
        self.leaving.set()

    def work_through(self, idle: float = 0.0) -> int:
        """Work on all that waits; when nothing waits for `idle` seconds, say how many it were."""
        done, waited = 0, 0.0
        while not self.leaving.is_set():
            run = claim_run(by=NOBODY)
            if run is not None:
                self.work_on(run)
                done, waited = done + 1, 0.0
            elif waited >= idle or self.leaving.wait(LOOK_EVERY):
                break
            else:
                waited += LOOK_EVERY
        return done

    def work_on(self, run: PlannerRun) -> None:
        """Work on one run that was claimed, to its end."""
        one = _One(run, self.leaving)
        beat = threading.Thread(target=one.beat, name="heartbeat", daemon=True)
        beat.start()
        try:
            result, failed = KINDS[run.kind](run, one.tell, one.stop), ""
        except Wrong as wrong:
            log.warning("a question to the planner cannot be read: %s", wrong)
            result, failed = {}, WRONG_QUESTION
        except Exception:
            log.exception("the planner failed on %s", run.pk)
            result, failed = {}, WENT_WRONG
        finally:
            one.over.set()
            beat.join()
        if self.leaving.is_set() and not one.cancelled:
            give_back(by=NOBODY, run=run)
        else:
            end_run(by=NOBODY, run=run, result=result, failed=failed)


class _One:
    """One run while it is worked on: its signs of life, and who wants it to stop."""

    def __init__(self, run: PlannerRun, leaving: threading.Event) -> None:
        self.run, self.leaving = run, leaving
        self.stop, self.over = threading.Event(), threading.Event()
        self.cancelled = False
        self.progress: Mapping[str, Any] = {}

    def tell(self, progress: Mapping[str, Any]) -> None:
        """How far it is; kept with the next sign of life."""
        self.progress = progress

    def beat(self) -> None:
        """Say that it lives, until it is over; stop it when that was asked."""
        since = 0.0
        try:
            while not self.over.wait(LOOK_EVERY / 2):
                since += LOOK_EVERY / 2
                if self.leaving.is_set():
                    self.stop.set()
                if since >= BEAT_EVERY:
                    since = 0.0
                    self._once()
        finally:
            connections.close_all()

    def _once(self) -> None:
        try:
            keep_alive(by=NOBODY, run=self.run, progress=self.progress)
            if cancel_asked(self.run):
                self.cancelled = True
                self.stop.set()
        except Exception:
            log.exception("a sign of life failed")


class Workers:
    """The thread beside the server that starts workers, each a process of its own, while something waits."""

    def __init__(self, most: int | None = None) -> None:
        """Prepare; one processor is left to the server."""
        self.most = most or max(1, (os.cpu_count() or 1) - 1)
        self.processes: list[subprocess.Popen[bytes]] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="planning", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; workers give back what they work on, and end."""
        self._stopping.set()
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY):
            try:
                self.look()
            except Exception:
                log.exception("looking for questions to the planner failed")
            finally:
                connections.close_all()

    def look(self) -> None:
        """Start a worker when something waits and fewer than may be are there."""
        self.processes = [process for process in self.processes if process.poll() is None]
        if len(self.processes) < min(self.most, workers_wanted()):
            self.processes.append(_start_worker())


def _start_worker() -> subprocess.Popen[bytes]:
    """A worker of its own: one thread for its arithmetic, and last in line for the processor."""
    one_thread = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
    environment = {**os.environ, **one_thread, "DJANGO_SETTINGS_MODULE": "leerruimte.settings"}
    command = [sys.executable, "-m", "django", "plan", "--idle", f"{IDLE:g}", "--beside", str(os.getpid())]
    return subprocess.Popen(command, env=environment, cwd=settings.ROOT, stdin=subprocess.DEVNULL)  # noqa: S603 (our own)


def leave_when_told(worker: Worker, server: int | None = None) -> None:
    """Let a signal, or the end of the server it stands beside, make a worker leave."""
    signal.signal(signal.SIGTERM, lambda *_: worker.leave())
    if server is None:
        signal.signal(signal.SIGINT, lambda *_: worker.leave())
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which stops this one
    os.nice(5)
    threading.Thread(target=_leave_with, args=(worker, server), daemon=True).start()


def _leave_with(worker: Worker, server: int) -> None:
    while os.getppid() == server and not worker.leaving.wait(1.0):
        pass
    worker.leave()


_workers: Workers | None = None


def start() -> None:
    """Begin, once a process; called when the server starts."""
    global _workers
    if _workers is None:
        _workers = Workers()
        _workers.start()


def stop() -> None:
    """Stop; called when the server stops."""
    global _workers
    if _workers is not None:
        _workers.stop()
        _workers = None
