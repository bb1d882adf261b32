"""Who may see or do what: one table of every address and method, tried by everybody on real objects.

An address that stands in no row fails. Whoever may not do a thing gets the very answer that a thing which does not
exist gets (404), so that nobody learns of another partnership's conversations; 403 stands where a page says who may.
"""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from leerruimte.base.links import sign_link
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.tests import make
from leerruimte.encounters.models import Contribution, Participation
from leerruimte.people.middleware import HOSTS, LEADS
from leerruimte.people.models import Partnership
from leerruimte.plates.actions import load_shipped
from leerruimte.plates.queries import shipped_plates

pytestmark = pytest.mark.django_db

NOBODY, GUEST, LEADER, HOST = "nobody", "guest", "leader", "host"
OTHER_GUEST, OTHER_LEADER, OTHER_HOST = "other guest", "other leader", "other host"
PEOPLE = (NOBODY, GUEST, LEADER, HOST, OTHER_GUEST, OTHER_LEADER, OTHER_HOST)
ALL = frozenset(PEOPLE)
LEADING = frozenset({LEADER, HOST})
INSIDE = frozenset({GUEST, LEADER, HOST})
ANY_HOST = frozenset({HOST, OTHER_HOST})
DONE = range(200, 400)
NOT_DONE = {400, 403, 404, 405, 409, 422}


@dataclass(frozen=True)
class Cast:
    """Two partnerships that are strangers, a conversation in each, and somebody of every kind."""

    partnership: Partnership
    conversation: Conversation
    participant: Participation
    contribution: Contribution
    double: Contribution
    other: Conversation
    other_participant: Participation


def client_of(person: str, cast: Cast) -> Client:
    """A browser that carries what this person carries."""
    match person:
        case "guest":
            return make.phone_of(cast.participant)
        case "other guest":
            return make.phone_of(cast.other_participant)
        case "leader":
            return with_session(LEADS, cast.conversation.encounter.room, cast.conversation.lead_number)
        case "other leader":
            return with_session(LEADS, cast.other.encounter.room, cast.other.lead_number)
        case "host":
            return with_session(HOSTS, str(cast.partnership.pk), cast.partnership.host_number)
        case "other host":
            strangers = cast.other.encounter.partnership
            return with_session(HOSTS, str(strangers.pk), strangers.host_number)
    return Client()


def with_session(key: str, thing: str, number: int) -> Client:
    """A browser whose signed session says this."""
    client = Client()
    session = client.session
    session[key] = {thing: number}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Everybody and everything that the table is tried on: made once, each test runs in a savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


def make_cast() -> Cast:
    """Two partnerships that are strangers to each other, and who belongs to them."""
    load_shipped()
    version = shipped_plates()[0]
    partnership = make.a_partnership()
    conversation = make.a_conversation(on=version, partnership=partnership, asking="bereikt")
    participant = make.a_participant(conversation)
    other = make.a_conversation(on=version, partnership=make.a_stranger(), asking="bereikt")
    return Cast(
        partnership=partnership,
        conversation=conversation,
        participant=participant,
        contribution=make.a_contribution(conversation, by=participant, question="bereikt"),
        double=make.a_contribution(conversation, question="bereikt", text="Wij leren samen, op donderdag."),
        other=other,
        other_participant=make.a_participant(other),
    )


Values = Mapping[str, Any]


def nothing(_cast: Cast) -> Values:
    """An address without parts, a form without fields."""
    return {}


def here(cast: Cast, **more: Any) -> Values:
    """The address of something in the conversation."""
    return {"conversation_id": cast.conversation.pk, **more}


def link(purpose: str, cast: Cast, **more: Any) -> Values:
    """A link that is a right by itself."""
    thing, number = {
        "host": (str(cast.partnership.pk), cast.partnership.host_number),
        "lead": (cast.conversation.encounter.room, cast.conversation.lead_number),
        "beamer": (cast.conversation.encounter.room, cast.conversation.lead_number),
        "back": (cast.participant.pk.hex, 1),
        "drawing": (str(cast.conversation.plate_id), 1),
    }[purpose]
    return {"token": sign_link(purpose, thing, number), **more}


def the_plate(_cast: Cast, **more: Any) -> Values:
    """The address of something of a shipped plate."""
    return {"slug": shipped_plates()[0].plate.slug, **more}


def contribution(cast: Cast, **more: Any) -> Values:
    """A form about the contribution."""
    return {"inbreng": cast.contribution.pk.hex, **more}


@dataclass(frozen=True)
class Row:
    """One address and method: who may, with what; `refused` is what the others get."""

    name: str
    who: frozenset[str]
    method: str = "get"
    at: Callable[[Cast], Values] = nothing
    data: Callable[[Cast], Values] = nothing
    refused: int = 404
    # What a person that may gets, when that is no plain success.
    answer: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def url(self, cast: Cast) -> str:
        """The address on real objects."""
        return reverse(self.name, kwargs=dict(self.at(cast)))


def form(**values: Any) -> Callable[[Cast], Values]:
    """A form with these fields."""
    return lambda _cast: values


def leading(name: str, data: Callable[[Cast], Values]) -> Row:
    """Something that only who leads the conversation may do."""
    return Row(f"conversations:{name}", LEADING, "post", here, data)


ROWS = [
    # The shell.
    Row("web:home", ALL),
    Row("web:health", ALL),
    Row("web:language", ALL, "post", data=form(language="en", next="/")),
    Row("web:what_we_keep", ALL),
    Row("web:manifest", ALL),
    Row("web:robots", ALL),
    # Plates that ship with the system are everybody's.
    Row("plates:plates", ALL),
    Row("plates:plate", ALL, at=the_plate),
    Row("plates:poster", ALL, at=the_plate),
    Row("plates:drawing", ALL, at=the_plate),
    # Joining: the code is the right.
    Row("conversations:find", ALL),
    Row("conversations:join", ALL, at=lambda cast: {"code": cast.conversation.encounter.join_code}),
    Row(
        "conversations:join",
        ALL,
        "post",
        at=lambda cast: {"code": cast.conversation.encounter.join_code},
        data=form(role="student"),
        answer=dict.fromkeys(ALL - {GUEST}, 409),  # no signed place in the form: nothing is made
    ),
    Row("conversations:come_back", ALL, at=partial(link, "back")),
    Row("conversations:service_worker", ALL),
    Row("conversations:drawing", ALL, at=partial(link, "drawing")),
    # Taking part.
    Row("conversations:phone", frozenset({GUEST}), at=here),
    Row("conversations:phone_plate", frozenset({GUEST}), at=here),
    Row("conversations:stack", frozenset({GUEST}), at=here),
    Row("conversations:mine", frozenset({GUEST}), at=here),
    Row("conversations:question", frozenset({GUEST}), at=partial(here, key="bereikt")),
    Row("conversations:take_out", frozenset({GUEST}), at=here),
    Row("conversations:visit", frozenset({GUEST}), "post", here),
    Row("conversations:forget_me", frozenset({GUEST}), at=here),
    Row("conversations:forget_me", frozenset({GUEST}), "post", here, form(zeker="1")),
    Row("conversations:map", INSIDE, at=here),
    Row("conversations:report", LEADING, at=here),
    Row("conversations:report_pdf", LEADING, at=here),
    Row("conversations:data", LEADING, at=partial(here, form="json")),
    # Opening one.
    Row("conversations:become_host", ALL, at=partial(link, "host")),
    Row("conversations:become_host", ALL, "post", partial(link, "host")),
    Row("conversations:take_lead", ALL, at=partial(link, "lead")),
    Row("conversations:take_lead", ALL, "post", partial(link, "lead")),
    Row("conversations:led", ALL),
    Row("conversations:open", ANY_HOST, refused=403),
    Row("conversations:open", ANY_HOST, "post", data=form(title=""), refused=403, answer=dict.fromkeys(ANY_HOST, 422)),
    Row("conversations:upload", ANY_HOST),
    Row("conversations:upload", ANY_HOST, "post", data=form(attribution=""), answer=dict.fromkeys(ANY_HOST, 422)),
    # Leading.
    Row("conversations:desk", LEADING, at=here),
    Row("conversations:desk_part", LEADING, at=partial(here, part="nu")),
    Row("conversations:links", LEADING, at=here),
    Row("conversations:links", LEADING, "post", here),
    Row("conversations:qr", LEADING, at=here),
    Row("conversations:merge", LEADING, at=here, data=contribution),
    Row("conversations:delete", LEADING, at=here),
    leading("change_phase", form(fase="2")),
    leading("change_clock", form(doe="5")),
    leading("change_question", form(doe="stel", vraag="bereikt")),
    leading("pause", form(pauze="1")),
    leading("change_screen", form(scherm="map")),
    leading("change_tables", form(tafels="0", waren="0")),
    leading("keep_note", form(fase="1", tekst="Sanne begint.")),
    leading("hide", partial(contribution, reden="dubbel")),
    leading("merge", lambda cast: contribution(cast, met=cast.double.pk.hex)),
    leading("change_theme", form(naam="Tijd")),
    leading("put_in_theme", partial(contribution, thema="")),
    leading("close", form(closed="1")),
    leading("delete", lambda cast: {"title": str(cast.conversation)}),
    # The wall.
    Row("conversations:beamer", ALL, at=partial(link, "beamer")),
    Row("conversations:beamer_part", ALL, at=partial(link, "beamer", part="kop")),
]


def all_urls(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Every URL name of the site."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from all_urls(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def ask(client: Client, method: str, url: str, data: Values) -> HttpResponse:
    """Send it as a browser does."""
    return getattr(client, method)(url, dict(data))  # type: ignore[no-any-return]


def test_every_address_has_a_row():
    assert set(all_urls(get_resolver().url_patterns)) == {row.name for row in ROWS}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_may(row: Row, person: str, cast: Cast):
    answer = ask(client_of(person, cast), row.method, row.url(cast), row.data(cast))
    if person not in row.who:
        assert answer.status_code == row.refused
    elif person in row.answer:
        assert answer.status_code == row.answer[person]
    else:
        assert answer.status_code in DONE


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", sorted({row.name for row in ROWS}))
def test_a_method_in_no_row_does_nothing(name: str, method: str, cast: Cast):
    rows = [row for row in ROWS if row.name == name]
    if method in {row.method for row in rows}:
        return
    before = state_of(cast)
    person = next(person for person in (HOST, GUEST, NOBODY) if person in rows[0].who)
    answer = ask(client_of(person, cast), method, rows[0].url(cast), {})
    assert answer.status_code in NOT_DONE
    assert state_of(cast) == before


def state_of(cast: Cast) -> tuple[object, ...]:
    """What must not change by a request that may not change it."""
    return (
        list(Conversation.objects.order_by("pk").values()),
        list(Contribution.objects.order_by("pk").values()),
        list(Participation.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "get"], ids=str)
def test_looking_changes_nothing(row: Row, cast: Cast):
    before = state_of(cast)
    person = next(person for person in (HOST, GUEST, NOBODY) if person in row.who)
    ask(client_of(person, cast), "get", row.url(cast), {})
    assert state_of(cast) == before


@pytest.mark.parametrize("row", [row for row in ROWS if "conversation_id" in str(row.at) or row.at is here], ids=str)
def test_another_partnerships_conversation_is_as_one_that_does_not_exist(row: Row, cast: Cast):
    if row.who == ALL:
        return
    stranger = client_of(OTHER_HOST, cast)
    of_others = ask(stranger, row.method, row.url(cast), row.data(cast))
    here_it_is, nowhere = str(cast.conversation.pk), str(uuid.uuid4())
    of_nobody = ask(stranger, row.method, row.url(cast).replace(here_it_is, nowhere), row.data(cast))
    assert of_others.status_code == of_nobody.status_code
    # The page names its own address (to come back to after another language was chosen) and a fresh CSRF token.
    same = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", of_others.content.decode().replace(here_it_is, nowhere))
    assert same == re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", of_nobody.content.decode())


@pytest.mark.parametrize("purpose", ["host", "lead", "beamer", "back"])
def test_a_link_that_was_made_up_opens_nothing(purpose: str, cast: Cast):
    name = {"host": "become_host", "lead": "take_lead", "beamer": "beamer", "back": "come_back"}[purpose]
    wrong = sign_link("lead" if purpose != "lead" else "host", cast.conversation.encounter.room, 1)
    answer = Client().get(reverse(f"conversations:{name}", args=[wrong]))
    assert answer.status_code in {302, 404}
    assert not answer.cookies.get(f"leid-{cast.conversation.encounter.room}")
    assert not answer.cookies.get(f"deel-{cast.conversation.encounter.room}")


def test_a_withdrawn_facilitators_link_leads_no_more(cast: Cast):
    client = client_of(LEADER, cast)
    Conversation.objects.filter(pk=cast.conversation.pk).update(lead_number=2)
    assert client.get(reverse("conversations:desk", args=[cast.conversation.pk])).status_code == 404


def test_those_who_took_part_read_the_report_once_it_is_closed(cast: Cast):
    url = reverse("conversations:report", args=[cast.conversation.pk])
    client_of(LEADER, cast).post(reverse("conversations:close", args=[cast.conversation.pk]), {"closed": "1"})
    assert client_of(GUEST, cast).get(url).status_code == 200
    assert client_of(OTHER_GUEST, cast).get(url).status_code == 404
    assert Client().get(url).status_code == 404
