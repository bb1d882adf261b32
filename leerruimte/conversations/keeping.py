"""Keeps what was made of a conversation (page, PDF, data) until something in it changes.

In memory only and of bounded size: words that somebody deletes do not lie about in files. Who asks for a thing that is
just being made waits for it, so that a whole room that opens the report costs one report.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_BYTES = 64 * 1024 * 1024
MOST_LOCKS = 32


class Kept:
    """What was made, the longest unused going first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Start empty."""
        self._most = most_bytes
        self._held = 0
        self._things: OrderedDict[Hashable, bytes] = OrderedDict()
        self._guard = threading.Lock()
        self._making = [threading.Lock() for _ in range(MOST_LOCKS)]

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Give what is kept under `key`, else make and keep it."""
        if (known := self._find(key)) is not None:
            return known
        with self._making[hash(key) % MOST_LOCKS]:
            if (known := self._find(key)) is not None:
                return known
            made = make()
            self._keep(key, made)
            return made

    def _find(self, key: Hashable) -> bytes | None:
        with self._guard:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def _keep(self, key: Hashable, made: bytes) -> None:
        with self._guard:
            self._held += len(made) - len(self._things.pop(key, b""))
            self._things[key] = made
            while self._held > self._most and self._things:
                _oldest, gone = self._things.popitem(last=False)
                self._held -= len(gone)


kept = Kept()
