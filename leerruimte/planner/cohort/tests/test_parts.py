"""A cohort in parts: any executor, and a bound that holds for the whole."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings

from leerruimte.planner.cohort.arcs import possible
from leerruimte.planner.cohort.checking import faults_in
from leerruimte.planner.cohort.parts import WEIGHED, place_in_parts, weighed
from leerruimte.planner.cohort.placing import aims_of
from leerruimte.planner.cohort.problem import Places
from leerruimte.planner.cohort.result import Answer
from leerruimte.planner.cohort.rules import write

from .make import a_town, everything, in_order, tiny


def gap_of(answer: Answer) -> float:
    reached = answer.reached[0]
    assert reached.name == WEIGHED
    assert reached.gap is not None
    return reached.gap


@settings(max_examples=40, deadline=None)
@given(tiny(periods=2))
def test_the_bound_is_below_everything(problem: Places) -> None:
    answer = place_in_parts(problem)
    assert faults_in(problem, answer) == ()
    aims = len(aims_of(write(possible(problem))))
    weights = [1.0, *(30 * 2.0**power for power in range(aims - 1))][::-1]
    best = min(sum(w * v for w, v in zip(weights, in_order(problem, one), strict=True)) for one in everything(problem))
    reached = answer.reached[0]
    assert reached.bound is not None
    assert reached.bound <= best + 1e-6
    assert reached.value >= best - 1e-6


def test_threads_find_what_one_after_the_other_finds() -> None:
    problem = a_town(200, 25, periods=2, pairs=12)
    with ThreadPoolExecutor(1) as executor:
        alone = place_in_parts(problem, executor)
    with ThreadPoolExecutor(2) as executor:
        together = place_in_parts(problem, executor)
    assert together == alone
    here = place_in_parts(problem)
    assert abs(here.reached[0].value - alone.reached[0].value) < 0.02 * alone.reached[0].value
    assert gap_of(here) < 0.02
    assert faults_in(problem, together) == ()
    assert gap_of(together) < 0.02


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_of_two_workers_finds_the_same() -> None:
    distributed = pytest.importorskip("distributed")
    problem = a_town(200, 25, periods=2, pairs=12)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        answer = place_in_parts(problem, client.get_executor())
    with ThreadPoolExecutor(1) as executor:
        assert answer == place_in_parts(problem, executor)
    assert faults_in(problem, answer) == ()


def test_weights_fall_by_half() -> None:
    model = write(possible(a_town(20, 4)))
    cost = weighed(aims_of(model))
    assert cost[model.unplaced].min() == 30 * sum(2**power for power in [*range(7), 8])
