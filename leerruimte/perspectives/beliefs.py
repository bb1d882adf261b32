"""What a result believes of statements, as points of the two models: of agreeing and of passing."""

import numpy as np
import numpy.typing as npt

from leerruimte.perspectives.model import Points, Prior, nothing
from leerruimte.perspectives.result import Result

AXES, PASS_AXES = 3, 1
PASS_VARIANCE = 0.3  # of w in the model of passing

Believed = tuple[Points, Prior]


def believed(result: Result, statements: tuple[str, ...]) -> tuple[Believed, Believed] | None:
    """Give beliefs of `statements` for agreeing and for passing: as the result has them, or as of any statement.

    None when the result has no model (there were too few people).
    """
    model = result.model
    if model is None:
        return None
    row_of = {statement: row for row, statement in enumerate(result.statements)}
    rows = np.array([row_of.get(statement, -1) for statement in statements], np.intp)
    agree, passing = Prior(*model.agree_prior), Prior(*model.passing_prior, w=PASS_VARIANCE)
    return (
        (_at(rows, Points(model.agree, model.agree_spread), nothing(len(rows), AXES, agree)), agree),
        (_at(rows, Points(model.passing, model.passing_spread), nothing(len(rows), PASS_AXES, passing)), passing),
    )


def unknown(statements: int) -> tuple[Believed, Believed]:
    """Give what is believed of statements before there is any model."""
    agree, passing = Prior(), Prior(b_mean=-2.0, w=PASS_VARIANCE)
    return (nothing(statements, AXES, agree), agree), (nothing(statements, PASS_AXES, passing), passing)


def _at(rows: npt.NDArray[np.intp], points: Points, fresh: Points) -> Points:
    """Fill what is known into `fresh`; row -1 stays as it is."""
    known = rows >= 0
    fresh.mean[known] = points.mean[rows[known]]
    fresh.spread[known] = points.spread[rows[known]]
    return fresh
