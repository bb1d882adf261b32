"""The question of a cohort put to the planner, in the worker's process; its answer is checked, then kept."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from leerruimte.people.who import NOBODY
from leerruimte.planner.cohort import (
    Answer,
    Move,
    Places,
    Progress,
    Report,
    Run,
    change,
    faults_in,
    faults_of,
    place,
    report_of,
    to_json,
    without_school,
)
from leerruimte.planner.cohort.report import Told
from leerruimte.trajectories.actions.cohort_proposals import keep_proposal
from leerruimte.trajectories.models import Cohort, CohortLearner, PlannerRun, ProposedPlace
from leerruimte.trajectories.planning.solving import Tell, WrongAnswer
from leerruimte.trajectories.queries.cohort_planning import ANY, Question, question_of
from leerruimte.trajectories.rules.cohort import fairness_of

SECONDS, SEED = 90.0, 0
MENTOR = "mentor"


def solve_places(run: PlannerRun, tell: Tell, stop: threading.Event) -> dict[str, Any]:
    """Places for a cohort, or (MOVES) the fewest moves. `run.problem`: {"interested", "without": school or None}.

    The answer: figures; who goes where stands in `ProposedPlace`, a row each.
    """
    cohort = Cohort.objects.select_related("period__partnership").filter(run=run).first()
    if cohort is None:
        return {}
    began = time.monotonic()
    tell({"step": "reading"})
    question = question_of(cohort, interested=bool(run.problem.get("interested")))
    without = run.problem.get("without")
    places = without_school(question.places, str(without)) if without else question.places
    if wrong := faults_of(places):
        raise WrongAnswer("; ".join(f"{one.code} {one.at}" for one in wrong[:5]))
    answer, moves = _solved(run, places, question, Run(seconds=SECONDS, seed=SEED, stop=stop, tell=_telling(tell)))
    tell({"step": "checking"})
    if broken := faults_in(places, answer):
        raise WrongAnswer("; ".join(f"{one.rule} {' '.join(one.about)}" for one in broken[:5]))
    report = report_of(places, answer)
    rows = _rows(run, places, answer, moves, report, question)
    keep_proposal(by=NOBODY, run=run, cohort=cohort, rows=rows)
    return _summary(cohort, answer, moves, report, question, rows) | {"seconds": round(time.monotonic() - began, 1)}


def _solved(run: PlannerRun, places: Places, question: Question, limits: Run) -> tuple[Answer, tuple[Move, ...]]:
    if run.kind == PlannerRun.Kind.MOVES:
        found = change(places, question.before, limits)
        return found.answer, tuple(move for move in found.moves if move.why != MENTOR)
    return place(places, limits), ()


def _telling(tell: Tell) -> Callable[[Progress], None]:
    def told(one: Progress) -> None:
        gap = None if one.gap is None else round(100 * one.gap, 2)
        tell({"step": one.stage, "value": one.best, "bound": one.bound, "gap": gap, "seconds": round(one.seconds, 1)})

    return told


def _rows(
    run: PlannerRun, places: Places, answer: Answer, moves: tuple[Move, ...], report: Report, question: Question
) -> list[ProposedPlace]:
    was = {one.learner: int(one.school) for one in question.before.placements}
    why = {move.learner: move.why for move in moves}
    got = {one.learner: one for one in answer.placements}
    rows = []
    for told in report.learners:
        one = got.get(told.learner)
        rows.append(
            ProposedPlace(
                run=run,
                learner_id=int(told.learner),
                school_id=int(one.school) if one else None,
                band="" if one is None or one.band == ANY else one.band,
                by_hand=one is not None and one.by_hand is not None,
                wish=one.wish if one else None,
                minutes=None if one is None or told.learner in question.not_on_map else one.minutes,
                points=one.points if one else 0,
                waits_for_mentor=one is not None and not one.mentor_known,
                before_id=was.get(told.learner),
                moved=why.get(told.learner, ""),
                reasons=_reasons(told),
            )
        )
    return rows


def _reasons(told: Told) -> dict[str, Any]:
    """What stood in the way of a learner's wishes or place, and what would make more possible."""
    asked = {
        "wishes": [to_json(one) for one in told.wishes],
        "in_the_way": [list(one) for one in told.in_the_way],
        "ways": [to_json(one) for one in told.ways],
    }
    return {key: value for key, value in asked.items() if value}


def _summary(
    cohort: Cohort,
    answer: Answer,
    moves: tuple[Move, ...],
    report: Report,
    question: Question,
    rows: list[ProposedPlace],
) -> dict[str, Any]:
    wished = dict(CohortLearner.objects.filter(cohort=cohort).values_list("pk", "wished"))
    fairness = fairness_of(
        (row.school_id is not None, row.by_hand, wished.get(row.learner_id, 0), row.wish, row.minutes) for row in rows
    )
    return {
        "fairness": asdict(fairness),
        "boards": [[one.board, one.seats, one.got, one.least] for one in report.boards],
        "moves": dict(Counter(move.why for move in moves)),
        "proven": answer.proven,
        "stopped": answer.stopped,
        "reached": [{"name": one.name, "value": one.value, "bound": one.bound} for one in answer.reached],
        "not_on_map": len(question.not_on_map),
    }
