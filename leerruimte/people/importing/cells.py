"""One cell -> a value, or a sentence that says what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from leerruimte.base.searching import plain

# Direction overrides and isolates: a stray one would turn the words of what stands beside it around.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})"),
)
# Begins a formula in a spreadsheet; what we write with such a beginning gets an apostrophe before it.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class WrongCellError(Exception):
    """A cell that says something else than it should; the words are for the person whose file it is."""


def one_line(text: str) -> str:
    """Words on one line: composed letters, no control signs, one space between."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text).translate(TURNING)
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    return " ".join("".join(kept).split())


def without_guard(text: str) -> str:
    """A cell without the apostrophe that a file of ours has before what would be a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(BEGINS_FORMULA) else text


def as_word(text: str) -> str:
    """Letters and figures only, without capitals and accents: "E-mail adres" is "emailadres"."""
    return re.sub(r"[^a-z0-9]", "", plain(text))


def read_day(text: str) -> date:
    """A day as 1-9-2026, 1/9/2026 or 2026-09-01."""
    for form in DAYS:
        if found := form.fullmatch(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                raise WrongCellError(_("“%(text)s” is a day that does not exist.") % {"text": text}) from None
    raise WrongCellError(_("“%(text)s” is no day we can read. Write it like 1-9-2026.") % {"text": text})


def read_degrees(text: str, most: int) -> float:
    """Degrees with a point or a comma, between -most and most."""
    if not re.fullmatch(r"-?\d{1,3}([.,]\d{1,12})?", text) or abs(float(text.replace(",", "."))) > most:
        raise WrongCellError(_("“%(text)s” is no place on the map. Write degrees like 52.51.") % {"text": text})
    return float(text.replace(",", "."))


def read_choice(text: str, words: Mapping[str, str], sentence: str) -> str:
    """One of several words, in whichever language; `sentence` says which there are."""
    known = words.get(as_word(text))
    if known is None:
        raise WrongCellError(sentence % {"text": text})
    return known


def read_code(text: str) -> str:
    """A code of letters and figures, in capitals."""
    code = text.upper()
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z._-]*", code):
        raise WrongCellError(_("“%(text)s” is no code: use letters and figures, without spaces.") % {"text": text})
    return code


def read_website(text: str) -> str:
    """A web address, with or without http(s) before it."""
    if not re.fullmatch(r"(https?://)?[^\s:/@<>\"']+\.[^\s:/@<>\"']+(:\d+)?(/[^\s<>\"']*)?", text, re.IGNORECASE):
        raise WrongCellError(_("“%(text)s” is no web address. Write it like www.school.nl.") % {"text": text})
    return text


def read_email(text: str) -> str:
    """An e-mail address, without capitals."""
    try:
        validate_email(text)
    except ValidationError:
        raise WrongCellError(_("“%(text)s” is no e-mail address.") % {"text": text}) from None
    return text.lower()
