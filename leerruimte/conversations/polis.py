"""The export format of Polis, read and written: comments.csv, votes.csv, participants-votes.csv, summary.csv.

Reading is tolerant of what real exports are like (quotes and newlines in texts, late and repeated votes, rejected
comments, files that miss columns) and says what it left out; a file that cannot be understood is refused with the file
and the line where it broke. Texts that a spreadsheet would take for a formula are written with an apostrophe before
them, which reading takes off again.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.models import LONGEST_TEXT
from leerruimte.encounters.rules import clean_text

FILES = ("comments.csv", "votes.csv", "participants-votes.csv", "summary.csv")
REJECTED = -1
LONGEST_FIELD = 100_000
# Beyond this a number is milliseconds since 1970, not seconds.
SECONDS_END = 100_000_000_000
# Stands in the summary of our own exports, which do not tell who wrote what.
AUTHORS_UNKNOWN = "one for each comment"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MOST_COMMENTS, MOST_VOTES = 20_000, 3_000_000


@dataclass(frozen=True)
class Comment:
    """What somebody wrote; `at` is None where the file has no times."""

    id: str
    author: str
    text: str
    at: datetime | None
    moderated: int


@dataclass(frozen=True)
class Vote:
    """The last vote of a person on a comment: 1 agree, -1 disagree, 0 pass."""

    voter: str
    comment: str
    value: int
    at: datetime | None


@dataclass(frozen=True)
class Skipped:
    """What reading left out, and how many of it. `reason` is a code of SKIPPED in sentences of the screen."""

    reason: str
    count: int


@dataclass(frozen=True)
class Export:
    """A conversation as Polis exports it. The votes are those that count, in order of time."""

    topic: str
    description: str
    url: str
    comments: tuple[Comment, ...]
    votes: tuple[Vote, ...]
    skipped: tuple[Skipped, ...] = ()
    attribution: str = ""
    authors_known: bool = True


class Broken(Refused):
    """A file that cannot be understood, with where it broke."""

    def __init__(self, file: str, line: int, what: str) -> None:
        where = _("%(file)s, line %(line)d") % {"file": file, "line": line} if line else file
        super().__init__(f"{where}: {what}", field="export", code="broken")


@dataclass
class _Counted:
    """What was left out, counted while reading."""

    reasons: Counter[str] = field(default_factory=Counter)

    def skip(self, reason: str) -> None:
        self.reasons[reason] += 1


def read_export(files: Mapping[str, bytes]) -> Export:
    """Read an export from its files (name -> contents). Raises `Broken`."""
    if "comments.csv" not in files:
        raise Broken("comments.csv", 0, _("this file is missing. It holds the contributions."))
    if "votes.csv" not in files and "participants-votes.csv" not in files:
        raise Broken("votes.csv", 0, _("this file is missing, and participants-votes.csv too. One of both is needed."))
    counted = _Counted()
    summary = _read_summary(files.get("summary.csv", b""))
    comments = _read_comments(files["comments.csv"], counted)
    if "votes.csv" in files:
        votes = _read_votes("votes.csv", files["votes.csv"])
    else:
        votes = _read_matrix("participants-votes.csv", files["participants-votes.csv"])
    kept = _votes_that_count(votes, {comment.id: comment for comment in comments}, counted)
    return Export(
        topic=clean_text(summary.get("topic", "")),
        description=clean_text(summary.get("conversation-description", "")),
        url=summary.get("url", "").strip()[:200],
        comments=tuple(comment for comment in comments if comment.moderated != REJECTED and comment.text),
        votes=tuple(kept),
        attribution=clean_text(summary.get("attribution", "")),
        authors_known=summary.get("author-ids") != AUTHORS_UNKNOWN,
        skipped=tuple(Skipped(reason, count) for reason, count in sorted(counted.reasons.items())),
    )


def fingerprint(files: Mapping[str, bytes]) -> str:
    """One number for the contents of all files."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name} {len(files[name])}\n".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _rows(name: str, contents: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line it ends on."""
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = contents[: error.start].count(b"\n") + 1
        raise Broken(name, line, _("this is not UTF-8 text. Save the file as CSV in UTF-8.")) from None
    if "\x00" in text:
        raise Broken(name, text[: text.index("\x00")].count("\n") + 1, _("this is not text, but something else."))
    before = csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error:
        raise Broken(name, reader.line_num, _("a quote is not closed, or a text is much too long.")) from None
    finally:
        csv.field_size_limit(before)


class _Table:
    """A CSV file with a header, read row by row by the names of its columns."""

    def __init__(self, name: str, contents: bytes, needed: Sequence[str]) -> None:
        self.name = name
        self._rows = _rows(name, contents)
        _line, header = next(self._rows, (1, []))
        self.header = [column.strip() for column in header]
        missing = [column for column in needed if column not in self.header]
        if missing:
            raise Broken(name, 1, _("the column “%(column)s” is missing.") % {"column": missing[0]})

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for line, row in self._rows:
            if len(row) > len(self.header):
                raise Broken(self.name, line, _("this line has more columns than the first."))
            # A row that was cut off: what is missing is empty.
            yield line, dict(zip(self.header, [*row, *[""] * (len(self.header) - len(row))], strict=True))

    def number(self, line: int, row: Mapping[str, str], column: str) -> int:
        """A whole number in a column that must have one."""
        try:
            return int(row[column].strip())
        except ValueError:
            raise Broken(
                self.name,
                line,
                _("there should be a whole number in the column “%(column)s”, not “%(found)s”.")
                % {"column": column, "found": row[column][:30]},
            ) from None

    def moment(self, line: int, row: Mapping[str, str]) -> datetime | None:
        """The time of a row; None when the file has no times."""
        if not row.get("timestamp", "").strip():
            return None
        stamp = self.number(line, row, "timestamp")
        try:
            return datetime.fromtimestamp(stamp / 1000 if abs(stamp) > SECONDS_END else stamp, UTC)
        except (OverflowError, OSError, ValueError):
            raise Broken(self.name, line, _("this time does not exist.")) from None


def _identity(table: _Table, line: int, row: Mapping[str, str], column: str) -> str:
    """Who or which: a number, written in one way."""
    return str(table.number(line, row, column))


def _read_summary(contents: bytes) -> dict[str, str]:
    return {row[0].strip(): row[1] for _line, row in _rows("summary.csv", contents) if len(row) > 1}


def _read_comments(contents: bytes, counted: _Counted) -> list[Comment]:
    table = _Table("comments.csv", contents, ["comment-id", "comment-body"])
    found: dict[str, Comment] = {}
    for line, row in table:
        moderated = table.number(line, row, "moderated") if row.get("moderated", "").strip() else 1
        comment = Comment(
            id=_identity(table, line, row, "comment-id"),
            author=_identity(table, line, row, "author-id") if row.get("author-id", "").strip() else "",
            text=_read_text(row["comment-body"], counted),
            at=table.moment(line, row),
            moderated=moderated,
        )
        if comment.id in found:
            raise Broken("comments.csv", line, _("the number %(id)s stands in this file twice.") % {"id": comment.id})
        if len(found) >= MOST_COMMENTS:
            raise Broken("comments.csv", line, _("these are more contributions than can be read at once."))
        if moderated == REJECTED:
            counted.skip("rejected")
        elif not comment.text:
            counted.skip("empty")
        found[comment.id] = comment
    return list(found.values())


def _read_text(written: str, counted: _Counted) -> str:
    text = clean_text(without_apostrophe(written))
    if len(text) <= LONGEST_TEXT:
        return text
    counted.skip("shortened")
    return text[: LONGEST_TEXT - 1] + "…"


def _value(table: _Table, line: int, row: Mapping[str, str], column: str) -> int:
    value = table.number(line, row, column)
    if value not in (-1, 0, 1):
        raise Broken(table.name, line, _("a vote is 1, 0 or -1, not %(found)s.") % {"found": value})
    return value


def _read_votes(name: str, contents: bytes) -> Iterator[Vote]:
    table = _Table(name, contents, ["comment-id", "voter-id", "vote"])
    for many, (line, row) in enumerate(table):
        if many >= MOST_VOTES:
            raise Broken(name, line, _("these are more votes than can be read at once."))
        yield Vote(
            voter=_identity(table, line, row, "voter-id"),
            comment=_identity(table, line, row, "comment-id"),
            value=_value(table, line, row, "vote"),
            at=table.moment(line, row),
        )


def _read_matrix(name: str, contents: bytes) -> Iterator[Vote]:
    """One row a person, one column a comment; for exports without votes.csv."""
    table = _Table(name, contents, ["participant"])
    comments = [column for column in table.header if column.isdecimal()]
    for line, row in table:
        voter = _identity(table, line, row, "participant")
        for comment in comments:
            if row[comment].strip():
                yield Vote(voter, str(int(comment)), _value(table, line, row, comment), None)


def _votes_that_count(votes: Iterable[Vote], comments: Mapping[str, Comment], counted: _Counted) -> list[Vote]:
    """The last vote of each person on each comment that is there, in order of time."""
    last: dict[tuple[str, str], Vote] = {}
    for vote in sorted(votes, key=lambda vote: vote.at or datetime.min.replace(tzinfo=UTC)):
        comment = comments.get(vote.comment)
        if comment is None:
            counted.skip("vote_unknown")
        elif comment.moderated == REJECTED or not comment.text:
            counted.skip("vote_rejected")
        else:
            if last.pop((vote.voter, vote.comment), None):
                counted.skip("vote_repeated")
            last[vote.voter, vote.comment] = vote
    return list(last.values())


def safe_for_spreadsheets(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def without_apostrophe(text: str) -> str:
    """Undo `safe_for_spreadsheets`."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_SIGNS) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV; texts are made safe for spreadsheets, numbers stay as they are."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_for_spreadsheets(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def write_export(export: Export, figures: Mapping[str, Any]) -> dict[str, str]:
    """Write an export: file name -> text. `figures` go into the summary as they are."""
    by_comment = Counter((vote.comment, vote.value) for vote in export.votes)
    return {
        "comments.csv": csv_text(
            ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"],
            (
                [
                    *_when(comment.at),
                    int(comment.id),
                    int(comment.author),
                    by_comment[comment.id, 1],
                    by_comment[comment.id, -1],
                    comment.moderated,
                    comment.text,
                ]
                for comment in export.comments
            ),
        ),
        "votes.csv": csv_text(
            ["timestamp", "datetime", "comment-id", "voter-id", "vote"],
            ([*_when(vote.at), int(vote.comment), int(vote.voter), vote.value] for vote in export.votes),
        ),
        "participants-votes.csv": _matrix(export),
        "summary.csv": csv_text(
            ["topic", export.topic],
            [
                ["url", export.url],
                *([key, value] for key, value in figures.items()),
                ["conversation-description", export.description],
            ],
        ),
    }


def _when(at: datetime | None) -> tuple[int, str]:
    at = at or datetime.fromtimestamp(0, UTC)
    return round(at.timestamp() * 1000), at.astimezone(UTC).strftime("%a %b %d %H:%M:%S UTC %Y")


def _matrix(export: Export) -> str:
    comments = sorted((comment.id for comment in export.comments), key=int)
    wrote = Counter(comment.author for comment in export.comments)
    by_person: dict[str, dict[str, int]] = {}
    for vote in export.votes:
        by_person.setdefault(vote.voter, {})[vote.comment] = vote.value
    return csv_text(
        ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *comments],
        (
            [
                int(person),
                "",
                wrote[person],
                len(votes),
                sum(value == 1 for value in votes.values()),
                sum(value == -1 for value in votes.values()),
                *(votes.get(comment, "") for comment in comments),
            ]
            for person, votes in sorted(by_person.items(), key=lambda item: int(item[0]))
        ),
    )
