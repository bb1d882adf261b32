"""A change and the new route: what stays, goes and comes, and why, before and after beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.people.who import Who
from leerruimte.planner.plain import from_plain
from leerruimte.planner.result import PROVEN, Replan, Route
from leerruimte.planner.words import Words
from leerruimte.trajectories.models import Piece, PlannerRun, Refusal, Trajectory
from leerruimte.trajectories.planning.asking import problem_to_show
from leerruimte.trajectories.planning.seen import RouteSeen, routes_seen
from leerruimte.trajectories.planning.solving import agreed_of
from leerruimte.trajectories.planning.words import words_of
from leerruimte.trajectories.queries.laying import offers

# More than this is no list to choose from.
MOST_OFFERED = 300
WHOLE = 100
FELL, GOES, MOVES, COMES, STAYS = ORDER = ("fell", "goes", "moves", "comes", "stays")


@dataclass(frozen=True)
class Line:
    """One piece before and after."""

    what: str
    title: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class ReplanSeen:
    """Before and after."""

    found: bool
    lines: tuple[Line, ...]
    summary: str
    proof: str
    ladder: tuple[str, ...]
    none: tuple[str, ...]
    route: RouteSeen | None


def replan_seen(run: PlannerRun) -> ReplanSeen | None:
    """The answer to a re-plan; None while there is none."""
    if "replan" not in run.result:
        return None
    words = words_of(problem_to_show(run.problem, dict(agreed_of(run.problem))))
    answer: Replan = from_plain(Replan, run.result["replan"])
    if answer.route is None:
        told = [line.strip() for line in words.replan(answer)]
        none = told if answer.reasons or answer.ways_out else [_("It was stopped before anything was found.")]
        return ReplanSeen(False, (), "", "", (), tuple(none), None)
    lines = tuple(sorted(_lines(run, answer.route, answer, words), key=lambda one: ORDER.index(one.what)))
    return ReplanSeen(
        found=True,
        lines=lines,
        summary=_summary(answer),
        proof=_proof(answer),
        ladder=tuple(ladder_in_words(answer)) if len(answer.ladder) > 1 else (),
        none=(),
        route=routes_seen(words.problem, (answer.route,))[0],
    )


def _lines(run: PlannerRun, route: Route, answer: Replan, words: Words) -> Iterator[Line]:
    old, new = dict(agreed_of(run.problem)), {piece.opportunity: piece for piece in route.pieces}
    altered = {one.opportunity: one for one in answer.altered}
    for code in [*old, *(code for code in new if code not in old)]:
        title = str(run.problem.get("titles", {}).get(code) or words.title(code))
        was = _weeks_before(words, code, old.get(code))
        piece = new.get(code)
        then = _weeks(words, piece.first_week, piece.last_week) if piece else ""
        why = " ".join(words.why(reason) for reason in altered[code].why) if code in altered else ""
        if code in answer.forced and piece is None:
            yield Line(FELL, title, was, then)
        elif piece is None:
            yield Line(GOES, title, was, then, why)
        elif code not in old:
            yield Line(COMES, title, was, then, why)
        elif old[code] != piece.edition or was != then:
            yield Line(MOVES, title, was, then, why)
        else:
            yield Line(STAYS, title, was, then)


def _weeks_before(words: Words, code: str, edition: str | None) -> str:
    for one in words.problem.opportunities:
        for series in one.editions if one.code == code else ():
            if series.code == edition:
                weeks = [moment.week for moment in series.moments]
                return _weeks(words, min(weeks), max(weeks))
    return ""


def _weeks(words: Words, first: int, last: int) -> str:
    # By date, as on the board and in the routes: the planner counts weeks from the first one, people do not.
    calendar = words.problem.calendar
    return _span(calendar.day(first, "mo"), calendar.day(last, "mo"))


def _summary(answer: Replan) -> str:
    kept = ngettext("%(kept)s piece stays as it was.", "%(kept)s pieces stay as they were.", answer.kept)
    changes = ngettext("%(changes)s change.", "%(changes)s changes.", answer.changes)
    return f"{changes % {'changes': answer.changes}} {kept % {'kept': answer.kept}}"


def _proof(answer: Replan) -> str:
    if not answer.changes:
        return _("Nothing else has to change.")
    if answer.proof.status == PROVEN:
        return _("It is certain that with fewer changes no route is as good.")
    return _("It is not certain that it cannot be done with fewer changes. This is how far the search came.")


def ladder_in_words(answer: Replan) -> Iterator[str]:
    """How good it gets with few changes; nothing is said of more changes than make it as good as can be."""
    best = max((step.score for step in answer.ladder), default=0)
    for step in answer.ladder if best > 0 else ():
        # What falls away may leave a route that is worth less than nothing: that is nothing, to people.
        share = max(0, round(100 * step.score / best))
        if step.changes is None:
            yield _("With as many changes as it takes: %(share)s of 100 as good as the best of these.") % {
                "share": share
            }
        elif step.changes == 0:
            yield _("Without any change: %(share)s of 100 as good as the best of these.") % {"share": share}
        else:
            yield ngettext(
                "With %(changes)s change at most: %(share)s of 100 as good as the best of these.",
                "With %(changes)s changes at most: %(share)s of 100 as good as the best of these.",
                step.changes,
            ) % {"changes": step.changes, "share": share}
        if share >= WHOLE:
            return


def pieces_that_can_change(trajectory: Trajectory) -> list[tuple[str, str]]:
    """Code and words of each piece on the board that comes from something offered and is not done."""
    rows = trajectory.pieces.filter(removed_at=None).exclude(opportunity=None).exclude(state=Piece.State.DONE)
    return [(str(row.opportunity_id), f"{row.title} ({_span(row.first_week, row.last_week)})") for row in rows]


def what_can_be_added(who: Who, trajectory: Trajectory) -> list[tuple[str, str]]:
    """Code and words of what is offered, helps, and neither lies on the board nor was refused."""
    refused = Refusal.objects.filter(trajectory=trajectory, taken_back_at=None).values("opportunity")
    rows = offers(who, trajectory).exclude(pk__in=refused)[:MOST_OFFERED]
    return [(str(row.pk), f"{row.title} ({row.organisation})" if row.organisation else row.title) for row in rows]


def _span(first: date, last: date) -> str:
    if first == last:
        return date_format(first, "j F")
    return f"{date_format(first, 'j F')} – {date_format(last, 'j F')}"
