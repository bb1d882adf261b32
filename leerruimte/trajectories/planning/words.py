"""The planner's sentences in the reader's language, for a learner: how far something is, instead of points."""

from collections.abc import Callable, Mapping
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leerruimte.planner.problem import Problem
from leerruimte.planner.result import Balance, Loss, Value
from leerruimte.planner.words import MORE_LOSSES, POINTS, POSSIBLE, STANDS, WHY, Words


class LearnerWords(Words):
    """The planner's sentences; those that reckon in points say a part instead."""

    def say(self, text: str, **values: Value | float) -> str:
        """Give a sentence in the language, with its values filled in."""
        words = _SAID.get(text)
        if words is None:
            return super().say(text, **values)
        part = part_of(float(values.get("points", 0)), float(values.get("asked", 0)))
        return words() % {**values, "part": part}

    @cached_property
    def _asked(self) -> Mapping[str, int]:
        done = {one.outcome: one.points for one in self.problem.done}
        return {one.code: one.need - done.get(one.code, 0) for one in self.problem.outcomes}

    def _loss(self, loss: Loss) -> str:
        asked = self._asked.get(loss.outcome, 0)
        now, then = part_of(loss.points, asked), part_of(loss.left, asked)
        words = {"outcome": self.title(loss.outcome), "now": now, "then": then}
        if now == then:
            return _("%(outcome)s gets less") % words
        return _("%(outcome)s %(then)s instead of %(now)s") % words

    def _balance(self, balance: Balance) -> str:
        """Less than nothing, when much is against what somebody likes, says no more to them than nothing."""
        names = ("curriculum", "opportunities", "needs")
        shares = {name: round(max(0, getattr(balance, name)) / 10) for name in names}
        return (
            _("curriculum %(curriculum)s %%, what places are good at %(opportunities)s %%, what you need %(needs)s %%")
            % shares
        )


def words_of(problem: Problem) -> LearnerWords:
    """Sentences about a problem, in the language of who reads them; titles as they were when it was asked."""
    return LearnerWords(problem, "nl" if (get_language() or "nl").startswith("nl") else "en")


def part_of(points: float, asked: float) -> str:
    """How far an outcome is, in words."""
    if points <= 0:
        return _("not yet")
    if points >= asked:
        return _("wholly")
    if points < asked * 3 / 8:
        return _("for a small part")
    return _("for about half") if points <= asked * 5 / 8 else _("for a large part")


# A sentence of the planner that tells points -> the same with a part.
_SAID: Mapping[str, Callable[[], str]] = {
    WHY["aim"]: lambda: _("It is for your own aim %(outcome_title)s: %(part)s."),
    WHY["covers"]: lambda: _("It works on %(outcome_title)s: %(part)s."),
    STANDS["not_enough_offered"]: lambda: _("with all that is offered together it can be done %(part)s"),
    POSSIBLE: lambda: _("It can be done %(part)s, but then: %(instead)s."),
    POINTS: lambda: " (%(part)s)",
    MORE_LOSSES: lambda: _("%(more)s more outcomes get less"),
}
