"""While it runs: progress, limits, stopping, and the same answer again."""

import threading
import time

from leerruimte.planner.cohort.checking import faults_in
from leerruimte.planner.cohort.placing import place
from leerruimte.planner.cohort.running import CANCELLED, TIME, WORK, Progress, Run

from .make import a_town


def test_progress_is_told_with_a_gap_that_closes() -> None:
    told: list[Progress] = []
    answer = place(a_town(120, 15), Run(tell=told.append))
    assert answer.proven
    assert told[0].best is not None
    assert told[0].gap is None
    assert any(one.gap == 0 for one in told)
    assert [one.work for one in told] == sorted(one.work for one in told)


def test_a_time_limit_is_kept_and_what_was_found_is_given() -> None:
    problem = a_town(500, 60, periods=2)
    for seconds in (0.0, 0.05, 0.3):
        began = time.monotonic()
        answer = place(problem, Run(seconds=seconds))
        assert time.monotonic() - began < seconds + 1.5
        assert faults_in(problem, answer) == ()
        assert answer.proven or answer.stopped == TIME


def test_another_thread_can_stop_it() -> None:
    problem = a_town(500, 60, periods=2)
    run = Run()
    threading.Timer(0.2, run.stop.set).start()
    answer = place(problem, run)
    assert faults_in(problem, answer) == ()
    assert answer.proven or answer.stopped == CANCELLED


def test_it_can_be_stopped_before_it_begins() -> None:
    run = Run()
    run.stop.set()
    answer = place(a_town(50, 8), run)
    assert answer.stopped == CANCELLED
    assert answer.placements


def test_the_same_seed_and_work_give_the_same_answer() -> None:
    problem = a_town(200, 25)
    for work in (None, 150, 400):
        first, second = (place(problem, Run(work=work, seed=3)) for _ in range(2))
        assert first == second
        assert faults_in(problem, first) == ()
        assert first.proven or first.stopped == WORK


def test_the_clock_is_the_one_handed_in() -> None:
    ticks = iter(range(10**6))
    answer = place(a_town(50, 8), Run(seconds=3, clock=lambda: float(next(ticks))))
    assert answer.stopped == TIME
