"""What a file would change: row by row new, changes, left alone or wrong. From values only."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.searching import plain
from leerruimte.people.importing.rows import Problem, Row
from leerruimte.people.models import Organisation


class Outcome(StrEnum):
    """What becomes of a row; in the order in which people read a preview."""

    WRONG = "wrong"
    CHANGES = "changes"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """One value that becomes another."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Planned:
    """What becomes of one row. `thing`: the id of what it is about, where that is there already. `place`: the id of the
    organisation it points at (the board of a school, where somebody has a role); minus its number among the rows, from
    1, if that is new itself; 0: none."""

    row: Row
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    note: str = ""
    thing: Any = None
    place: int = 0
    place_name: str = ""


@dataclass(frozen=True)
class Plan:
    """All rows of a file, in the file's order, and what becomes of them."""

    kind: str
    rows: tuple[Planned, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def does_something(self) -> bool:
        """Whether confirming changes anything."""
        return bool(self.counts[Outcome.NEW] or self.counts[Outcome.CHANGES])

    @property
    def digest(self) -> str:
        """A print of all that would be written: two plans that do the same have the same, in whatever language."""
        written = [
            (one.row.line, one.outcome, one.thing, one.place, sorted(one.row.values.items()), one.changes)
            for one in self.rows
            if one.outcome in (Outcome.NEW, Outcome.CHANGES)
        ]
        return hashlib.sha256(repr(written).encode()).hexdigest()


def as_plan(kind: str, rows: Iterable[Planned]) -> Plan:
    """A plan with its counts."""
    rows = tuple(rows)
    counts = Counter(one.outcome for one in rows)
    return Plan(kind, rows, {outcome: counts[outcome] for outcome in Outcome})


def wrong(row: Row, *problems: Problem) -> Planned:
    """A row that cannot be taken in."""
    return Planned(row, Outcome.WRONG, problems=(*row.problems, *problems))


def differences(row: Row, before: Mapping[str, Any], columns: Sequence[str]) -> tuple[Change, ...]:
    """What the filled cells of a row change; an empty cell changes nothing."""
    return tuple(
        Change(column, before[column], row.values[column])
        for column in columns
        if column in row.values and row.values[column] != before[column]
    )


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation of this partnership. `values`: what is kept of it, by column; `kept_here`: this partnership sees
    all that is kept, so that it may correct it too."""

    id: int
    kind: str
    values: Mapping[str, Any]
    board: int
    kept_here: bool
    has_ended: bool = False


class Organisations:
    """Finding organisations by code, or by name where the file gives no code."""

    def __init__(self, known: Iterable[KnownOrganisation]) -> None:
        self.of_code: dict[tuple[str, str], KnownOrganisation] = {}
        self.of_name: dict[tuple[str, str], list[KnownOrganisation]] = {}
        for one in known:
            if one.values["code"]:
                self.of_code[one.kind, one.values["code"].upper()] = one
            self.of_name.setdefault((one.kind, plain(one.values["name"])), []).append(one)

    def meant_by(self, row: Row) -> list[KnownOrganisation]:
        """Which of them a row may mean: one by its code; else those of this name (and place) without another code."""
        code = row.get("code")
        if (row.get("kind"), code) in self.of_code:
            return [self.of_code[row.get("kind"), code]]
        named = self.of_name.get((row.get("kind"), plain(row.get("name"))), [])
        place = plain(row.get("place"))
        return [
            one
            for one in named
            if not (code and one.values["code"]) and (not place or plain(one.values["place"]) in ("", place))
        ]

    def called(self, text: str, kinds: Iterable[str] = Organisation.Kind.values) -> list[KnownOrganisation]:
        """Those with this code, else with this name."""
        coded = [self.of_code[kind, text.upper()] for kind in kinds if (kind, text.upper()) in self.of_code]
        return coded or [one for kind in kinds for one in self.of_name.get((kind, plain(text)), [])]


OWN = ("code", "name", "street", "postcode", "place", "website", "holidays", "latitude", "longitude")
OF_MEMBERSHIP = ("from", "until")


def plan_organisations(rows: Sequence[Row], known: Iterable[KnownOrganisation]) -> Plan:
    """What a file with organisations would change."""
    there = Organisations(known)
    twins = _twins(rows, _organisation_key)
    boards = _Boards(rows, there, twins)
    return as_plan("organisations", (_plan_organisation(row, there, boards, twins.get(row.line)) for row in rows))


def _organisation_key(row: Row) -> object:
    if row.get("code"):
        return row.get("kind"), row.get("code")
    return row.get("kind"), plain(row.get("name")), plain(row.get("place"))


def _twins(rows: Sequence[Row], key: Any) -> dict[int, int]:
    """Line -> the earlier line that is about the same."""
    first: dict[object, int] = {}
    return {row.line: first[key(row)] for row in rows if row.line and first.setdefault(key(row), row.line) != row.line}


class _Boards:
    """The boards that schools in a file may name: those of the file itself and those that take part already."""

    def __init__(self, rows: Sequence[Row], there: Organisations, twins: Mapping[int, int]) -> None:
        self.there = there
        self.in_file: dict[str, dict[int, str]] = {}
        for index, row in enumerate(rows):
            if row.get("kind") != Organisation.Kind.BOARD or row.problems or row.line in twins:
                continue
            meant = there.meant_by(row)
            if len(meant) < 2:
                board = meant[0].id if meant else -(index + 1)
                for name in {plain(row.get("code")), plain(row.get("name"))} - {""}:
                    self.in_file.setdefault(name, {})[board] = row.get("name")

    def find(self, text: str) -> tuple[int, str] | Problem:
        """Its id (minus its place in the file, from 1, when it is new) and its name."""
        known = [(one.id, one.values["name"]) for one in self.there.called(text, [Organisation.Kind.BOARD])]
        found = known or list(self.in_file.get(plain(text), {}).items())
        if len(found) == 1:
            return found[0]
        if found:
            return Problem("board", _("More than one board is called “%(text)s”. Give its code.") % {"text": text})
        return Problem(
            "board", _("The board “%(text)s” is not in this file and does not take part here yet.") % {"text": text}
        )


def _plan_organisation(row: Row, there: Organisations, boards: _Boards, twin: int | None) -> Planned:
    if twin:
        return wrong(row, Problem("", _("This stands in line %(line)d already.") % {"line": twin}))
    board = boards.find(row.get("board")) if row.get("board") else (0, "")
    if isinstance(board, Problem):
        return wrong(row, board)
    if row.problems:
        return wrong(row)
    found = there.meant_by(row)
    if len(found) > 1:
        return wrong(row, Problem("name", _several(len(found))))
    if not found:
        return Planned(row, Outcome.NEW, place=board[0], place_name=board[1])
    return _plan_known(row, found[0], *board)


def _several(count: int) -> str:
    return _("There are %(count)d with this name here. Give the code of the one you mean.") % {"count": count}


def _plan_known(row: Row, known: KnownOrganisation, board: int, board_name: str) -> Planned:
    changes = differences(row, known.values, OF_MEMBERSHIP)
    own = differences(row, known.values, OWN)
    if board and board != known.board:
        own = (*own, Change("board", known.values["board"], board_name))
    note = ""
    if not known.kept_here:
        # Always, not only where something differs: what is not shown here cannot be guessed either.
        own, note = (), _("This organisation keeps its own data; they stay as they are.")
    elif known.has_ended and not row.get("until"):
        note = _("This organisation left the partnership. Give a later last day to let it take part again.")
    changes = (*own, *changes)
    day = {**known.values, **row.values}
    if changes and day["until"] and day["from"] and day["until"] < day["from"]:
        return wrong(row, Problem("until", _("The last day comes before the first day.")))
    outcome = Outcome.CHANGES if changes else Outcome.SAME
    return Planned(row, outcome, changes, note=note, thing=known.id, place=board)


@dataclass(frozen=True)
class KnownRole:
    """Somebody is something here (`invitation` empty), or was invited to be (its id)."""

    email: str
    role: str
    organisation: int
    from_date: date
    until_date: date | None
    id: Any
    invited: bool = False


def plan_people(
    rows: Sequence[Row], organisations: Iterable[KnownOrganisation], roles: Iterable[KnownRole], today: date
) -> Plan:
    """What a file with people would change: who is invited, whose last day becomes another."""
    places = Organisations(organisations)
    of_person: dict[tuple[str, str, int], list[KnownRole]] = {}
    for role in roles:
        of_person.setdefault((role.email, role.role, role.organisation), []).append(role)
    seen: dict[object, int] = {}
    return as_plan("people", [_plan_person(row, places, of_person, seen, today) for row in rows])


def _plan_person(
    row: Row,
    places: Organisations,
    roles: Mapping[tuple[str, str, int], list[KnownRole]],
    seen: dict[object, int],
    today: date,
) -> Planned:
    place = _place(row, places)
    if isinstance(place, Problem):
        return wrong(row, place)
    if row.problems:
        return wrong(row)
    key = (row.get("email"), row.get("role"), place.id if place else 0)
    first = seen.setdefault((*key, row.get("from")), row.line)
    if first != row.line:
        return wrong(row, Problem("", _("This stands in line %(line)d already.") % {"line": first}))
    where, name = (place.id, place.values["name"]) if place else (0, "")
    known = _held(row, roles.get(key, []), today)
    if known:
        return _plan_held(row, known, where, name)
    if row.get("until") and row.get("until") < today:
        return wrong(row, Problem("until", _("This day is over: there is nothing to invite for.")))
    return Planned(row, Outcome.NEW, place=where, place_name=name)


def _place(row: Row, places: Organisations) -> KnownOrganisation | Problem | None:
    text = row.get("organisation")
    if not text:
        return None
    found = places.called(text)
    if len(found) == 1:
        return found[0]
    if found:
        return Problem("organisation", _several(len(found)))
    return Problem("organisation", _("“%(text)s” does not take part here (yet).") % {"text": text})


def _held(row: Row, roles: Sequence[KnownRole], today: date) -> KnownRole | None:
    """The role that a row is about: with the same first day, else one of now or later, the last to begin."""
    exact = [role for role in roles if role.from_date == row.get("from")]
    lasting = [role for role in roles if role.until_date is None or role.until_date >= today]
    found = exact or lasting
    return max(found, key=lambda role: (not role.invited, role.from_date), default=None)


def _plan_held(row: Row, known: KnownRole, where: int, name: str) -> Planned:
    changes = differences(row, {"until": known.until_date}, ["until"])
    if changes and changes[0].after < known.from_date:
        return wrong(row, Problem("until", _("The last day comes before the first day.")))
    note = _("Was invited already.") if known.invited else ""
    if row.get("from") not in ("", known.from_date):
        note = _("Has this role already; the first day stays as it is.")
    outcome = Outcome.CHANGES if changes else Outcome.SAME
    thing = ("invitation" if known.invited else "role", known.id)
    return Planned(row, outcome, changes, note=note, thing=thing, place=where, place_name=name)
