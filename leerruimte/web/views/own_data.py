"""What is mine: take out, reminders and calendar, leave, who looked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Event

from leerruimte.base.refused import Refused
from leerruimte.conversations.access import joined_conversations
from leerruimte.encounters.access import own_intentions
from leerruimte.people.access import get_self
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.actions.persons import set_calendar, set_reminders
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import AuditEntry, Person
from leerruimte.people.queries.people import audit_about
from leerruimte.people.who import Who
from leerruimte.trajectories.opportunities_ics import as_events
from leerruimte.trajectories.queries.agenda import meetings_of_person
from leerruimte.trajectories.queries.triangle import triangles_waiting_for
from leerruimte.trajectories.triangle_calendar import as_event
from leerruimte.web.actions.leaving import leave
from leerruimte.web.calendar import as_calendar
from leerruimte.web.forms import LeaveForm, RemindersForm
from leerruimte.web.queries.own_data import as_zip, what_leaving_means

A_PAGE = 40


@require_safe
@never_cache
def show_own(request: HttpRequestWho) -> HttpResponse:
    """All that one can do with what is one's own."""
    person = get_self(request.who)
    page = Paginator(audit_about(person.pk), A_PAGE).get_page(request.GET.get("pagina"))
    address = reverse("web:calendar", args=[person.calendar_key]) if person.calendar_key else ""
    context = {
        "person": person,
        "page": page,
        "calendar": request.build_absolute_uri(address) if address else "",
        "form": RemindersForm(initial={"reminders": person.reminders}),
    }
    return render(request, "web/own.html", context)


@require_POST
def take_out(request: HttpRequestWho) -> HttpResponse:
    """Everything that is kept of me, as one file."""
    person = get_self(request.who)
    packed = as_zip(person)
    note_audit(by=request.who, verb=AuditEntry.Verb.TOOK_OUT, kind="own_data", about=person)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="leerruimte-van-mij-{timezone.localdate()}.zip"'
    return response


@require_POST
def change_reminders(request: HttpRequestWho) -> HttpResponse:
    """Letters on the day itself, or none."""
    person = get_self(request.who)
    form = RemindersForm(request.POST)
    if form.is_valid():
        set_reminders(by=request.who, person=person, reminders=form.cleaned_data["reminders"])
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("That cannot be chosen here."))
    return redirect("web:own")


@require_POST
def change_calendar(request: HttpRequestWho) -> HttpResponse:
    """A new secret address for the calendar, or none any more."""
    person = get_self(request.who)
    set_calendar(by=request.who, person=person, on=request.POST.get("agenda") == "aan")
    messages.success(request, _("Kept. An older address does not work any more."))
    return redirect("web:own")


def _triangles(request: HttpRequestWho, person: Person) -> list[Event]:
    """Conversations of three whose moment is known."""
    return [
        as_event(card.triangle, request.build_absolute_uri(card.address), timezone.now())
        for card in triangles_waiting_for(person.pk)
        if card.at
    ]


@require_safe
@never_cache
def show_calendar(request: HttpRequestWho, key: UUID) -> HttpResponse:
    """The calendar of whoever made this secret address; a calendar program reads it, without signing in."""
    person = Person.objects.filter(calendar_key=key, is_active=True).first()
    if person is None:
        raise Http404
    who = Who(person=person.pk)
    with translation.override(person.language):
        content = as_calendar(
            own_intentions(who),
            joined_conversations(who).filter(closes_at__gt=timezone.now()),
            [*as_events(meetings_of_person(person), now=timezone.now()), *_triangles(request, person)],
            name=_("Leerruimte: my place"),
            now=timezone.now(),
        )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end_account(request: HttpRequestWho) -> HttpResponse:
    """Leave; what goes and what stays is said beforehand."""
    person = get_self(request.who)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leave(by=request.who, person=person, erase=form.cleaned_data["how"] == "erase")
        except Refused as no:
            form.add_error(None, no.message)
        else:
            logout(request)
            messages.success(request, _("Your account has ended. Thank you for learning along."))
            return redirect("web:home")
    context = {"person": person, "form": form, "means": what_leaving_means(person)}
    return render(request, "web/leave.html", context, status=422 if form.errors else 200)
