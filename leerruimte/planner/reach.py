"""What a few changes can reach: how many changes it takes at least to take something into a route.

What is taken anew is one change; whatever stands in its way, in time, in hours or in number of schools, is another.
What takes more changes than are allowed is left out before the solver begins: with one or two changes that is most.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import inf

from leerruimte.planner.bookable import Choice
from leerruimte.planner.figures import Facts
from leerruimte.planner.problem import SCHOOL

Key = tuple[str, str]


class Reach:
    """The route there is, looked at from what could be taken besides."""

    def __init__(self, facts: Facts, choices: Sequence[Choice], old: frozenset[Key], fixed: frozenset[Key]) -> None:
        self.facts, self.old, self.fixed = facts, old, fixed
        self.mine = [choice for choice in choices if choice.key in old]
        self.most = facts.problem.needs.hours_a_week * 60
        self.at: defaultdict[tuple[int, str, str | None], list[Choice]] = defaultdict(list)
        self.on: defaultdict[tuple[int, str, bool], list[Choice]] = defaultdict(list)
        self.in_week: defaultdict[int, list[Choice]] = defaultdict(list)
        for one in self.mine:
            for moment in one.held:
                if moment.day:
                    self.at[moment.week, moment.day, moment.part].append(one)
                    if one.physical:
                        self.on[moment.week, moment.day, moment.part == "evening"].append(one)
            for week in one.by_week:
                self.in_week[week].append(one)
        self.school_of = Counter(one.opportunity.place for one in self.mine if self._is_school(one))

    def within(self, choices: Sequence[Choice], most: int) -> list[Choice]:
        """Give what may be part of a route with at most so many changes."""
        return [choice for choice in choices if choice.key in self.old or self.changes(choice) <= most]

    def changes(self, choice: Choice) -> float:
        """Give the fewest changes with which a choice that is not in the route can come into it."""
        gone = self._in_its_way(choice)
        if any(one.key in self.fixed for one in gone):
            return inf
        others = {one.key for one in gone if one.opportunity is not choice.opportunity}
        return 1 + max(len(others) + self._too_heavy(choice, gone), self._schools(choice))

    def _in_its_way(self, choice: Choice) -> set[Choice]:
        """Give pieces that cannot stay where they are: another edition, alike, at the same time, elsewhere that day."""
        like = choice.opportunity.like
        gone = {
            one
            for one in self.mine
            if one.opportunity is choice.opportunity or (like is not None and one.opportunity.like == like)
        }
        for moment in choice.held:
            if moment.day:
                gone.update(self.at[moment.week, moment.day, moment.part])
                if choice.physical:
                    there = self.on[moment.week, moment.day, moment.part == "evening"]
                    gone.update(one for one in there if one.opportunity.place != choice.opportunity.place)
        return gone

    def _too_heavy(self, choice: Choice, gone: set[Choice]) -> int:
        """Give how many pieces more have to leave the fullest week."""
        return max((self._leave(choice, gone, week) for week in choice.by_week), default=0)

    def _leave(self, choice: Choice, gone: set[Choice], week: int) -> int:
        there = sorted((one.by_week[week] for one in self.in_week[week] if one not in gone), reverse=True)
        over = choice.by_week[week] + sum(there) - self.most
        count = 0
        while over > 0 and count < len(there):
            over -= there[count]
            count += 1
        return count

    def _schools(self, choice: Choice) -> int:
        """Give how many pieces go with the school that makes place for another."""
        place = choice.opportunity.place
        if not self._is_school(choice) or place in self.school_of:
            return 0
        too_many = len(self.school_of) + 1 - self.facts.problem.needs.most_schools
        return sum(sorted(self.school_of.values())[: max(0, too_many)])

    def _is_school(self, choice: Choice) -> bool:
        return self.facts.places[choice.opportunity.place].kind == SCHOOL
