"""Assessment forms: rows and levels in order, and how far apart what three people chose is."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

MOST_ROWS, MOST_LEVELS = 30, 7
Far = Literal["", "alike", "near", "apart"]


def new_part_id(parts: Sequence[Mapping[str, Any]], letter: str) -> str:
    """An id that no row (or level) of the form has, nor had while it was longer."""
    used = [int(str(part["id"])[1:]) for part in parts if str(part["id"])[1:].isdigit()]
    return f"{letter}{max(used, default=0) + 1}"


def moved(parts: Sequence[Mapping[str, Any]], part_id: str, by: int) -> list[Mapping[str, Any]]:
    """The same rows with one moved up (-1) or down (1); at an end it stays where it is."""
    found = list(parts)
    at = next((place for place, part in enumerate(found) if part["id"] == part_id), None)
    if at is None or not 0 <= at + by < len(found):
        return found
    found[at], found[at + by] = found[at + by], found[at]
    return found


def how_far(levels: Sequence[str], chosen: Sequence[str]) -> Far:
    """How far apart the chosen levels lie: alike, one step, or more; "" when fewer than two people chose.

    It says nothing of who is right.
    """
    places = [levels.index(one) for one in chosen if one in levels]
    if len(places) < 2:
        return ""
    distance = max(places) - min(places)
    return "alike" if distance == 0 else "near" if distance == 1 else "apart"


def clean_answers(
    answers: Mapping[str, Any], rows: Sequence[str], levels: Sequence[str], longest: int = 2000
) -> dict[str, dict[str, str]]:
    """Only rows and levels that the form has, and words of a length that is kept."""
    kept: dict[str, dict[str, str]] = {}
    for row in rows:
        answer = answers.get(row)
        if not isinstance(answer, Mapping):
            continue
        level, words = answer.get("level"), answer.get("words")
        one = {
            "level": level if isinstance(level, str) and level in levels else "",
            "words": words.strip()[:longest] if isinstance(words, str) else "",
        }
        if one["level"] or one["words"]:
            kept[row] = one
    return kept


def unanswered(answers: Mapping[str, Mapping[str, str]], rows: Sequence[str]) -> list[str]:
    """Rows for which no level was chosen yet."""
    return [row for row in rows if not answers.get(row, {}).get("level")]
