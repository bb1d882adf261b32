"""A curriculum as a table (CSV): a line an outcome.

Columns `code`, `phase`, `hours`, `level`, `weight`, `choice_group`, `prerequisites` (codes with a semicolon between),
`identifier`, `theme`; and with a language behind them (`title_nl`, `measure_en`): `title`, `description`, `measure`
(a line in the cell for each; `measure_nl_3` is the measure on level 3), `theme` and `phase` (their names). Without a
theme it is what stands before the first dash of the code. Other columns are kept, and written again.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from leerruimte.people.importing.cells import BEGINS_FORMULA, without_guard
from leerruimte.trajectories.case_writing import without
from leerruimte.trajectories.curriculum_plain import Said, WrongFile, fit, in_words, whole_number, wrong
from leerruimte.trajectories.rules.curriculum import (
    MOST_OUTCOMES,
    CriterionText,
    Framework,
    OutcomeText,
    ThemeText,
    Words,
    in_order,
    mistakes,
    usual_theme,
)

IN_LANGUAGES = re.compile(r"(title|description|measure|theme|phase)_([a-z]{2,3})(?:_(\d{1,2}))?")
PLAIN = ("code", "phase", "hours", "prerequisites", "level", "choice_group", "weight", "theme", "identifier")
LONGEST_CELL = 20_000
NUMBERS = (("phase", 1), ("hours", 0), ("level", 1), ("weight", 1))


def read_table(data: bytes) -> Framework:
    """Read a CSV file; `WrongFile` tells all that is wrong with it, by line."""
    header, rows = _rows(_text(data))
    found: list[Said] = []
    outcomes: list[OutcomeText] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        outcome = _outcome(row, line, found)
        outcomes.append(outcome)
        first = lines.setdefault(outcome.code, line)
        if first != line:
            words = _("The code “%(code)s” stands on line %(line)d already.") % {"code": outcome.code, "line": first}
            found.append(Said(_line(line), words))
    framework = in_order(
        Framework(
            title={},
            themes=tuple(_named(rows, "theme")),
            phases=_phases(rows),
            outcomes=tuple(outcomes),
            source={"columns": [name for name in header if name not in PLAIN and not IN_LANGUAGES.fullmatch(name)]},
        )
    )
    told = [one for one in mistakes(framework) if one.kind != "double"]
    found += [Said(_where(one.where, lines), in_words(one)) for one in told]
    if found:
        raise WrongFile(found)
    return framework


def _line(number: int) -> str:
    return _("line %(line)d") % {"line": number}


def _where(code: str, lines: Mapping[str, int]) -> str:
    return f"{_line(lines[code])}, {code}" if code in lines and code else (_line(lines[code]) if code in lines else "")


def _text(data: bytes) -> str:
    if data.startswith(b"PK"):
        raise wrong(_("This is a workbook. Save it as CSV first, then choose that file."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise wrong(_("The letters in this file cannot be read. Save it as CSV with UTF-8."))


def _rows(text: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [re.sub(r"[\s-]+", "_", fit(name).lower()) for name in next(reader, [])]
        _check(header)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                kept = zip(header, (cell[:LONGEST_CELL] for cell in cells), strict=False)
                rows.append((reader.line_num, {name: _cell(name, cell) for name, cell in kept}))
            if len(rows) > MOST_OUTCOMES:
                raise wrong(_("It holds more than %(most)s outcomes.") % {"most": MOST_OUTCOMES})
    except csv.Error:
        raise wrong(_("This is no table that we can read."), _line(reader.line_num)) from None
    _check_quotes(text, delimiter, rows)
    return header, rows


def _check_quotes(text: str, delimiter: str, rows: Sequence[tuple[int, Mapping[str, str]]]) -> None:
    """A file that was cut off within a cell, or a mark that is not closed: all after it would be lost in that cell."""
    try:
        for _row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            after = _line(rows[-2][0] + 1) if len(rows) > 1 else _line(2)
            raise wrong(_("A quotation mark is not closed, so the end of the file cannot be read."), after) from None


def _cell(name: str, cell: str) -> str:
    """A cell fit to keep; the lines of a measure keep their places, for the same line in another language."""
    cell = without_guard(cell.strip(" \t")).replace("\r\n", "\n")
    return cell if name.startswith("measure_") else fit(cell)


def _check(header: Sequence[str]) -> None:
    if "code" not in header or not any(name.startswith("title_") for name in header):
        raise wrong(
            _("The first line must hold the names of the columns, at least “code” and “title_nl” or “title_en”.")
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise wrong(_("The column “%(column)s” is there twice.") % {"column": twice[0]})


def _outcome(row: Mapping[str, str], line: int, found: list[Said]) -> OutcomeText:
    numbers = {}
    for name, otherwise in NUMBERS:
        value = whole_number(row.get(name), otherwise)
        if value is None:
            words = _("“%(text)s” is no whole number (%(column)s).") % {"text": row[name][:40], "column": name}
            found.append(Said(_line(line), words))
        numbers[name] = otherwise if value is None else value
    code = row.get("code", "")
    texts = _texts(row)
    return OutcomeText(
        code=code,
        theme=(row.get("theme") or code.partition("-")[0])[:40] or "-",
        title=texts("title"),
        description=texts("description"),
        choice=row.get("choice_group", "")[:40],
        criteria=_criteria(row, numbers["level"]),
        prerequisites=tuple(one for part in row.get("prerequisites", "").split(";") if (one := part.strip())),
        identifier=_identifier(row.get("identifier", ""), line, found),
        source={
            "columns": {
                name: cell for name, cell in row.items() if name not in PLAIN and not IN_LANGUAGES.fullmatch(name)
            }
        },
        **numbers,
    )


def _identifier(text: str, line: int, found: list[Said]) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        found.append(Said(_line(line), _("“%(text)s” is no identifier.") % {"text": text[:40]}))
        return ""


def _texts(row: Mapping[str, str]) -> Any:
    def texts(name: str) -> dict[str, str]:
        parts = ((IN_LANGUAGES.fullmatch(column), cell) for column, cell in row.items())
        return {part[2]: cell for part, cell in parts if part and part[1] == name and not part[3] and cell}

    return texts


def _criteria(row: Mapping[str, str], level: int) -> tuple[CriterionText, ...]:
    said: dict[tuple[int, int], dict[str, str]] = {}
    for column, cell in row.items():
        part = IN_LANGUAGES.fullmatch(column)
        if part and part[1] == "measure" and cell:
            for number, line in enumerate(cell.split("\n")):
                if words := fit(line):
                    said.setdefault((int(part[3] or level), number), {})[part[2]] = words
    return tuple(CriterionText(level, words) for (level, _number), words in sorted(said.items()))


def _named(rows: Iterable[tuple[int, Mapping[str, str]]], name: str) -> list[ThemeText]:
    themes: dict[str, dict[str, str]] = {}
    for _line_number, row in rows:
        if code := row.get(name, "")[:40]:
            themes.setdefault(code, {}).update(_texts(row)(name))
    return [ThemeText(code, title) for code, title in themes.items() if title]


def _phases(rows: Iterable[tuple[int, Mapping[str, str]]]) -> dict[int, dict[str, str]]:
    phases: dict[int, dict[str, str]] = {}
    for _line_number, row in rows:
        number = whole_number(row.get("phase"), 1)
        if number and (names := _texts(row)("phase")):
            phases[number] = names
    return phases


def write_table(framework: Framework) -> bytes:
    """A framework as CSV (UTF-8 with a mark, comma), as `read_table` reads it."""
    themes = {theme.code: theme.title for theme in framework.themes}
    rows = [_row(one, themes.get(one.theme, {}), framework.phases.get(one.phase, {})) for one in framework.outcomes]
    first = ["code", *_of(rows, "title"), *_of(rows, "description"), "phase", "hours", "prerequisites", "level"]
    last = [*_of(rows, "measure"), "theme", *_of(rows, "theme"), *_of(rows, "phase"), "weight", "identifier"]
    kept = [name for name in framework.source.get("columns", ()) if name]
    names = list(dict.fromkeys([*first, "choice_group", *last, *kept]))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _guarded(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    """What a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(BEGINS_FORMULA) else cell


def _of(rows: Iterable[Mapping[str, str]], name: str) -> list[str]:
    found = {column for row in rows for column in row if (p := IN_LANGUAGES.fullmatch(column)) and p[1] == name}
    return sorted(found, key=lambda column: (len(column.split("_")), column.split("_")[1] != "nl", column))


def _row(outcome: OutcomeText, theme: Mapping[str, str], phase: Mapping[str, str]) -> dict[str, str]:
    row = {str(name): str(cell) for name, cell in outcome.source.get("columns", {}).items()}
    row |= {
        "code": outcome.code,
        "phase": str(outcome.phase),
        "hours": str(outcome.hours),
        "prerequisites": ";".join(outcome.prerequisites),
        "level": str(outcome.level),
        "choice_group": outcome.choice,
        "weight": str(outcome.weight),
        "theme": outcome.theme,
        "identifier": outcome.identifier,
    }
    groups = (("title", outcome.title), ("description", outcome.description), ("theme", theme), ("phase", phase))
    for name, texts in groups:
        row |= {f"{name}_{language}": text for language, text in texts.items()}
    return row | _measures(outcome)


def _measures(outcome: OutcomeText) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for level in sorted({one.level for one in outcome.criteria}):
        own = [one for one in outcome.criteria if one.level == level]
        for language in sorted({language for one in own for language in one.words}):
            column = f"measure_{language}" + ("" if level == outcome.level else f"_{level}")
            cells[column] = [" ".join(one.words.get(language, "").split()) for one in own]
    return {column: "\n".join(lines) for column, lines in cells.items()}


def completed(framework: Framework, title: Words, before: Framework | None) -> Framework:
    """The framework of a table with what a table does not say as it was before: its title and levels, names that are
    left out, and what came along from another system.
    """
    if before is None:
        return replace(framework, title=title)
    by_code = {one.code: one for one in before.outcomes}
    by_identifier = {one.identifier: one for one in before.outcomes}
    was = [by_identifier.get(one.identifier) or by_code.get(one.code) for one in framework.outcomes]
    told = {theme.code: theme for theme in framework.themes}
    return replace(
        framework,
        title=before.title,
        levels=before.levels,
        themes=(
            *(_told(told.get(theme.code), theme) for theme in before.themes),
            *(theme for theme in framework.themes if theme.code not in {one.code for one in before.themes}),
        ),
        phases={**before.phases, **framework.phases},
        outcomes=tuple(map(_with_source, framework.outcomes, was)),
        source=without(
            {**before.source, **framework.source}, set(by_identifier) - {one.identifier for one in was if one}
        ),
    )


def _told(theme: ThemeText | None, before: ThemeText) -> ThemeText:
    """A theme as the table calls it; where it does not, as it was called."""
    return before if theme is None or theme == usual_theme(before.code) else theme


def _with_source(outcome: OutcomeText, was: OutcomeText | None) -> OutcomeText:
    if was is None:
        return outcome
    kept = [(one.level, dict(one.words), one.source) for one in was.criteria]
    criteria = tuple(
        replace(
            one, source=next((source for level, words, source in kept if (level, words) == (one.level, one.words)), {})
        )
        for one in outcome.criteria
    )
    return replace(outcome, criteria=criteria, source={**was.source, **outcome.source})
