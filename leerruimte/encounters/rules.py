"""What holds for traces, from values only."""

import hashlib
import re
import unicodedata
import uuid

from leerruimte.base.client_ids import with_version

# Direction overrides and isolates: a stray one would turn the words of the next person around.
BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def one_of(participation: uuid.UUID, thing: str) -> uuid.UUID:
    """Make the id of the one trace that a participant can have about `thing`: the same pair, the same id."""
    digest = hashlib.blake2b(participation.bytes + thing.encode(), digest_size=16).digest()
    return with_version(int.from_bytes(digest), 8)  # 8: made in a way of our own (RFC 9562)


def clean_text(text: object) -> str:
    """Make what was typed fit to keep: composed characters, no control characters, no white space around it.

    Emoji, right-to-left and rare characters stay as they are; runs of blank lines and spaces become one.
    Anything but text becomes "".
    """
    if not isinstance(text, str):
        return ""
    # A lone surrogate (a broken emoji from an old phone) cannot be stored; it becomes a question mark.
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text).translate(BIDI_CONTROLS)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")
    return re.sub(r"\n\s*\n+", "\n\n", re.sub(r"[ \t\u00a0]+", " ", text)).strip()
