"""The one door: votes in, a result out."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.beliefs import AXES, PASS_AXES, PASS_VARIANCE, Believed, believed
from leerruimte.perspectives.figures import Counts, Shares, count, members_of, showable
from leerruimte.perspectives.gate import MOST_PEOPLE as GATE_PEOPLE
from leerruimte.perspectives.gate import look_for_pattern
from leerruimte.perspectives.groups import find_groups
from leerruimte.perspectives.model import Fit, Floats, Signs, cold_start, fit, nobody, place_people
from leerruimte.perspectives.needed import needed_for_pattern, needed_people, needed_roles
from leerruimte.perspectives.picture import Picture, draw, last_places
from leerruimte.perspectives.result import FEWEST, NO_PATTERN, PATTERN, TOO_FEW, Finding, Model, Result, Side, frozen
from leerruimte.perspectives.roles import find_differences, roles_of
from leerruimte.perspectives.shared import find_divided, find_shared
from leerruimte.perspectives.sides import describe_sides, find_sides
from leerruimte.perspectives.votes import MISSING, VoteTable, answers, passes

COLD_SWEEPS, WARM_SWEEPS = 10, 2
FIT_PEOPLE = 3000
CELLS_A_SECOND = 1_000_000  # of people x statements, all sweeps and shuffles of a cold start on a slow machine
MUCH_GROWN = 1.25  # so many times the votes: begin from nothing again
# The chance of each part, apart: one more shuffle in one part changes nothing in another.
FIT_CHANCE, GATE_CHANCE, ROLE_CHANCE, DRAW_CHANCE, GROUP_CHANCE = 1, 2, 3, 4, 5


Order = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Effort:
    """How many people, at most, statements are fitted on and the gate looks at."""

    fit_people: int = FIT_PEOPLE
    gate_people: int = GATE_PEOPLE


def solve(table: VoteTable, *, seed: int = 0, previous: Result | None = None, seconds: float | None = None) -> Result:
    """Make the map of `table`; with a `previous` result it starts from there and the picture stays calm.

    `seconds` bounds the work by what it is known to cost, not by a clock: the same input and seed give the same result.
    The order of people and statements in the table makes no difference to what is found.
    """
    rows, columns = _sorted(table.people), _sorted(table.statements)
    ordered = _reordered(table, rows, columns)
    result = _solve_ordered(ordered, seed, previous, _effort(ordered, seconds))
    return _back_in_order(result, table, rows, columns)


def update(previous: Result, table: VoteTable, *, seed: int = 0) -> Result:
    """Make the next map after more votes, from where the `previous` one stood."""
    return solve(table, seed=seed, previous=previous)


def _solve_ordered(table: VoteTable, seed: int, previous: Result | None, effort: Effort) -> Result:
    voted = (table.votes != MISSING).any(1) if table.votes.size else np.zeros(len(table.people), bool)
    if voted.sum() < FEWEST:
        return _too_few(table, seed)
    signs = answers(table.votes)
    verdict = look_for_pattern(signs, np.random.default_rng([seed, GATE_CHANCE]), effort.gate_people)
    warm = _warm(previous, table)
    agree, passing = _fit_both(table, signs, voted, seed, warm, effort)
    picture = draw(agree.people, voted, _last(table, previous))
    grouping = _grouping(signs, voted, agree, picture, seed) if verdict.pattern else None
    sides, found = _findings(table, voted, picture, grouping, seed)
    return Result(
        people=table.people,
        statements=table.statements,
        places=frozen(picture.places),
        covariances=frozen(picture.covariances),
        verdict=PATTERN if verdict.pattern else NO_PATTERN,
        p_value=verdict.p_value,
        votes=table.cast,
        sides=sides,
        **found,
        needed=needed_for_pattern(table.votes, verdict, voted) + needed_roles(table.roles, voted),
        seed=seed,
        model=_model(agree, passing, picture, warm.model.begun_at if warm and warm.model else table.cast),
    )


def _too_few(table: VoteTable, seed: int) -> Result:
    n = len(table.people)
    return Result(
        people=table.people,
        statements=table.statements,
        places=frozen(np.zeros((n, 2))),
        covariances=frozen(np.tile(np.eye(2), (n, 1, 1))),
        verdict=TOO_FEW,
        p_value=1.0,
        votes=table.cast,
        needed=needed_people(),
        seed=seed,
    )


@dataclass(frozen=True, eq=False)
class Grouping:
    """Everybody's side, -1 for none; numbered along the first axis of the picture."""

    side_of: Order
    separate: bool


def _grouping(signs: Signs, voted: npt.NDArray[np.bool_], agree: Fit, picture: Picture, seed: int) -> Grouping:
    """Take separate groups where they are shown, else the two sides of the picture."""
    groups = find_groups(signs, agree, np.random.default_rng([seed, GROUP_CHANCE]))
    if groups is None:
        return Grouping(find_sides(picture.places, voted), separate=False)
    along = [picture.places[groups == group, 0].mean() for group in range(groups.max() + 1)]
    return Grouping(np.where(voted, np.argsort(np.argsort(along))[groups], -1), separate=True)


def _findings(
    table: VoteTable, voted: npt.NDArray[np.bool_], picture: Picture, grouping: Grouping | None, seed: int
) -> tuple[tuple[Side, ...], dict[str, tuple[Finding, ...]]]:
    """Describe sides (of a pattern), and what is shared, what divides and where roles differ (always)."""
    everybody = count(table.votes, voted[None, :].astype(np.float32))
    roles = roles_of(table.roles, voted)
    kinds = []
    if roles.names:
        kinds.append(_shares("role", roles.names, table, roles.held, everybody))
    sides: tuple[Side, ...] = ()
    if grouping is not None and (grouping.side_of >= 0).any():
        side_of = grouping.side_of
        names = tuple(str(side) for side in range(side_of.max() + 1))
        shares = _shares("side", names, table, side_of, everybody)
        sides = describe_sides(table.people, table.statements, side_of, picture.places, shares, grouping.separate)
        kinds.append(shares)
    of_all = Shares(("all",), everybody, everybody.seen >= FEWEST)
    chance = np.random.default_rng([seed, ROLE_CHANCE])
    return sides, {
        "shared": find_shared(table.statements, of_all, kinds),
        "divided": find_divided(table.statements, of_all, kinds),
        "by_role": find_differences(table.statements, table.votes, roles, voted, chance),
    }


def _shares(kind: str, names: tuple[str, ...], table: VoteTable, held: Order, everybody: Counts) -> Shares:
    """Count the groups of one kind and say where they may be shown; `held` is each person's group, -1 for none."""
    counts = count(table.votes, members_of(held, len(names)))
    return Shares(tuple(f"{kind}:{name}" for name in names), counts, showable(counts.seen, everybody.seen[0]))


def _fit_both(
    table: VoteTable, signs: Signs, voted: npt.NDArray[np.bool_], seed: int, warm: Result | None, effort: Effort
) -> tuple[Fit, Fit]:
    """Fit the models of agreeing (all people placed) and of passing (only the statements are kept)."""
    drawn = _drawn(voted, effort.fit_people, seed)
    few = slice(None) if drawn is None else drawn
    before = None if warm is None else believed(warm, table.statements)
    sweeps = COLD_SWEEPS if before is None else WARM_SWEEPS
    agree = fit(signs[few], _start(signs[few], AXES, 1.0, before and before[0], seed), sweeps)
    if drawn is not None:
        everyone = place_people(signs, nobody(len(signs), AXES, agree.prior), agree.statements, agree.prior, steps=3)
        agree = replace(agree, people=everyone)
    passed = passes(table.votes[few])
    return agree, fit(passed, _start(passed, PASS_AXES, PASS_VARIANCE, before and before[1], seed), sweeps)


def _warm(previous: Result | None, table: VoteTable) -> Result | None:
    """Give the previous result when its statements are where to begin.

    Not when there was no pattern, nor when there are many more votes now: axes that were not seen then lie at nothing,
    and from there no sweep finds them.
    """
    if previous is None or previous.model is None or previous.verdict != PATTERN:
        return None
    return previous if table.cast <= MUCH_GROWN * previous.model.begun_at else None


def _drawn(voted: npt.NDArray[np.bool_], most: int, seed: int) -> Order | None:
    """Draw the people on whom statements are fitted; None when all of them can be."""
    if len(voted) <= most:
        return None
    among = np.flatnonzero(voted)
    draw_of = np.random.default_rng([seed, DRAW_CHANCE])
    return np.sort(draw_of.choice(among, min(most, len(among)), replace=False))


def _start(signs: Signs, axes: int, w: float, before: Believed | None, seed: int) -> Fit:
    """Begin cold, or where the statements stood before."""
    if before is None:
        return cold_start(signs, axes, w, [seed, FIT_CHANCE])
    statements, prior = before
    people = place_people(signs, nobody(len(signs), axes, prior), statements, prior, steps=2)
    return Fit(people, statements, prior)


def _model(agree: Fit, passing: Fit, picture: Picture, begun_at: int) -> Model:
    return Model(
        agree=frozen(agree.statements.mean),
        agree_spread=frozen(agree.statements.spread),
        agree_prior=(agree.prior.a, agree.prior.b_mean, agree.prior.b),
        passing=frozen(passing.statements.mean),
        passing_spread=frozen(passing.statements.spread),
        passing_prior=(passing.prior.a, passing.prior.b_mean, passing.prior.b),
        turn=frozen(picture.turn),
        middle=frozen(picture.middle),
        begun_at=begun_at,
    )


def _last(table: VoteTable, previous: Result | None) -> Floats | None:
    if previous is None or previous.verdict == TOO_FEW:
        return None
    return last_places(table.people, previous.people, previous.places)


def _effort(table: VoteTable, seconds: float | None) -> Effort:
    """Bound the people that statements are fitted on and the gate looks at, so that the work fits `seconds`."""
    if seconds is None:
        return Effort()
    people = seconds * CELLS_A_SECOND / max(1, len(table.statements))
    return Effort(int(min(FIT_PEOPLE, max(200, people))), int(min(GATE_PEOPLE, max(60, people / 4))))


def _sorted(names: tuple[str, ...]) -> Order:
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.intp)


def _reordered(table: VoteTable, rows: Order, columns: Order) -> VoteTable:
    """Put people and statements in the order of their names."""
    votes = table.votes
    if not _is_in_order(rows):
        votes = votes[rows]
    if not _is_in_order(columns):
        votes = votes[:, columns]
    roles = None if table.roles is None else tuple(table.roles[row] for row in rows)
    people = tuple(table.people[row] for row in rows)
    return replace(
        table, people=people, statements=tuple(table.statements[c] for c in columns), votes=votes, roles=roles
    )


def _back_in_order(result: Result, table: VoteTable, rows: Order, columns: Order) -> Result:
    """Give a result the order of the table it is of."""
    model = result.model
    row_of, column_of = np.argsort(rows), np.argsort(columns)
    if model is not None:
        model = replace(
            model,
            agree=frozen(model.agree[column_of]),
            agree_spread=frozen(model.agree_spread[column_of]),
            passing=frozen(model.passing[column_of]),
            passing_spread=frozen(model.passing_spread[column_of]),
        )
    return replace(
        result,
        people=table.people,
        statements=table.statements,
        places=frozen(result.places[row_of]),
        covariances=frozen(result.covariances[row_of]),
        model=model,
    )


def _is_in_order(order: Order) -> bool:
    return bool((order[1:] > order[:-1]).all())
