"""Sentences: the same in Dutch as in English."""

import ast
import string
from pathlib import Path

from leerruimte.planner import words
from leerruimte.planner.result import Reason
from leerruimte.planner.tests.make import a_problem, offer
from leerruimte.planner.words import Words
from leerruimte.planner.words_dutch import DUTCH

TABLES = (words.DAY_NAMES, words.PART_NAMES, words.COLOUR_NAMES, words.WHY, words.BREAKS, words.STANDS, words.GIVES_WAY)
NOT_SAID = {"rule", "what", "%b", ""}


def sentences() -> set[str]:
    """Find all that words.py says: the tables, and the texts that stand in it otherwise."""
    said = {text for table in TABLES for text in table.values()}
    for node in ast.walk(ast.parse(Path(words.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
            said |= {str(one.value) for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
            if isinstance(node.args[0], ast.Name) and node.args[0].id.isupper():
                said.add(getattr(words, node.args[0].id))
    return said - NOT_SAID


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_has_a_dutch_one_with_the_same_values() -> None:
    assert len(sentences()) > 80
    assert {text for text in sentences() if len(text) > 4} - DUTCH.keys() == set()
    assert [english for english, dutch in DUTCH.items() if placeholders(english) != placeholders(dutch)] == []


def test_reasons_are_told_in_dutch() -> None:
    dutch = Words(a_problem(offer("A", {"X": 2})), "nl")
    assert dutch.stands(Reason("never", {"day": "we", "part": "afternoon", "why": "werk"})) == (
        "je kunt niet op woensdag middag (werk)"
    )
    assert dutch.why(Reason("liked", {"kind": "formality", "what": "informal"})) == (
        "Je doet dit soort dingen graag (informeel)."
    )
