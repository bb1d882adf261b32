"""What the map of perspectives found, in sentences: the core gives codes and numbers, here they become words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leerruimte.perspectives import Needed, Result

# A p-value up to this reads "fewer than 1 in 1000".
VERY_RARE = 0.001


def verdict_sentence(result: Result) -> str:
    """What was seen, in one sentence."""
    if result.verdict == "too_few":
        return _("Too few people have answered to see anything yet.")
    if result.verdict == "no_pattern":
        return _("No pattern can be seen (yet): answers dealt out by chance look just like these.")
    if result.p_value <= VERY_RARE:
        return _(
            "There is a pattern: whoever agrees on one thing often agrees on other things too. "
            "Chance alone gives a picture like this less than once in a thousand times."
        )
    times = max(1, round(result.p_value * 100))
    return ngettext(
        "There is a pattern: whoever agrees on one thing often agrees on other things too. "
        "Chance alone gives a picture like this %(times)d time in a hundred.",
        "There is a pattern: whoever agrees on one thing often agrees on other things too. "
        "Chance alone gives a picture like this %(times)d times in a hundred.",
        times,
    ) % {"times": times}


def sides_sentence(result: Result) -> str:
    """What the sides are worth; "" when there are none."""
    if not result.sides:
        return ""
    if all(side.separate for side in result.sides):
        return _("These are separate groups: hardly anybody stands between them.")
    return _("You see two sides of one picture. That they are separate groups was not shown.")


def needed_sentence(needed: Needed) -> str:
    """What would make it surer; "" for a code that has no words."""
    figures = dict(needed.figures)
    if needed.code == "people":
        return _("As soon as %(people)d people have answered, something can be seen here.") % figures
    if needed.code == "votes":
        return (
            ngettext(
                "If everybody answers some %(each)d more contribution, this becomes surer.",
                "If everybody answers some %(each)d more contributions, this becomes surer.",
                figures["each"],
            )
            % figures
        )
    if needed.code == "statements":
        return (
            ngettext(
                "With some %(statements)d more contribution that people answer differently, this becomes surer.",
                "With some %(statements)d more contributions that people answer differently, this becomes surer.",
                figures["statements"],
            )
            % figures
        )
    if needed.code == "roles":
        return _("Roles can be compared as soon as two roles have at least %(people)d people who answered.") % figures
    return ""


def share_phrase(word: str, direction: str) -> str:
    """How many of a group go in a direction: "almost everybody agrees"."""
    phrases = {
        ("all", "agree"): _("almost everybody agrees"),
        ("most", "agree"): _("most agree"),
        ("half", "agree"): _("about half agree"),
        ("some", "agree"): _("a smaller part agrees"),
        ("none", "agree"): _("hardly anybody agrees"),
        ("all", "disagree"): _("almost everybody disagrees"),
        ("most", "disagree"): _("most disagree"),
        ("half", "disagree"): _("about half disagree"),
        ("some", "disagree"): _("a smaller part disagrees"),
        ("none", "disagree"): _("hardly anybody disagrees"),
    }
    return phrases[word, direction]


def side_name(number: int) -> str:
    """What a side is called: "side A"."""
    return pgettext("of the map", "side %(letter)s") % {"letter": side_letter(number)}


def side_letter(number: int) -> str:
    """A, B, .."""
    return chr(65 + number)


def map_label(sides: Sequence[tuple[str, int, str]], people: int) -> str:
    """The drawing in one sentence, for who does not see it; a side is its name, how many people, what it says."""
    if not sides:
        return _("An island in the water with a mark for each of %(people)d people, in no order.") % {"people": people}
    parts = [
        _("%(side)s: %(people)d people, who say “%(says)s”") % {"side": name, "people": many, "says": says}
        if says
        else _("%(side)s: %(people)d people") % {"side": name, "people": many}
        for name, many, says in sides
    ]
    return _("An island in the water with a mark for each person. %(sides)s.") % {"sides": "; ".join(parts)}


def quoted(text: str, longest: int) -> str:
    """The first words of a text between quotes, for a tag."""
    words = " ".join(text.split())
    if len(words) > longest:
        cut = words[: longest + 1].rsplit(" ", 1)[0] if " " in words[: longest + 1] else words[:longest]
        words = cut.rstrip(" ,.;:–-’'\"“‘") + "…"
    return pgettext("words that somebody wrote", "“%(words)s”") % {"words": words}
