"""The facilitator's guide: a text with headings (## ..) and paragraphs, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading (empty before the first one) and the paragraphs under it."""

    heading: str
    paragraphs: tuple[str, ...]


def sections(text: str) -> Iterator[Section]:
    """The sections of a guide. Whatever else looks like markup stays words."""
    heading = ""
    paragraphs: list[str] = []
    for block in (block.strip() for block in text.replace("\r", "").split("\n")):
        if block.startswith("#"):
            if heading or paragraphs:
                yield Section(heading, tuple(paragraphs))
            heading, paragraphs = block.lstrip("# "), []
        elif block:
            paragraphs.append(block)
    if heading or paragraphs:
        yield Section(heading, tuple(paragraphs))
