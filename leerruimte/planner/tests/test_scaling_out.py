"""Scale-out: the same answer through processes of a real Dask cluster."""

from distributed import Client, LocalCluster

from leerruimte.planner.problem import Needs, Never
from leerruimte.planner.routes import plan_routes
from leerruimte.planner.tests.make import a_problem, edition, offer


def test_a_dask_cluster_of_two_workers_gives_the_same_answer() -> None:
    problem = a_problem(
        offer("A", {"X": 2}),
        offer("B", {"Y": 2}, edition(day="tu")),
        offer("C", {"Z": 1}, edition(day="we")),
        needs=Needs(never=(Never("tu"),)),
    )
    alone = plan_routes(problem)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        client.get_executor() as executor,
    ):
        spread = plan_routes(problem, executor=executor)
    assert [route.taken for route in spread.routes] == [route.taken for route in alone.routes]
    assert [(gap.outcome, gap.code, gap.reasons) for gap in spread.gaps] == [
        (gap.outcome, gap.code, gap.reasons) for gap in alone.gaps
    ]
