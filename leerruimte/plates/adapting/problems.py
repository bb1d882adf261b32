"""What is not right yet with a plate that is being adapted, in plain words, by section."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.base.refused import Refused
from leerruimte.plates.adapting.sections import HOTSPOTS, LINKS, PARTS, QUESTIONS, WORDS
from leerruimte.plates.content import PlateContent, Words
from leerruimte.plates.models import Question
from leerruimte.plates.svg_cleaning import clean
from leerruimte.plates.working_parts import settings_wrong

DUTCH = "nl"
FEWEST_ADVISED, MOST_ADVISED = 5, 7


@dataclass(frozen=True)
class Problem:
    """A sentence about a section."""

    section: str
    sentence: str


def problems(content: PlateContent) -> list[Problem]:
    """Everything that must be mended before this can be a version."""
    return [
        *_in_words(content),
        *_in_questions(content),
        *_in_hotspots(content),
        *_in_links(content),
        *_in_parts(content),
    ]


def advice(content: PlateContent) -> list[Problem]:
    """What could be better."""
    found = []
    many = len(content.questions)
    if not FEWEST_ADVISED <= many <= MOST_ADVISED:
        found.append(
            Problem(QUESTIONS, _("Five to seven questions work best; there are %(many)d now.") % {"many": many})
        )
    if not content.hotspots:
        found.append(
            Problem(HOTSPOTS, _("There are no numbers on the drawing yet. Three to ten help people to point."))
        )
    unused = set(content.parts) - {one.part for one in content.questions}
    for kind in sorted(unused - {Question.Part.TOMORROW.value}):
        words = {"part": Question.Part(kind).label}
        found.append(Problem(PARTS, _("No question uses “%(part)s” yet. Choose it at a question.") % words))
    return found


def _dutch(words: Words) -> bool:
    return bool(words.get(DUTCH, "").strip())


def _in_words(content: PlateContent) -> Iterator[Problem]:
    names = {"title": _("The title"), "claim": _("The claim"), "text": _("The text"), "aim": _("The aim")}
    for name, label in names.items():
        if not _dutch(getattr(content, name)):
            yield Problem(WORDS, _("%(what)s has no Dutch words yet.") % {"what": label})


def _in_questions(content: PlateContent) -> Iterator[Problem]:
    if not content.questions:
        yield Problem(QUESTIONS, _("There is no question yet. A conversation needs at least one."))
    for number, one in enumerate(content.questions, start=1):
        if not _dutch(one.text):
            yield Problem(QUESTIONS, _("Question %(number)d has no Dutch words yet.") % {"number": number})
        if one.part != Question.Part.NONE and one.part not in content.parts:
            words = {"number": number, "part": Question.Part(one.part).label}
            yield Problem(PARTS, _("Question %(number)d asks for “%(part)s”, but that is not on.") % words)


def _in_hotspots(content: PlateContent) -> Iterator[Problem]:
    for one in content.hotspots:
        if not _dutch(one.title):
            yield Problem(HOTSPOTS, _("Number %(number)d has no Dutch title yet.") % {"number": one.number})
    try:
        drawn = clean(content.drawing, pictures=content.pictures).hotspots
    except Refused as refused:
        yield Problem(HOTSPOTS, refused.message)
        return
    for one in content.hotspots:
        if one.key not in drawn or drawn[one.key][0] != one.number:
            yield Problem(HOTSPOTS, _("Number %(number)d has no place on the drawing yet.") % {"number": one.number})
    lost = len(drawn.keys() - {one.key for one in content.hotspots})
    if lost:
        words = {"count": lost}
        yield Problem(
            HOTSPOTS,
            ngettext("A number on the drawing has no words.", "%(count)d numbers on the drawing have no words.", lost)
            % words,
        )


def _in_links(content: PlateContent) -> Iterator[Problem]:
    for number, one in enumerate(content.links, start=1):
        if not _dutch(one.title):
            yield Problem(LINKS, _("Background %(number)d has no Dutch title yet.") % {"number": number})


def _in_parts(content: PlateContent) -> Iterator[Problem]:
    for kind, settings in content.parts.items():
        if any(settings_wrong(kind, settings, [DUTCH])):
            words = {"part": Question.Part(kind).label}
            yield Problem(PARTS, _("“%(part)s” is not filled in completely.") % words)
    if Question.Part.MARKS in content.parts and not content.hotspots:
        yield Problem(PARTS, _("For marks on the picture the drawing needs numbers. Place some first."))
