"""What a set of choices is worth: points, the three figures, load, travel.

C, curriculum: weight x twelfths reached, summed over the outcomes. N, needs: `AIM` x strength x twelfths reached of
the aims, plus the likes of each piece, less `PIECE` a piece and its travel (a point is half an hour on the way).
A, affordances: the strength of each place in each domain it is used for, at most two places a domain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leerruimte.planner.bookable import Choice, choices_of, minutes_to
from leerruimte.planner.problem import Like, Outcome, Place, Problem

AIM, STRENGTH, MINUTES_A_POINT = 100, 40, 30
# What one likes in general helps to choose, but is no reason to take a piece; what is liked by name is.
LIKE, LIKE_BY_NAME, PIECE = 60, 180, 100
DAYTIME = ("morning", "afternoon", "late")
PLACES_A_DOMAIN = 2


@dataclass(frozen=True)
class Figures:
    """The three figures as they are counted, not yet divided by what is possible."""

    curriculum: int
    needs: int
    opportunities: int


@dataclass(frozen=True, eq=False)
class Facts:
    """A problem's values as figures and model look them up."""

    problem: Problem

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Give outcomes by code, each after its prerequisites."""
        waiting = {one.code: one for one in self.problem.outcomes}
        placed: dict[str, Outcome] = {}
        while waiting:
            ready = [code for code, one in waiting.items() if not waiting.keys() & set(one.prerequisites)]
            placed |= {code: waiting.pop(code) for code in ready}
        return placed

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Give places by code."""
        return {place.code: place for place in self.problem.places}

    @cached_property
    def done(self) -> Mapping[str, int]:
        """Give the points a learner has of outcomes already."""
        had: Counter[str] = Counter()
        for done in self.problem.done:
            had[done.outcome] += done.points
        return {code: points for code, points in had.items() if points > 0}

    @cached_property
    def asked(self) -> Mapping[str, int]:
        """Give the points still asked of each outcome, where there are any."""
        left = {code: one.need - self.done.get(code, 0) for code, one in self.outcomes.items()}
        return {code: points for code, points in left.items() if points > 0}

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """Give what one point of an outcome adds to C."""
        return {code: one.weight * 12 // one.need for code, one in self.outcomes.items()}

    @cached_property
    def aims(self) -> Mapping[str, int]:
        """Give what one point of an outcome adds to N."""
        strengths: Counter[str] = Counter()
        for aim in self.problem.needs.aims:
            strengths[aim.outcome] = max(strengths[aim.outcome], aim.strength)
        return {code: AIM * strength * 12 // self.outcomes[code].need for code, strength in strengths.items()}

    @cached_property
    def decided(self) -> Mapping[str, str]:
        """Give, of outcomes with one `choice`, the one that is aimed at most: then only that one has points."""
        of: dict[str, str] = {}
        for code, one in self.outcomes.items():
            if one.choice and self.aims.get(code, 0) > self.aims.get(of.get(one.choice, ""), 0):
                of[one.choice] = code
        return {choice: code for choice, code in of.items() if code in self.asked}

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """Give the domains of what is still asked."""
        return tuple(dict.fromkeys(self.outcomes[code].domain for code in self.asked))

    def counts_for(self, choice: Choice, *, late: bool = False) -> tuple[str, ...]:
        """Give the asked outcomes a choice can count for, prerequisites first; with `late` also what ends too late."""
        given = choice.opportunity.gives
        asked = (code for code in self.outcomes if code in given and code in self.asked)
        return tuple(code for code in asked if late or not self.is_late(choice, code))

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Give all editions with what bars them."""
        return choices_of(self.problem)

    @cached_property
    def named(self) -> frozenset[str]:
        """Give the opportunities that are pinned or liked by name."""
        likes = (like for like in self.problem.needs.likes if like.kind == "opportunity" and like.strength > 0)
        return frozenset((*(pin.opportunity for pin in self.problem.pins), *(like.what for like in likes)))

    def is_useful(self, choice: Choice) -> bool:
        """Say whether a choice is worth looking at: it gives something asked, or was named by somebody."""
        one = choice.opportunity
        return one.code in self.named or not self.asked.keys().isdisjoint(one.gives)

    def is_late(self, choice: Choice, code: str) -> bool:
        """Say whether a choice ends after an outcome is due."""
        due = self.outcomes[code].due
        return due is not None and choice.end > due

    def liked(self, choice: Choice) -> int:
        """Give what a choice adds to N of itself: its likes and the learner's strengths, less the price of a piece."""
        likes = sum(
            like.strength * (LIKE_BY_NAME if like.kind == "opportunity" else LIKE)
            for like in self.problem.needs.likes
            if self.matches(like, choice)
        )
        builds = any(self.outcomes[code].domain in self.problem.needs.strengths for code in choice.opportunity.gives)
        return likes + STRENGTH * builds - PIECE

    def travel(self, place: str) -> int:
        """Give what a day at a place takes off N."""
        minutes = minutes_to(self.places[place], self.problem.needs.car) or 0
        return round(2 * minutes / MINUTES_A_POINT)

    def strength(self, place: str, domain: str) -> int:
        """Give how strong a place is in a domain."""
        return self.places[place].strengths.get(domain, 0)

    def matches(self, like: Like, choice: Choice) -> bool:
        """Say whether a preference is about a choice."""
        one = choice.opportunity
        if like.kind == "part":
            return any(moment.part == like.what for moment in choice.held)
        of_place = {"place": one.place, "place_kind": self.places[one.place].kind}
        return like.what == {**of_place, "formality": one.formality, "opportunity": one.code}[like.kind]


def bookable(facts: Facts) -> list[Choice]:
    """Cut first: give only the editions that nothing bars and that can be of use."""
    return [choice for choice in facts.choices if not choice.barred and facts.is_useful(choice)]


@dataclass(frozen=True, eq=False)
class Standing:
    """What a set of choices comes to."""

    counted: Mapping[tuple[str, str], tuple[str, ...]]
    points: Mapping[str, int]
    begun: Mapping[str, int]
    figures: Figures
    load: tuple[int, ...]
    travel_days: Mapping[str, int]


def stand(facts: Facts, choices: Iterable[Choice]) -> Standing:
    """Reckon what choices come to, each counted for everything it may count for."""
    taken = sorted(choices, key=lambda choice: (choice.half, choice.key))
    counted, begun = _count(facts, taken)
    points = _points(facts, taken, counted)
    days = _travel_days(taken)
    return Standing(
        counted=counted,
        points=points,
        begun=begun,
        figures=_figures(facts, taken, counted, points, days),
        load=_load(facts, taken),
        travel_days=days,
    )


def _count(facts: Facts, taken: Sequence[Choice]) -> tuple[dict[tuple[str, str], tuple[str, ...]], dict[str, int]]:
    """A choice counts for an outcome whose prerequisites are begun before it is half way, or counted for by itself."""
    begun: dict[str, int] = dict.fromkeys(facts.done, 0)
    counted = {}
    for choice in taken:
        mine: list[str] = []
        for code in facts.counts_for(choice):
            before = facts.outcomes[code].prerequisites
            if all(earlier in mine or begun.get(earlier, choice.half) < choice.half for earlier in before):
                mine.append(code)
        counted[choice.key] = tuple(mine)
        for code in mine:
            begun.setdefault(code, choice.half)
    return counted, begun


def _points(
    facts: Facts, taken: Sequence[Choice], counted: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[str, int]:
    reached: Counter[str] = Counter()
    for choice in taken:
        for code in counted[choice.key]:
            reached[code] += choice.opportunity.gives[code]
    points = {code: min(left, reached[code]) for code, left in facts.asked.items()}
    by_choice: defaultdict[str, list[str]] = defaultdict(list)
    for code in points:
        if facts.outcomes[code].choice:
            by_choice[facts.outcomes[code].choice or ""].append(code)
    for group, codes in by_choice.items():
        most = max(codes, key=lambda code: (points[code] * facts.weights[code], code))
        best = facts.decided.get(group, most)
        points |= dict.fromkeys((code for code in codes if code != best), 0)
    return points


def _travel_days(taken: Sequence[Choice]) -> dict[str, int]:
    days = {
        (choice.opportunity.place, moment.week, moment.day, moment.part == "evening")
        for choice in taken
        if choice.physical
        for moment in choice.held
        if moment.day
    }
    return dict(Counter(place for place, *_ in days))


def _figures(
    facts: Facts,
    taken: Sequence[Choice],
    counted: Mapping[tuple[str, str], tuple[str, ...]],
    points: Mapping[str, int],
    days: Mapping[str, int],
) -> Figures:
    needs = sum(facts.aims.get(code, 0) * reached for code, reached in points.items())
    needs += sum(facts.liked(choice) for choice in taken)
    needs -= sum(facts.travel(place) * count for place, count in days.items())
    return Figures(
        curriculum=sum(facts.weights[code] * reached for code, reached in points.items()),
        needs=needs,
        opportunities=sum(strength for *_, strength in strengths_used(facts, taken, counted)),
    )


def strengths_used(
    facts: Facts, taken: Sequence[Choice], counted: Mapping[tuple[str, str], tuple[str, ...]]
) -> tuple[tuple[str, str, int], ...]:
    """Give place, domain and strength of what places are good at and are used for, at most two places a domain."""
    used = {(choice.opportunity.place, facts.outcomes[code].domain) for choice in taken for code in counted[choice.key]}
    best: list[tuple[str, str, int]] = []
    for domain in facts.domains:
        strong = sorted(((facts.strength(place, domain), place) for place, of in used if of == domain), reverse=True)
        best += [(place, domain, strength) for strength, place in strong[:PLACES_A_DOMAIN] if strength]
    return tuple(best)


def _load(facts: Facts, taken: Sequence[Choice]) -> tuple[int, ...]:
    minutes: Counter[int] = Counter()
    for choice in taken:
        minutes.update(choice.by_week)
    return tuple(minutes[week] for week in range(1, facts.problem.calendar.weeks + 1))
