"""Pages about the people of a partnership, their roles in time, and who looked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people import access
from leerruimte.people.actions import roles as actions
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.forms.organisations import EndForm
from leerruimte.people.forms.roles import PeopleFilter, RoleForm
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import AuditEntry
from leerruimte.people.queries.organisations import organisations_of
from leerruimte.people.queries.people import audit_of, people_seen, roles_of

A_PAGE = 40


@require_safe
@never_cache
def show_people(request: HttpRequestWho, slug: str) -> HttpResponse:
    """People of the partnership whom one may see, by name, with what they are."""
    partnership = access.get_partnership(request.who, slug)
    asked = PeopleFilter(request.GET)
    asked.full_clean()
    wanted = asked.cleaned_data
    rows = people_seen(
        request.who,
        partnership,
        role=wanted.get("rol", ""),
        organisation=wanted.get("organisatie"),
        words=wanted.get("q", ""),
        ended=wanted.get("toen", False),
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("pagina"))
    held = roles_of(request.who, partnership, list(page.object_list))
    context = {
        "partnership": partnership,
        "filter": asked,
        "page": page,
        "people": [(person, held[person.pk]) for person in page.object_list],
        "may_coordinate": access.may_coordinate(request.who, partnership.pk),
        "needs_second_factor": access.is_coordinator(request.who, partnership.pk) and not request.who.second_factor,
        "today": timezone.localdate(),
    }
    return render(request, "people/people.html", context)


@require_safe
@never_cache
def show_person(request: HttpRequestWho, slug: str, person_id: int) -> HttpResponse:
    """One person: what they are and were here. That a coordinator looked is noted, for the person to see."""
    partnership = access.get_partnership(request.who, slug)
    person = access.get_person(request.who, partnership, person_id)
    may_coordinate = access.may_coordinate(request.who, partnership.pk)
    if person.pk != request.who.person:
        note_audit(
            by=request.who,
            verb=AuditEntry.Verb.LOOKED,
            kind="person",
            partnership=partnership,
            thing=str(person.pk),
            about=person,
        )
    context = {
        "partnership": partnership,
        "person": person,
        "roles": roles_of(request.who, partnership, [person])[person.pk],
        "may_coordinate": may_coordinate,
        "form": RoleForm(organisations=organisations_of(partnership)) if may_coordinate else None,
        "today": timezone.localdate(),
    }
    return render(request, "people/person.html", context)


@require_POST
def give(request: HttpRequestWho, slug: str, person_id: int) -> HttpResponse:
    """One more role for somebody who takes part already."""
    partnership = access.get_coordinated(request.who, slug)
    person = access.get_person(request.who, partnership, person_id)
    form = RoleForm(request.POST, organisations=organisations_of(partnership))
    if form.is_valid():
        try:
            actions.give_role(by=request.who, person=person, partnership=partnership, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("people:person", partnership.slug, person.pk)
    context = {
        "partnership": partnership,
        "person": person,
        "roles": roles_of(request.who, partnership, [person])[person.pk],
        "may_coordinate": True,
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "people/person.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: HttpRequestWho, slug: str, assignment_id: int) -> HttpResponse:
    """The last day of a role."""
    partnership = access.get_coordinated(request.who, slug)
    assignment = access.get_assignment(request.who, partnership, assignment_id)
    form = EndForm(request.POST or None, initial={"until_date": assignment.until_date or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(by=request.who, assignment=assignment, until_date=form.cleaned_data["until_date"])
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("people:person", partnership.slug, assignment.person_id)
    context = {"partnership": partnership, "assignment": assignment, "form": form}
    return render(request, "people/role_end.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def show_audit(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Who looked into or changed what is sensitive here."""
    partnership = access.get_coordinated(request.who, slug)
    page = Paginator(audit_of(partnership), A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "people/audit.html", {"partnership": partnership, "page": page})
