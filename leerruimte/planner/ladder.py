"""How different from the earlier routes, and how good: the ladder that a later route comes down as little as need be.

At the top a route keeps at most half of the unpinned hours of each earlier one, has 85 per cent of the score of the
first, and keeps three quarters of what the first reaches of the aims that the learner does it for; on the lowest rung
seven tenths, 65 per cent and half.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import ceil

from ortools.sat.python import cp_model

from leerruimte.planner.bookable import Choice
from leerruimte.planner.describing import falling
from leerruimte.planner.figures import Facts, Figures, stand
from leerruimte.planner.model import Linear, Model, score_of
from leerruimte.planner.problem import Problem
from leerruimte.planner.result import Rung

DIFFERENT, FLOOR = (50, 40, 30), (85, 75, 65)
LENGTHS = (DIFFERENT[0] - DIFFERENT[-1], FLOOR[0] - FLOOR[-1])
RUNG, STEP = 20_000, 10  # score points that a step of ten per cent up the ladder is worth
AIM = RUNG // 4  # score points that a twelfth of a main aim is worth
MAIN, KEPT = 3, (75, 50)  # per cent of what the first route reaches of the aims of strength 3
MOST_SHORT = 1_000
Taken = tuple[tuple[str, str], ...]


def priced(
    model: Model, score: Linear, earlier: Sequence[Taken], ideal: Figures
) -> tuple[Linear, list[tuple[cp_model.IntVar, int]]]:
    """Price what falls short of the top of the ladder: so much a step, and much more below the lowest rung.

    Give the price, and how much each may fall short on the lowest rung. With prices instead of rules every route is
    something to begin from.
    """
    floor = score_in(model, earlier[0], ideal)
    alike = _short(model, "alike", lambda taken: DIFFERENT[0] - _different(model, earlier, taken))
    for hours_kept, total in (_kept(model, one) for one in earlier):
        model.cp.add(100 * hours_kept <= (100 - DIFFERENT[0] + alike) * total)
    low = _short(model, "low", lambda taken: FLOOR[0] - 100 * score_in(model, taken, ideal) // max(1, floor))
    model.cp.add(100 * score >= (FLOOR[0] - low) * floor)
    aims = lacking_aims(model, main_aims(model.facts, model.choices, earlier[0]))
    below = [_short(model, "below", partial(_below, model, earlier, ideal, at)) for at in (0, 1)]
    for short, (of, most) in zip(below, zip((alike, low), LENGTHS, strict=True), strict=True):
        model.cp.add(short >= of - most)
    return RUNG // STEP * (alike + low) + RUNG * sum(below) + AIM * aims, [
        *zip((alike, low), LENGTHS, strict=True),
        (aims, _may_lack(main_aims(model.facts, model.choices, earlier[0]))),
    ]


def left_out(facts: Facts, choices: Sequence[Choice], earlier: Sequence[Taken], ideal: Figures) -> set[str]:
    """Give pieces of each earlier route, until it is different enough: first those whose hours are missed least."""
    out: set[str] = set()
    for one in earlier:
        minutes = unpinned(facts.problem, choices, one)
        missed = _missed(facts, choices, one, ideal)
        gone = sum(length for code, length in minutes.items() if code in out)
        for code in sorted(minutes, key=lambda code: missed[code] / max(1, minutes[code])):
            if 100 * gone >= DIFFERENT[0] * sum(minutes.values()):
                break
            gone += minutes[code] if code not in out else 0
            out.add(code)
    return out


def _missed(facts: Facts, choices: Sequence[Choice], taken: Taken, ideal: Figures) -> Mapping[str, int]:
    """Say what a route would lose with each of its pieces, and with what falls with it."""
    keys = set(taken)
    mine = [choice for choice in choices if choice.key in keys]
    all_of_it = _worth(facts, mine, ideal)
    missed = {}
    for gone in mine:
        left, _ = falling(facts, [choice for choice in mine if choice is not gone])
        missed[gone.opportunity.code] = all_of_it - _worth(facts, left, ideal)
    return missed


def _worth(facts: Facts, mine: Sequence[Choice], ideal: Figures) -> int:
    """Reckon a score in which the main aims count as they do on the ladder."""
    standing = stand(facts, mine)
    return score_of(standing.figures, ideal)[0] + AIM * _of_main(facts, standing.points)


def stands(model: Model, taken: Taken | None, earlier: Sequence[Taken], ideal: Figures) -> bool:
    """Say whether a route stands on the lowest rung at least, and keeps the main aims."""
    if taken is None or _different(model, earlier, taken) < DIFFERENT[-1]:
        return False
    had, has = (main_aims(model.facts, model.choices, one) for one in (earlier[0], taken))
    if 100 * has < KEPT[-1] * had:
        return False
    return 100 * score_in(model, taken, ideal) >= FLOOR[-1] * score_in(model, earlier[0], ideal)


def rung_of(model: Model, taken: Taken, earlier: Sequence[Taken], ideal: Figures) -> Rung:
    """Say on which rung a route stands."""
    different = _different(model, earlier, taken)
    share = 100 * score_in(model, taken, ideal) / max(1, score_in(model, earlier[0], ideal))
    had, has = (main_aims(model.facts, model.choices, one) for one in (earlier[0], taken))
    return Rung(
        next((percent for percent in DIFFERENT if different >= percent), DIFFERENT[-1]),
        next((percent for percent in FLOOR if share >= percent), FLOOR[-1]),
        next((percent for percent in KEPT if 100 * has >= percent * had), KEPT[-1]),
    )


def unpinned(problem: Problem, choices: Sequence[Choice], taken: Taken) -> Mapping[str, int]:
    """Give the minutes of the pieces of a route that are not pinned."""
    pinned = {pin.opportunity for pin in problem.pins}
    keys = set(taken)
    return {
        choice.opportunity.code: choice.minutes
        for choice in choices
        if choice.key in keys and choice.opportunity.code not in pinned
    }


def difference(problem: Problem, choices: Sequence[Choice], earlier: Taken, taken: Taken) -> int:
    """Give how many per cent of the unpinned hours of an earlier route are not taken again."""
    minutes = unpinned(problem, choices, earlier)
    codes = {code for code, _ in taken}
    total = sum(minutes.values())
    kept = sum(length for code, length in minutes.items() if code in codes)
    return 100 if not total else int(100 * (total - kept) / total)


def _below(model: Model, earlier: Sequence[Taken], ideal: Figures, at: int, taken: Taken) -> int:
    """Give how many per cent a route lies below the lowest rung of difference (0) or of the floor (1)."""
    if at == 0:
        return DIFFERENT[-1] - _different(model, earlier, taken)
    floor = score_in(model, earlier[0], ideal)
    return FLOOR[-1] - 100 * score_in(model, taken, ideal) // max(1, floor)


def _short(model: Model, name: str, of: Callable[[Taken], int]) -> cp_model.IntVar:
    """Make a variable for how much something falls short of what it should be, and say how to reckon it of a route."""
    short = model.cp.new_int_var(0, MOST_SHORT, name)
    model.foretold.append((short, lambda keys: min(MOST_SHORT, max(0, of(tuple(keys))))))
    return short


def lacking_aims(model: Model, had: int) -> cp_model.IntVar:
    """Say what lacks of three quarters of `had`: the twelfths that route 1 reaches of its main aims (of strength 3)."""
    lacking = _short(
        model, "aims", lambda taken: ceil(KEPT[0] * had / 100) - main_aims(model.facts, model.choices, taken)
    )
    parts = _twelfths(model.facts)
    reached = sum(part * model.points[code] for code, part in parts.items())
    model.cp.add(100 * reached + 100 * lacking >= KEPT[0] * had)
    return lacking


def _may_lack(had: int) -> int:
    """Give how many twelfths may lack on the lowest rung of what is kept at the top."""
    return ceil(KEPT[0] * had / 100) - ceil(KEPT[-1] * had / 100)


def main_aims(facts: Facts, choices: Sequence[Choice], taken: Taken) -> int:
    """Give the twelfths that a route reaches of the main aims together."""
    keys = set(taken)
    return _of_main(facts, stand(facts, (one for one in choices if one.key in keys)).points)


def _of_main(facts: Facts, points: Mapping[str, int]) -> int:
    return sum(part * points[code] for code, part in _twelfths(facts).items())


def _twelfths(facts: Facts) -> Mapping[str, int]:
    """Give what a point of each main aim is of it, in twelfths."""
    main = {aim.outcome for aim in facts.problem.needs.aims if aim.strength == MAIN}
    return {code: 12 // facts.outcomes[code].need for code in facts.asked if code in main}


def _different(model: Model, earlier: Sequence[Taken], taken: Taken) -> int:
    """Give how different a route is from the earlier one most like it."""
    return min(difference(model.facts.problem, model.choices, one, taken) for one in earlier)


def _kept(model: Model, taken: Taken) -> tuple[Linear, int]:
    """Give the unpinned minutes of an earlier route that are taken again, as an expression, and all of them."""
    minutes = unpinned(model.facts.problem, model.choices, taken)
    return sum(length * model.y[code] for code, length in minutes.items()), sum(minutes.values())


def score_in(model: Model, taken: Taken, ideal: Figures) -> int:
    """Reckon the score of a route."""
    keys = set(taken)
    return score_of(stand(model.facts, (one for one in model.choices if one.key in keys)).figures, ideal)[0]
