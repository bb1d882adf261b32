"""People, organisations and roles for tests, in the domain's words."""

import itertools
from datetime import date
from functools import cache

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from leerruimte.people.access import roles_today
from leerruimte.people.models import (
    Organisation,
    OrganisationMembership,
    Partnership,
    Person,
    Role,
    RoleAssignment,
)
from leerruimte.people.who import Who

PASSWORD = "een paard vol boeken"
SIGN_IN = "/account/aanmelden/"
_count = itertools.count(1)


@cache
def hashed(hasher: str) -> str:
    """The password of everybody in tests: made slow on purpose, so once is enough."""
    return make_password(PASSWORD)


def a_person(first_name: str = "Sanne", last_name: str = "de Wit", *, email: str = "") -> Person:
    """Somebody with an account and an address that they proved to have."""
    email = email or f"{first_name}{next(_count)}@waardland.example".lower()
    person = Person(email=email, first_name=first_name, last_name=last_name)
    person.password = hashed(settings.PASSWORD_HASHERS[0])
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def an_organisation(
    partnership: Partnership,
    kind: str = Organisation.Kind.SCHOOL,
    name: str = "De Kantelboom",
    *,
    board: Organisation | None = None,
    code: str = "",
) -> Organisation:
    """An organisation that takes part in a partnership and shows it all there is."""
    organisation = Organisation.objects.create(kind=kind, name=name, place="Zandermeer", board=board, code=code)
    OrganisationMembership.objects.create(
        partnership=partnership, organisation=organisation, shares=OrganisationMembership.Share.values
    )
    return organisation


def a_role(
    person: Person,
    role: str,
    partnership: Partnership,
    organisation: Organisation | None = None,
    *,
    from_date: date | None = None,
    until_date: date | None = None,
) -> RoleAssignment:
    """What somebody is in a partnership; from today on, unless said otherwise."""
    return RoleAssignment.objects.create(
        person=person,
        role=role,
        partnership=partnership,
        organisation=organisation,
        from_date=from_date or timezone.localdate(),
        until_date=until_date,
    )


def somebody(role: str, partnership: Partnership, organisation: Organisation | None = None) -> Person:
    """A person with one role of today."""
    person = a_person(first_name=role.replace("_", ""))
    a_role(person, role, partnership, organisation)
    return person


def a_coordinator(partnership: Partnership) -> Person:
    """Who runs a partnership."""
    return somebody(Role.COORDINATOR, partnership)


def who_is(person: Person, *, second_factor: bool = True) -> Who:
    """Who a signed-in person is today."""
    return Who(person=person.pk, roles=roles_today(person.pk), second_factor=second_factor)


def browser_of(person: Person, *, second_factor: bool = True) -> Client:
    """A browser in which somebody signed in, with a second proof or without."""
    client = Client()
    client.force_login(person)
    if second_factor:
        request = HttpRequest()
        request.session = client.session
        request.user = person
        record_authentication(request, person, method="mfa", type="totp")
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def signs_in(client: Client, person: Person, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Somebody types address and password."""
    return client.post(SIGN_IN, {"login": person.email, "password": password}, **more)  # type: ignore[return-value]


def is_signed_in(client: Client) -> bool:
    """Whether the pages of one's own account open."""
    return client.get("/mijn-account/").status_code == 200
