"""Reckons maps of perspectives beside the server: a thread that looks what changed, a process that does the work.

The work is done in a process of its own, so that the room's loop goes on; several servers on one database do the same
work twice at most. What fails is logged and tried again when something changes.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from uuid import UUID

import django
from django.db import connections, transaction

from leerruimte.conversations.actions.mapping import derive_map, drop_maps_of_other_editions
from leerruimte.conversations.queries.map import maps_behind
from leerruimte.conversations.telling import tell
from leerruimte.encounters.models import Encounter

log = logging.getLogger(__name__)

LOOK_EVERY = 1.5  # seconds
MOST_SECONDS = 120
MOST_A_ROUND = 20
# A map that took long rests so many times as long before the next: the processor is the room's first.
REST = 2.0


class Mapmaker:
    """The thread and its process."""

    def __init__(self, every: float = LOOK_EVERY) -> None:
        """Prepare; `start` begins."""
        self.every = every
        self.failed: dict[UUID, int] = {}
        self._rests_until: dict[UUID, float] = {}
        self._stopping = threading.Event()
        self._pool: ProcessPoolExecutor | None = None
        self._thread = threading.Thread(target=self._run, name="maps", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; a map that is being made is left."""
        self._stopping.set()
        self._drop_pool()

    def _run(self) -> None:
        self._begin_again()
        while not self._stopping.wait(self.every):
            try:
                self.make_what_is_behind()
            except Exception:
                log.exception("looking for maps to make failed")
            finally:
                connections.close_all()

    def _begin_again(self) -> None:
        """After an update of the system: what was made in another form is made anew."""
        try:
            if dropped := drop_maps_of_other_editions():
                log.info("%d maps are made anew", dropped)
        except Exception:
            log.exception("looking for maps of another edition failed")

    def make_what_is_behind(self) -> None:
        """One round: make the maps that are behind, a bounded number of them."""
        behind = [(one, version) for one, version in maps_behind() if self._may_make(one, version)]
        for encounter_id, version in behind[:MOST_A_ROUND]:
            if self._stopping.is_set():
                return
            began = time.monotonic()
            try:
                made = self.make(encounter_id)
            except Exception:
                if self._stopping.is_set():
                    return
                self.failed[encounter_id] = version
                self._drop_pool()
                log.exception("the map of %s failed", encounter_id)
            else:
                self.failed.pop(encounter_id, None)
                tell_map(encounter_id, made)
            self._rests_until[encounter_id] = time.monotonic() + REST * (time.monotonic() - began)

    def _may_make(self, encounter_id: UUID, version: int) -> bool:
        """Not what failed at this very version, nor what was made a moment ago."""
        rested = self._rests_until.get(encounter_id, 0.0) <= time.monotonic()
        if rested:
            self._rests_until.pop(encounter_id, None)
        return rested and self.failed.get(encounter_id) != version

    def make(self, encounter_id: UUID) -> int | None:
        """Have one map made in the process beside this one."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=django.setup
            )
        return self._pool.submit(_make, encounter_id).result(timeout=MOST_SECONDS)

    def _drop_pool(self) -> None:
        """Let go of the process: it may hang or be gone; the next map gets a new one."""
        pool, self._pool = self._pool, None
        if pool is not None:
            running = list((pool._processes or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for process in running:
                process.terminate()


def tell_map(encounter_id: UUID, version: int | None) -> None:
    """Say that there is a new map; None: there is none."""
    encounter = Encounter.objects.filter(pk=encounter_id).first()
    if encounter is not None and version is not None:
        with transaction.atomic():
            tell(encounter, "map", version, replaces=True)


def _make(encounter_id: UUID) -> int | None:
    """In the process beside the server. Django was set up before this module was read there (`initializer`)."""
    _settle()
    try:
        return derive_map(encounter_id)
    finally:
        connections.close_all()


@lru_cache(maxsize=1)
def _settle() -> None:
    """The first time in the process beside the server: behind it when both want the processor, and gone with it."""
    os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which stops this one
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()


def _leave_with(server: int) -> None:
    """End this process when the server was killed: nobody waits for its map any more."""
    while os.getppid() == server:
        time.sleep(1)
    os._exit(1)


_mapmaker: Mapmaker | None = None


def start() -> None:
    """Begin, once a process; called when the server starts."""
    global _mapmaker
    if _mapmaker is None:
        # For the process beside this one: one core is enough, the others are the room's.
        for library in ("OPENBLAS", "OMP", "MKL"):
            os.environ.setdefault(f"{library}_NUM_THREADS", "1")
        _mapmaker = Mapmaker()
        _mapmaker.start()


def stop() -> None:
    """Stop; called when the server stops."""
    global _mapmaker
    if _mapmaker is not None:
        _mapmaker.stop()
        _mapmaker = None
