"""Turns the catalogues that people edit (.po) into what Python reads (.mo), without gettext's programs.

`python -m leerruimte.look.compile_messages`; the application does the same at its start for what is missing or older.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_messages(*, only_stale: bool = False, locale: Path = LOCALE) -> list[Path]:
    """Write a .mo beside each .po (`only_stale`: where it is missing or older) and return what was written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if only_stale and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalogue = read_po(source.read_bytes().splitlines(keepends=True))
        # Beside it first: a process that starts at the same moment never reads half a file.
        beside = target.with_suffix(f".{os.getpid()}.mo")
        with beside.open("wb") as file:
            write_mo(file, catalogue)
        beside.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_messages()
