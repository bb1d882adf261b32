"""The planner's sentences in the reader's language."""

from django.utils.translation import get_language

from leerruimte.planner.problem import Problem
from leerruimte.planner.words import Words


def words_of(problem: Problem) -> Words:
    """Sentences about a problem, in the language of who reads them; titles as they were when it was asked."""
    return Words(problem, "nl" if (get_language() or "nl").startswith("nl") else "en")
