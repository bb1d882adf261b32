"""A learner's question to the planner, made of what is kept: curriculum, needs, board, refusals, what is reached."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from leerruimte.look.templatetags.look import in_language
from leerruimte.planner.changing import Change, changed
from leerruimte.planner.guided import NEED, points_of
from leerruimte.planner.plain import Wrong, from_plain
from leerruimte.planner.problem import (
    ANYWHERE,
    DAYS,
    FORMALITIES,
    INFORMAL,
    PARTS,
    PLACE_KINDS,
    Aim,
    Calendar,
    Done,
    Edition,
    Like,
    Moment,
    Needs,
    Never,
    Opportunity,
    Outcome,
    Pin,
    Place,
    Problem,
    Span,
)
from leerruimte.planner.reading import problem_json
from leerruimte.trajectories import models
from leerruimte.trajectories.models import Piece, Trajectory
from leerruimte.trajectories.planning.firm import is_lived, is_over, made_to_fit, settled
from leerruimte.trajectories.planning.offer import Offer, Wanted, offer_for
from leerruimte.trajectories.queries.moves import free_days
from leerruimte.trajectories.queries.near import map_of, places_shown
from leerruimte.trajectories.rules.board import spread
from leerruimte.trajectories.rules.meetings import week_of
from leerruimte.trajectories.rules.travel import Position

OWN = "own"
MOST_WEIGHT = 9


@dataclass(frozen=True)
class Question:
    """What is put to the planner, and what should be said of it beforehand.

    `left_out`: how many opportunities more there were than the planner looks at; `home_known`: whether travel counts;
    `board`, `needs`: the revision and version that it was made from.
    """

    problem: Problem
    agreed: tuple[tuple[str, str], ...]
    left_out: int = 0
    home_known: bool = False
    board: int = 0
    needs: int = 0
    # Opportunities that somebody pinned, and the titles of all that lies on the board, offered still or not.
    pinned: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As `PlannerRun.problem` keeps it."""
        return {
            "problem": problem_json(self.problem),
            "agreed": [list(one) for one in self.agreed],
            "left_out": self.left_out,
            "board": self.board,
            "needs": self.needs,
            "titles": dict(self.titles),
            "home_known": self.home_known,
        }


def question_of(trajectory: Trajectory, today: date | None = None, *, also: str = "") -> Question:
    """The question as everything stands now, in the reader's language.

    `also`: an opportunity that is looked at, however much else there is.
    """
    today = today or timezone.localdate()
    calendar = calendar_of(trajectory)
    rows = list(trajectory.version.outcomes.select_related("theme").prefetch_related("prerequisites"))
    wanted_rows = [row for row in rows if row.phase in trajectory.phases] or rows
    pieces = list(Piece.objects.filter(trajectory=trajectory, removed_at=None).select_related("organisation"))
    over = [piece for piece in pieces if is_over(piece, today)]
    kept = [piece for piece in pieces if piece not in over]
    laid = {str(one.opportunity_id): str(one.edition_id) for one in kept if one.opportunity_id}
    if also:
        laid.setdefault(also, "")
    last = max(row.phase for row in wanted_rows) if wanted_rows else 0
    refused = models.Refusal.objects.filter(trajectory=trajectory, taken_back_at=None)
    wanted = Wanted(
        curriculum=trajectory.version.curriculum,
        hours={row.code: row.hours for row in wanted_rows},
        themes={row.code: theme_title(row.theme) for row in wanted_rows},
        theme_codes={row.theme.code: theme_title(row.theme) for row in wanted_rows},
        later=frozenset(row.code for row in rows if row.phase > last),
        laid=laid,
        refused=frozenset(map(str, refused.values_list("opportunity", flat=True))),
    )
    home = home_of(trajectory)
    offer = offer_for(trajectory, trajectory.needs, wanted, calendar, home, today)
    offer = _without(offer, {str(piece.opportunity_id) for piece in over})
    problem = _problem(trajectory, calendar, wanted_rows, wanted, offer, kept, over, today)
    return Question(
        problem,
        agreed=_agreed(problem, kept),
        left_out=offer.left_out,
        home_known=home is not None,
        board=trajectory.revision,
        needs=trajectory.needs.version,
        pinned=frozenset(_code(piece) for piece in kept if piece.pinned),
        titles={_code(piece): piece.title for piece in kept},
    )


def _problem(
    trajectory: Trajectory,
    calendar: Calendar,
    rows: Iterable[models.Outcome],
    wanted: Wanted,
    offer: Offer,
    kept: Iterable[Piece],
    over: Iterable[Piece],
    today: date,
) -> Problem:
    codes = {one.code: one for one in offer.opportunities}
    firm = [piece for piece in kept if piece.pinned or piece.state == Piece.State.AGREED]
    own = list(_own_pieces([piece for piece in firm if piece.opportunity_id is None], wanted, calendar))
    pins = [*_pins(firm, codes), *(Pin(one.code) for one in own)]
    places = [*offer.places, *([Place(OWN, gettext("something of your own"), ANYWHERE)] if own else [])]
    opportunities = (*offer.opportunities, *own)
    problem = Problem(
        learner=trajectory.learner.first_name,
        calendar=calendar,
        outcomes=tuple(_outcome(row, wanted) for row in rows),
        places=tuple(places),
        opportunities=opportunities,
        needs=needs_of(trajectory.needs, wanted, {one.code for one in opportunities}, {one.code for one in places}),
        pins=tuple(pins),
        refused=tuple(sorted((wanted.refused & codes.keys()) - {pin.opportunity for pin in pins})),
        done=tuple(_done(trajectory, wanted, over)),
    )
    lived = {_code(piece) for piece in firm if is_lived(piece, today)}
    agreed = {_code(piece) for piece in firm if piece.state == Piece.State.AGREED}
    return made_to_fit(settled(problem, agreed), lived, _own_places(trajectory, firm), today)


def _code(piece: Piece) -> str:
    """What a piece on the board is called in a question: what is offered, or itself when it is of one's own."""
    return str(piece.opportunity_id or piece.pk)


def _agreed(problem: Problem, kept: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    """All that lies on the board, with its edition: a new route changes as little of it as can be."""
    offered = [(_code(piece), str(piece.edition_id)) for piece in kept if piece.opportunity_id and piece.edition_id]
    return (*offered, *((one.code, OWN) for one in problem.opportunities if one.place == OWN))


def calendar_of(trajectory: Trajectory) -> Calendar:
    """The weeks of a trajectory, numbered from the Monday of its first; free days of the partnership and the region."""
    free = tuple(Span(row.first, row.last, row.why) for row in free_days(trajectory))
    return Calendar(week_of(trajectory.first), trajectory.last, free)


def home_of(trajectory: Trajectory) -> Position | None:
    """Where the learner sets out from, roughly: near organisations with that postcode or in that place.

    Nobody's address is looked up anywhere.
    """
    said, partnership = trajectory.needs.home.strip(), trajectory.object.partnership
    if not said or partnership is None:
        return None
    return map_of(places_shown(partnership, [trajectory.school_id])).find(said)


def needs_of(needs: models.Needs, wanted: Wanted, opportunities: set[str], places: set[str]) -> Needs:
    """Needs as the planner has them; what points at something that is not there is left out."""
    themes = wanted.theme_codes
    known: dict[str, Collection[str]] = {
        "formality": FORMALITIES,
        "place_kind": PLACE_KINDS,
        "part": PARTS,
        "opportunity": opportunities,
        "place": places,
    }
    likes = [
        like for like in _read(Like, needs.likes) if like.what in known.get(like.kind, ()) and -3 <= like.strength <= 3
    ]
    return Needs(
        aims=tuple(aim for aim in _read(Aim, needs.aims) if aim.outcome in wanted.hours and 1 <= aim.strength <= 3),
        strengths=tuple(dict.fromkeys(themes[code] for code in needs.strengths if code in themes)),
        likes=tuple(likes),
        never=tuple(
            never
            for never in _read(Never, needs.never)
            if never.day in DAYS and (never.part is None or never.part in PARTS)
        ),
        away=tuple(span for span in _read(Span, needs.away) if span.first <= span.last),
        hours_a_week=needs.hours_a_week,
        car=needs.car,
        most_travel=needs.most_travel,
        most_schools=needs.most_schools,
    )


def _read(kind: type[Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    for row in rows:
        try:
            yield from_plain(kind, row)
        except Wrong:
            continue


def theme_title(theme: models.Theme) -> str:
    """A theme as people know it: the planner names it in its reasons."""
    return in_language(theme.title) or theme.code


def _outcome(row: models.Outcome, wanted: Wanted) -> Outcome:
    return Outcome(
        code=row.code,
        title=in_language(row.title) or row.code,
        need=NEED,
        domain=wanted.themes[row.code],
        level=row.level,
        weight=min(MOST_WEIGHT, max(1, row.weight)),
        prerequisites=tuple(one.code for one in row.prerequisites.all() if one.code in wanted.hours),
        choice=row.choice_group or None,
    )


def _pins(firm: Iterable[Piece], codes: Mapping[str, Opportunity]) -> Iterator[Pin]:
    """What is agreed or pinned is held to, as long as it is still offered."""
    for piece in firm:
        offered = codes.get(str(piece.opportunity_id))
        if offered is not None:
            editions = {one.code for one in offered.editions}
            edition = str(piece.edition_id)
            yield Pin(offered.code, edition if edition in editions else None)


def _own_places(trajectory: Trajectory, firm: Iterable[Piece]) -> frozenset[str]:
    """Where they go anyhow: their school, the institute of who stands beside them, and where something is agreed."""
    beside = trajectory.members.filter(until_date=None).values_list("organisation", flat=True)
    organisations = {trajectory.school_id, *beside, *(piece.organisation_id for piece in firm)}
    return frozenset(f"o{pk}" for pk in organisations if pk)


def _own_pieces(pieces: Iterable[Piece], wanted: Wanted, calendar: Calendar) -> Iterator[Opportunity]:
    """Something of one's own that is held to, as an opportunity that only this learner has."""
    for piece in pieces:
        first, last = calendar.week(piece.first_week), calendar.week(piece.last_week)
        weeks = [week for week in range(first, last + 1) if 1 <= week <= calendar.weeks]
        moments = tuple(Moment(week, max(1, minutes)) for week, minutes in spread(piece.hours, weeks).items())
        if not moments:
            continue
        gives = {
            code: points
            for code, hours in piece.contributes.items()
            if code in wanted.hours and (points := points_of(int(hours), wanted.hours[code]))
        }
        yield Opportunity(str(piece.pk), piece.title, OWN, INFORMAL, (Edition(OWN, moments),), gives)


def _done(trajectory: Trajectory, wanted: Wanted, over: Iterable[Piece]) -> Iterator[Done]:
    """What was reached counts whole; what was done counts for its hours."""
    reached = models.Reached.objects.filter(trajectory=trajectory, taken_back_at=None)
    points = {code: NEED for code in reached.values_list("outcome", flat=True) if code in wanted.hours}
    for piece in over:
        for code, hours in piece.contributes.items():
            if code in wanted.hours:
                had = points.get(code, 0)
                points[code] = min(NEED, had + points_of(int(hours), wanted.hours[code]))
    return (Done(code, given) for code, given in sorted(points.items()) if given)


def _without(offer: Offer, codes: set[str]) -> Offer:
    """What was done is not offered again."""
    return replace(offer, opportunities=tuple(one for one in offer.opportunities if one.code not in codes))


def problem_to_show(asked: Mapping[str, Any], with_meetings: Collection[str] = ()) -> Problem:
    """The problem of a question for words and drawings: titles and places, and only the meetings that are asked for.

    All meetings of all that was offered take a page ten times as long to read; they were checked when it was planned.
    """
    plain = asked["problem"]
    bare = [
        one if one["code"] in with_meetings else {**one, "editions": [], "gives": {}} for one in plain["opportunities"]
    ]
    problem: Problem = from_plain(Problem, {**plain, "opportunities": bare})
    return problem


def changed_problem(problem: Problem, asked: Mapping[str, Any]) -> Problem:
    """The problem as it is after the change that a re-plan was asked for."""
    change: Change = from_plain(Change, asked["change"])
    return changed(problem, change)


def for_a_change(question: Question) -> Question:
    """The question when something changes: what was agreed is no pin then, the fewest changes hold to it.

    What the learner pinned stays pinned, unless the change itself takes it away.
    """
    agreed = {code for code, _edition in question.agreed}
    held = question.pinned
    pins = tuple(pin for pin in question.problem.pins if pin.opportunity in held or pin.opportunity not in agreed)
    return replace(question, problem=replace(question.problem, pins=pins))
