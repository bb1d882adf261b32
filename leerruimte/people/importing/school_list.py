"""The public list of schools, as it is published: choosing boards and schools in it, and making rows of them.

It knows boards by number only: their names come from elsewhere.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.base.searching import plain
from leerruimte.people.importing.cells import WrongCellError, read_website
from leerruimte.people.importing.columns import ORGANISATIONS, FileRead

# Words inside the name of a place that begin small.
SMALL = set("aan achter bij de den der en het in la ter ten tot op over onder van voor 't 's gem".split())


@dataclass(frozen=True)
class ListedBoard:
    """A board in the list: its number, its name if that is known, and its schools (rows of the list)."""

    number: str
    name: str
    schools: tuple[Mapping[str, Any], ...]
    found: tuple[Mapping[str, Any], ...]
    chosen: int

    @property
    def places(self) -> str:
        """Where its schools are, the first three."""
        places = sorted({place_name(school["place"]) for school in self.schools})
        return ", ".join(places[:3]) + (" …" if len(places) > 3 else "")


def boards_listed(
    rows: Iterable[Mapping[str, Any]], names: Mapping[str, str], chosen: Collection[str], words: str = ""
) -> list[ListedBoard]:
    """Boards in which all words are found (in one school, or in its own name), those with a name first."""
    chosen = set(chosen)
    sought = plain(words).split()
    of_board: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        of_board.setdefault(row["board"], []).append(row)
    found = []
    for number, schools in of_board.items():
        name = names.get(number, "")
        own = f"{number} {plain(name)}"
        hits = [school for school in schools if _has(sought, f"{own} {_sought(school)}")] if sought else []
        if sought and not hits:
            continue
        count = sum(school["code"] in chosen for school in schools)
        # Words that the board itself has say nothing about one of its schools.
        shown = () if _has(sought, own) else tuple(hits)
        found.append(ListedBoard(number, name, tuple(schools), shown, count))
    return sorted(found, key=lambda board: (not board.name, plain(board.name), board.number))


def _sought(school: Mapping[str, Any]) -> str:
    return plain(f"{school['name']} {school['place']} {school.get('town', '')} {school['code']}")


def _has(words: Sequence[str], text: str) -> bool:
    return all(word in text for word in words)


def board_name(number: str) -> str:
    """What a board is called of which the name is not known."""
    return _("Board %(number)s") % {"number": number}


def names_of_boards(read: FileRead) -> dict[str, str]:
    """Number -> name of the boards in a file with organisations."""
    names = {row["code"]: row["name"] for row in read.rows if row.get("code") and row.get("name")}
    if read.kind != ORGANISATIONS or not names:
        raise Refused(_("There are no numbers and names of boards in this file."), field="file")
    return names


def as_organisations(
    rows: Iterable[Mapping[str, Any]], chosen: Collection[str], names: Mapping[str, str], known: Collection[str]
) -> list[dict[str, Any]]:
    """The chosen schools as rows of a file with organisations, after the boards (numbers) that are not known yet."""
    picked = [row for row in rows if row["code"] in chosen]
    numbers = sorted({row["board"] for row in picked}.difference(known))
    boards = [
        {"line": 0, "kind": "board", "code": number, "name": names.get(number) or board_name(number)}
        for number in numbers
    ]
    return boards + [_as_school(row) for row in picked]


def _as_school(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "line": row["line"],
        "kind": "school",
        "code": row["code"],
        "name": row["name"],
        "board": row["board"],
        "street": f"{row.get('street', '')} {row.get('number', '')}".strip(),
        "postcode": row.get("postcode", ""),
        "place": place_name(row["place"]),
        "website": _website(row.get("website", "")),
        "holidays": row.get("holidays", ""),
    }


def _website(text: str) -> str:
    """The address, or nothing: what is no address in the list is nothing that a reader of it can mend."""
    try:
        return read_website(text)
    except WrongCellError:
        return ""


def place_name(text: str) -> str:
    """A place written in capitals as people write it: 'S-GRAVENHAGE, BERGEN OP ZOOM, IJMUIDEN, 2E EXLOERMOND."""
    if text != text.upper():
        return text
    words = text.lower().split()
    return " ".join(word if n and word in SMALL else _capital(word) for n, word in enumerate(words))


def _capital(word: str) -> str:
    return "-".join(part if n and part in SMALL else _one_capital(part) for n, part in enumerate(word.split("-")))


def _one_capital(word: str) -> str:
    for before in ("'s", "’s", "'t", "’t"):
        if word == before:
            return word
    if word in ("nb", "nh", "zh"):
        return word.upper()
    if word.startswith("ij"):
        return "IJ" + word[2:]
    if word.startswith(("(", '"')):
        return word[0] + _one_capital(word[1:])
    return word[:1].upper() + word[1:]
