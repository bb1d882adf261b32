"""An invitation, for whoever got it; and making an account, mostly because of one."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leerruimte.base.refused import Refused
from leerruimte.people import access
from leerruimte.people.actions.taking_up import take_up_invitation
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Invitation
from leerruimte.people.queries.taking_up import role_held, why_not

# Key in the session: the names that whoever invited knew, so that they stand in no address.
INVITED = "invited"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_invitation(request: HttpRequestWho, token: str) -> HttpResponse:
    """Who invites, as what, until when. Pressing takes it up, or goes to making an account first."""
    invitation = access.get_invited(token)
    sentence = why_not(invitation, timezone.localdate())
    held = role_held(request.who.person, invitation) if request.who.person else None
    if request.method == "POST" and request.who.person is None and not sentence:
        return _to_a_new_account(request, invitation)
    if request.method == "POST" and request.who.person:
        try:
            take_up_invitation(by=request.who, invitation=invitation)
            messages.success(request, _("Welcome. You are in."))
            return redirect("/")
        except Refused as no:
            sentence = no.message
    context = {"invitation": invitation, "sentence": sentence, "held": held, "token": token}
    return render(request, "people/invitation.html", context, status=409 if request.method == "POST" else 200)


def _to_a_new_account(request: HttpRequestWho, invitation: Invitation) -> HttpResponse:
    """The page where accounts are made. Whoever has a link that went to one address has shown that it is theirs."""
    back = {"next": request.path}
    request.session[INVITED] = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    if invitation.email and invitation.sent_at:
        get_adapter().stash_verified_email(request, invitation.email)
        back["email"] = invitation.email
    return redirect(f"{reverse('account_signup')}?{urlencode(back)}")


class SignUp(SignupView):  # type: ignore[misc]
    """Making an account, with the names that an invitation was made for."""

    def get_initial(self) -> dict[str, Any]:
        """What can be filled in already."""
        return {**super().get_initial(), **self.request.session.get(INVITED, {})}


sign_up = SignUp.as_view()
