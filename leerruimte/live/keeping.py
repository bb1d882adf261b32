"""A batch in one transaction on the writer's own connection, and what to make of a database that says no."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from leerruimte.live.messages import Outcome, Write
from leerruimte.live.tokens import Token

logger = logging.getLogger(__name__)


class Unavailable(Exception):
    """Nothing can be kept at this moment: the database is gone, locked or full. To be tried again later."""


class Keeper:
    """Keeps batches; belongs to one thread, whose database connection it uses."""

    def __init__(self, apply_batch: Callable[[Sequence[Write]], Outcome]) -> None:
        self._apply_batch = apply_batch
        # True after a batch of which we cannot know whether the first attempt was kept.
        self.in_doubt = False

    def keep(self, writes: Sequence[Write]) -> Outcome:
        """Judge and store; returns after the commit. A cut connection is opened again and the batch tried once more.

        That is safe because every write carries its id: what was kept already is answered as such.
        """
        self.in_doubt = False
        try:
            return self._in_one_transaction(writes)
        except (OperationalError, InterfaceError) as error:
            if not _worth_another_try(error):
                raise Unavailable(str(error)) from error
            logger.warning("a batch was cut off by the database, trying again: %s", error)
        connection.close()
        self.in_doubt = True
        try:
            return self._in_one_transaction(writes)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            raise Unavailable(str(error)) from error

    def _in_one_transaction(self, writes: Sequence[Write]) -> Outcome:
        with transaction.atomic(durable=True):
            return self._apply_batch(writes)

    def close(self) -> None:
        """Give the connection back; the thread ends."""
        connection.close()


def _worth_another_try(error: Exception) -> bool:
    """Is the connection broken, or was this the loser of a deadlock? A full disk or a lock needs time instead."""
    if (getattr(error.__cause__, "sqlstate", None) or "").startswith("40"):
        return True
    return connection.connection is None or not connection.is_usable()


class Reader:
    """Reads the state of rooms in threads of its own, so that the event loop never waits for the database."""

    def __init__(self, state_of: Callable[[str], dict[str, Any] | None], may_watch: Callable[[Token], bool]) -> None:
        self._state_of = state_of
        self._may_watch = may_watch
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live-reader")

    async def read(self, room: str) -> dict[str, Any] | None:
        """The state of a room; None when there is none."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, room)

    async def may_watch(self, token: Token) -> bool:
        """Whether this facilitator or beamer may (still) hear what goes on."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, token)

    def _ask(self, token: Token) -> bool:
        close_old_connections()
        return self._may_watch(token)

    def _read(self, room: str) -> dict[str, Any] | None:
        close_old_connections()
        return self._state_of(room)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)
