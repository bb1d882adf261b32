"""The whole road of one learner on one page."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access.trajectories import get_trajectory
from leerruimte.trajectories.models import Trajectory
from leerruimte.trajectories.queries.whole_road import Stage, WholeRoad, whole_road
from leerruimte.trajectories.road_drawing import Road, draw_road

PAPERS = ("a4", "a3")


@require_safe
@never_cache
def show_whole_road(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """From start to diploma and on: the drawn road, and the same in words."""
    trajectory = get_trajectory(request.who, trajectory_id)
    road = whole_road(request.who, trajectory)
    paper = request.GET.get("papier", "a4")
    context = {
        "trajectory": trajectory,
        "road": road,
        "drawing": _drawing(road),
        "paper": paper if paper in PAPERS else "a4",
        "papers": PAPERS,
        "now": timezone.now(),
    }
    return render(request, "trajectories/evidence/whole_road.html", context)


def _drawing(road: WholeRoad) -> Road:
    first = min(one.trajectory.first for one in road.stretches)
    last = max(one.trajectory.last for one in road.stretches)
    marks: list[tuple[str, date, str]] = []
    stages = 0
    for stretch in road.stretches:
        trajectory = stretch.trajectory
        # Begin and end first: what comes later makes room for what lies there.
        marks.append(("start", trajectory.first, trajectory.object.title))
        marks.append(("gate" if trajectory.purpose == Trajectory.Purpose.DIPLOMA else "house", trajectory.last, ""))
        for stage in stretch.stages:
            stages += 1
            marks += _marks_of(stage)
    today = timezone.localdate()
    if first <= today <= last:
        marks.append(("now", today, ""))
    return draw_road(first, last, stages, marks)


def _marks_of(stage: Stage) -> Iterator[tuple[str, date, str]]:
    yield ("stage", stage.first, stage.name)
    for triangle in stage.triangles:
        if triangle.starts_at:
            yield ("triangle", timezone.localdate(triangle.starts_at), str(triangle.number))
    if stage.reached:
        yield ("reached", stage.first + (stage.last - stage.first) / 2, str(len(stage.reached)))
