"""One's own account."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leerruimte.people.access import get_session
from leerruimte.people.actions.accounts import correct_account, end_session_of
from leerruimte.people.forms.account import AccountForm
from leerruimte.people.middleware import HttpRequestWho, remember_language
from leerruimte.people.models import Person
from leerruimte.people.queries.accounts import account_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_my_account(request: HttpRequestWho) -> HttpResponse:
    """Name and language, and with what one signs in."""
    person = cast(Person, request.user)
    initial = {"first_name": person.first_name, "last_name": person.last_name, "language": person.language}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = correct_account(by=request.who, person=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Kept."))
        answer = redirect("people:my_account")
        remember_language(answer, person.language)
        return answer
    context = {"form": form, "account": account_of(person)}
    return render(request, "people/my_account.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end_session(request: HttpRequestWho, session_id: int) -> HttpResponse:
    """Sign out on one device."""
    end_session_of(by=request.who, session=get_session(request.who, session_id))
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
