"""What comes out: a frozen result of plain codes and values; the application makes words of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

TOO_FEW, NO_PATTERN, PATTERN = "too_few", "no_pattern", "pattern"
AGREE, DISAGREE, SPLIT = "agree", "disagree", "split"
FEWEST = 5  # nothing is said about fewer people than this


@dataclass(frozen=True)
class Figure:
    """How large a share of the `n` people of `of` who saw the statement agreed or disagreed with it (`direction`).

    `of` is "all", "side:0", "role:mentor" or "rest:mentor" (all but the mentors). `low` and
    `high` bound the share with 90 % certainty (Beta, prior 1/2, 1/2). Never about fewer than five people.
    """

    of: str
    direction: str
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Finding:
    """Something seen at one statement: "agree" or "disagree" says in what; "split" that people go both ways.

    `roles` names the roles it is about, as they stand in the figures.
    """

    statement: str
    direction: str
    figures: tuple[Figure, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    """A side of the picture, at least five people, and the statements on which it tends to answer otherwise.

    `separate` is true only when the sides were shown to be separate groups; otherwise they are two ends or corners of
    one picture, described, not proved: the intervals are of people found from these same votes.
    """

    members: tuple[str, ...]
    size: int
    centre: tuple[float, float]
    typical: tuple[Finding, ...]
    separate: bool = False


@dataclass(frozen=True)
class Needed:
    """What would make the result surer: a code and the numbers that belong to it.

    people: at least `people` people have to vote before anything can be said. votes: some `votes` more votes,
    `each` a person. statements: some `statements` more statements, answered by all. roles: at least `people` people
    in each of two roles, before roles can be compared. None at all: more votes would change little.
    """

    code: str
    figures: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Model:
    """Where statements stand, kept for the next result: means and covariances of (b, w) for agreeing and for passing.

    `agree` and `passing`: statements x (1 + axes); covariances statements x (1 + axes) x (1 + axes). The three
    numbers of each prior are the variance of a person's readiness, the mean and the variance of b. `turn` is axes x 2:
    from the model's axes to the picture's; `middle` the model's point that is the picture's origin. `begun_at`: how
    many votes there were when it was last fitted from nothing.
    """

    agree: Floats
    agree_spread: Floats
    agree_prior: tuple[float, float, float]
    passing: Floats
    passing_spread: Floats
    passing_prior: tuple[float, float, float]
    turn: Floats
    middle: Floats
    begun_at: int


@dataclass(frozen=True, eq=False)
class Result:
    """The map of perspectives.

    `places` (people x 2) and `covariances` (people x 2 x 2) are to be drawn only when `verdict` is "pattern";
    before that they only keep the picture calm later. `p_value`: how often votes shuffled within each statement
    show as much.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    places: Floats
    covariances: Floats
    verdict: str
    p_value: float
    votes: int
    sides: tuple[Side, ...] = ()
    shared: tuple[Finding, ...] = ()
    divided: tuple[Finding, ...] = ()
    by_role: tuple[Finding, ...] = ()
    needed: tuple[Needed, ...] = ()
    seed: int = 0
    model: Model | None = None


def to_json(result: Result) -> dict[str, Any]:
    """Turn a result into plain JSON values; `from_json` gives the same result back, to the last digit."""
    return {
        "people": list(result.people),
        "statements": list(result.statements),
        "places": result.places.tolist(),
        "covariances": result.covariances.tolist(),
        "verdict": result.verdict,
        "p_value": result.p_value,
        "votes": result.votes,
        "sides": [_side_json(side) for side in result.sides],
        "shared": [_finding_json(finding) for finding in result.shared],
        "divided": [_finding_json(finding) for finding in result.divided],
        "by_role": [_finding_json(finding) for finding in result.by_role],
        "needed": [{"code": needed.code, **dict(needed.figures)} for needed in result.needed],
        "seed": result.seed,
        "model": None if result.model is None else _model_json(result.model),
    }


def from_json(plain: dict[str, Any]) -> Result:
    """Read a result that `to_json` wrote."""
    people, statements = tuple(plain["people"]), tuple(plain["statements"])
    return Result(
        people=people,
        statements=statements,
        places=_floats(plain["places"], len(people), 2),
        covariances=_floats(plain["covariances"], len(people), 2, 2),
        verdict=plain["verdict"],
        p_value=plain["p_value"],
        votes=plain["votes"],
        sides=tuple(_side(side) for side in plain["sides"]),
        shared=tuple(_finding(finding) for finding in plain["shared"]),
        divided=tuple(_finding(finding) for finding in plain["divided"]),
        by_role=tuple(_finding(finding) for finding in plain["by_role"]),
        needed=tuple(_needed(needed) for needed in plain["needed"]),
        seed=plain["seed"],
        model=None if plain["model"] is None else _model(plain["model"], len(statements)),
    )


def frozen(array: npt.ArrayLike) -> Floats:
    """Give `array` as float32 that cannot be written."""
    floats = np.array(array, np.float32)
    floats.flags.writeable = False
    return floats


def _finding_json(finding: Finding) -> dict[str, Any]:
    figures = [dict(vars(figure)) for figure in finding.figures]
    return {
        "statement": finding.statement,
        "direction": finding.direction,
        "figures": figures,
        "roles": list(finding.roles),
    }


def _finding(plain: dict[str, Any]) -> Finding:
    figures = tuple(Figure(**figure) for figure in plain["figures"])
    return Finding(plain["statement"], plain["direction"], figures, tuple(plain["roles"]))


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "members": list(side.members),
        "size": side.size,
        "centre": list(side.centre),
        "typical": [_finding_json(finding) for finding in side.typical],
        "separate": side.separate,
    }


def _side(plain: dict[str, Any]) -> Side:
    x, y = plain["centre"]
    typical = tuple(_finding(finding) for finding in plain["typical"])
    return Side(tuple(plain["members"]), plain["size"], (x, y), typical, plain["separate"])


def _needed(plain: dict[str, Any]) -> Needed:
    return Needed(plain["code"], tuple((key, value) for key, value in plain.items() if key != "code"))


def _model_json(model: Model) -> dict[str, Any]:
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in vars(model).items()}


def _model(plain: dict[str, Any], statements: int) -> Model:
    agree, passing = len(plain["middle"]) + 1, 2
    return Model(
        agree=_floats(plain["agree"], statements, agree),
        agree_spread=_floats(plain["agree_spread"], statements, agree, agree),
        agree_prior=tuple(plain["agree_prior"]),
        passing=_floats(plain["passing"], statements, passing),
        passing_spread=_floats(plain["passing_spread"], statements, passing, passing),
        passing_prior=tuple(plain["passing_prior"]),
        turn=_floats(plain["turn"], agree - 1, 2),
        middle=_floats(plain["middle"], agree - 1),
        begun_at=plain["begun_at"],
    )


def _floats(plain: list[Any], *shape: int) -> Floats:
    floats = np.array(plain, np.float32).reshape(shape)
    floats.flags.writeable = False
    return floats
