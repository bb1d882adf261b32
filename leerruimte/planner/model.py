"""The CP-SAT model of a route: each rule a small function whose first line says it in words.

Formulation and measurements: docs of the project, "planner". In an explanation a rule that could be otherwise holds
behind a literal of its group (`Model.hold`); in planning it holds, and what it excludes was cut out before.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from leerruimte.planner.bookable import DUE, LOAD, PIN, SCHOOLS, Choice, Group
from leerruimte.planner.figures import PLACES_A_DOMAIN, Facts, Figures, Standing, stand, strengths_used
from leerruimte.planner.problem import SCHOOL

Literal = cp_model.IntVar
Linear = Any  # a sum of variables, or a number: cp_model's own union makes mypy refuse every addition
ONE = 1000  # a figure as large as it can be alone
WEAKEST, EACH = 30, 2  # score = 30 t + 2 (C + N + A)
FINE, AN_HOUR = 40, 10  # a point is worth four hours less, and an hour as much as beginning ten weeks earlier
LEAST = -1000 * ONE
HOURS_A_WEEK = 168


@dataclass(eq=False)
class Model:
    """A model under construction: its variables by what they mean."""

    facts: Facts
    choices: Sequence[Choice]
    explaining: bool = False
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    e: dict[int, Literal] = field(default_factory=dict)
    y: dict[str, Linear] = field(default_factory=dict)
    points: dict[str, cp_model.IntVar] = field(default_factory=dict)
    cnt: dict[tuple[int, str], Literal] = field(default_factory=dict)
    holds: dict[Group, Literal] = field(default_factory=dict)
    travel: list[Linear] = field(default_factory=list)
    extra: Linear = 0
    stays: dict[tuple[str, int], Literal] = field(default_factory=dict)
    z: dict[str, Literal] = field(default_factory=dict)
    shares: list[cp_model.IntVar] = field(default_factory=list)
    ideal: Figures | None = None
    foretold: list[tuple[cp_model.IntVar, Callable[[set[tuple[str, str]]], int]]] = field(default_factory=list)
    used: dict[tuple[str, str], Literal] = field(default_factory=dict)
    halves: dict[str, list[tuple[int, list[Literal]]]] = field(default_factory=dict)
    _begun: dict[tuple[str, int], Literal | None] = field(default_factory=dict)

    def hold(self, group: Group) -> Literal | None:
        """Give the literal that says a group of rules holds; None when it always does."""
        if not self.explaining:
            return None
        if group not in self.holds:
            self.holds[group] = self.cp.new_bool_var(" ".join(group))
        return self.holds[group]

    def changes(self, old: Mapping[str, str]) -> Linear:
        """Count pieces dropped, taken, or moved to another edition, against editions by opportunity."""
        number = {choice.key: q for q, choice in enumerate(self.choices)}
        stays = sum(1 - self.e[number[key]] for key in old.items() if key in number)
        return stays + sum(taken for code, taken in self.y.items() if (code, old.get(code, "")) not in number)

    def only_if(self, rule: cp_model.Constraint, group: Group) -> None:
        """Let a rule hold only with its group."""
        literal = self.hold(group)
        if literal is not None:
            rule.only_enforce_if(literal)


def build(facts: Facts, choices: Sequence[Choice], *, explaining: bool = False) -> Model:
    """Build variables and rules; what is maximised is set afterwards."""
    model = Model(facts, choices, explaining)
    for rule in RULES:
        rule(model)
    return model


def editions(m: Model) -> None:
    """Of an opportunity at most one edition is taken."""
    of: defaultdict[str, list[int]] = defaultdict(list)
    for q, choice in enumerate(m.choices):
        m.e[q] = m.cp.new_bool_var(f"e {choice.opportunity.code} {choice.edition.code}")
        of[choice.opportunity.code].append(q)
    for code, numbers in of.items():
        if len(numbers) > 1:
            m.cp.add_at_most_one(m.e[q] for q in numbers)
        m.y[code] = sum(m.e[q] for q in numbers)


def alike(m: Model) -> None:
    """The same thing at two places is taken once."""
    of: defaultdict[str, list[int]] = defaultdict(list)
    for q, choice in enumerate(m.choices):
        if choice.opportunity.like:
            of[choice.opportunity.like].append(q)
    for numbers in of.values():
        m.cp.add_at_most_one(m.e[q] for q in numbers)


def barred(m: Model) -> None:
    """What days, travel, refusals, seats and holidays exclude is not taken."""
    for q, choice in enumerate(m.choices):
        for group in choice.barred:
            literal = m.hold(group)
            m.cp.add_implication(m.e[q], ~literal if literal is not None else m.cp.new_constant(0))


def pins(m: Model) -> None:
    """What is pinned is taken."""
    for pin in m.facts.problem.pins:
        fits = [
            m.e[q]
            for q, choice in enumerate(m.choices)
            if choice.opportunity.code == pin.opportunity and pin.edition in (None, choice.edition.code)
        ]
        m.only_if(m.cp.add_bool_or(fits) if fits else m.cp.add_bool_or([m.cp.new_constant(0)]), (PIN, pin.opportunity))


def clash(m: Model) -> None:
    """In one part of a day there is one meeting."""
    at: defaultdict[tuple[int, str | None, str | None], int] = defaultdict(int)
    for q, choice in enumerate(m.choices):
        for moment in choice.held:
            if moment.day:
                at[moment.week, moment.day, moment.part] |= 1 << q
    for numbers in _largest(at.values()):
        m.cp.add_at_most_one(m.e[q] for q in _bits(numbers))


def one_place_a_day(m: Model) -> None:
    """By day one is at one place; in the evening at one too; each stay is travelled to."""
    at: defaultdict[tuple[int, str, bool], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for q, choice in enumerate(m.choices):
        for moment in choice.held if choice.physical else ():
            if moment.day:
                at[moment.week, moment.day, moment.part == "evening"][choice.opportunity.place] |= 1 << q
    times: defaultdict[frozenset[tuple[str, int]], int] = defaultdict(int)
    for places in at.values():
        times[frozenset(places.items())] += 1
    stays = m.stays
    for there, count in times.items():
        present = {place: _stay(m, stays, place, numbers) for place, numbers in sorted(there)}
        if len(present) > 1:
            m.cp.add_at_most_one(present.values())
        m.travel += [count * m.facts.travel(place) * literal for place, literal in present.items()]


def load(m: Model) -> None:
    """No week holds more hours than the learner has."""
    weeks: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for q, choice in enumerate(m.choices):
        for week, minutes in choice.by_week.items():
            weeks[week].append((q, minutes))
    most = m.facts.problem.needs.hours_a_week * 60
    if m.explaining:
        m.extra = m.cp.new_int_var(0, HOURS_A_WEEK, "extra")
        m.only_if(m.cp.add(m.extra == 0), (LOAD,))
    for pairs in dict.fromkeys(tuple(weeks[week]) for week in sorted(weeks)):
        if sum(minutes for _, minutes in pairs) > most:
            m.cp.add(sum(minutes * m.e[q] for q, minutes in pairs) <= most + 60 * m.extra)


def schools(m: Model) -> None:
    """One learns at no more schools than agreed."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for q, choice in enumerate(m.choices):
        if m.facts.places[choice.opportunity.place].kind == SCHOOL:
            at[choice.opportunity.place].append(q)
    most = m.facts.problem.needs.most_schools
    if len(at) <= most:
        return
    m.z = {place: m.cp.new_bool_var(f"z {place}") for place in at}
    for place, numbers in at.items():
        for q in numbers:
            m.cp.add_implication(m.e[q], m.z[place])
    m.only_if(m.cp.add(sum(m.z.values()) <= most), (SCHOOLS,))


def counting(m: Model) -> None:
    """A choice counts for an outcome when its prerequisites are begun before it is half way, or by itself."""
    for q, choice in enumerate(m.choices):
        for code in m.facts.counts_for(choice, late=m.explaining):
            free = _is_free(m, code) and not m.facts.is_late(choice, code)
            m.cnt[q, code] = m.e[q] if free else m.cp.new_bool_var(f"cnt {q} {code}")
    m.halves = _halves(m)
    for (q, code), literal in m.cnt.items():
        if literal is m.e[q]:
            continue
        m.cp.add_implication(literal, m.e[q])
        if m.facts.is_late(m.choices[q], code):
            m.only_if(m.cp.add_bool_or([~literal]), (DUE, code))
        for earlier in m.facts.outcomes[code].prerequisites:
            if earlier not in m.facts.done:
                ways = [begun_by(m, earlier, m.choices[q].half - 1), m.cnt.get((q, earlier))]
                m.cp.add_bool_or([~literal, *(way for way in ways if way is not None)])


def asks(m: Model) -> None:
    """What an opportunity asks beforehand is begun before it starts."""
    for q, choice in enumerate(m.choices):
        for code in choice.opportunity.asks:
            if code not in m.facts.done:
                way = begun_by(m, code, choice.start - 1)
                m.cp.add_bool_or([~m.e[q], *([way] if way is not None else [])])


def reaching(m: Model) -> None:
    """An outcome has no more points than what counts for it gives; of outcomes with one `choice` one has points."""
    giving: defaultdict[str, list[Linear]] = defaultdict(list)
    for (q, code), literal in m.cnt.items():
        giving[code].append(m.choices[q].opportunity.gives[code] * literal)
    chosen: defaultdict[str, list[Literal]] = defaultdict(list)
    for code, left in m.facts.asked.items():
        m.points[code] = m.cp.new_int_var(0, left, f"points {code}")
        m.cp.add(m.points[code] <= sum(giving[code]))
        group = m.facts.outcomes[code].choice
        if group:
            chosen[group].append(m.cp.new_bool_var(f"chosen {code}"))
            m.cp.add(m.points[code] <= left * chosen[group][-1])
            if m.facts.decided.get(group, code) != code:
                m.cp.add(m.points[code] == 0)
    for literals in chosen.values():
        m.cp.add_at_most_one(literals)


def strengths(m: Model) -> None:
    """A place's strength in a domain counts when something there counts for it; at most two places a domain."""
    users: defaultdict[tuple[str, str], list[Literal]] = defaultdict(list)
    for (q, code), literal in m.cnt.items():
        place, domain = m.choices[q].opportunity.place, m.facts.outcomes[code].domain
        if m.facts.strength(place, domain):
            users[domain, place].append(literal)
    of: defaultdict[str, list[Literal]] = defaultdict(list)
    for (domain, place), literals in users.items():
        m.used[place, domain] = m.cp.new_bool_var(f"best {place} {domain}")
        m.cp.add_bool_or([~m.used[place, domain], *literals])
        of[domain].append(m.used[place, domain])
    for literals in of.values():
        if len(literals) > PLACES_A_DOMAIN:
            m.cp.add(sum(literals) <= PLACES_A_DOMAIN)


RULES: tuple[Callable[[Model], None], ...] = (
    editions,
    alike,
    barred,
    pins,
    clash,
    one_place_a_day,
    load,
    schools,
    counting,
    asks,
    reaching,
    strengths,
)


def curriculum(m: Model) -> Linear:
    """C as an expression."""
    return sum(m.facts.weights[code] * points for code, points in m.points.items())


def needs(m: Model) -> Linear:
    """N as an expression."""
    aims = sum(m.facts.aims.get(code, 0) * points for code, points in m.points.items())
    return aims + sum(m.facts.liked(choice) * m.e[q] for q, choice in enumerate(m.choices)) - sum(m.travel)


def opportunities(m: Model) -> Linear:
    """A as an expression."""
    return sum(m.facts.strength(place, domain) * literal for (place, domain), literal in m.used.items())


def effort(m: Model) -> Linear:
    """Give the effort of all that is taken: of routes that are as good, the one with fewer hours, and begun earlier."""
    return sum(effort_of(choice) * m.e[q] for q, choice in enumerate(m.choices))


def effort_of(choice: Choice) -> int:
    """Give the effort of a choice: its hours, and how late it begins."""
    return AN_HOUR * round(choice.minutes / 60) + choice.start


def scored(m: Model, ideal: Figures) -> tuple[Linear, tuple[Linear, Linear, Linear]]:
    """Give the score, 30 t + 2 (C + N + A), and the three: in thousandths of the ideal each, t the weakest of them.

    A figure that cannot be above nothing is left out (counts as reached).
    """
    t = m.cp.new_int_var(LEAST, ONE, "t")
    shares: list[cp_model.IntVar] = []
    for name, raw, best in (
        ("C", curriculum(m), ideal.curriculum),
        ("N", needs(m), ideal.needs),
        ("A", opportunities(m), ideal.opportunities),
    ):
        share = m.cp.new_int_var(LEAST, ONE, name)
        if best > 0:
            m.cp.add(best * share <= ONE * raw)
        m.cp.add(t <= share)
        shares.append(share)
    m.shares, m.ideal = [t, *shares], ideal
    return WEAKEST * t + EACH * sum(shares), (shares[0], shares[1], shares[2])


def score_of(figures: Figures, ideal: Figures) -> tuple[int, tuple[int, int, int]]:
    """Reckon the same score from figures."""
    pairs = (
        (figures.curriculum, ideal.curriculum),
        (figures.needs, ideal.needs),
        (figures.opportunities, ideal.opportunities),
    )
    c, n, a = (min(ONE, max(LEAST, ONE * raw // best)) if best > 0 else ONE for raw, best in pairs)
    return WEAKEST * min(c, n, a) + EACH * (c + n + a), (c, n, a)


def begun_by(m: Model, code: str, week: int) -> Literal | None:
    """Give a literal that may be true only when an outcome is begun by the end of a week; None when it cannot be."""
    literal: Literal | None = None
    for half, now in m.halves.get(code, ()):
        if half > week:
            break
        if (code, half) not in m._begun:
            m._begun[code, half] = _either(m, literal, now, f"begun {code} {half}")
        literal = m._begun[code, half]
    return literal


def _halves(m: Model) -> dict[str, list[tuple[int, list[Literal]]]]:
    """Give for each outcome the weeks in which what counts for it is half way, in order, and what that is."""
    of: defaultdict[str, defaultdict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    for (q, code), literal in m.cnt.items():
        of[code][m.choices[q].half].append(literal)
    return {code: sorted(by_week.items(), key=lambda pair: pair[0]) for code, by_week in of.items()}


def hint(m: Model, taken: Iterable[tuple[str, str]]) -> None:
    """Begin from choices that are known to be possible: say what every variable is then."""
    keys = set(taken)
    mine = [choice for choice in m.choices if choice.key in keys]
    standing = stand(m.facts, mine)
    best = {(place, domain) for place, domain, _ in strengths_used(m.facts, mine, standing.counted)}
    pairs = [*_hints_of_choices(m, keys), *_hints_of_outcomes(m, standing)]
    pairs += [(literal, pair in best) for pair, literal in m.used.items()]
    pairs += [(literal, holds(keys)) for literal, holds in m.foretold]
    if m.shares and m.ideal:
        _, shares = score_of(standing.figures, m.ideal)
        pairs += zip(m.shares, (min(shares), *shares), strict=True)
    m.cp.clear_hints()  # type: ignore[no-untyped-call]
    for variable, value in {variable.index: (variable, value) for variable, value in pairs}.values():
        m.cp.add_hint(variable, value)


def _hints_of_choices(m: Model, keys: set[tuple[str, str]]) -> Iterator[tuple[Literal, int]]:
    """Give what is taken, where one is then, and at which schools."""
    yield from ((m.e[q], choice.key in keys) for q, choice in enumerate(m.choices))
    there = {choice.opportunity.place for choice in m.choices if choice.key in keys}
    yield from ((literal, place in there) for place, literal in m.z.items())
    taken = sum(1 << q for q, choice in enumerate(m.choices) if choice.key in keys)
    yield from ((literal, bool(numbers & taken)) for (_, numbers), literal in m.stays.items())


def _hints_of_outcomes(m: Model, standing: Standing) -> Iterator[tuple[Literal, int]]:
    """Give what counts for what, what is begun when, and the points."""
    for (q, code), literal in m.cnt.items():
        yield literal, code in standing.counted.get(m.choices[q].key, ())
    for (code, half), begun in m._begun.items():
        if begun is not None:
            yield begun, standing.begun.get(code, half + 1) <= half
    yield from ((points, standing.points[code]) for code, points in m.points.items())


def _either(m: Model, before: Literal | None, now: list[Literal], name: str) -> Literal:
    ways = [*([before] if before is not None else []), *now]
    if len(ways) == 1:
        return ways[0]
    literal = m.cp.new_bool_var(name)
    m.cp.add_bool_or([~literal, *ways])
    return literal


def _is_free(m: Model, code: str) -> bool:
    return all(earlier in m.facts.done for earlier in m.facts.outcomes[code].prerequisites)


def _stay(m: Model, stays: dict[tuple[str, int], Literal], place: str, numbers: int) -> Literal:
    key = (place, numbers)
    if key not in stays:
        there = [m.e[q] for q in _bits(numbers)]
        if len(there) == 1:
            stays[key] = there[0]
        else:
            stays[key] = m.cp.new_bool_var(f"at {place}")
            for literal in there:
                m.cp.add_implication(literal, stays[key])
    return stays[key]


def _largest(sets: Iterable[int]) -> Iterator[int]:
    """Give the sets (as bits) of two or more that are in no other."""
    kept: defaultdict[int, list[int]] = defaultdict(list)  # by each bit
    for bits in sorted(set(sets), key=int.bit_count, reverse=True):
        if bits.bit_count() > 1 and not any(bits & other == bits for other in kept[bits & -bits]):
            for bit in _bits(bits):
                kept[1 << bit].append(bits)
            yield bits


def _bits(numbers: int) -> Iterator[int]:
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest
