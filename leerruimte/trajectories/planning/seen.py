"""The planner's answer as a page shows it: each route drawn, told and laid beside the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.planner.problem import ANYWHERE, INSTITUTE, OUTSIDE, SCHOOL, Problem
from leerruimte.planner.result import Gap, Piece, Route, Routes
from leerruimte.planner.words import COLOUR_NAMES, Words
from leerruimte.trajectories.planning.words import part_of, words_of
from leerruimte.trajectories.rules.board import lanes
from leerruimte.trajectories.rules.comparing import Compared, Leaning, compare, leaning

ORDER = (INSTITUTE, SCHOOL, OUTSIDE, ANYWHERE)
# Kind of place -> whose mark stands beside it, and the class of its colour.
MARKS = {INSTITUTE: "institute", SCHOOL: "school", OUTSIDE: "elsewhere", ANYWHERE: "elsewhere"}
LANE = 26
# Per cent of the width that a number of two figures takes, also on a phone.
NARROW = 8
# Corners of the triangle of three figures, and its middle.
CORNERS = {"curriculum": (44, 40), "opportunities": (256, 40), "needs": (150, 176)}


@dataclass(frozen=True)
class Bar:
    """A piece in the drawing: its number in the list, and where it lies in per cent of the width."""

    number: int
    left: float
    width: float
    top: int
    middle: float
    pinned: bool

    @property
    def beside(self) -> float | None:
        """Where its number stands when the bar is too narrow for it: after its end; None: in the bar."""
        return round(self.left + self.width, 2) if self.width < NARROW else None

    @property
    def is_last(self) -> bool:
        """Whether there is no room after its end."""
        return self.left + self.width > 100 - NARROW


@dataclass(frozen=True)
class Row:
    """A place in the drawing."""

    title: str
    mark: str
    height: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class PieceSeen:
    """A piece of a route. `same`: the numbers of the other routes that have it too."""

    number: int
    code: str
    title: str
    place: str
    mark: str
    first: date
    last: date
    hours: int
    why: tuple[str, ...]
    gone: str
    pinned: bool
    on_board: bool
    same: tuple[int, ...]
    own: bool
    # What is sent when it is chosen.
    pick: str


@dataclass(frozen=True)
class RouteSeen:
    """A route: drawn, and told in sentences."""

    number: int
    name: str
    pieces: tuple[PieceSeen, ...]
    rows: tuple[Row, ...]
    partly: tuple[str, ...]
    missing: tuple[str, ...]
    coverage: str
    balance: str
    dot: tuple[float, float]
    load: str
    travel: str
    proof: str
    trades: tuple[str, ...]


@dataclass(frozen=True)
class GapSeen:
    """An outcome that the first route does not reach wholly: why not, and the ways out."""

    title: str
    how_far: str
    why: tuple[str, ...]


def routes_seen(problem: Problem, answer: Sequence[Route], on_board: Iterable[str] = ()) -> tuple[RouteSeen, ...]:
    """All routes of an answer beside each other."""
    words, there = words_of(problem), frozenset(on_board)
    return tuple(_route(words, answer, number, there) for number in range(1, len(answer) + 1))


def gaps_seen(problem: Problem, answer: Routes) -> tuple[GapSeen, ...]:
    """What stays open, and why."""
    words = words_of(problem)
    told: dict[str, str] = {}
    return tuple(_gap(words, gap, told) for gap in answer.gaps)


def why_none(problem: Problem, answer: Routes) -> tuple[str, ...]:
    """Why there is no route at all, or why there are no three."""
    words = words_of(problem)
    bare = Routes(answer.status, reasons=answer.reasons, ways_out=answer.ways_out)
    if not answer.routes:
        return tuple(line.strip() for line in words.routes(bare) if line.strip())
    lines = list(words.routes(Routes(answer.status, routes=answer.routes)))
    told = [line for number, route in enumerate(answer.routes, 1) for line in words.route(route, number)]
    return tuple(line.strip() for line in lines[len(told) :] if line.strip())


def _route(words: Words, answer: Sequence[Route], number: int, there: frozenset[str]) -> RouteSeen:
    route = answer[number - 1]
    whole = sum(one.points >= one.asked for one in route.coverage)
    partly = [one.outcome for one in route.coverage if 0 < one.points < one.asked]
    missing = [one.outcome for one in route.coverage if not one.points]
    figures = {name: getattr(route.balance, name) for name in CORNERS}
    pieces = tuple(_pieces(words, answer, number, there))
    return RouteSeen(
        number=number,
        name=words.say(COLOUR_NAMES[route.colour]),
        pieces=pieces,
        rows=tuple(_rows(words, route, {one.code: one.number for one in pieces})),
        partly=tuple(map(words.title, partly)),
        missing=tuple(map(words.title, missing)),
        coverage=_coverage(whole, len(partly), len(route.coverage)),
        balance=balance_in_words(leaning(figures)),
        dot=_dot(figures),
        load=_load(words.problem, route),
        travel=_travel(route),
        proof=words.proof(route.proof),
        trades=tuple(_trades(words, answer, number)),
    )


def _pieces(words: Words, answer: Sequence[Route], number: int, there: frozenset[str]) -> Iterator[PieceSeen]:
    kinds = {place.code: place.kind for place in words.problem.places}
    ordered = sorted(answer[number - 1].pieces, key=lambda one: (one.first_week, one.last_week, one.opportunity))
    for at, piece in enumerate(ordered, 1):
        others = tuple(
            other
            for other, route in enumerate(answer, 1)
            if other != number and (piece.opportunity, piece.edition) in route.taken
        )
        told = [line.strip() for line in words.piece(piece)]
        yield PieceSeen(
            number=at,
            code=piece.opportunity,
            title=words.title(piece.opportunity),
            place=words.title(piece.place),
            mark=MARKS[kinds[piece.place]],
            first=words.problem.calendar.day(piece.first_week, "mo"),
            last=words.problem.calendar.day(piece.last_week, "mo"),
            hours=round(piece.minutes / 60),
            why=tuple(words.why(reason) for reason in piece.why),
            gone=told[-1],
            pinned=piece.pinned,
            on_board=piece.opportunity in there,
            same=others,
            own=piece.edition == "own",
            pick=f"{number}:{piece.opportunity}",
        )


def _rows(words: Words, route: Route, numbers: Mapping[str, int]) -> Iterator[Row]:
    weeks = words.problem.calendar.weeks
    places = [place for place in words.problem.places if any(piece.place == place.code for piece in route.pieces)]
    for place in sorted(places, key=lambda one: (ORDER.index(one.kind), one.title)):
        mine = sorted((one for one in route.pieces if one.place == place.code), key=lambda one: one.first_week)
        at = lanes((one.first_week, _until(one, weeks)) for one in mine)
        bars = tuple(_bar(piece, lane, weeks, numbers) for piece, lane in zip(mine, at, strict=True))
        yield Row(words.title(place.code), MARKS[place.kind], LANE * (max(at) + 1), bars)


def _until(piece: Piece, weeks: int) -> int:
    """The last week that its bar takes, and its number where that stands after it."""
    is_narrow = 100 * (piece.last_week - piece.first_week + 1) < NARROW * weeks
    return piece.last_week + (ceil(NARROW * weeks / 100) if is_narrow else 0)


def _bar(piece: Piece, lane: int, weeks: int, numbers: Mapping[str, int]) -> Bar:
    left = 100 * (piece.first_week - 1) / weeks
    width = 100 * (piece.last_week - piece.first_week + 1) / weeks
    number = numbers[piece.opportunity]
    return Bar(number, round(left, 2), round(width, 2), LANE * lane, LANE * lane + 17, piece.pinned)


def _coverage(whole: int, partly: int, of: int) -> str:
    told = ngettext("Reaches %(whole)s of the %(of)s outcome.", "Reaches %(whole)s of the %(of)s outcomes.", of) % {
        "whole": whole,
        "of": of,
    }
    if partly:
        told += " " + ngettext("One is reached partly.", "%(partly)s are reached partly.", partly) % {"partly": partly}
    return told


def balance_in_words(lean: Leaning) -> str:
    """Which way a route leans, as a sentence."""
    most = {
        "curriculum": _("This route follows the curriculum most."),
        "opportunities": _("This route uses most of what the places are good at."),
        "needs": _("This route follows what you need most."),
    }
    least = {
        "curriculum": _("Of the curriculum it leaves most out."),
        "opportunities": _("What the places are good at is used least."),
        "needs": _("What you need gets the least room."),
    }
    if lean.even:
        return _("Curriculum, what the places are good at and what you need get about as much room.")
    return f"{most[lean.most]} {least[lean.least]}"


def _dot(figures: Mapping[str, int]) -> tuple[float, float]:
    """The middle of the triangle, drawn to the corners by how strong each figure is."""
    strong = {name: max(1, value) ** 2 for name, value in figures.items()}
    total = sum(strong.values())
    return (
        round(sum(CORNERS[name][0] * part for name, part in strong.items()) / total, 1),
        round(sum(CORNERS[name][1] * part for name, part in strong.items()) / total, 1),
    )


def _load(problem: Problem, route: Route) -> str:
    most = max(route.load, default=0)
    week = route.load.index(most) + 1 if route.load else 1
    monday = problem.calendar.day(week, "mo")
    return _("The fullest week is that of %(day)s: %(hours)s hours with others. Altogether %(total)s hours.") % {
        "day": date_format(monday, "j F"),
        "hours": round(most / 60),
        "total": round(sum(route.load) / 60),
    }


def _travel(route: Route) -> str:
    hours = round(timedelta(minutes=route.travel_minutes) / timedelta(hours=1))
    if not hours:
        return ""
    return ngettext(
        "On the way about %(hours)s hour altogether, an estimate.",
        "On the way about %(hours)s hours altogether, an estimate.",
        hours,
    ) % {"hours": hours}


def _trades(words: Words, answer: Sequence[Route], number: int) -> Iterator[str]:
    """What it has and lacks beside each of the others: sentences, the first says how different it is."""
    route = answer[number - 1]
    for other_number, other in enumerate(answer, 1):
        if other_number == number:
            continue
        told = _against(words, compare(route, other), other_number)
        if told:
            yield told


def _against(words: Words, found: Compared, other: int) -> str:
    gains = [_FIGURES_MORE[name]() for name in found.more]
    loses = [_FIGURES_LESS[name]() for name in found.less]
    gains += [_("%(outcome)s wholly") % {"outcome": words.title(code)} for code in found.gained[:2]]
    loses += [_("%(outcome)s not wholly") % {"outcome": words.title(code)} for code in found.lost[:2]]
    if found.hours:
        hours = _("%(hours)s hours with others less") if found.hours < 0 else _("%(hours)s hours with others more")
        (gains if found.hours < 0 else loses).append(hours % {"hours": abs(found.hours)})
    if not gains and not loses:
        return _("Beside route %(other)s: about as good, in another way.") % {"other": other}
    told = _("Beside route %(other)s:") % {"other": other}
    if gains:
        told += " " + _("you gain %(what)s") % {"what": _listed(gains)}
    if gains and loses:
        told += ";"
    if loses:
        told += " " + _("you give up for it: %(what)s") % {"what": _listed(loses)}
    return told + "."


_FIGURES_MORE = {
    "curriculum": lambda: _("more of the curriculum"),
    "opportunities": lambda: _("more of what the places are good at"),
    "needs": lambda: _("more of what you need"),
}
_FIGURES_LESS = {
    "curriculum": lambda: _("some of the curriculum"),
    "opportunities": lambda: _("some of what the places are good at"),
    "needs": lambda: _("some of what you need"),
}


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _gap(words: Words, gap: Gap, told: dict[str, str]) -> GapSeen:
    lines = [line.strip() for line in words.gap(gap, told)]
    return GapSeen(words.title(gap.outcome), part_of(gap.points, gap.asked), tuple(lines[1:]))
