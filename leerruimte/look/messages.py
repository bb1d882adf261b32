"""Finds every string that people read in code and templates, and keeps the catalogues in step with them.

Works on Babel and Django's own template reader: gettext's programs are not needed. Catalogues hold no line numbers
or dates, so that they change only when words change.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from leerruimte.look.compile_messages import LOCALE

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("nl", "en")
# The language that the strings in code and templates are written in: there the words are the translation.
SOURCE = "en"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def catalogue_path(language: str, locale: Path = LOCALE) -> Path:
    """Where the catalogue of a language is kept."""
    return locale / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str, locale: Path = LOCALE) -> Catalog:
    """The catalogue as it is now; an empty one if there is none yet."""
    path = catalogue_path(language, locale)
    lines = path.read_bytes() if path.exists() else HEADER.format(language=language).encode()
    return read_po(BytesIO(lines), locale=language)


def find_strings(package: Path = PACKAGE) -> Catalog:
    """Every string of code and templates, with the files it stands in."""
    found = Catalog()
    for path, source in read_sources(package):
        for _line, words, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            found.add(words, locations=[(path.relative_to(package.parent).as_posix(), 0)], context=context)
    return found


def read_sources(package: Path) -> Iterator[tuple[Path, str]]:
    """Code as it is, templates as the code that Django's own reader makes of them; tests are not read by people."""
    for path in sorted(package.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted(path for path in package.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".typ"}):
        as_code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What is left of the markup is indented anyhow; Python is strict about that.
        yield path, "\n".join(line.strip() for line in as_code.splitlines())


def update_catalogue(language: str, found: Catalog, locale: Path = LOCALE) -> Catalog:
    """Bring a catalogue in step with what was found: new strings come in empty, what is no longer used goes."""
    old, new = read_catalogue(language, locale), Catalog(locale=language)
    for message in words_of(found):
        before = old.get(message.id, message.context)
        text = as_written(message) if language == SOURCE else before.string if before else ""
        flags = before.flags if before and before.fuzzy else message.flags
        new.add(message.id, text, message.locations, flags, context=message.context)
    body = BytesIO()
    write_po(body, new, omit_header=True, sort_output=True, include_lineno=False, width=110)
    text = HEADER.format(language=language) + body.getvalue().decode().strip() + "\n"
    path = catalogue_path(language, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return new


def find_problems(language: str, found: Catalog, locale: Path = LOCALE) -> list[str]:
    """What is not right in a catalogue, in sentences for whoever mends it."""
    kept = read_catalogue(language, locale)
    problems = []
    for message in words_of(found):
        translation = kept.get(message.id, message.context)
        if translation is None:
            problems.append(f"{language}: missing: {message.id!r}")
        elif not all(as_forms(translation.string)):
            problems.append(f"{language}: not translated: {message.id!r}")
        elif translation.fuzzy:
            problems.append(f"{language}: fuzzy: {message.id!r}")
        elif not same_placeholders(translation):
            problems.append(f"{language}: placeholders differ: {message.id!r}")
    known = {(message.context, key_of(message)) for message in words_of(found)}
    left_over = [message for message in words_of(kept) if (message.context, key_of(message)) not in known]
    return problems + [f"{language}: left over: {message.id!r}" for message in left_over]


def words_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def key_of(message: Message) -> str:
    """A plural message is known by its singular."""
    return as_forms(message.id)[0]


def as_forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """One form or several, as a tuple; nothing is one empty form."""
    return tuple(words) if isinstance(words, tuple | list) else (words or "",)


def as_written(message: Message) -> str | tuple[str, ...]:
    """The words of code and templates as their own translation."""
    return message.id if isinstance(message.id, str) else tuple(message.id)


def same_placeholders(message: Message) -> bool:
    """Whether a translation names just the values that the source names; a singular may leave its number out."""
    sources, translations = as_forms(message.id), as_forms(message.string)
    allowed = {name for form in sources for name in PLACEHOLDER.findall(form)}
    named = [set(PLACEHOLDER.findall(form)) for form in translations]
    return all(names <= allowed for names in named) and named[-1] == set(PLACEHOLDER.findall(sources[-1]))
