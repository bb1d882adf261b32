"""A conversation and all that happens in it, for tests, in the domain's words.

Two partnerships that are strangers to each other: Waardland Leert Samen (Sanne, Mo, Iris, Jan, Els, Ria) and
Heuvelland Samen. Everything goes through the actions, so what a test starts from can really exist.
"""

import itertools
import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.test import Client
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.base.links import sign_link
from leerruimte.conversations.actions.joining import join_conversation
from leerruimte.conversations.actions.leading import ask_question, go_to_phase
from leerruimte.conversations.actions.opening import Plan, open_conversation
from leerruimte.conversations.models import Conversation, Mark
from leerruimte.encounters import actions as traces
from leerruimte.encounters.models import BoundaryObject, Contribution, Intention, Participation, Stance
from leerruimte.encounters.rules import one_of
from leerruimte.live import Write
from leerruimte.live.tokens import Token, cookie_name, make_token
from leerruimte.people.models import Partnership, Role
from leerruimte.people.who import Who
from leerruimte.plates.models import Hotspot, Movement, Plate, PlateVersion, Question, WorkingPart

PATH, OWN_WORDS, HEAPS, TOMORROW = "waar-staan-we", "wat-verandert", "bereikt", "wat-vraagt-het"
ROLES = (Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR)
TEXTS = (
    "Wij leren op donderdag, in de teamkamer.",
    "Mijn mentor vraagt mij ook wat ik zie.",
    "Samen kijken we naar één les.",
    "Ik weet niet wat mijn student op de opleiding bespreekt.",
)
_count = itertools.count(1)


def words(nl: str, en: str = "") -> dict[str, str]:
    """Words in both languages."""
    return {"nl": nl, "en": en or f"{nl} (en)"}


def a_partnership(name: str = "Waardland Leert Samen") -> Partnership:
    """A partnership with a slug nobody else has."""
    return Partnership.objects.create(name=name, slug=uuid.uuid4().hex)


def a_stranger() -> Partnership:
    """Another partnership, which has nothing to do with the first."""
    return a_partnership("Heuvelland Samen")


def the_host(partnership: Partnership) -> Who:
    """Whoever opens conversations in a partnership."""
    return Who(hosts={partnership.pk: partnership.host_number})


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1000" role="img">
<title>Een klein pad</title><desc>Een pad loopt van een school naar een kring.</desc>
<g id="laag-grond" class="laag"><path d="M0 500H1600V1000H0Z" fill="#CBE6D3"/></g>
<g id="laag-tekening" class="laag">
<g id="plek-begin" class="hotspot" data-hotspot="begin" data-nr="1"><title>Begin</title>
<path d="M100 600h160v160h-160Z" fill="#fff" fill-opacity="0" class="hs-area"/>
<path d="M120 640h120v100h-120Z" fill="#D5452B"/></g>
<g id="plek-poort" class="hotspot" data-hotspot="poort" data-nr="2"><title>Poort</title>
<path d="M700 500h160v160h-160Z" fill="#fff" fill-opacity="0" class="hs-area"/>
<path d="M760 520h20v120h-20Z" fill="#73397F"/></g>
<g id="plek-kring" class="hotspot" data-hotspot="kring" data-nr="3"><title>Kring</title>
<path d="M1300 400h200v200h-200Z" fill="#fff" fill-opacity="0" class="hs-area"/>
<circle cx="1400" cy="500" r="80" fill="#F4B81E"/></g>
</g>
<g id="laag-woorden" class="laag"><text x="64" y="150" data-i18n="bewering-1">Van twee naar één</text></g>
</svg>"""

PATH_SETTINGS = {
    "prompt": words("Zet één stip: hier staan wij nu.", "Place one dot: this is where we are now."),
    "us": [words("mijn school", "my school"), words("het hele partnerschap", "the whole partnership")],
    "stations": [
        {
            "id": "begin",
            "hotspot": "begin",
            "label": words("We regelen en begeleiden", "We arrange and guide"),
            "sign": words("De student heeft een plek.", "The student has a place."),
            "x": 180,
            "y": 740,
        },
        {
            "id": "poort",
            "hotspot": "poort",
            "label": words("We staan voor de poort", "We stand at the gate"),
            "sign": words("We proberen dingen uit.", "We try things."),
            "x": 770,
            "y": 640,
        },
        {
            "id": "kring",
            "hotspot": "kring",
            "label": words("Eén leerruimte", "One learning space"),
            "sign": words("Iedereen leert.", "Everybody learns."),
            "x": 1400,
            "y": 580,
        },
    ],
}
HEAPS_SETTINGS = {
    "prompt": words("Kies de stapel.", "Choose the heap."),
    "heaps": [
        {
            "id": key,
            "hotspot": hotspot,
            "label": words(*label),
            "question": words("Wat is goed?"),
            "example": words("De teamkamer."),
        }
        for key, hotspot, label in (
            ("keep", "begin", ("Bewaren", "Keep")),
            ("let_go", "poort", ("Loslaten", "Let go")),
            ("develop", "kring", ("Ontwikkelen", "Develop")),
        )
    ],
}
TOMORROW_SETTINGS = {
    "prompt": words("Wat doe ik in de komende twee weken?", "What do I do in the next two weeks?"),
    "starters": [words("Ik vraag …", "I ask …")],
}


def a_plate(number: int | None = None) -> PlateVersion:
    """A small plate with a path, three heaps and intentions, like the first of the shipped ones."""
    thing = BoundaryObject.objects.create(kind=BoundaryObject.Kind.PLATE, title="Samen leren")
    plate = Plate.objects.create(object=thing, slug=f"plaat-{next(_count)}", number=number)
    version = PlateVersion.objects.create(
        plate=plate,
        number=1,
        title=words("Samen leren", "Learning together"),
        claim=words("Van twee naar één", "From two to one"),
        text=words("Twee plekken worden één.", "Two places become one."),
        aim=words("Samen zien waar jullie staan.", "See together where you stand."),
        read_aloud=words("Kijk een minuut.", "Look for a minute."),
        minutes={"look": 20, "notice": 25, "act": 15},
        drawing=DRAWING,
        fingerprint=uuid.uuid4().hex,
    )
    asked = (
        (PATH, Movement.LOOK, "Waar staan wij op dit pad?", Question.Part.PATH),
        (OWN_WORDS, Movement.LOOK, "Wat doe je anders?", Question.Part.NONE),
        (HEAPS, Movement.NOTICE, "Wat hebben we bereikt?", Question.Part.HEAPS),
        (TOMORROW, Movement.ACT, "Wat vraagt dit van mij?", Question.Part.TOMORROW),
    )
    for order, (key, movement, text, part) in enumerate(asked, start=1):
        Question.objects.create(
            version=version,
            key=key,
            order=order,
            movement=movement,
            text=words(text),
            hint=words("Eén gewone dinsdag."),
            part=part,
        )
    hotspots = (
        ("begin", "Begin", [100, 600, 160, 160]),
        ("poort", "Poort", [700, 500, 160, 160]),
        ("kring", "Kring", [1300, 400, 200, 200]),
    )
    for order, (key, title, area) in enumerate(hotspots, start=1):
        Hotspot.objects.create(
            version=version,
            key=key,
            number=order,
            title=words(title),
            text=words("Wat hier te zien is."),
            question=words("Wat zie jij?"),
            area=area,
        )
    for part, settings in (("path", PATH_SETTINGS), ("heaps", HEAPS_SETTINGS), ("tomorrow", TOMORROW_SETTINGS)):
        WorkingPart.objects.create(version=version, kind=part, settings=settings)
    return version


def a_conversation(
    *,
    on: PlateVersion | None = None,
    partnership: Partnership | None = None,
    mode: str = Conversation.Mode.LIVE,
    roles: Sequence[str] = ROLES,
    learners: int = 0,
    asking: str | None = OWN_WORDS,
    title: str = "Dinsdagmiddag in de teamkamer",
    closes_at: datetime | None = None,
) -> Conversation:
    """A conversation that has begun: `asking` is the question of now (None: nothing opened yet).

    `learners` students have joined. Open for days every question is open from the start.
    """
    partnership = partnership or a_partnership()
    version = on or a_plate()
    plan = Plan(
        title=title,
        questions=[question.key for question in version.questions.all()],
        minutes={movement: version.minutes.get(movement) for movement in Movement.values}
        if mode == Conversation.Mode.LIVE
        else {},
        mode=mode,
        roles=roles,
        closes_at=closes_at,
    )
    by = the_host(partnership)
    conversation = open_conversation(by=by, partnership=partnership, plate=version, plan=plan)
    if asking and mode == Conversation.Mode.LIVE:
        go_to_phase(by=by, conversation=conversation, order=1)
        ask_question(by=by, conversation=conversation, key=asking)
    for _ in range(learners):
        a_participant(conversation, role=Role.STUDENT if roles else "")
    return refreshed(conversation)


def refreshed(conversation: Conversation) -> Conversation:
    """The conversation as the database has it now."""
    return Conversation.objects.select_related("encounter__partnership", "plate__plate", "phase", "question").get(
        pk=conversation.pk
    )


def the_leader(conversation: Conversation) -> Who:
    """Whoever has the facilitator's link of this conversation."""
    return Who(leads={conversation.pk: conversation.lead_number})


def a_participant(conversation: Conversation, *, role: str | None = None, first_name: str = "") -> Participation:
    """Somebody who joined; without `role` the first role that may be chosen."""
    if role is None:
        role = conversation.roles[0] if conversation.roles else ""
    return join_conversation(by=uuid.uuid4(), conversation=conversation, role=role, first_name=first_name)


def a_contribution(
    conversation: Conversation,
    *,
    by: Participation | None = None,
    text: str = "",
    question: str = OWN_WORDS,
    slot: str = "",
    signed: bool = False,
) -> Contribution:
    """Something that somebody wrote."""
    by = by or a_participant(conversation)
    contribution = Contribution(
        id=new_id(),
        encounter=conversation.encounter,
        participation=by,
        role=by.role,
        n=next(_count),
        made_at=timezone.now(),
        question=question,
        text=text or TEXTS[next(_count) % len(TEXTS)],
        signed=by.first_name if signed else "",
        slot=slot,
        table=by.table,
    )
    traces.store_contributions([contribution])
    traces.touch([conversation.pk])
    return Contribution.objects.get(pk=contribution.pk)


def a_stance(contribution: Contribution, value: int | None = 1, *, by: Participation | None = None) -> Stance:
    """What somebody thinks of a contribution: 1 agree, -1 disagree, 0 pass, None taken back."""
    by = by or a_participant(contribution.encounter.conversation)
    traces.store_stances([traces.new_stance(contribution.pk, value, by, next(_count))])
    traces.touch([contribution.encounter_id])
    return Stance.objects.get(participation=by, contribution=contribution)


def a_mark(
    conversation: Conversation, position: float, *, by: Participation | None = None, us: int = 0, question: str = PATH
) -> Mark:
    """Where somebody places "us" on the path."""
    by = by or a_participant(conversation)
    mark = Mark(
        id=one_of(by.id, question),
        encounter=conversation.encounter,
        participation=by,
        role=by.role,
        n=next(_count),
        made_at=timezone.now(),
        question=question,
        position=position,
        us=us,
    )
    traces.store_latest(Mark, ["question", "position", "us"], [mark])
    traces.touch([conversation.pk])
    return Mark.objects.get(pk=mark.pk)


def an_intention(
    conversation: Conversation,
    *,
    by: Participation | None = None,
    what: str = "Ik nodig mijn mentor uit om samen te kijken.",
    by_when: date | None = None,
    signed: bool = False,
) -> Intention:
    """What somebody is going to do."""
    by = by or a_participant(conversation)
    intention = Intention(
        id=new_id(),
        encounter=conversation.encounter,
        participation=by,
        role=by.role,
        n=next(_count),
        made_at=timezone.now(),
        what=what,
        by_when=by_when,
        signed=by.first_name if signed else "",
    )
    traces.store_intentions([intention])
    traces.touch([conversation.pk])
    return intention


def a_write(
    by: Participation, kind: str, *, n: int | None = None, id: uuid.UUID | None = None, **body: object
) -> Write:
    """What a phone sends through the fast door."""
    return Write(
        id=id or new_id(),
        n=next(_count) if n is None else n,
        kind=kind,
        body=body,
        token=Token("guest", by.encounter.room, by.id.hex),
        language="nl",
    )


def phone_of(participation: Participation, client: Client | None = None) -> Client:
    """A browser that joined as `participation`."""
    client = client or Client()
    room = participation.encounter.room
    client.cookies[cookie_name("guest", room)] = make_token("guest", room, participation.id.hex)
    return client


def desk_of(conversation: Conversation, client: Client | None = None) -> Client:
    """A browser that opened the facilitator's link."""
    client = client or Client()
    link = sign_link("lead", conversation.encounter.room, conversation.lead_number)
    client.post(f"/leid/{link}/")
    return client
