"""A learner's question to the planner, made of what is kept: curriculum, needs, board, refusals, what is reached."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from leerruimte.people.models import Organisation
from leerruimte.planner.changing import Change, changed
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
from leerruimte.trajectories.access.opportunities import organisations_today
from leerruimte.trajectories.models import Piece, Trajectory
from leerruimte.trajectories.planning.firm import is_lived, is_over, made_to_fit, settled
from leerruimte.trajectories.planning.offer import Offer, Wanted, offer_for
from leerruimte.trajectories.rules.board import NEED, points_of, spread
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


def question_of(trajectory: Trajectory, language: str = "nl", today: date | None = None, *, also: str = "") -> Question:
    """The question as everything stands now. `also`: an opportunity that is looked at, however much else there is."""
    today = today or timezone.localdate()
    calendar = calendar_of(trajectory)
    needs = trajectory.needs
    rows = list(trajectory.version.outcomes.select_related("theme").prefetch_related("prerequisites"))
    wanted_rows = [row for row in rows if row.phase in trajectory.phases] or rows
    pieces = list(Piece.objects.filter(trajectory=trajectory, removed_at=None).select_related("organisation"))
    refused = {str(pk) for pk in _refused(trajectory)}
    done = [piece for piece in pieces if is_over(piece, today)]
    laid = {str(one.opportunity_id): str(one.edition_id) for one in pieces if one.opportunity_id and one not in done}
    if also:
        laid.setdefault(also, "")
    last = max(row.phase for row in wanted_rows) if wanted_rows else 0
    wanted = Wanted(
        curriculum=trajectory.version.curriculum,
        hours={row.code: row.hours for row in wanted_rows},
        themes={row.code: theme_title(row.theme, language) for row in wanted_rows},
        theme_codes={row.theme.code: theme_title(row.theme, language) for row in wanted_rows},
        later=frozenset(row.code for row in rows if row.phase > last),
        laid=laid,
        refused=frozenset(refused),
    )
    home = home_of(trajectory)
    offer = offer_for(trajectory, needs, wanted, calendar, home, today)
    offer = _without(offer, {str(piece.opportunity_id) for piece in done})
    return _put_together(trajectory, language, calendar, wanted_rows, wanted, offer, pieces, refused, home, today)


def _put_together(
    trajectory: Trajectory,
    language: str,
    calendar: Calendar,
    rows: Iterable[models.Outcome],
    wanted: Wanted,
    offer: Offer,
    pieces: Iterable[Piece],
    refused: set[str],
    home: Position | None,
    today: date,
) -> Question:
    codes = {one.code: one for one in offer.opportunities}
    kept = [piece for piece in pieces if not is_over(piece, today)]
    firm = [piece for piece in kept if piece.pinned or piece.state == Piece.State.AGREED]
    own = list(_own_pieces([piece for piece in firm if piece.opportunity_id is None], wanted, calendar))
    pins = [*_pins(firm, codes), *(Pin(one.code) for one in own)]
    places = [*offer.places, *([Place(OWN, gettext("something of your own"), ANYWHERE)] if own else [])]
    opportunities = (*offer.opportunities, *own)
    problem = Problem(
        learner=trajectory.learner.first_name,
        calendar=calendar,
        outcomes=tuple(_outcome(row, wanted, language) for row in rows),
        places=tuple(places),
        opportunities=opportunities,
        needs=needs_of(trajectory.needs, wanted, {one.code for one in opportunities}, {one.code for one in places}),
        pins=tuple(pins),
        refused=tuple(sorted((refused & codes.keys()) - {pin.opportunity for pin in pins})),
        done=tuple(_done(trajectory, wanted, [piece for piece in pieces if is_over(piece, today)])),
    )
    lived = {str(piece.opportunity_id or piece.pk) for piece in firm if is_lived(piece, today)}
    agreed_upon = {str(piece.opportunity_id or piece.pk) for piece in firm if piece.state == Piece.State.AGREED}
    problem = made_to_fit(settled(problem, agreed_upon), lived, _own_places(trajectory, firm), today)
    agreed = [
        (str(piece.opportunity_id), str(piece.edition_id))
        for piece in kept
        if piece.opportunity_id and piece.edition_id
    ]
    return Question(
        problem,
        agreed=(*agreed, *((one.code, OWN) for one in own)),
        left_out=offer.left_out,
        home_known=home is not None,
        board=trajectory.revision,
        needs=trajectory.needs.version,
        pinned=frozenset(str(piece.opportunity_id or piece.pk) for piece in kept if piece.pinned),
        titles={str(piece.opportunity_id or piece.pk): piece.title for piece in kept},
    )


def calendar_of(trajectory: Trajectory) -> Calendar:
    """The weeks of a trajectory, numbered from the Monday of its first; free days of the partnership and the region."""
    region = trajectory.school.holidays if trajectory.school else ""
    rows = models.FreeDays.objects.filter(
        Q(region="") | Q(region=region), partnership=trajectory.object.partnership_id, last__gte=trajectory.first
    )
    free = tuple(Span(row.first, row.last, row.why) for row in rows.filter(first__lte=trajectory.last))
    return Calendar(week_of(trajectory.first), trajectory.last, free)


def home_of(trajectory: Trajectory) -> Position | None:
    """Where the learner sets out from, roughly: the middle of the organisations with that postcode or in that place.

    Nobody's address is looked up anywhere.
    """
    said = trajectory.needs.home.strip()
    partnership = trajectory.object.partnership
    if not said or partnership is None:
        return None
    here = Organisation.objects.filter(pk__in=organisations_today(partnership)).exclude(latitude=None)
    digits = said[:4]
    at = Q(place__iexact=said)
    if digits.isdigit() and len(digits) == 4:
        at |= Q(postcode__startswith=digits)
    found = list(here.filter(at).values_list("latitude", "longitude")[:100])
    if not found and digits.isdigit() and len(digits) == 4:
        found = list(here.filter(postcode__startswith=digits[:2]).values_list("latitude", "longitude")[:100])
    if not found:
        return None
    return sum(north or 0.0 for north, _ in found) / len(found), sum(east or 0.0 for _, east in found) / len(found)


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


def theme_title(theme: models.Theme, language: str) -> str:
    """A theme as people know it: the planner names it in its reasons."""
    return str(theme.title.get(language) or theme.title.get("nl") or theme.code)


def _outcome(row: models.Outcome, wanted: Wanted, language: str) -> Outcome:
    return Outcome(
        code=row.code,
        title=str(row.title.get(language) or row.title.get("nl") or row.code),
        need=NEED,
        domain=wanted.themes[row.code],
        level=row.level,
        weight=min(MOST_WEIGHT, max(1, row.weight)),
        prerequisites=tuple(one.code for one in row.prerequisites.all() if one.code in wanted.hours),
        choice=row.choice_group or None,
    )


def _refused(trajectory: Trajectory) -> Iterable[Any]:
    rows = models.Refusal.objects.filter(trajectory=trajectory, taken_back_at=None)
    return rows.values_list("opportunity", flat=True)


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
