"""The words of a plate laid out by language, and back: language -> {"questions.what.text": words}."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from leerruimte.plates.content import TEXTS, PlateContent, Words

Texts = dict[str, dict[str, str]]


def texts_by_language(content: PlateContent) -> Texts:
    """The words of each language by their place; what a language does not have is not there."""
    laid_out: Texts = {}
    for place, words in _places(content):
        for language, text in words.items():
            laid_out.setdefault(language, {})[place] = text
    return laid_out


def with_texts(bare: PlateContent, texts: Mapping[str, Mapping[str, str]]) -> PlateContent:
    """A content without words, with its words."""
    by_place: dict[str, dict[str, str]] = {}
    for language, found in texts.items():
        for place, text in found.items():
            by_place.setdefault(place, {})[language] = text

    def said(place: str) -> Words:
        return by_place.get(place, {})

    return replace(
        bare,
        **{name: said(name) for name in TEXTS},  # type: ignore[arg-type]
        words={key: said(f"words.{key}") for key in bare.words},
        questions=tuple(
            replace(one, text=said(f"questions.{one.key}.text"), hint=said(f"questions.{one.key}.hint"))
            for one in bare.questions
        ),
        hotspots=tuple(
            replace(
                one,
                title=said(f"hotspots.{one.key}.title"),
                text=said(f"hotspots.{one.key}.text"),
                question=said(f"hotspots.{one.key}.question"),
            )
            for one in bare.hotspots
        ),
        links=tuple(
            replace(one, title=said(f"links.{number}.title"), about=said(f"links.{number}.about"))
            for number, one in enumerate(bare.links, start=1)
        ),
    )


def known_places(bare: PlateContent) -> frozenset[str]:
    """Every place where words may stand."""
    return frozenset(place for place, _words in _places(bare))


def _places(content: PlateContent) -> Iterator[tuple[str, Words]]:
    for name in TEXTS:
        yield name, getattr(content, name)
    for key, words in content.words.items():
        yield f"words.{key}", words
    for question in content.questions:
        yield f"questions.{question.key}.text", question.text
        yield f"questions.{question.key}.hint", question.hint
    for spot in content.hotspots:
        yield f"hotspots.{spot.key}.title", spot.title
        yield f"hotspots.{spot.key}.text", spot.text
        yield f"hotspots.{spot.key}.question", spot.question
    for number, link in enumerate(content.links, start=1):
        yield f"links.{number}.title", link.title
        yield f"links.{number}.about", link.about
