"""Ids made on the phone, so that a write that is sent twice is stored once.

UUID version 7 (RFC 9562): 48 bits of milliseconds, then chance. They sort by time, which keeps database
indexes dense; nothing relies on the time being right.
"""

import os
import time
import uuid
from functools import lru_cache


def new_id() -> uuid.UUID:
    """Make a UUID version 7 for things that begin on the server."""
    milliseconds = time.time_ns() // 1_000_000
    return with_version((milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big"), 7)


def with_version(value: int, version: int) -> uuid.UUID:
    """Make a UUID of 128 bits that says its version; Python 3.11 itself knows versions 1 to 5 only."""
    value = value & ~(0xF << 76) | version << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def read_id(text: object) -> uuid.UUID | None:
    """Read an id that came from outside; None if it is not a UUID in its usual form."""
    return _read(text) if isinstance(text, str) and len(text) <= 36 else None


# A whole room names the same contributions.
@lru_cache(maxsize=10_000)
def _read(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
