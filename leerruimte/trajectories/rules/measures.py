"""What stands beside an outcome as its measure: what the three agreed upon, else what the curriculum asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """When an outcome is sufficient and when good; `agreed`: the three said so, else the curriculum does."""

    sufficient: str = ""
    good: str = ""
    example: str = ""
    criteria: Sequence[str] = ()
    agreed: bool = False


def measure_of(agreed: Mapping[str, Any] | None, criteria: Sequence[str]) -> Measure:
    """The measure from the lines of an agreement (field -> text, or field -> {"text": ..}) and the curriculum."""
    lines = agreed or {}
    words = {field: text_of(lines.get(field)) for field in ("sufficient", "good", "example")}
    if words["sufficient"] or words["good"]:
        return Measure(**words, criteria=criteria, agreed=True)
    return Measure(criteria=criteria)


def text_of(line: object) -> str:
    """The words of a line, in whichever of the two forms an agreement has it."""
    if isinstance(line, Mapping):
        line = line.get("text", "")
    return line.strip() if isinstance(line, str) else ""


def agreed_lines(content: object) -> dict[str, Mapping[str, Any]]:
    """Outcome code -> field -> line, of the content of an agreement, whoever made it."""
    outcomes = content.get("outcomes") if isinstance(content, Mapping) else None
    if isinstance(outcomes, Mapping):
        return {code: fields for code, fields in outcomes.items() if isinstance(fields, Mapping)}
    rows = outcomes if isinstance(outcomes, list) else []
    return {
        row["code"]: row["fields"]
        for row in rows
        if isinstance(row, Mapping) and isinstance(row.get("code"), str) and isinstance(row.get("fields"), Mapping)
    }
