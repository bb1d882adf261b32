"""What people agreed upon and has begun is lived already: in a question to the planner it always fits.

What is over counts as done. What goes on keeps its time, but never makes a question impossible: two of them at the same
hour, a day on which the learner cannot, a week with more hours than the learner has, or what it asked beforehand was
settled in life, not by the planner.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from leerruimte.planner.problem import SCHOOL, Edition, Moment, Opportunity, Place, Problem
from leerruimte.trajectories.models import Piece

Hour = tuple[int, str, bool]


def is_lived(piece: Piece, today: date) -> bool:
    """Whether it was agreed upon and has begun, or was done."""
    return piece.state == Piece.State.DONE or (piece.state == Piece.State.AGREED and piece.first_week <= today)


def is_over(piece: Piece, today: date) -> bool:
    """Whether it counts as done: said so, or agreed upon and all of its weeks are past."""
    over = piece.state == Piece.State.AGREED and (today - piece.last_week).days > 6
    return piece.state == Piece.State.DONE or over


def settled(problem: Problem, agreed: Collection[str]) -> Problem:
    """The problem in which what was agreed upon (opportunities) asks nothing beforehand: people looked at that."""
    opportunities = (replace(one, asks=()) if one.code in agreed else one for one in problem.opportunities)
    return replace(problem, opportunities=tuple(opportunities))


def made_to_fit(problem: Problem, lived: Collection[str], own: Collection[str], today: date) -> Problem:
    """The problem in which what is lived (opportunities) fits, and the way to one's own places is never too long."""
    week = problem.calendar.week(today)
    pinned = {pin.opportunity: pin.edition for pin in problem.pins}
    mine = {code: edition for code, edition in pinned.items() if code in lived}
    fitting = _Fitting(problem, week)
    fitted = [
        fitting.of(one, mine[one.code]) if one.code in mine else one
        # In the order of their codes: the same question is the same however the rows came.
        for one in sorted(problem.opportunities, key=lambda one: (one.code not in mine, one.code))
    ]
    by_code = {one.code: one for one in _in_hours(problem, fitted, mine)}
    opportunities = tuple(by_code[one.code] for one in problem.opportunities)
    theirs = {one.place for one in opportunities if one.code in mine} | set(own)
    schools = {place.code for place in problem.places if place.kind == SCHOOL}
    at_schools = {one.place for one in opportunities if one.code in mine and one.place in schools}
    needs = problem.needs
    return replace(
        problem,
        opportunities=opportunities,
        places=tuple(_near(one, needs.most_travel) if one.code in theirs else one for one in problem.places),
        needs=replace(needs, most_schools=max(needs.most_schools, len(at_schools))),
    )


def _near(place: Place, most: int) -> Place:
    """They go there anyhow, so the way is never too long."""
    return replace(place, minutes=min(place.minutes or 0, most), minutes_by_car=min(place.minutes_by_car or 0, most))


class _Fitting:
    """Lets what is lived go on beside each other: the hour that another has already is one to be agreed upon."""

    def __init__(self, problem: Problem, now: int) -> None:
        self.problem, self.now = problem, now
        self.taken: dict[tuple[int, str, str], str] = {}
        self.places: dict[Hour, str] = {}
        self.likes: set[str | None] = set()

    def of(self, one: Opportunity, edition: str | None) -> Opportunity:
        """As it is lived: in the edition it is in."""
        editions = [given for given in one.editions if edition in (None, given.code)][:1]
        return replace(
            one,
            like=self._like(one),
            editions=tuple(replace(given, moments=self._moments(one, given)) for given in editions),
        )

    def _like(self, one: Opportunity) -> str | None:
        """The same thing at two places, when both are lived, is two things."""
        if one.like in self.likes:
            return None
        self.likes.add(one.like)
        return one.like

    def _moments(self, one: Opportunity, edition: Edition) -> tuple[Moment, ...]:
        held = [moment for moment in edition.moments if not self._lost(moment)] or list(edition.moments[:1])
        return tuple(self._moment(one, moment) for moment in held)

    def _moment(self, one: Opportunity, moment: Moment) -> Moment:
        if moment.day is None or moment.part is None:
            return moment
        hour, stay = (moment.week, moment.day, moment.part), (moment.week, moment.day, moment.part == "evening")
        elsewhere = self.places.setdefault(stay, one.place) != one.place
        if moment.week < self.now or elsewhere or hour in self.taken or self._never(moment):
            return Moment(moment.week, moment.minutes)
        self.taken[hour] = one.code
        return moment

    def _never(self, moment: Moment) -> bool:
        return any(one.day == moment.day and one.part in (None, moment.part) for one in self.problem.needs.never)

    def _lost(self, moment: Moment) -> bool:
        """On a day off there is no meeting: that they are away is known, and no reason to stop."""
        days = (moment.day,) if moment.day else ("mo", "tu", "we", "th", "fr")
        off = (*self.problem.calendar.free, *self.problem.needs.away)
        dates = [self.problem.calendar.day(moment.week, day) for day in days]
        return all(any(span.first <= day <= span.last for span in off) for day in dates)


def _in_hours(
    problem: Problem, opportunities: Collection[Opportunity], mine: Mapping[str, str | None]
) -> Iterator[Opportunity]:
    """A week in which what is lived takes more than the hours there are is a full week, not an impossible one."""
    most = problem.needs.hours_a_week * 60
    in_week: Counter[int] = Counter()
    for one in opportunities:
        if one.code in mine:
            for moment in one.editions[0].moments:
                in_week[moment.week] += moment.minutes
    for one in opportunities:
        if one.code in mine:
            yield replace(one, editions=tuple(_shorter(given, in_week, most) for given in one.editions))
        else:
            yield one


def _shorter(edition: Edition, in_week: Mapping[int, int], most: int) -> Edition:
    moments = (
        moment
        if in_week[moment.week] <= most
        else replace(moment, minutes=max(1, moment.minutes * most // in_week[moment.week]))
        for moment in edition.moments
    )
    return replace(edition, moments=tuple(moments))
