"""Pages of needs: a question a screen, what was said together, and who may read it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access.needs import get_with_needs
from leerruimte.trajectories.access.trajectories import get_own_trajectory, is_learner
from leerruimte.trajectories.actions import needs as actions
from leerruimte.trajectories.forms.needs import FORMS
from leerruimte.trajectories.queries.needs import readers_of, step_values, steps_seen, values_in_words
from leerruimte.trajectories.rules.needs import STEPS, stamp_of, step_after, step_before
from leerruimte.trajectories.words_of_needs import STEP_HELP, STEP_TITLES


@require_safe
@never_cache
def show_needs(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """All that was said, and with whom it is shared."""
    trajectory = get_with_needs(request.who, trajectory_id)
    steps = steps_seen(trajectory)
    context = {
        "trajectory": trajectory,
        "mine": is_learner(request.who, trajectory),
        "steps": steps,
        "begun": any(not one.empty for one in steps),
        "first": STEPS[0],
        "readers": readers_of(trajectory),
        "needs": trajectory.needs,
    }
    return render(request, "trajectories/needs/needs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequestWho, trajectory_id: int, step: str) -> HttpResponse:
    """One question."""
    trajectory = get_own_trajectory(request.who, trajectory_id)
    if step not in FORMS:
        raise Http404
    kept = step_values(trajectory.needs, step)
    stamp, meanwhile = stamp_of(kept), None
    form = FORMS[step](
        request.POST if request.method == "POST" else None, trajectory=trajectory, kept=kept, stamp=stamp
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_step(
                by=request.who,
                trajectory=trajectory,
                step=step,
                values=form.values(),
                stamp=form.cleaned_data["stamp"],
            )
        except Refused as no:
            form.add_error(None, no.message)
            meanwhile = values_in_words(trajectory, step)
            # Pressing once more is meant now: what is kept was shown.
            typed = request.POST.copy()
            typed["stamp"] = stamp
            form.data = typed
        else:
            return _go_on(request, trajectory.pk, step)
    context = {
        "trajectory": trajectory,
        "form": form,
        "step": step,
        "title": STEP_TITLES[step],
        "help": STEP_HELP[step],
        "at": STEPS.index(step) + 1,
        "steps": STEPS,
        "before": step_before(step),
        "after": step_after(step),
        "meanwhile": meanwhile,
        "shared": trajectory.needs.shared_at is not None,
        "readers": readers_of(trajectory),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "trajectories/needs/step.html", context, status=status)


def _go_on(request: HttpRequestWho, trajectory_id: int, step: str) -> HttpResponse:
    after = step_after(step)
    if after is None or "klaar" in request.POST:
        messages.success(request, _("Kept."))
        return redirect("trajectories:needs", trajectory_id)
    return redirect("trajectories:needs_step", trajectory_id, after)


@require_POST
def share(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Let who stands beside read it, or stop that."""
    trajectory = get_own_trajectory(request.who, trajectory_id)
    shared = request.POST.get("shared") == "yes"
    actions.share_needs(by=request.who, trajectory=trajectory, shared=shared)
    messages.success(request, _("Shared.") if shared else _("From now on only you read this."))
    return redirect("trajectories:needs", trajectory.pk)
