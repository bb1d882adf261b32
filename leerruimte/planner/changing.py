"""Something changes: a new route with the fewest changes, and the proof that fewer would not do.

Changes are counted in pieces: one dropped, taken, or moved to another edition is one. What fell away by the change
itself does not count. What began before `now` stays. A route is good enough when it is as good as the agreed one was,
or, when none as good is found, as the best found now: within `CLOSE` per cent. With few changes allowed the best score
is proven in a tenth of a second, so one change more is allowed until the score is reached: what fewer would give stands
on the ladder, for people may prefer that.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import ceil

from leerruimte.planner.bookable import Choice, choices_of
from leerruimte.planner.checking import check_route
from leerruimte.planner.describing import describe
from leerruimte.planner.explaining import explain_pins
from leerruimte.planner.figures import Facts, Figures, bookable, stand
from leerruimte.planner.model import FINE, Linear, Model, build, effort, hint, score_of, scored
from leerruimte.planner.problem import Calendar, Edition, Never, Opportunity, Pin, Problem, Span
from leerruimte.planner.reach import Reach
from leerruimte.planner.result import (
    BEST_FOUND,
    NO_ROUTE,
    OK,
    PROVEN,
    STOPPED,
    Altered,
    Ideal,
    Proof,
    Reason,
    Replan,
    Route,
    Step,
)
from leerruimte.planner.routes import WORK, find_ideal
from leerruimte.planner.solving import (
    MUCH_LINEAR,
    NEIGHBOURHOODS,
    NO_LINEAR,
    Budget,
    Cancel,
    OnProgress,
    Solved,
    gap,
    run,
)

LADDER = (6,)  # a step that is looked at as well when the first AT_ONCE are not enough
AT_ONCE = 6
SHARE, FREE, WITHOUT_LINEAR, POLISH = 0.12, 0.05, 0.15, 0.3  # of the budget that is left: a step, and the others
CLOSE = 1  # per cent
ROUGH = 0.005
Taken = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Late:
    """An opportunity starts so many weeks later than it was announced."""

    opportunity: str
    weeks: int


@dataclass(frozen=True)
class Change:
    """What is otherwise. `now`: the week in which we are; what began before it stays as it is."""

    falls_away: tuple[str, ...] = ()
    added: tuple[Opportunity, ...] = ()
    late: tuple[Late, ...] = ()
    pinned: tuple[Pin, ...] = ()
    refused: tuple[str, ...] = ()
    never: tuple[Never, ...] = ()
    away: tuple[Span, ...] = ()
    hours_a_week: int | None = None
    now: int = 1


@dataclass(frozen=True, eq=False)
class _Old:
    """What was agreed: all of it, what can still be, and what began and stays."""

    agreed: Taken
    possible: Taken
    fixed: frozenset[tuple[str, str]]


def changed(problem: Problem, change: Change) -> Problem:
    """Give the problem as it is after a change."""
    weeks = {one.opportunity: one.weeks for one in change.late}
    kept = [
        _later(one, weeks.get(one.code, 0), problem.calendar)
        for one in problem.opportunities
        if one.code not in change.falls_away
    ]
    kept = [one for one in kept if one.editions]
    there = {one.code for one in (*kept, *change.added)}
    needs = problem.needs
    pins = {pin.opportunity: pin for pin in (*problem.pins, *change.pinned) if pin.opportunity in there}
    return replace(
        problem,
        opportunities=(*kept, *change.added),
        pins=tuple(pin for code, pin in pins.items() if code not in change.refused),
        refused=tuple(dict.fromkeys(code for code in (*problem.refused, *change.refused) if code in there)),
        needs=replace(
            needs,
            never=(*needs.never, *change.never),
            away=(*needs.away, *change.away),
            hours_a_week=change.hours_a_week or needs.hours_a_week,
            likes=tuple(like for like in needs.likes if like.kind != "opportunity" or like.what in there),
        ),
    )


def replan(
    problem: Problem,
    agreed: Taken,
    change: Change,
    *,
    ideal: Ideal | None = None,
    work: float = WORK,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
    executor: Executor | None = None,
    ladder: bool = True,
) -> Replan:
    """Find a route after a change that keeps what people agreed, with the fewest changes.

    `agreed`: opportunity and edition of each piece; `ideal`: of the answer the agreed route came from (else it is found
    anew, which takes longer); `ladder`: say in every case what fewer changes would give. Limits as for `plan_routes`;
    with an `executor` the first steps of the ladder run beside each other.
    """
    budget = Budget(work, seconds, seed, cancel, on_progress)
    then = changed(problem, change)
    facts = Facts(then)
    old = _old(agreed, {choice.key: choice for choice in facts.choices}, change)
    if ideal is None:
        ideal, _, _ = find_ideal(facts, _choices(facts, old), budget, executor)
        if ideal is None:
            return _impossible(then, budget)
    asked = _Asked(then, old, Figures(ideal.curriculum, ideal.needs, ideal.opportunities))
    search = _Search(asked, facts, budget)
    found, steps = _search(search, _enough(_score_agreed(problem, agreed, asked.ideal)), ladder, executor)
    if found is None:
        return _impossible(then, budget)
    return _answer(search, ideal, found, steps)


@dataclass(frozen=True)
class _Fewest:
    """A route, and whether it is proven that no route with fewer changes is as good."""

    taken: Taken
    proven: bool


@dataclass(frozen=True)
class _Asked:
    """What a search for few changes asks; plain values, so that it can be sent anywhere."""

    problem: Problem
    old: _Old
    ideal: Figures


class _Search:
    """What is asked, for so many changes: of each number a model of its own, with only what they can reach."""

    def __init__(self, asked: _Asked, facts: Facts, budget: Budget) -> None:
        self.asked, self.old, self.facts, self.budget = asked, asked.old, facts, budget
        self.choices = _choices(facts, asked.old)
        self.reach = Reach(facts, self.choices, frozenset(self.old.possible), self.old.fixed)

    def within(self, most: int | None, known: Taken, share: float) -> Solved:
        """Find the best score with at most so many changes."""
        model, points, _ = self._model(most)
        model.cp.maximize(points)
        hint(model, known)
        step = "free" if most is None else f"at most {most} changes"
        return run(model, self.budget, step, share, search=NEIGHBOURHOODS if most is None else MUCH_LINEAR)

    def possible(self) -> Solved:
        """Find the fewest changes with which there is a route at all."""
        model, _, changes = self._model(None)
        model.cp.minimize(changes)
        return run(model, self.budget, "fewest changes", SHARE, search=MUCH_LINEAR)

    def fewest(self, known: Taken, least: int, more_than: int, hard: bool) -> tuple[Taken, bool]:
        """Find the fewest changes, from a route that is known, with at least so high a score; say whether it is proven.

        `hard`: the linear relaxation left a step unproven; some of these are proven at once without it.
        """
        for search, share in ((NO_LINEAR, WITHOUT_LINEAR), (MUCH_LINEAR, 0.8))[0 if hard else 1 :]:
            model, points, changes = self._model(count_changes(self.old.possible, known))
            model.cp.add(points >= least)
            model.cp.add(changes > more_than)
            model.cp.minimize(changes)
            hint(model, known)
            solved = run(model, self.budget, "fewest changes", share, search=search)
            known = solved.taken or known
            if solved.proven:
                return known, True
        return known, False

    def polished(self, taken: Taken) -> Taken:
        """Of all routes with so few changes take the best."""
        model, points, _ = self._model(count_changes(self.old.possible, taken))
        model.cp.add(points >= self.score(taken))
        model.cp.maximize(FINE * points - effort(model))
        hint(model, taken)
        return run(model, self.budget, "best of the fewest", POLISH, rough=ROUGH, search=MUCH_LINEAR).taken or taken

    def _model(self, most: int | None) -> tuple[Model, Linear, Linear]:
        """Build a model of at most so many changes; give it with the score and the number of changes."""
        choices = self.choices if most is None else self.reach.within(self.choices, most)
        model = build(self.facts, choices)
        for q, choice in enumerate(choices):
            if choice.key in self.old.fixed:
                model.cp.add(model.e[q] == 1)
        points, _ = scored(model, self.asked.ideal)
        changes = model.changes(dict(self.old.possible))
        if most is not None:
            model.cp.add(changes <= most)
        return model, points, changes

    def score(self, taken: Taken) -> int:
        """Reckon the score of a route."""
        keys = set(taken)
        mine = (choice for choice in self.choices if choice.key in keys)
        return score_of(stand(self.facts, mine).figures, self.asked.ideal)[0]


def _choices(facts: Facts, old: _Old) -> list[Choice]:
    """Give what can be chosen; what began stays, even where the change would bar it from now on."""
    keep = [choice for choice in facts.choices if choice.key in old.fixed]
    return keep + [choice for choice in bookable(facts) if choice.key not in old.fixed]


def _within(asked: _Asked, most: int, work: float, seconds: float | None, seed: int) -> tuple[Solved, float]:
    """One step of the ladder, as a task of its own."""
    budget = Budget(work, seconds, seed)
    return _Search(asked, Facts(asked.problem), budget).within(most, asked.old.possible, 1.0), budget.spent


def _old(agreed: Taken, everything: Mapping[tuple[str, str], Choice], change: Change) -> _Old:
    late = {one.opportunity for one in change.late}
    fixed = frozenset(
        key
        for key in agreed
        if key in everything
        and everything[key].held
        and everything[key].start < change.now
        and key[0] not in late
        and key[0] not in change.refused
    )
    possible = tuple(key for key in agreed if key in everything and (not everything[key].barred or key in fixed))
    return _Old(tuple(agreed), possible, fixed)


def _search(
    search: _Search, least: int, ladder: bool, executor: Executor | None
) -> tuple[_Fewest | None, tuple[Step, ...]]:
    """Allow one change more, and one more, until the score is reached; if that takes long, bring the number down."""
    none = search.within(0, search.old.possible, SHARE)
    begin, known = 0, none.taken or ()
    if none.taken is None:
        possible = search.possible()
        if possible.taken is None or possible.value is None:
            return None, ()
        begin, known = round(possible.value) if possible.proven else 1, possible.taken
    steps: dict[int, Solved] = {}
    sure = none.taken is not None or none.impossible
    for most, solved in _upwards(search, begin, known, executor):
        steps[most] = solved
        known = solved.taken or known
        enough, too_few = _first_enough(search, steps, least, sure)
        if enough and enough.proven:
            return enough, _told(steps.items())
        if too_few < most:  # more changes are harder still
            break
    for most in (one for one in LADDER if ladder and one > max(steps)):
        steps[most] = search.within(most, known, SHARE)
        known = steps[most].taken or known
    free = search.within(None, known, FREE)
    return _downwards(search, least, free.taken or known, steps, sure), _told((*steps.items(), (None, free)))


def _first_enough(search: _Search, steps: Mapping[int, Solved], least: int, sure: bool) -> tuple[_Fewest | None, int]:
    """Give the first step that is good enough; else how many changes are proven to be too few."""
    too_few = -1
    for most, solved in steps.items():
        if solved.taken is not None and search.score(solved.taken) >= least:
            return _Fewest(solved.taken, sure), too_few
        sure = sure and (solved.impossible or (solved.bound is not None and solved.bound < least))
        too_few = most if sure else too_few
    return None, too_few


def _upwards(search: _Search, begin: int, known: Taken, executor: Executor | None) -> Iterator[tuple[int, Solved]]:
    """Give the best score with at most `begin` changes, one more, and so on."""
    numbers = range(begin, begin + AT_ONCE)
    if executor is None:
        for most in numbers:
            solved = search.within(most, known, SHARE)
            known = solved.taken or known
            yield most, solved
        return
    budget = search.budget
    part = budget.left / (2 * AT_ONCE)
    futures = [executor.submit(_within, search.asked, most, part, budget.seconds_left, budget.seed) for most in numbers]
    for most, future in zip(numbers, futures, strict=True):
        solved, spent = future.result()
        budget.spent += spent
        yield most, solved


def _downwards(search: _Search, least: int, best: Taken, steps: Mapping[int, Solved], sure: bool) -> _Fewest:
    """From the best there is, whatever it changes, come down to the fewest changes that give as good a route."""
    least = min(least, _enough(search.score(best)))
    enough, too_few = _first_enough(search, steps, least, sure)
    if enough and enough.proven:
        return enough
    hard = not all(solved.proven for solved in steps.values())
    fewest, proven = search.fewest(enough.taken if enough else best, least, too_few, hard)
    return _Fewest(search.polished(fewest), proven)


def _score_agreed(problem: Problem, agreed: Taken, ideal: Figures) -> int:
    """Reckon the score of the agreed route as it was before the change."""
    keys = set(agreed)
    codes = {code for code, _ in keys}
    then = replace(problem, opportunities=tuple(one for one in problem.opportunities if one.code in codes))
    mine = (choice for choice in choices_of(then) if choice.key in keys)
    return score_of(stand(Facts(problem), mine).figures, ideal)[0]


def _enough(score: int) -> int:
    return ceil(score - abs(score) * CLOSE / 100)


def _told(steps: Iterable[tuple[int | None, Solved]]) -> tuple[Step, ...]:
    return tuple(_step(most, solved) for most, solved in steps if solved.taken is not None)


def _step(most: int | None, solved: Solved) -> Step:
    value = int(solved.value or 0)
    proof = Proof(PROVEN, 0.0) if solved.proven else Proof(BEST_FOUND, gap(value, solved.bound or value))
    return Step(most, value, proof, solved.taken or ())


def _answer(search: _Search, ideal: Ideal, found: _Fewest, ladder: tuple[Step, ...]) -> Replan:
    facts, old = search.facts, search.old
    proof = Proof(PROVEN, 0.0) if found.proven else Proof(BEST_FOUND)
    route = describe(facts, search.choices, found.taken, ideal, proof)
    return Replan(
        OK,
        route=route,
        altered=tuple(_altered(search, route)),
        changes=count_changes(old.possible, found.taken),
        forced=tuple(code for code, edition in old.agreed if (code, edition) not in old.possible),
        kept=len(set(old.possible) & set(found.taken)),
        proof=proof,
        ladder=ladder,
        work=round(search.budget.spent, 3),
    )


def count_changes(old: Taken, taken: Taken) -> int:
    """Count pieces dropped, taken, or moved to another edition."""
    before, after = dict(old), dict(taken)
    return sum(before.get(code) != after.get(code) for code in before.keys() | after.keys())


def _altered(search: _Search, route: Route) -> Iterator[Altered]:
    old, new = dict(search.old.possible), dict(route.taken)
    agreed = dict(search.old.agreed)
    pieces = {piece.opportunity: piece for piece in route.pieces}
    for code in sorted(code for code in new if old.get(code) != new[code]):
        yield Altered(code, "moved" if code in agreed else "taken", pieces[code].why)
    for code in sorted(old.keys() - new.keys()):
        yield Altered(code, "dropped", (_why_dropped(search, (code, old[code]), route),))


def _why_dropped(search: _Search, key: tuple[str, str], route: Route) -> Reason:
    """Say why an agreed piece goes: put back, it breaks a rule, or it adds nothing any more."""
    broken = check_route(search.facts.problem, (*route.taken, key))
    if broken:
        return Reason("breaks", {"opportunity": key[0], "rule": broken[0].rule, "detail": broken[0].detail})
    return Reason("no_gain", {"opportunity": key[0]})


def _impossible(problem: Problem, budget: Budget) -> Replan:
    if budget.stopped:
        return Replan(STOPPED, work=budget.spent)
    reasons, ways = explain_pins(problem, budget)
    return Replan(NO_ROUTE, reasons=reasons, ways_out=ways, work=budget.spent)


def _later(one: Opportunity, weeks: int, calendar: Calendar) -> Opportunity:
    """Move an opportunity's meetings; editions that would end after the period are gone."""
    if not weeks:
        return one
    moved = [
        Edition(
            edition.code,
            tuple(replace(moment, week=moment.week + weeks) for moment in edition.moments),
            edition.seats,
        )
        for edition in one.editions
    ]
    fits = [one for one in moved if all(1 <= moment.week <= calendar.weeks for moment in one.moments)]
    return replace(one, editions=tuple(fits))
