"""What a board comes to, in words: each outcome, the balance of the three, the weeks that are too heavy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.look.templatetags.look import in_language
from leerruimte.trajectories.models import Piece
from leerruimte.trajectories.queries.board import Known
from leerruimte.trajectories.rules.board import Balance, Cover, Covered, Leans, balance

# The corners of the drawn triangle: curriculum, opportunities, needs.
CORNERS = ((44, 40), (256, 40), (150, 176))


@dataclass(frozen=True)
class CoverRow:
    """An outcome with its small squares, and the word that says the same."""

    number: int
    code: str
    title: str
    pips: Sequence[str]
    said: str
    word: str
    enough: bool


@dataclass(frozen=True)
class BalanceSeen:
    """The three as a triangle with a dot, and the sentence."""

    x: int
    y: int
    sentences: Sequence[str]
    figures: Balance


def cover_row(known: Known, cover: Cover) -> CoverRow:
    """An outcome as the board shows it."""
    firm = sum(known.piece[key].state != Piece.State.PROPOSED for key in cover.by)
    proposed = len(cover.by) - firm
    is_short = cover.state in (Covered.HALF, Covered.GAP)
    pips = ["full"] * firm + ["prop"] * proposed + ["hole"] * is_short
    if cover.state is Covered.REACHED:
        pips, is_short = pips or ["full"], False
    words = {
        Covered.REACHED: _("reached"),
        Covered.FULL: _("enough"),
        Covered.PROPOSED: _("proposal"),
        Covered.HALF: _("one more piece"),
        Covered.GAP: _("no piece yet"),
    }
    said = _("%(firm)d agreed, %(proposed)d proposed") % {"firm": firm, "proposed": proposed}
    return CoverRow(
        number=known.number[cover.code],
        code=cover.code,
        title=in_language(known.outcome[cover.code].title),
        pips=pips[:6],
        said=said,
        word=words[cover.state],
        enough=cover.state in (Covered.FULL, Covered.REACHED),
    )


def balance_seen(known: Known) -> BalanceSeen:
    """The three as they are drawn and said; unknown needs pull neither way."""
    found = balance(known.board)
    needs = found.needs if found.needs is not None else (found.curriculum + found.opportunities) // 2
    weights = [one + 100 for one in (found.curriculum, found.opportunities, needs)]
    x, y = (
        round(sum(weight * corner[axis] for weight, corner in zip(weights, CORNERS, strict=True)) / sum(weights))
        for axis in (0, 1)
    )
    return BalanceSeen(x, y, list(_balance_said(known, found)), found)


def _balance_said(known: Known, found: Balance) -> Iterator[str]:
    yield {
        Leans.EMPTY: _("Nothing lies yet: there is nothing to weigh."),
        Leans.EVEN: _("The three are in balance."),
        Leans.CURRICULUM: _("It leans towards the curriculum: much of what is asked is covered."),
        Leans.OPPORTUNITIES: _("It leans towards the opportunities: much of what places offer is used."),
        Leans.NEEDS: _("It leans towards the needs: own aims come first here."),
    }[found.leans]
    if known.needs is None:
        yield _("The needs are not shared, so they do not count here.")
    elif not found.aims:
        yield _("There are no own aims yet.")
    elif found.aims_open:
        words = {"open": found.aims_open, "all": found.aims}
        yield (
            ngettext(
                "%(open)d of %(all)d own aims has no piece yet.", "%(open)d of %(all)d own aims have no piece yet.",
                found.aims_open,
            )
            % words
        )  # fmt: skip


def heavy_said(known: Known, weeks: Sequence[int]) -> str:
    """Which weeks are above the limit."""
    if not weeks:
        return ""
    named = ", ".join(str(known.board.monday(week).isocalendar().week) for week in weeks[:6])
    words = {"weeks": named, "limit": known.board.limit}
    return (
        ngettext(
            "Above the limit of %(limit)d hours in week %(weeks)s.",
            "Above the limit of %(limit)d hours in weeks %(weeks)s.",
            len(weeks),
        )
        % words
    )
