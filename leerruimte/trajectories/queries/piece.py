"""One piece by itself: why it is there, what it needs, what hangs on it, when it is and who offers it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.look.templatetags.look import in_language
from leerruimte.planner.guided import NEED
from leerruimte.trajectories.models import Edition, Piece
from leerruimte.trajectories.queries.board import Known
from leerruimte.trajectories.queries.moves import landings_of_pieces, weeks_in_words
from leerruimte.trajectories.rules.board import asks, without
from leerruimte.trajectories.rules.landing import Landing
from leerruimte.trajectories.weekdays import short_day_names

# Reasons that tell what a learner wrote down as needs: for others only once those are shared.
OF_NEEDS = ("aim", "liked", "liked_itself")
# A whole road of weeks is too long a list to choose from in one go; what is given has few.
MOST_LANDINGS = 80


@dataclass(frozen=True)
class Needed:
    """What a piece needs beforehand, in words, and whether that is so."""

    title: str
    met: bool
    by: str


@dataclass(frozen=True)
class PieceSeen:
    """A piece as its panel tells it."""

    piece: Piece
    weeks: str
    times: str
    offered_by: str
    gives: Sequence[tuple[int, str, int]]
    why: Sequence[str]
    laid_by: str
    needs: Sequence[Needed]
    hangs: Sequence[str]
    landings: Sequence[tuple[str, str]]
    lies_at: str
    counts_not: bool


def piece_seen(known: Known, piece: Piece) -> PieceSeen:
    """Everything about a piece that whoever sees the board may know."""
    key = str(piece.pk)
    landings = landings_of_pieces(known.trajectory, [piece], known.free)[piece.pk] if known.may_move else []
    gives = [
        (known.number[code], in_language(known.outcome[code].title), hours)
        for code, hours in piece.contributes.items()
        if code in known.outcome
    ]
    return PieceSeen(
        piece=piece,
        weeks=weeks_in_words(piece.first_week, piece.last_week),
        times=times_of(piece.edition) if piece.edition else "",
        offered_by=_offered_by(piece),
        gives=sorted(gives),
        why=list(_why(known, piece)),
        laid_by=piece.laid_by.first_name or piece.laid_by.name if piece.laid_by else "",
        needs=[
            Needed(_title(known, one.code), one.met, known.piece[one.by].title if one.by else "")
            for one in asks(known.board, key)
        ],
        hangs=list(_hangs(known, key)),
        landings=[(landing_value(one), landing_words(one)) for one in landings[:MOST_LANDINGS]],
        lies_at=landing_value(Landing(piece.first_week, piece.last_week, piece.edition_id)),
        counts_not=bool(gives) and not known.board.counts(key) and not known.board.reached,
    )


def landing_value(landing: Landing) -> str:
    """A landing as a form field carries it: Monday and edition."""
    return f"{landing.first.isoformat()}:{landing.edition or ''}"


def landing_words(landing: Landing) -> str:
    """A landing as people choose it: its weeks, and the day it begins."""
    words = {"weeks": weeks_in_words(landing.first, landing.last), "day": _day(landing)}
    return _("%(weeks)s (from %(day)s)") % words


def times_of(edition: Edition) -> str:
    """When an edition meets, in one line."""
    if not edition.days:
        return _("When exactly is agreed upon together.")
    days = ", ".join(short_day_names(edition.days))
    times = ngettext("%(n)d time", "%(n)d times", edition.times) % {"n": edition.times}
    hours, rest = divmod(edition.minutes, 60)
    each = _("%(n)d minutes") % {"n": edition.minutes}
    if not rest:
        each = ngettext("%(n)d hour each", "%(n)d hours each", hours) % {"n": hours}
    parts = [days, times, each]
    if edition.starts:
        parts.insert(1, _("at %(time)s") % {"time": f"{edition.starts:%H:%M}"})
    return " · ".join(parts)


def _day(landing: Landing) -> str:
    return date_format(landing.first, "j F")


def _offered_by(piece: Piece) -> str:
    if piece.organisation:
        return piece.organisation.name
    return _("outside institute and school") if piece.opportunity_id else _("of one's own")


def _hangs(known: Known, key: str) -> Iterator[str]:
    """What would go if it went; what matters most first."""
    found = without(known.board, key)
    for other in found.falls:
        yield _("%(piece)s would miss what it needs.") % {"piece": known.piece[other].title}
    for code, points, left in found.losses:
        words = {"outcome": _title(known, code)}
        if not left:
            yield _("Nothing would give %(outcome)s any more.") % words
        elif points >= NEED:
            yield _("%(outcome)s would not be enough any more.") % words
        else:
            yield _("%(outcome)s would have less.") % words


def _why(known: Known, piece: Piece) -> Iterator[str]:
    shows_needs = known.needs is not None
    for reason in piece.why:
        code, values = reason.get("code", ""), reason.get("values", {})
        if code in OF_NEEDS and not shows_needs:
            code = "covers" if code == "aim" else ""
        sentence = _sentences().get(code)
        if sentence:
            yield sentence % _values(known, values)


def _sentences() -> Mapping[str, str]:
    return {
        "pinned": _("You hold to it."),
        "only_one": _("Nothing else that can be chosen gives %(outcome)s."),
        "aim": _("It is for your own aim: %(outcome)s."),
        "covers": _("It works on %(outcome)s."),
        "covers_more": _("And on other outcomes too."),
        "covers_one_more": _("And on one more outcome."),
        "opens": _("It comes before %(opportunity)s, which needs it."),
        "liked": _("It is of a kind that you like."),
        "liked_itself": _("You said that you would like this."),
        "strong_place": _("This place is strong in it."),
    }


def _values(known: Known, values: Mapping[str, Any]) -> dict[str, str]:
    offered = str(values.get("opportunity", ""))
    titles = {str(piece.opportunity_id): piece.title for piece in known.pieces}
    return {
        "outcome": _title(known, str(values.get("outcome", ""))),
        "opportunity": titles.get(offered, _("another piece")),
    }


def _title(known: Known, code: str) -> str:
    outcome = known.outcome.get(code)
    return in_language(outcome.title) if outcome else code
