"""Several people who do something at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection, connections

from leerruimte.base.refused import Refused


def needs_a_server() -> None:
    """Skip on a database in memory: two connections cannot write it."""
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory cannot be written by two connections; PostgreSQL tries it")


def at_once(doing: Sequence[Callable[[], object]]) -> list[object]:
    """Each in a thread, all from the same moment; what each gave, or the code of the refusal, in the same order."""
    ready = threading.Barrier(len(doing))
    found: list[object] = [None] * len(doing)

    def run(number: int, one: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            found[number] = one()
        except Refused as no:
            found[number] = no.code or no.field
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found
