"""What comes out: who goes where, how far each aim was reached, what stood in the way, and how full schools are."""

from dataclasses import dataclass

from leerruimte.planner.cohort.stages import Reached


@dataclass(frozen=True)
class Placement:
    """A place: minutes (an estimate, unless they were given), rank of the wish (0: the dearest; None: none), points.

    `step`: how many of the problem's limits the points reached. `mentor_known` is False for a seat that was offered
    before a mentor was known. `by_hand`: the reason when people settled it.
    """

    learner: str
    period: str
    school: str
    band: str
    minutes: int
    wish: int | None
    points: int
    step: int
    mentor_known: bool = True
    by_hand: str | None = None


@dataclass(frozen=True)
class Answer:
    """A placement of everybody who can be placed, the hardest places as few as can be.

    `reached`: the aims in their order, each with its bound. `stopped`: why it ended early (TIME, WORK, CANCELLED).
    """

    placements: tuple[Placement, ...]
    unplaced: tuple[tuple[str, str], ...]
    reached: tuple[Reached, ...]
    stopped: str | None = None
    work: int = 0

    @property
    def proven(self) -> bool:
        """Tell whether nothing better exists, in any aim."""
        return all(one.proven for one in self.reached)
