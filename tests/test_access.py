"""Who may see or do what: one table of every address and method, tried by everybody on real objects.

An address that stands in no row fails. Whoever may not do a thing gets the very answer that a thing which does not
exist gets (404), so that nobody learns of another partnership's conversations; 403 stands where a page says who may.
"""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.conversations.models import Conversation, Entry
from leerruimte.conversations.tests import make, make_sheets
from leerruimte.encounters.models import Contribution, Intention, Participation
from leerruimte.people.actions.accounts import make_account
from leerruimte.people.middleware import HOSTS, LEADS
from leerruimte.people.models import (
    Invitation,
    Organisation,
    Partnership,
    PendingImport,
    Person,
    Role,
    RoleAssignment,
)
from leerruimte.people.tests.make import an_organisation, browser_of
from leerruimte.people.who import NOBODY as BY_COMMAND
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.models import Plate, UploadedDrawing, WorkingPart
from leerruimte.plates.queries import shipped_plates
from leerruimte.plates.tests.make_own import a_drawing_that_waits, a_plate_of_ones_own
from tests.access_accounts import EMPTY, EVERYBODYS, OF_OTHERS, ONES_OWN
from tests.access_importing import ADDRESSES, a_file_that_waits, a_list_that_waits, address_of
from tests.access_people import (
    EVERYBODY,
    FACILITATOR,
    MAKERS,
    MEMBERS,
    NO_FACTOR,
    OTHER_MAKERS,
    OTHER_MEMBERS,
    make_everybody,
)
from tests.access_rows import Row, Values, form
from tests.access_trajectories import Things, make_things, rows_of_trajectories

pytestmark = pytest.mark.django_db

NOBODY, GUEST, LEADER, HOST = "nobody", "guest", "leader", "host"
OTHER_GUEST, OTHER_LEADER, OTHER_HOST = "other guest", "other leader", "other host"
# Somebody with an account and no role anywhere.
PERSON = "person"
COORDINATOR = "coordinator"
PEOPLE = (NOBODY, GUEST, LEADER, HOST, OTHER_GUEST, OTHER_LEADER, OTHER_HOST, PERSON, *EVERYBODY)
ALL = frozenset(PEOPLE)
LEADING = frozenset({LEADER, HOST, COORDINATOR, FACILITATOR})
INSIDE = LEADING | {GUEST}
# Who opens conversations, and who makes plates: here, and here or there.
ANY_HOST = MEMBERS | OTHER_MEMBERS | {HOST, OTHER_HOST}
HOSTING = MAKERS | {HOST}
ANY_MAKER = MAKERS | OTHER_MAKERS | {HOST, OTHER_HOST}
SIGNED_IN = frozenset({PERSON, *EVERYBODY})
# Whoever of these may, tries the other methods too.
TRYING = (HOST, GUEST, NOBODY, COORDINATOR, PERSON, Role.SCHOOL_EDUCATOR, Role.STUDENT, Role.INSTITUTE_EDUCATOR)
DONE = range(200, 400)
NOT_DONE = {400, 403, 404, 405, 409, 422}


@dataclass(frozen=True)
class Cast:
    """Two partnerships that are strangers, a conversation in each, and somebody of every kind."""

    partnership: Partnership
    conversation: Conversation
    participant: Participation
    contribution: Contribution
    entry: Entry
    double: Contribution
    other: Conversation
    other_participant: Participation
    person: Person
    people: Mapping[str, Person]
    school: Organisation
    intention: Intention
    file: PendingImport
    listed: PendingImport
    invitation: Invitation
    own_plate: Plate
    uploaded: UploadedDrawing
    things: Things


def client_of(person: str, cast: Cast) -> Client:
    """A browser that carries what this person carries."""
    if person in cast.people:
        return browser_of(cast.people[person], second_factor=person != NO_FACTOR)
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
    conversation.questions.filter(key="waar-staan-we").update(part="canvas", opened_at=timezone.now())
    WorkingPart.objects.create(version=version, kind="canvas", settings=make_sheets.CANVAS_SETTINGS)
    participant = make.a_participant(conversation)
    other = make.a_conversation(on=version, partnership=make.a_stranger(), asking="bereikt")
    person, _codes = make_account(by=BY_COMMAND, email="noor@waardland.example", first_name="Noor", last_name="Bos")
    Person.objects.filter(pk=person.pk).update(calendar_key=uuid.uuid4())
    person.refresh_from_db()
    school = an_organisation(partnership)
    people = make_everybody(partnership, other.encounter.partnership, conversation, school)
    own_plate = a_plate_of_ones_own(partnership)
    WorkingPart.objects.create(version=own_plate, kind="tomorrow", settings={"prompt": {"nl": "Wat doe ik?"}})
    return Cast(
        partnership=partnership,
        conversation=conversation,
        participant=participant,
        contribution=make.a_contribution(conversation, by=participant, question="bereikt"),
        entry=make_sheets.writes(participant, "Mo", question="waar-staan-we", field="wie", stage="together"),
        double=make.a_contribution(conversation, question="bereikt", text="Wij leren samen, op donderdag."),
        other=other,
        other_participant=make.a_participant(other),
        person=person,
        people={**people, PERSON: person},
        school=school,
        intention=make.an_intention(conversation, by=participant),
        file=a_file_that_waits(people[COORDINATOR], partnership),
        listed=a_list_that_waits(people[COORDINATOR], partnership),
        invitation=Invitation.objects.create(partnership=partnership, role=Role.MENTOR, ends_on=timezone.localdate()),
        own_plate=own_plate.plate,
        uploaded=a_drawing_that_waits(partnership),
        things=make_things(partnership, school, people),
    )


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
        "invitation": (cast.invitation.pk.hex, 1),
    }[purpose]
    return {"token": sign_link(purpose, thing, number), **more}


def the_plate(_cast: Cast, **more: Any) -> Values:
    """The address of something of a shipped plate."""
    return {"slug": shipped_plates()[0].plate.slug, **more}


def the_own_plate(cast: Cast, **more: Any) -> Values:
    """The address of something of a plate that the partnership made."""
    return {"slug": cast.own_plate.slug, **more}


def the_uploaded_drawing(cast: Cast) -> Values:
    """The address of a drawing that waits to become a plate."""
    return {"drawing_id": cast.uploaded.pk}


def the_picture(cast: Cast) -> Values:
    """The address of a picture, as it stands in a drawing."""
    return {"token": sign_link("picture", cast.uploaded.pictures.get().sha256, cast.partnership.pk)}


def of_partnership(cast: Cast, **more: Any) -> Values:
    """The address of something of the partnership."""
    return {"slug": cast.partnership.slug, **more}


def the_school(cast: Cast) -> Values:
    """The address of a school of the partnership."""
    return of_partnership(cast, organisation_id=cast.school.pk)


def the_mentor(cast: Cast) -> Values:
    """The address of a mentor of that school."""
    return of_partnership(cast, person_id=cast.people[Role.MENTOR].pk)


def the_role(cast: Cast) -> Values:
    """The address of what the mentor is."""
    held = RoleAssignment.objects.filter(person=cast.people[Role.MENTOR]).earliest("pk")
    return of_partnership(cast, assignment_id=held.pk)


def contribution(cast: Cast, **more: Any) -> Values:
    """A form about the contribution."""
    return {"inbreng": cast.contribution.pk.hex, **more}


def leading(name: str, data: Callable[[Cast], Values]) -> Row:
    """Something that only who leads the conversation may do."""
    return Row(f"conversations:{name}", LEADING, "post", here, data)


def rows_of_accounts() -> Iterator[Row]:
    """Signing in, and one's own account."""
    for name, methods in EVERYBODYS.items():
        yield from (Row(name, ALL, method) for method in methods.split())
    for name, methods in ONES_OWN.items():
        for method in methods.split():
            answer = dict.fromkeys(SIGNED_IN, EMPTY[name]) if method == "post" and name in EMPTY else {}
            yield Row(name, SIGNED_IN, method, refused=302, answer=answer)
    for name, methods in OF_OTHERS.items():
        for method in methods.split():
            yield Row(
                name,
                SIGNED_IN,
                method,
                lambda _cast: {"pk": 0},
                refused=302,
                answer={**dict.fromkeys(SIGNED_IN, 404), NO_FACTOR: 302},
            )
    # Of those in the table nobody has the session of somebody else.
    yield Row(
        "people:end_session",
        SIGNED_IN,
        "post",
        lambda _cast: {"session_id": 0},
        refused=302,
        answer=dict.fromkeys(SIGNED_IN, 404),
    )
    # No institution is written down in the tests' own settings.
    unknown = {"at": lambda _cast: {"provider_id": "hw"}, "answer": dict.fromkeys(ALL, 404)}
    yield Row("openid_connect_login", ALL, "post", **unknown)
    yield Row("openid_connect_callback", ALL, **unknown)
    # Whoever has the link was invited; pressing leads to an account, or takes it up.
    yield Row("people:invitation", ALL, at=partial(link, "invitation"))
    yield Row("people:invitation", ALL, "post", partial(link, "invitation"))


def rows_of_importing() -> Iterator[Row]:
    """Reading in, taking out and inviting: only who coordinates the partnership."""

    def at(what: str, cast: Cast) -> Values:
        return address_of(what, cast.partnership, cast.file, cast.listed, cast.invitation)

    for name, method, what, data, answer in ADDRESSES:
        yield Row(
            f"people:{name}",
            frozenset({COORDINATOR}),
            method,
            partial(at, what),
            form(**data),
            answer={NO_FACTOR: 403, **({COORDINATOR: answer} if answer else {})},
        )


def rows_of_a_partnership() -> Iterator[Row]:
    """The partnership's pages: for its members, and what only its coordinators or the own educators do."""
    coordinating = {"who": frozenset({COORDINATOR}), "answer": {NO_FACTOR: 403}}
    own = frozenset({Role.SCHOOL_EDUCATOR})
    own_school = {"who": frozenset({COORDINATOR, Role.SCHOOL_EDUCATOR}), "answer": {NO_FACTOR: 403}}
    yield Row("web:partnership", MEMBERS, at=of_partnership, answer={NO_FACTOR: 403})
    yield Row("people:organisations", MEMBERS, at=of_partnership)
    yield Row("people:organisation", MEMBERS, at=the_school)
    yield Row("people:people", MEMBERS, at=of_partnership)
    yield Row("people:person", frozenset({COORDINATOR, Role.SCHOOL_EDUCATOR, Role.MENTOR}), at=the_mentor)
    yield Row("people:audit", at=of_partnership, **coordinating)
    yield Row("web:conversations", at=of_partnership, **coordinating)
    yield Row("people:add_organisation", at=of_partnership, **coordinating)
    new = form(soort="school", name="Het Zilverspoor", place="Lindewoude")
    yield Row("people:add_organisation", method="post", at=of_partnership, data=new, **coordinating)
    yield Row("people:change_organisation", at=the_school, **own_school)
    yield Row("people:change_organisation", method="post", at=the_school, data=new, **own_school)
    yield Row("people:share", method="post", at=the_school, data=form(shares="people"), who=own)
    yield Row("people:end_membership", method="post", at=the_school, data=form(until_date=""), **coordinating)
    role = form(role="starter", from_date="2026-09-01")
    yield Row("people:give_role", method="post", at=the_mentor, data=role, **coordinating)
    yield Row("people:end_role", at=the_role, **coordinating)
    yield Row("people:end_role", method="post", at=the_role, data=form(until_date=""), **coordinating)


def rows_of_my_place() -> Iterator[Row]:
    """What is one's own: by account, or by what the device carries."""
    yield Row("web:search", ALL)
    yield Row("web:mine", ALL)
    mine = frozenset({GUEST})
    yield Row("web:follow_up", mine, at=lambda cast: {"intention_id": cast.intention.pk})
    done = form(outcome="done")
    yield Row("web:follow_up", mine, "post", lambda cast: {"intention_id": cast.intention.pk}, done)
    # It says what came of it on the next page; nothing happens to what one does not carry.
    yield Row("web:claim", ALL, "post", lambda cast: {"participation_id": cast.participant.pk})
    yield Row("web:own", SIGNED_IN)
    for name, data in (("take_out", {}), ("reminders", {"reminders": "mail"}), ("change_calendar", {"agenda": "aan"})):
        yield Row(f"web:{name}", SIGNED_IN, "post", data=form(**data))
    yield Row("web:leave", SIGNED_IN)
    yield Row("web:leave", SIGNED_IN, "post", answer=dict.fromkeys(SIGNED_IN, 422))
    # The address is the right: a calendar program signs in nowhere.
    yield Row("web:calendar", ALL, at=lambda cast: {"key": cast.person.calendar_key})
    yield Row("conversations:found", INSIDE, at=here)


ROWS = [
    *rows_of_accounts(),
    *rows_of_importing(),
    *rows_of_a_partnership(),
    *rows_of_my_place(),
    *rows_of_trajectories(),
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
    Row("plates:print", ALL, at=partial(the_plate, what="gids")),
    Row("plates:drawing", ALL, at=the_plate),
    Row("plates:file", ALL, at=the_plate),
    Row("plates:library", ALL),
    Row("plates:schema", ALL),
    # One's own plates: whoever makes plates in the partnership; a picture comes by an address that nobody makes up.
    Row("plates:picture", ALL, at=the_picture),
    Row("plates:new", ANY_MAKER, refused=403),
    Row("plates:new", ANY_MAKER, "post", data=form(page="1"), refused=403, answer=dict.fromkeys(ANY_MAKER, 422)),
    Row("plates:look_at", HOSTING, at=the_uploaded_drawing),
    Row("plates:look_at", HOSTING, "post", the_uploaded_drawing, form(title=""), answer=dict.fromkeys(HOSTING, 422)),
    Row("plates:import", ANY_MAKER, refused=403),
    Row(
        "plates:import",
        ANY_MAKER,
        "post",
        data=form(partnership=""),
        refused=403,
        answer=dict.fromkeys(ANY_MAKER, 422),
    ),
    Row("plates:share", HOSTING, "post", the_own_plate, form(delen="1")),
    # Adapting: a copy of any plate one sees, in a partnership of one's own; changing only there.
    Row(
        "plates:make_ours",
        HOSTING,
        "post",
        the_plate,
        lambda cast: {"partnership": cast.partnership.pk},
        refused=403,
        refused_as=dict.fromkeys(ANY_MAKER - HOSTING, 404),
    ),
    Row("plates:adapt", HOSTING, at=the_own_plate),
    Row("plates:preview", HOSTING, at=the_own_plate),
    Row("plates:publish", HOSTING, "post", the_own_plate),
    Row("plates:discard", HOSTING, "post", the_own_plate),
    Row("plates:adapt_parts", HOSTING, at=the_own_plate),
    Row("plates:adapt_parts", HOSTING, "post", the_own_plate, form(soort="tomorrow", begun="")),
    Row("plates:adapt_part", HOSTING, at=partial(the_own_plate, kind="tomorrow")),
    Row(
        "plates:adapt_part",
        HOSTING,
        "post",
        partial(the_own_plate, kind="tomorrow"),
        form(begun=""),
        answer=dict.fromkeys(HOSTING, 422),
    ),
    Row("plates:adapt_section", HOSTING, at=partial(the_own_plate, section="vragen")),
    Row(
        "plates:adapt_section",
        HOSTING,
        "post",
        partial(the_own_plate, section="vragen"),
        form(begun=""),
        answer=dict.fromkeys(HOSTING, 422),
    ),
    Row("plates:versions", HOSTING, at=the_own_plate),
    Row("plates:version", HOSTING, at=partial(the_own_plate, number=1)),
    Row("plates:restore", HOSTING, "post", partial(the_own_plate, number=1)),
    Row("plates:keeping", HOSTING, "post", the_own_plate, form(doe="weg")),
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
    Row("conversations:sheet", INSIDE, at=partial(here, kind="canvas")),
    Row("conversations:take_turn", frozenset({GUEST}), "post", here, form(stap="2"), answer={GUEST: 409}),  # no table
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
    # No plate was chosen: they are shown.
    Row("conversations:open", ANY_HOST, "post", data=form(title=""), refused=403),
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
    leading("change_turn", form(stap="2")),
    leading("hide_entry", lambda cast: {"woorden": cast.entry.pk.hex}),
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
    if person in row.answer:
        assert answer.status_code == row.answer[person]
    elif person not in row.who:
        assert answer.status_code == row.refused_as.get(person, row.refused)
    else:
        assert answer.status_code in DONE


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", sorted({row.name for row in ROWS}))
def test_a_method_in_no_row_does_nothing(name: str, method: str, cast: Cast):
    rows = [row for row in ROWS if row.name == name]
    if method in {row.method for row in rows}:
        return
    before = state_of(cast)
    person = next(person for person in TRYING if person in rows[0].who)
    answer = ask(client_of(person, cast), method, rows[0].url(cast), {})
    assert answer.status_code in NOT_DONE
    assert state_of(cast) == before


def state_of(cast: Cast) -> tuple[object, ...]:
    """What must not change by a request that may not change it."""
    return (
        list(Conversation.objects.order_by("pk").values()),
        list(Contribution.objects.order_by("pk").values()),
        list(Participation.objects.order_by("pk").values()),
        *(
            list(model._base_manager.order_by("pk").values())
            for model in apps.get_app_config("trajectories").get_models()
        ),
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "get"], ids=str)
def test_looking_changes_nothing(row: Row, cast: Cast):
    before = state_of(cast)
    person = next(person for person in TRYING if person in row.who)
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
