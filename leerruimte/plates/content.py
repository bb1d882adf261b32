"""All that a version of a plate says and shows, as one plain value: to compare, copy, change, send and read in."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from leerruimte.plates.models import BackgroundLink, Hotspot, PlateVersion, Question, WorkingPart
from leerruimte.plates.svg_cleaning import KEPT_PICTURE

Words = Mapping[str, str]


@dataclass(frozen=True)
class QuestionContent:
    """A question; in order."""

    key: str
    movement: str
    part: str
    text: Words
    hint: Words


@dataclass(frozen=True)
class HotspotContent:
    """A hotspot; `area` is [x, y, width, height] in drawing units, or empty."""

    key: str
    number: int
    area: list[float]
    title: Words
    text: Words
    question: Words


@dataclass(frozen=True)
class LinkContent:
    """Background; in order."""

    kind: str
    url: str
    title: Words
    about: Words


@dataclass(frozen=True)
class PlateContent:
    """A version without its number, plate and moment. `words` are those in the drawing, `parts` kind -> settings."""

    title: Words
    claim: Words
    text: Words
    aim: Words
    read_aloud: Words
    guide: Words
    description: Words
    words: Mapping[str, Words]
    minutes: Mapping[str, int]
    drawing: str
    questions: tuple[QuestionContent, ...] = ()
    hotspots: tuple[HotspotContent, ...] = ()
    links: tuple[LinkContent, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The same wherever the same is said and shown."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def pictures(self) -> frozenset[str]:
        """The kept pictures (sha256) that the drawing shows."""
        return frozenset(KEPT_PICTURE.findall(self.drawing))


TEXTS = ("title", "claim", "text", "aim", "read_aloud", "guide", "description")


def content_of(version: PlateVersion, *, drawing: str | None = None) -> PlateContent:
    """What a version says and shows; with `drawing` its own, which is large, is not fetched."""
    return PlateContent(
        **{name: getattr(version, name) for name in TEXTS},
        words=version.words,
        minutes=version.minutes,
        drawing=version.drawing if drawing is None else drawing,
        questions=tuple(
            QuestionContent(one.key, one.movement, one.part, one.text, one.hint) for one in version.questions.all()
        ),
        hotspots=tuple(
            HotspotContent(one.key, one.number, one.area, one.title, one.text, one.question)
            for one in version.hotspots.all()
        ),
        links=tuple(LinkContent(one.kind, one.url, one.title, one.about) for one in version.links.all()),
        parts={one.kind: one.settings for one in version.parts.all()},
    )


def as_plain(content: PlateContent) -> dict[str, Any]:
    """All but the drawing, as it can be kept as JSON."""
    plain = asdict(content)
    del plain["drawing"]
    return plain


def from_plain(plain: Mapping[str, Any], drawing: str) -> PlateContent:
    """The content of which `as_plain` made this, with a drawing."""
    rows = {
        "questions": tuple(QuestionContent(**one) for one in plain["questions"]),
        "hotspots": tuple(HotspotContent(**one) for one in plain["hotspots"]),
        "links": tuple(LinkContent(**one) for one in plain["links"]),
    }
    return PlateContent(**{**plain, **rows, "drawing": drawing})


def rows_of(content: PlateContent, version: PlateVersion) -> tuple[list[Any], ...]:
    """The rows that hang on a version with this content, not saved yet, one list a model."""
    return (
        [
            Question(
                version=version,
                key=one.key,
                order=order,
                movement=one.movement,
                part=one.part,
                text=one.text,
                hint=one.hint,
            )
            for order, one in enumerate(content.questions, start=1)
        ],
        [
            Hotspot(
                version=version,
                key=one.key,
                number=one.number,
                area=one.area,
                title=one.title,
                text=one.text,
                question=one.question,
            )
            for one in content.hotspots
        ],
        [
            BackgroundLink(version=version, order=order, kind=one.kind, url=one.url, title=one.title, about=one.about)
            for order, one in enumerate(content.links, start=1)
        ],
        [WorkingPart(version=version, kind=kind, settings=settings) for kind, settings in content.parts.items()],
    )
