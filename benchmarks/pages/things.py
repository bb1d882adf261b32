"""The things in the full example that addresses are about, and the words with which addresses name them."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from benchmarks.pages.roads import OF_ONE_PAGE, OF_ROAD, Road, find_road, of_triangles
from leerruimte.base.links import sign_link
from leerruimte.conversations.models import Conversation
from leerruimte.encounters.models import Intention, Participation
from leerruimte.example import filling, full
from leerruimte.example.partnership import COORDINATOR, NAME, organisations
from leerruimte.people.actions.importing import choose_schools, keep_file
from leerruimte.people.importing.columns import read_file
from leerruimte.people.models import Invitation, Organisation, Partnership, PendingImport, Person, RoleAssignment
from leerruimte.people.tests.make import who_is
from leerruimte.plates.models import Plate, UploadedDrawing
from leerruimte.plates.tests.make_own import a_drawing_that_waits

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Things:
    """What the addresses are tried on: the largest of its kind, where one is larger than another."""

    partnership: Partnership
    organisation: Organisation
    assignment: RoleAssignment
    file: PendingImport
    listed: PendingImport
    invitation: Invitation
    plate: Plate
    drawing: UploadedDrawing
    intention: Intention
    calendar: uuid.UUID
    # By the word that stands behind the name of a page.
    conversations: Mapping[str, Conversation]
    participants: Mapping[str, Participation]
    road: Road


def find_things() -> Things:
    """Look them up in the full example; what nobody left there (a file that waits) is made."""
    partnership = Partnership.objects.get(name=NAME)
    ria = Person.objects.get(email=COORDINATOR)
    schools = Organisation.objects.filter(kind="school", memberships__partnership=partnership)
    by_people = schools.annotate(many=Count("role_assignments")).order_by("-many", "pk")
    conversations = {
        "40 people": _usual(),
        "open for days": Conversation.objects.get(pk=filling.OPEN),
        "a canvas": Conversation.objects.filter(questions__part="canvas").order_by("pk")[0],
        "1,000 people": Conversation.objects.get(pk=full.LARGE),
    }
    participants = {
        name: Participation.objects.filter(encounter=one.pk, person=None).order_by("number")[0]
        for name, one in conversations.items()
    }
    calendar = ria.calendar_key or uuid.uuid4()
    Person.objects.filter(pk=ria.pk).update(calendar_key=calendar)
    return Things(
        partnership=partnership,
        organisation=by_people[0],
        assignment=RoleAssignment.objects.filter(partnership=partnership, organisation=by_people[0]).order_by("pk")[0],
        file=keep_file(by=who_is(ria), partnership=partnership, name="organisaties.csv", read=organisations()),
        listed=_public_list(ria, partnership),
        invitation=Invitation.objects.filter(partnership=partnership, email="").order_by("made_at")[0],
        plate=Plate.objects.filter(object__partnership=partnership).order_by("pk")[0],
        drawing=a_drawing_that_waits(partnership),
        intention=Intention.objects.filter(participation__person=ria).order_by("pk")[0],
        calendar=calendar,
        conversations=conversations,
        participants=participants,
        road=find_road(partnership, ria),
    )


def _usual() -> Conversation:
    """One of the three years, on the first plate, with forty people."""
    rows = Conversation.objects.filter(plate__plate__number=1, encounter__closed_at__isnull=False)
    rows = rows.annotate(many=Count("encounter__participations")).filter(many=40)
    return rows.order_by("pk")[0]


def _public_list(ria: Person, partnership: Partnership) -> PendingImport:
    """All schools of the example as the public list would have them."""
    schools = [row for row in organisations().rows if row["kind"] == "school"]
    lines = [f"{row['board']};{row['code']};{row['name']};{row['place'].upper()}" for row in schools]
    head = "BEVOEGD GEZAG NUMMER;VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM"
    read = read_file("\r\n".join([head, *(line.replace('"', "") for line in lines)]).encode())
    pending = keep_file(by=who_is(ria), partnership=partnership, name="lijst.csv", read=read)
    return choose_schools(by=who_is(ria), pending=pending, add=[row["code"] for row in schools[:40]], drop=[])


@dataclass(frozen=True)
class Address:
    """One address on one thing; `about` says which where there are several, `name` is that of the pattern."""

    name: str
    about: str
    url: str

    def __str__(self) -> str:
        return f"{self.name} ({self.about})" if self.about else self.name


def all_addresses(things: Things) -> list[Address]:
    """Every address of the site on real things; raises KeyError for one that nothing here has words for."""
    found = addresses_of(things)
    plain = {one.name: one.url for one in found}
    return found + [Address(name, about, f"{plain[name]}?{asked}") for name, about, asked in ASKED]


def addresses_of(things: Things, app: str = "") -> list[Address]:
    """Those of one app, or of all."""
    return [
        Address(name, about, reverse(name, kwargs=dict(values)))
        for name, parts in named_patterns(get_resolver().url_patterns)
        if name.startswith(app)
        for about, values in _values(things, name, parts)
    ]


# Pages that show something else when asked: words that many have, that one has, that nobody has.
ASKED = (
    ("web:search", "van den", "q=van+den"),
    ("web:search", "zoe t lam", "q=zoe+t+lam"),
    ("web:search", "nothing has it", "q=xyzzy"),
    ("people:people", "van den", "q=van+den"),
    ("people:people", "last page", "pagina=9999"),
    ("people:people", "ended too", "toen=on"),
    ("people:organisations", "last page", "pagina=9999"),
    ("conversations:led", "last page", "pagina=9999"),
    ("trajectories:opportunities", "van", "q=van"),
    ("trajectories:cohort", "last page", "pagina=9999"),
)
Named = tuple[str, tuple[str, ...]]


def named_patterns(patterns: list[Any], prefix: str = "", parts: tuple[str, ...] = ()) -> Iterator[Named]:
    """The name of every address, and the parts that it is made of."""
    for pattern in patterns:
        within = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named_patterns(pattern.url_patterns, space, within)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", within


def _values(things: Things, name: str, parts: tuple[str, ...]) -> Iterator[tuple[str, Values]]:
    """What each part of an address is; a page of a conversation comes once for each conversation."""
    if name in LINKS:
        yield from LINKS[name](things)
        return
    app = name.partition(":")[0]
    fixed = {
        part: FIXED[name, part] if (name, part) in FIXED else (OF_PAGE.get((name, part)) or OF_APP[app, part])(things)
        for part in parts
        if part != "conversation_id"
    }
    if "triangle_id" in parts:
        yield from of_triangles(things.road, parts, fixed)
        return
    if "conversation_id" not in parts:
        yield "", fixed
        return
    for about, conversation in things.conversations.items():
        yield about, {**fixed, "conversation_id": conversation.pk} | _of_conversation(name, conversation)


def _of_conversation(name: str, conversation: Conversation) -> Values:
    if name == "conversations:question":
        return {"key": conversation.questions.order_by("order")[0].key}
    return {}


def _on_road(find: Callable[[Road], Any]) -> Callable[[Things], Any]:
    return lambda things: find(things.road)


OF_PAGE = {place: _on_road(find) for place, find in OF_ONE_PAGE.items()}
OF_APP: Mapping[tuple[str, str], Callable[[Things], Any]] = {
    **{("trajectories", part): _on_road(find) for part, find in OF_ROAD.items()},
    ("trajectories", "slug"): lambda one: one.partnership.slug,
    ("web", "slug"): lambda one: one.partnership.slug,
    ("web", "intention_id"): lambda one: one.intention.pk,
    ("web", "participation_id"): lambda one: one.participants["40 people"].pk,
    ("web", "key"): lambda one: one.calendar,
    ("people", "slug"): lambda one: one.partnership.slug,
    ("people", "organisation_id"): lambda one: one.organisation.pk,
    ("people", "person_id"): lambda one: one.assignment.person_id,
    ("people", "assignment_id"): lambda one: one.assignment.pk,
    ("people", "pending_id"): lambda one: one.file.pk,
    ("people", "invitation_id"): lambda one: one.invitation.pk,
    ("plates", "slug"): lambda one: one.plate.slug,
    ("plates", "drawing_id"): lambda one: one.drawing.pk,
    ("plates", "token"): lambda one: sign_link("picture", one.drawing.pictures.get().sha256, one.partnership.pk),
    ("conversations", "key"): lambda _one: "",
    # Of nobody here: what these answer is that it does not exist.
    ("mfa_edit_webauthn", "pk"): lambda _one: 0,
    ("mfa_remove_webauthn", "pk"): lambda _one: 0,
    ("openid_connect_login", "provider_id"): lambda _one: "hz",
    ("openid_connect_callback", "provider_id"): lambda _one: "hz",
}
FIXED: Mapping[tuple[str, str], Any] = {
    # Nobody's: it answers to POST only.
    ("people:end_session", "session_id"): 0,
    ("people:template", "kind"): "organisaties",
    ("people:template", "form"): "xlsx",
    ("people:take_out_table", "kind"): "mensen",
    ("people:take_out_table", "form"): "xlsx",
    ("plates:print", "what"): "poster-a3",
    ("plates:adapt_part", "kind"): "marks",
    ("plates:adapt_section", "section"): "punten",
    ("plates:version", "number"): 1,
    ("plates:restore", "number"): 1,
    ("conversations:sheet", "kind"): "canvas",
    ("conversations:data", "form"): "json",
    ("conversations:desk_part", "part"): "inbreng",
}


def _listed(things: Things, **more: Any) -> Iterator[tuple[str, Values]]:
    yield "", {"slug": things.partnership.slug, "pending_id": things.listed.pk, **more}


def _rooms(purpose: str, **more: Any) -> Callable[[Things], Iterator[tuple[str, Values]]]:
    """A link to each of the conversations."""

    def links(things: Things) -> Iterator[tuple[str, Values]]:
        for about, one in things.conversations.items():
            yield about, {"token": sign_link(purpose, one.encounter.room, one.lead_number), **more}

    return links


# Addresses that are links, or about a thing of their own.
LINKS: Mapping[str, Callable[[Things], Iterator[tuple[str, Values]]]] = {
    "people:pick": _listed,
    "people:board_names": _listed,
    "people:pick_schools": lambda one: _listed(one, board="95001"),
    "people:invitation": lambda one: iter([("", {"token": sign_link("invitation", one.invitation.pk.hex, 1)})]),
    "conversations:join": lambda one: (
        (about, {"code": row.encounter.join_code}) for about, row in one.conversations.items()
    ),
    "conversations:come_back": lambda one: (
        (about, {"token": sign_link("back", row.pk.hex, 1)}) for about, row in one.participants.items()
    ),
    "conversations:drawing": lambda one: iter(
        [("", {"token": sign_link("drawing", str(one.conversations["40 people"].plate_id), 1)})]
    ),
    "conversations:become_host": lambda one: iter(
        [("", {"token": sign_link("host", str(one.partnership.pk), one.partnership.host_number)})]
    ),
    "conversations:take_lead": _rooms("lead"),
    "conversations:beamer": _rooms("beamer"),
    "conversations:beamer_part": _rooms("beamer", part="midden"),
}
