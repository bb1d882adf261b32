"""Telling a room that something changed, from wherever the change was made."""

from collections.abc import Callable, Sequence

from django.db import transaction

from leerruimte.live.messages import EVERYBODY, Audience, Delta, Told
from leerruimte.live.wire import tell_servers

Teller = Callable[[str, Sequence[Told]], None]


class _Way:
    """How words leave this process: to its own screens where it serves any, else to the servers."""

    tell: Teller = staticmethod(tell_servers)


def publish(room: str, delta: Delta, audience: Audience = EVERYBODY) -> None:
    """Tell the open screens of a room, once the running transaction is committed. Never fails its caller."""
    transaction.on_commit(lambda: _Way.tell(room, [(audience, delta)]), robust=True)


def tell_through(teller: Teller | None) -> None:
    """Set how this process tells; a server does this when it starts and undoes it (None) when it stops."""
    _Way.tell = staticmethod(teller or tell_servers)
