"""Pages that read a curriculum: which there are, the map, one outcome, what changed, and what it means for a route."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.base.refused import Refused
from leerruimte.base.small_groups import shown
from leerruimte.people.access import get_partnership, is_coordinator
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access import curriculum as access
from leerruimte.trajectories.access.trajectories import get_own_trajectory, get_trajectory, is_learner
from leerruimte.trajectories.actions.curriculum import move_to_version
from leerruimte.trajectories.models import Curriculum, Trajectory
from leerruimte.trajectories.queries.curriculum import curricula_of, draft_of, newest_of, published_of
from leerruimte.trajectories.queries.curriculum_map import (
    changes_between,
    map_of,
    outcome_page,
    phase_names,
    trajectories_concerned,
    version_before,
    versions_seen,
)
from leerruimte.trajectories.queries.curriculum_proposals import open_counts, proposals_of, taken_into


@require_safe
@never_cache
def show_curricula(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The curricula of a partnership with their versions."""
    partnership = get_partnership(request.who, slug)
    curricula = list(curricula_of(partnership).prefetch_related("owners"))
    seen = versions_seen(access.visible_versions(request.who, *curricula))
    opened = open_counts(curricula)
    context = {
        "partnership": partnership,
        "curricula": [
            {
                "curriculum": one,
                "versions": [(row, shown(row.running)) for row in seen if row.version.curriculum_id == one.pk],
                "open": opened.get(one.pk, 0),
                "owners": one.owners.all(),
            }
            for one in curricula
        ],
        "may_take_in": is_coordinator(request.who, partnership.pk),
    }
    return render(request, "trajectories/curriculum/curricula.html", context)


def head(request: HttpRequestWho, curriculum: Curriculum) -> dict[str, Any]:
    """What each page of a curriculum shows above it."""
    partnership = curriculum.object.partnership
    if partnership is None:
        raise Http404
    return {
        "partnership": partnership,
        "curriculum": curriculum,
        "newest": newest_of(curriculum),
        "owned": access.may_decide(request.who, curriculum),
        "coordinates": is_coordinator(request.who, partnership.pk),
        "draft": draft_of(curriculum),
    }


@require_safe
@never_cache
def show_version(request: HttpRequestWho, slug: str, curriculum_id: int, number: int) -> HttpResponse:
    """The map of a version."""
    version = access.get_version(request.who, slug, curriculum_id, number)
    context = {
        **head(request, version.curriculum),
        "version": version,
        "map": map_of(version),
        "before": version_before(version),
        "open": proposals_of(version.curriculum, opened=True).count(),
    }
    return render(request, "trajectories/curriculum/version.html", context)


@require_safe
@never_cache
def show_outcome(request: HttpRequestWho, slug: str, curriculum_id: int, number: int, code: str) -> HttpResponse:
    """One outcome: what one learns, what shows it, what comes before and after, where it can be learned."""
    version = access.get_version(request.who, slug, curriculum_id, number)
    page = outcome_page(request.who, version, code)
    if page is None:
        raise Http404
    context = {
        **head(request, version.curriculum),
        "version": version,
        "page": page,
        "outcome": page.outcome,
        "proposals": proposals_of(version.curriculum, code=code)[:10],
    }
    return render(request, "trajectories/curriculum/outcome.html", context)


@require_safe
@never_cache
def show_changes(request: HttpRequestWho, slug: str, curriculum_id: int, number: int) -> HttpResponse:
    """What changed in a version and for whom."""
    version = access.get_version(request.who, slug, curriculum_id, number)
    before = version_before(version)
    if before is None:
        raise Http404
    changes = changes_between(before, version)
    concerned = trajectories_concerned(version, changes)
    context = {
        **head(request, version.curriculum),
        "version": version,
        "before": before,
        "changes": changes,
        "concerned": concerned,
        "concerned_shown": shown(concerned),
        "phases": phase_names(version, sorted(changes.phases)).values(),
        "taken": taken_into(version),
    }
    return render(request, "trajectories/curriculum/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_for_trajectory(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Which version a trajectory keeps to, and what would change if its learner moves to the newest one."""
    if request.method == "POST":
        return _move(request, get_own_trajectory(request.who, trajectory_id))
    trajectory = get_trajectory(request.who, trajectory_id)
    newest = newest_of(trajectory.version.curriculum)
    moves = newest is not None and newest.pk != trajectory.version_id
    changes = changes_between(trajectory.version, newest) if newest and moves else None
    context = {
        "trajectory": trajectory,
        "partnership": trajectory.object.partnership,
        "version": trajectory.version,
        "newest": newest,
        "moves": moves,
        "changes": changes.of_phases(trajectory.phases) if changes else None,
        "elsewhere": bool(changes),
        "phases": phase_names(trajectory.version, trajectory.phases).values(),
        "mine": is_learner(request.who, trajectory),
        "may_read": trajectory.object.partnership_id in request.who.partnerships,
    }
    return render(request, "trajectories/curriculum/trajectory.html", context)


def _move(request: HttpRequestWho, trajectory: Trajectory) -> HttpResponse:
    versions = published_of(trajectory.version.curriculum)
    asked = request.POST.get("versie", "")
    version = versions.filter(number=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    try:
        if version is None:
            raise Refused(_("Choose a published version of the same curriculum."), field="version")
        move_to_version(by=request.who, trajectory=trajectory, version=version)
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(
            request, _("Kept. Your trajectory goes on with version %(number)d.") % {"number": version.number}
        )
    return redirect("trajectories:trajectory_curriculum", trajectory.pk)
