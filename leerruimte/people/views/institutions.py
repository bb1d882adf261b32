"""To an institution's own sign-on."""

import secrets

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST


@require_POST
@never_cache
def go_there(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask the institution who this is. Its answer must carry the number that is made here.

    The way there is a page that goes on by itself, not a redirect: forms of this site may lead to this site only
    (Content-Security-Policy: form-action), and an institution often sends people on to yet another address.
    """
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
    nonce = secrets.token_urlsafe(16)
    process = "connect" if request.POST.get("process") == "connect" else "login"
    try:
        answer = provider.redirect(
            request, process, next_url=get_next_redirect_url(request), nonce=nonce, auth_params={"nonce": nonce}
        )
    # What the library for requests raises when nobody answers is one of these.
    except OSError as away:
        failed: HttpResponse = render_authentication_error(request, provider, exception=away)
        return failed
    return render(request, "socialaccount/go_there.html", {"institution": provider, "address": answer.url})
