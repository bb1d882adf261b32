"""What the room sees on the wall: one page that never scrolls, and its parts by themselves."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.links import read_link
from leerruimte.conversations import access
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries import beamer as seen
from leerruimte.conversations.queries.map import map_seen
from leerruimte.conversations.queries.placed import path_marks, path_question
from leerruimte.conversations.queries.room import harvests, milliseconds, people_count
from leerruimte.conversations.queries.weeks import weeks_seen
from leerruimte.conversations.rules import seconds_left, spaced_code
from leerruimte.conversations.views.addresses import join_address, typed_address
from leerruimte.conversations.views.wall_parts import part_on_wall
from leerruimte.encounters.queries import intentions_shown
from leerruimte.live.tokens import set_token_cookie
from leerruimte.look.qr import qr_svg
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.models import Movement
from leerruimte.plates.svg import drawing_markup

INTENTIONS = 6
TABLES = 12
# A question longer than this is set smaller, so that it stays on two or three lines.
SHORT, LONG = 44, 84

VIEW_BOX = re.compile(r'viewBox="([^"]+)"')

Context = dict[str, Any]


def _projected(token: str) -> Conversation:
    """The conversation of a beamer's link; no such page when it was withdrawn."""
    read = read_link("beamer", token)
    encounter_id = read_id(read[0]) if read else None
    if read is None or encounter_id is None:
        raise Http404
    return access.get_projected(encounter_id, read[1])


@require_safe
@never_cache
def show_screen(request: HttpRequestWho, token: str) -> HttpResponse:
    """The whole wall."""
    try:
        conversation = _projected(token)
    except Http404:
        return render(request, "conversations/link_withdrawn.html", status=404)
    context = {
        "conversation": conversation,
        "code": spaced_code(conversation.encounter.join_code),
        "qr": qr_svg(join_address(request, conversation)),
        "typed_address": typed_address(request),
        "drawing": _drawing(conversation),
        "parts_address": reverse("conversations:beamer_part", args=[token, "x"]).removesuffix("x/"),
        "may_lead": access.may_lead(request.who, conversation),
    }
    for build in PARTS.values():
        context |= build(conversation)
    answer = render(request, "conversations/beamer.html", context)
    set_token_cookie(answer, "screen", conversation.encounter.room, str(conversation.lead_number))
    return answer


@require_safe
@never_cache
def show_part(request: HttpRequestWho, token: str, part: str) -> HttpResponse:
    """One part of the wall, to lay over the one that is there."""
    conversation = _projected(token)
    if part not in PARTS:
        raise Http404
    context = {"conversation": conversation, **PARTS[part](conversation)}
    return render(request, f"conversations/_beamer_{TEMPLATES[part]}.html", context)


def _drawing(conversation: Conversation) -> str:
    """The drawing without its head: the wall shows the question in its place."""
    return drawing_markup(conversation.plate, get_language() or "nl", crop=True)


def _head(conversation: Conversation) -> Context:
    question = conversation.question
    ended = conversation.ended_at(timezone.now()) is not None
    words = question.text if question else conversation.plate.claim
    longest = max((len(text) for text in words.values()), default=0)
    size = "short" if longest <= SHORT else "middle" if longest <= LONG else "long"
    return {"question": question, "ended": ended, "size": size}


def _foot(conversation: Conversation) -> Context:
    now = timezone.now()
    phase = conversation.phase
    stopped = phase.seconds_left if phase else None
    ends = phase.ends_at if phase else None
    return {
        "steps": [
            (Movement(step.movement).label, step.pk == conversation.phase_id) for step in conversation.phases.all()
        ],
        "asked": conversation.question,
        "total": conversation.questions.count(),
        "people": people_count(conversation.pk),
        "contributions": seen.contributions_count(conversation),
        "ends": milliseconds(ends) if stopped is None else None,
        "left": seconds_left(ends_at=ends, stopped_at=stopped, now=now),
        "stopped": stopped is not None,
        "now": milliseconds(now),
        "ended": conversation.ended_at(now) is not None,
    }


def _slips(conversation: Conversation) -> Context:
    return {"slips": seen.newest(conversation, conversation.question, 2)}


def _side(conversation: Conversation) -> Context:
    return {"map": map_seen(conversation, None), "question": conversation.question, "screen": conversation.screen}


def _main(conversation: Conversation) -> Context:
    return {"screen": conversation.screen, **SCREENS.get(conversation.screen, _nothing)(conversation)}


def _nothing(_conversation: Conversation) -> Context:
    return {}


def _view_box(conversation: Conversation) -> str:
    found = VIEW_BOX.search(_drawing(conversation))
    return found[1] if found else "0 0 1600 1000"


def _heaps(conversation: Conversation) -> Context:
    weeks = weeks_seen(conversation)
    if weeks:
        return {"weeks": weeks}
    heaps = seen.heaps(conversation)
    # Four stand narrow side by side, five or six in two rows: then fewer slips fit under each.
    each = {2: 3, 3: 3, 4: 2}.get(len(heaps), 1)
    return {"heaps": [replace(heap, slips=heap.slips[:each]) for heap in heaps]}


def _path(conversation: Conversation) -> Context:
    return {
        "path": path_marks(conversation, path_question(conversation)),
        "view_box": _view_box(conversation),
    }


# What the middle of the wall shows, for each thing the facilitator can choose.
SCREENS: dict[str, Callable[[Conversation], Context]] = {
    Conversation.Screen.CONTRIBUTIONS: lambda c: {"newest": seen.newest(c, c.question)},
    Conversation.Screen.THEMES: lambda c: {"themes": seen.themes_seen(c)},
    Conversation.Screen.PATH: _path,
    Conversation.Screen.HEAPS: _heaps,
    Conversation.Screen.PART: lambda c: part_on_wall(c, _view_box(c)),
    Conversation.Screen.MAP: lambda c: {"map": map_seen(c, None)},
    Conversation.Screen.HARVEST: lambda c: {"harvests": harvests(c.pk)[:TABLES], "tables": c.tables},
    Conversation.Screen.INTENTIONS: lambda c: {
        "intentions": intentions_shown(c.pk)[:INTENTIONS],
        "more": max(0, intentions_shown(c.pk).count() - INTENTIONS),
    },
}

# The parts of the wall by the name in their address.
PARTS: dict[str, Callable[[Conversation], Context]] = {
    "kop": _head,
    "voet": _foot,
    "briefjes": _slips,
    "zijkant": _side,
    "midden": _main,
}
TEMPLATES = {"kop": "head", "voet": "foot", "briefjes": "slips", "zijkant": "side", "midden": "main"}
