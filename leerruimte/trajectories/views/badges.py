"""Badges: taken along by their learner, checked by anybody."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Partnership
from leerruimte.trajectories import badges
from leerruimte.trajectories.access.evidence import get_reached
from leerruimte.trajectories.access.trajectories import get_own_trajectory
from leerruimte.trajectories.actions.evidence import ask_credential
from leerruimte.trajectories.forms.records import BadgeForm
from leerruimte.trajectories.queries.badges import achievement_of, issuing_partnership, revoked_of, standing_of


@require_POST
def take_credential(request: HttpRequestWho, trajectory_id: int, reached_id: int) -> HttpResponse:
    """What was reached as a badge, to whose it is."""
    trajectory = get_own_trajectory(request.who, trajectory_id)
    reached = get_reached(trajectory, reached_id)
    partnership = trajectory.object.partnership
    if partnership is None:
        raise Http404
    try:
        reached = ask_credential(by=request.who, reached=reached)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("trajectories:evidence_of", trajectory.pk, reached.outcome)
    with translation.override(trajectory.learner.language):
        achievement = achievement_of(reached, trajectory, partnership)
    token = badges.sign(badges.credential(achievement, _address(request, partnership)), settings.SECRET_KEY)
    response = HttpResponse(token, content_type="application/vc+jwt")
    response["Content-Disposition"] = f'attachment; filename="badge-{reached.credential.hex[:8]}.jwt"'
    response["Cache-Control"] = "private, no-store"
    return response


def _address(request: HttpRequestWho, partnership: Partnership) -> str:
    return request.build_absolute_uri(reverse("trajectories:badges", args=[partnership.slug]))


def _keys() -> list[dict[str, str]]:
    return [
        badges.public_jwk(badges.key_of(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_badges(request: HttpRequestWho, slug: str) -> HttpResponse:
    """What badges of this partnership are, and a place to check one; for everybody, without an account."""
    partnership = issuing_partnership(slug)
    form = BadgeForm(request.POST if request.method == "POST" else None)
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            claims = badges.verify("".join(form.cleaned_data["badge"].split()), _keys())
        except badges.NotSigned:
            form.add_error("badge", _("This badge was not given out here, or it was changed since."))
        else:
            told = {
                "claims": claims,
                "on": parse_datetime(str(claims["validFrom"])),
                "standing": standing_of(str(claims["id"])),
            }
    context = {"partnership": partnership, "form": form, "told": told, "keys": _keys()}
    return render(request, "trajectories/evidence/badges.html", context, status=422 if form.errors else 200)


@require_safe
def show_profile(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Who gives the badges out, for programs."""
    partnership = issuing_partnership(slug)
    return _open(badges.issuer_profile(_address(request, partnership), partnership.name))


@require_safe
def show_keys(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The public keys, for programs."""
    issuing_partnership(slug)
    return _open({"keys": _keys()})


@require_safe
@never_cache
def show_revoked(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Which badges were taken back, for programs."""
    partnership = issuing_partnership(slug)
    return _open(badges.revocations(_address(request, partnership), revoked_of(partnership, _("Taken back."))))


def _open(content: dict[str, object]) -> HttpResponse:
    """For whoever wants to check a badge, from any page."""
    response = JsonResponse(content)
    response["Access-Control-Allow-Origin"] = "*"
    return response
