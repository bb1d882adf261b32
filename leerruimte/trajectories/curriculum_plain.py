"""A framework as JSON values and back: what waits in the database between reading a file and confirming it.

Also what files with a curriculum share: the mistakes in words, and text made fit to keep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.trajectories.rules.curriculum import (
    LONGEST_CODE,
    MOST_HOURS,
    MOST_LEVELS,
    MOST_OUTCOMES,
    MOST_PHASES,
    CriterionText,
    Framework,
    LevelText,
    Mistake,
    OutcomeText,
    ThemeText,
)


@dataclass(frozen=True)
class Said:
    """What is wrong in a file: where, and a sentence."""

    where: str
    words: str


class WrongFile(Exception):
    """A file that cannot be taken in, with all that is wrong with it."""

    def __init__(self, said: Sequence[Said]) -> None:
        super().__init__("; ".join(f"{one.where}: {one.words}" if one.where else one.words for one in said))
        self.said = tuple(said)


def wrong(words: str, where: str = "") -> WrongFile:
    """A file with one thing wrong."""
    return WrongFile([Said(where, words)])


def to_plain(framework: Framework) -> dict[str, Any]:
    """JSON values of a framework."""
    return asdict(framework)


def from_plain(plain: Mapping[str, Any]) -> Framework:
    """The framework of such values."""
    return Framework(
        title=plain["title"],
        themes=tuple(ThemeText(**one) for one in plain["themes"]),
        levels=tuple(LevelText(**one) for one in plain["levels"]),
        phases={int(number): title for number, title in plain["phases"].items()},
        outcomes=tuple(_outcome(one) for one in plain["outcomes"]),
        source=plain["source"],
    )


def _outcome(plain: Mapping[str, Any]) -> OutcomeText:
    lists = {
        "criteria": tuple(CriterionText(**one) for one in plain["criteria"]),
        "prerequisites": tuple(plain["prerequisites"]),
    }
    return OutcomeText(**{**plain, **lists})


def fit(text: str) -> str:
    """Text that can be kept: no lone half letters, no signs that a database refuses."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()


def whole_number(value: object, otherwise: int) -> int | None:
    """A whole number from a cell or a JSON value; None: it is something else; nothing said: `otherwise`."""
    if value is None or value == "":
        return otherwise
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e9:
        return int(value)
    if isinstance(value, int):
        return value if abs(value) < 10**9 else None
    text = str(value).strip()
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else None


def in_words(mistake: Mistake) -> str:
    """A sentence for a mistake in a framework."""
    values = mistake.values
    sentences = {
        "empty": lambda: _("There is no outcome in it."),
        "too_many": lambda: _("It holds more than %(most)s outcomes.") % {"most": MOST_OUTCOMES},
        "double": lambda: _("This code stands there twice."),
        "twin": lambda: (
            _("It has the identifier of “%(code)s”. Leave it empty for a new outcome.") % {"code": values[0]}
        ),
        "unknown": lambda: _("It needs “%(code)s” beforehand, and that is not in the file.") % {"code": values[0]},
        "circle": lambda: _("These need each other in a circle: %(codes)s.") % {"codes": " → ".join(values)},
        "code": lambda: _("The code is missing or longer than %(most)d signs.") % {"most": LONGEST_CODE},
        "title": lambda: _("The title is missing."),
        "phase": lambda: _("The phase is a number from 1 to %(most)d.") % {"most": MOST_PHASES},
        "level": lambda: _("The level is a number from 1 to %(most)d.") % {"most": MOST_LEVELS},
        "hours": lambda: _("The hours are a number from 0 to %(most)d.") % {"most": MOST_HOURS},
        "weight": lambda: _("The weight is a number from 1 to 9."),
    }
    return sentences[mistake.kind]()
