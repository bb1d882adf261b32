"""Invitations: to one person, by one link for a whole list; sending, renewing, withdrawing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people import access
from leerruimte.people.actions import inviting as actions
from leerruimte.people.forms.inviting import InviteForm, InviteListForm
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Invitation, Partnership
from leerruimte.people.queries.inviting import State, invitation_path, invitations_counted, invitations_seen
from leerruimte.people.queries.organisations import organisations_of

A_PAGE = 40
ASK_AND_DO = ["GET", "HEAD", "POST"]
STATES: dict[str, Any] = {
    State.UNSENT: gettext_lazy("not sent yet"),
    State.OPEN: gettext_lazy("open"),
    State.LATE: gettext_lazy("too late"),
    State.TAKEN: gettext_lazy("taken up"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
}


@require_safe
@never_cache
def show_invitations(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Who was invited, and how that stands."""
    partnership = access.get_coordinated(request.who, slug)
    state, words = request.GET.get("toon", ""), request.GET.get("q", "")[:100]
    counts = invitations_counted(partnership)
    page = Paginator(invitations_seen(partnership, state=state, words=words), A_PAGE).get_page(
        request.GET.get("pagina")
    )
    context = {
        "partnership": partnership,
        "page": page,
        "rows": [(one, _link(request, one)) for one in page.object_list],
        "q": words,
        "shown": state if state in STATES else "",
        "states": [(one, word, counts[one]) for one, word in STATES.items()],
        "waiting": counts[State.OPEN] + counts[State.UNSENT] + counts[State.LATE],
        "unsent": counts[State.UNSENT],
        "today": timezone.localdate(),
    }
    return render(request, "people/invitations.html", context)


def _link(request: HttpRequestWho, invitation: Invitation) -> str:
    """The link for a whole list. That of one person goes to their own address only: it proves that it is theirs."""
    is_open = invitation.withdrawn_at is None and invitation.ends_on >= timezone.localdate()
    return "" if invitation.email or not is_open else site_of(request) + invitation_path(invitation)


def site_of(request: HttpRequestWho) -> str:
    """Where this site is, as it stands in letters: without a path."""
    return (settings.PUBLIC_URL or request.build_absolute_uri("/")).rstrip("/")


@require_http_methods(ASK_AND_DO)
@never_cache
def invite(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Invite one person; the letter goes at once."""
    partnership = access.get_coordinated(request.who, slug)
    form = InviteForm(request.POST or None, organisations=organisations_of(partnership))
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(by=request.who, partnership=partnership, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            send_and_tell(request, partnership, only=invitation)
            return redirect("people:invitations", partnership.slug)
    context = {"partnership": partnership, "form": form}
    return render(request, "people/invite.html", context, status=422 if form.errors else 200)


@require_http_methods(ASK_AND_DO)
@never_cache
def invite_list(request: HttpRequestWho, slug: str) -> HttpResponse:
    """One link for a whole list: a class, a team, everybody in a room."""
    partnership = access.get_coordinated(request.who, slug)
    form = InviteListForm(request.POST or None, organisations=organisations_of(partnership))
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_list(by=request.who, partnership=partnership, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("The link is ready. You find it below."))
            return redirect("people:invitations", partnership.slug)
    context = {"partnership": partnership, "form": form, "is_list": True}
    return render(request, "people/invite.html", context, status=422 if form.errors else 200)


@require_POST
def send(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Send the letters that wait."""
    partnership = access.get_coordinated(request.who, slug)
    send_and_tell(request, partnership)
    return redirect("people:invitations", partnership.slug)


@require_POST
def renew(request: HttpRequestWho, slug: str, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again; it counts for a month from today."""
    partnership = access.get_coordinated(request.who, slug)
    invitation = access.get_invitation(request.who, partnership, invitation_id)
    try:
        renewed = actions.renew_invitation(by=request.who, invitation=invitation)
    except Refused as no:
        messages.error(request, no.message)
    else:
        if renewed.email:
            send_and_tell(request, partnership, only=renewed)
        else:
            messages.success(request, _("The link works for a month again."))
    return redirect("people:invitations", partnership.slug)


@require_POST
def withdraw(request: HttpRequestWho, slug: str, invitation_id: UUID) -> HttpResponse:
    """Make an invitation worthless."""
    partnership = access.get_coordinated(request.who, slug)
    invitation = access.get_invitation(request.who, partnership, invitation_id)
    try:
        actions.withdraw_invitation(by=request.who, invitation=invitation)
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("Withdrawn. The link does not work any more."))
    return redirect("people:invitations", partnership.slug)


def send_and_tell(request: HttpRequestWho, partnership: Partnership, only: Invitation | None = None) -> None:
    """Send letters, and say how many went, did not, and still wait."""
    sent = actions.send_invitations(by=request.who, partnership=partnership, site=site_of(request), only=only)
    if sent.went:
        messages.success(
            request, ngettext("%(count)d letter sent.", "%(count)d letters sent.", sent.went) % {"count": sent.went}
        )
    if sent.failed:
        messages.error(
            request,
            ngettext(
                "%(count)d letter was not sent. Beside it stands why; you can send it again.",
                "%(count)d letters were not sent. Beside each stands why; you can send them again.",
                sent.failed,
            )
            % {"count": sent.failed},
        )
    if sent.waiting:
        messages.info(
            request,
            ngettext(
                "%(count)d letter still waits: press “Send” once more.",
                "%(count)d letters still wait: press “Send” once more.",
                sent.waiting,
            )
            % {"count": sent.waiting},
        )
