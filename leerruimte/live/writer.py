"""Group commit: one thread keeps what all phones send, many writes in one transaction.

No timer: whatever was queued while the last commit ran is the next batch. An answer goes out after its commit.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from leerruimte.live.keeping import Keeper, Unavailable
from leerruimte.live.messages import Answer, Delta, Outcome, Write

logger = logging.getLogger(__name__)

MOST_WAITING = 2_000
MOST_A_BATCH = 200
# With so many waiting a batch lets pages go first, for so many seconds at most.
A_CROWD = 50
COURTESY = 0.1


class Busy(Exception):
    """So much is waiting that more would only wait longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """The writes of one request, and who waits for their answers."""

    writes: Sequence[Write]
    answered: "asyncio.Future[list[Answer]]"


Result = list[Answer] | Exception
Deltas = dict[str, list[Delta]]


class Writer:
    """Takes jobs on the event loop, keeps them in its own thread, answers on the loop again."""

    def __init__(
        self,
        keeper: Keeper,
        *,
        refuse: Callable[[Write], Answer],
        tell: Callable[[str, list[Delta]], None],
        refresh: Callable[[set[str]], None],
    ) -> None:
        self._keeper = keeper
        self._refuse = refuse
        self._tell = tell
        self._refresh = refresh
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        # Counted on the loop only: taken and not answered yet; pages that are being made beside us.
        self.waiting = 0
        self.pages = 0
        self.last_commit_ms: float | None = None

    def start(self) -> None:
        """Begin on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="live-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Finish everything that was taken, then end the thread."""
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None

    async def write(self, writes: Sequence[Write]) -> list[Answer]:
        """Keep these; returns after the commit. Raises Busy or Unavailable: then nothing of it is certain."""
        if self.waiting + len(writes) > MOST_WAITING:
            raise Busy
        job = Job(writes, asyncio.get_running_loop().create_future())
        self.waiting += len(writes)
        self._jobs.put(job)
        return await job.answered

    # -- in the thread

    def _let_pages_go_first(self) -> None:
        """Under load, wait a moment while a page is being made: it shares the interpreter with us.

        A page is one person waiting for one thing; a batch only gets fuller by it.
        """
        end = time.monotonic() + COURTESY
        while self.pages and self.waiting > A_CROWD and time.monotonic() < end:
            time.sleep(0.001)

    def _run(self) -> None:
        for batch in self._batches():
            results, deltas, doubtful = self._keep(batch)
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._answer, batch, results, deltas, doubtful)
        self._keeper.close()

    def _batches(self) -> Iterator[list[Job]]:
        """What waits, at most MOST_A_BATCH writes at a time, until there is a None."""
        job = self._jobs.get()
        while job is not None:
            self._let_pages_go_first()
            batch, size = [job], len(job.writes)
            while job is batch[-1] and not self._jobs.empty():
                job = self._jobs.get()
                if job is not None and size + len(job.writes) <= MOST_A_BATCH:
                    batch.append(job)
                    size += len(job.writes)
            yield batch
            if job is batch[-1]:
                job = self._jobs.get()

    def _keep(self, batch: list[Job]) -> tuple[list[Result], Deltas, bool]:
        """The result of each job; one bad write never sinks its neighbours."""
        began = time.perf_counter()
        writes = [write for job in batch for write in job.writes]
        try:
            outcome = self._keep_once(writes)
            self.last_commit_ms = (time.perf_counter() - began) * 1000
        except Unavailable as no:
            logger.error("writes could not be kept: %s", no)
            return [Unavailable(str(no)) for _ in batch], {}, False
        except Exception:
            logger.exception("a batch of %d writes failed; trying each by itself", len(writes))
            return self._keep_each(batch)
        answers = iter(outcome.answers)
        return [[next(answers) for _ in job.writes] for job in batch], outcome.deltas, self._keeper.in_doubt

    def _keep_once(self, writes: Sequence[Write]) -> Outcome:
        """Keep, after folding copies of one write into one (a phone that did not hear our answer sends again)."""
        singles = {_key(write): write for write in reversed(writes)}
        if len(singles) == len(writes):
            return self._keeper.keep(writes)
        outcome = self._keeper.keep(list(reversed(singles.values())))
        answers = dict(zip(reversed(singles), outcome.answers, strict=True))
        given: set[tuple[object, ...]] = set()
        return Outcome([_copy_of(answers[_key(write)], _key(write), given) for write in writes], outcome.deltas)

    def _keep_each(self, batch: list[Job]) -> tuple[list[Result], Deltas, bool]:
        results: list[Result] = []
        deltas: Deltas = {}
        doubtful = False
        for job in batch:
            try:
                answers = []
                for write in job.writes:
                    answer, heard = self._keep_one(write)
                    doubtful = doubtful or self._keeper.in_doubt
                    answers.append(answer)
                    for room, more in heard.items():
                        deltas.setdefault(room, []).extend(more)
                results.append(answers)
            except Unavailable as no:
                results.append(no)
        return results, deltas, doubtful

    def _keep_one(self, write: Write) -> tuple[Answer, Deltas]:
        try:
            outcome = self._keeper.keep([write])
        except Unavailable:
            raise
        except Exception:
            logger.exception("a write of kind %s failed by itself", write.kind)
            return self._refuse(write), {}
        return outcome.answers[0], outcome.deltas

    # -- on the loop again

    def _answer(self, batch: list[Job], results: list[Result], deltas: Deltas, doubtful: bool) -> None:
        for job, result in zip(batch, results, strict=True):
            self.waiting -= len(job.writes)
            if job.answered.done():  # whoever asked has gone
                continue
            if isinstance(result, Exception):
                job.answered.set_exception(result)
            else:
                job.answered.set_result(result)
        for room, heard in deltas.items():
            self._tell(room, heard)
        if doubtful:
            self._refresh({write.token.room for job in batch for write in job.writes})


def _key(write: Write) -> tuple[object, ...]:
    return write.token.subject, write.id, write.n, write.kind


def _copy_of(answer: Answer, key: tuple[object, ...], given: set[tuple[object, ...]]) -> Answer:
    """The answer to a write, or to a copy of one that got its answer already."""
    copy = key in given
    given.add(key)
    return replace(answer, outcome="already") if copy and answer.outcome == "kept" else answer
