"""Which figures may be shown so that nothing about one to four people can be worked out from them.

Values in, values out. Hiding a small number is not enough: of forty-five people who could answer, "44 agree, a few
disagree" says that one disagrees. What is shown here was checked the other way round (tests): for all that lead to the
same words, no count of one to four is the same.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from leerruimte.base.small_groups import SMALLEST, shown

Group = TypeVar("Group", bound=Hashable)
Kind = TypeVar("Kind", bound=Hashable)

# From so many people on, agreement that is nearly complete is told in steps of so many.
STEPS_FROM, STEP = 20, 5
# From so many people on a share is told in five words, below in three.
FIVE_WORDS_FROM = 10


@dataclass(frozen=True)
class CountsShown:
    """How many agree and disagree, as it may be told.

    `kind` "counts": `agree` and `disagree`, None for one to four people. Nearly everybody took a stance, and the exact
    counts would give away who did not: "nearly_agree", "nearly_disagree" (nearly everybody does), "nearly_split"
    (`low` to `high` people agree, nearly all the others disagree), "nearly_all" (nearly everybody agrees or
    disagrees). "too_few": nothing is told about fewer than five.
    """

    kind: str
    agree: int | None = None
    disagree: int | None = None
    low: int = 0
    high: int = 0


TOO_FEW = CountsShown("too_few")


def counts_shown(agree: int, disagree: int, people: int) -> CountsShown:
    """What may be told of the stances on one contribution; `people` could have taken one."""
    if people < SMALLEST:
        return TOO_FEW
    if not _gives_away(agree, disagree, people):
        return CountsShown("counts", shown(agree), shown(disagree))
    if people < STEPS_FROM:
        return CountsShown("nearly_all")
    if agree < SMALLEST:
        return CountsShown("nearly_disagree")
    if agree > people - SMALLEST:
        return CountsShown("nearly_agree")
    # The last step takes in what is left, so that no step holds a single possibility.
    steps = (people - 2 * SMALLEST) // STEP
    low = STEP * min(agree // STEP, steps)
    high = people - SMALLEST if low == STEP * steps else low + STEP - 1
    return CountsShown("nearly_split", low=low, high=high)


def _gives_away(agree: int, disagree: int, people: int) -> bool:
    """Whether plain counts would tell something about one to four people by subtraction."""
    neither = people - agree - disagree
    if shown(agree) is not None and shown(disagree) is not None:
        return shown(neither) is None
    return people - max(agree, disagree) < SMALLEST <= max(agree, disagree)


def share_word(share: float, people: int) -> str:
    """A share in words that fit at least two counts of `people`: "all", "most", "half", "some" or "none".

    "all" is nearly everybody or everybody, "none" nearly nobody or nobody.
    """
    if people < FIVE_WORDS_FROM:
        return "all" if share >= 0.7 else "none" if share <= 0.3 else "half"
    borders = ((0.8, "all"), (0.6, "most"), (0.4, "half"), (0.2, "some"))
    return next((word for border, word in borders if share >= border - 1e-9), "none")


def kinds_shown(cells: Mapping[Group, Mapping[Kind, int]]) -> frozenset[Kind]:
    """Kinds of people (roles) that may be told apart in each of several groups, whose sizes everybody can count.

    A kind is told apart only if no group holds one to four of it; and those not told apart are in each group nobody,
    or at least five: then the smallest kind that was told apart joins them.
    """
    totals: dict[Kind, int] = {}
    for row in cells.values():
        for kind, count in row.items():
            totals[kind] = totals.get(kind, 0) + count
    told = {kind for kind in totals if all(shown(row.get(kind, 0)) is not None for row in cells.values())}
    while told and any(shown(_others(row, told)) is None for row in cells.values()):
        told.remove(min(told, key=lambda kind: (totals[kind], str(kind))))
    return frozenset(told)


def _others(row: Mapping[Kind, int], told: set[Kind]) -> int:
    return sum(count for kind, count in row.items() if kind not in told)


def left_out(shown_people: int, people: int) -> int:
    """How many marks to leave out of a drawing so that nobody can count the one to four people without a mark."""
    missing = people - shown_people
    return SMALLEST - missing if 0 < missing < SMALLEST else 0
