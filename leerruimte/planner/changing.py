"""Something changes: a new route with the fewest changes, and the proof that fewer would not do.

Changes are counted in pieces: one dropped, taken, or moved to another edition is one. What fell away by the change
itself does not count. What began before `now` stays. A route is good enough when it is as good as the agreed one was,
or, when that is no longer possible, as the best there is now: within `CLOSE` per cent. The number of changes is brought
down at that score; what fewer changes would give stands on the ladder, for people may prefer that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from leerruimte.planner.bookable import Choice, choices_of
from leerruimte.planner.checking import check_route
from leerruimte.planner.describing import describe
from leerruimte.planner.explaining import explain_pins
from leerruimte.planner.figures import Facts, Figures, bookable, stand
from leerruimte.planner.model import FINE, Linear, Model, build, hint, hours, score_of, scored
from leerruimte.planner.problem import Calendar, Edition, Never, Opportunity, Pin, Problem, Span
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
from leerruimte.planner.solving import MUCH_LINEAR, Budget, Cancel, OnProgress, Solved, gap, run

LADDER = (0, 1, 2, 4, 6)
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
    ladder: bool = True,
) -> Replan:
    """Find a route after a change that keeps what people agreed, with the fewest changes.

    `agreed`: opportunity and edition of each piece; `ideal`: of the answer the agreed route came from (else it is found
    anew, which takes longer); `ladder`: say as well what fewer changes would give. Limits as for `plan_routes`.
    """
    budget = Budget(work, seconds, seed, cancel, on_progress)
    then = changed(problem, change)
    facts = Facts(then)
    everything = {choice.key: choice for choice in choices_of(then)}
    old = _old(agreed, everything, change)
    # What began stays, even where the change would bar it from now on.
    keep = [choice for key, choice in everything.items() if key in old.fixed]
    choices = keep + [choice for choice in bookable(facts) if choice.key not in old.fixed]
    if ideal is None:
        ideal, _, _ = find_ideal(facts, choices, budget)
        if ideal is None:
            return _impossible(then, budget)
    search = _Search(facts, choices, old, Figures(ideal.curriculum, ideal.needs, ideal.opportunities), budget)
    found, steps = _search(search, _score_agreed(problem, agreed, search.ideal), ladder)
    if found is None:
        return _impossible(then, budget)
    return _answer(search, ideal, found, steps)


@dataclass(frozen=True)
class _Fewest:
    """A route, and whether it is proven that no route with fewer changes is as good."""

    taken: Taken
    proven: bool


@dataclass(frozen=True, eq=False)
class _Search:
    facts: Facts
    choices: Sequence[Choice]
    old: _Old
    ideal: Figures
    budget: Budget

    def model(self) -> tuple[Model, Linear, Linear]:
        """Build the model; give it with the score and the number of changes."""
        model = build(self.facts, self.choices)
        number = {choice.key: q for q, choice in enumerate(self.choices)}
        for key in self.old.fixed:
            model.cp.add(model.e[number[key]] == 1)
        score, _ = scored(model, self.ideal)
        hint(model, self.old.possible)
        return model, score, model.changes(dict(self.old.possible))

    def best(self, most: int | None, share: float, rough: float = 0.0) -> Solved:
        """Find the best score with at most so many changes."""
        model, score, changes = self.model()
        if most is not None:
            model.cp.add(changes <= most)
        model.cp.maximize(score)
        step = "free" if most is None else f"at most {most} changes"
        return run(model, self.budget, step, share, rough=rough, linear=MUCH_LINEAR)

    def polished(self, taken: Taken, changes: int) -> Taken:
        """Of all routes with so few changes take the best."""
        model, score, count = self.model()
        model.cp.add(count <= changes)
        model.cp.maximize(FINE * score - hours(model))
        hint(model, taken)
        return run(model, self.budget, "best of the fewest", 0.8, rough=ROUGH, linear=MUCH_LINEAR).taken or taken

    def score(self, taken: Taken) -> int:
        """Reckon the score of a route."""
        keys = set(taken)
        mine = (choice for choice in self.choices if choice.key in keys)
        return score_of(stand(self.facts, mine).figures, self.ideal)[0]

    def fewest(self, least: int, share: float) -> Solved:
        """Find the fewest changes with at least so high a score."""
        model, score, changes = self.model()
        model.cp.add(score >= least)
        model.cp.minimize(changes)
        return run(model, self.budget, "fewest changes", share, linear=MUCH_LINEAR)


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


def _search(search: _Search, agreed: int, ladder: bool) -> tuple[_Fewest | None, tuple[Step, ...]]:
    """Bring the number of changes down at the agreed score, or at the best there is now; then look at fewer."""
    steps: list[Step] = []
    fewest, sure = search.fewest(_enough(agreed), 0.5), True
    if fewest.taken is None:
        free = search.best(None, 0.2, CLOSE / 100)
        if free.taken is None or free.value is None:
            return None, ()
        steps.append(_step(None, free))
        sure = fewest.impossible and free.proven
        fewest = search.fewest(min(_enough(int(free.value)), int(free.value)), 0.6)
        fewest = fewest if fewest.taken is not None else replace(free, proven=False)
    taken = fewest.taken or ()
    count = count_changes(search.old.possible, taken)
    for most in (most for most in LADDER if ladder and most < count):
        tried = search.best(most, 0.25, ROUGH)
        steps += [_step(most, tried)] if tried.value is not None else []
    taken = search.polished(taken, count)
    return _Fewest(taken, fewest.proven and sure), (
        *_sorted(steps),
        Step(count, search.score(taken), Proof(BEST_FOUND), taken),
    )


def _score_agreed(problem: Problem, agreed: Taken, ideal: Figures) -> int:
    """Reckon the score of the agreed route as it was before the change."""
    keys = set(agreed)
    mine = (choice for choice in choices_of(problem) if choice.key in keys)
    return score_of(stand(Facts(problem), mine).figures, ideal)[0]


def _enough(score: int) -> int:
    return ceil(score - abs(score) * CLOSE / 100)


def _sorted(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.changes is None, step.changes or 0))


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
