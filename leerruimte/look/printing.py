"""Paper: PDF typeset by Typst, in this process, with our own fonts; nothing from outside."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "print_fonts"
Standard = Literal["ua-1", "1.7"]


def typeset(template: Path, document: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """A PDF of `document`, which the template reads as JSON: nothing people wrote is ever read as Typst.

    PDF/UA (for screen readers) where it can be: that wants a glyph for every letter, and a script that no font here
    has should not cost anybody their paper.
    """
    inputs = {"document": json.dumps(document)}
    moment = made_at.replace(microsecond=0)
    try:
        return _compile(template, inputs, moment, "ua-1")
    except typst.TypstError as error:
        log.info("a print is not PDF/UA: %s", str(error)[:200])
        return _compile(template, inputs, moment, "1.7")


def _compile(template: Path, inputs: dict[str, str], made_at: datetime, standard: Standard) -> bytes:
    made: bytes = typst.compile(
        _words_of(template),
        font_paths=_fonts(),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=standard,
        timestamp=made_at,
    )
    return made


@lru_cache(maxsize=8)
def _words_of(template: Path) -> bytes:
    return template.read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our own fonts, and behind them those of the system for letters that ours do not have."""
    return typst.Fonts(font_paths=[str(FONTS)], include_system_fonts=True, include_embedded_fonts=False)
