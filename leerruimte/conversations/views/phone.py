"""What a participant sees and takes along."""

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.links import read_link, sign_link
from leerruimte.conversations import access
from leerruimte.conversations.actions.joining import begin_visit, delete_mine
from leerruimte.conversations.models import LONGEST_ENTRY, AskedQuestion, Conversation
from leerruimte.conversations.queries import phone
from leerruimte.conversations.queries.desk import slot_words
from leerruimte.conversations.queries.room import room_state
from leerruimte.conversations.queries.sheets import own_entries, phone_sheets
from leerruimte.conversations.queries.weeks import weeks_seen
from leerruimte.conversations.views.addresses import absolute, drawing_address
from leerruimte.conversations.views.phone_texts import texts
from leerruimte.encounters.models import LONGEST_TEXT, Participation
from leerruimte.live.tokens import cookie_name, set_token_cookie
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import SIDE_OF, Role
from leerruimte.plates.models import Movement, PlateVersion, Question
from leerruimte.plates.svg import drawing_markup, hotspot_excerpt

# Contributions on one page of a question.
PAGE = 60
SCRIPTS_FOLDER = Path(__file__).parent.parent / "static/conversations/phone"
SERVICE_WORKER = SCRIPTS_FOLDER / "service_worker.js"
# What phone.js is made of, named in the page so that a phone fetches all at once and not one import after another.
SCRIPTS = [
    f"conversations/phone/{path.name}"
    for path in sorted(SCRIPTS_FOLDER.glob("*.js"))
    if path.name not in ("service_worker.js", "forget.js", "phone.js")
]
YEAR = 60 * 60 * 24 * 365


@never_cache
@require_safe
def take_part(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The phone page. Everything on it can be read as it comes; the scripts make it answer and follow the room."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    state = room_state(conversation.pk)
    if state is None:
        raise Http404
    question = conversation.question
    said, _more = phone.said_with(conversation, mine, question, first=0, most=PAGE) if question else ([], False)
    own = phone.mine(mine)
    context = {
        "conversation": conversation,
        "mine": mine,
        "plate": conversation.plate,
        "place": _place(question, state["scene"]["total"]) if question else "",
        "box": dict(zip(("x", "y", "width", "height"), hotspot_excerpt(conversation.plate, "").split(), strict=True)),
        "question": question,
        "questions": [row for row in conversation.questions.all() if row.opened_at],
        "said": said,
        "own": [row for row in own["contributions"] if question and row["question"] == question.key],
        "intentions": own["intentions"],
        "ended": state["scene"]["closed"],
        "news": phone.news(conversation, mine, timezone.now()) if conversation.mode == Conversation.Mode.OPEN else [],
        "longest": LONGEST_TEXT,
        "readers": _readers(mine),
        "page": _page_data(conversation, mine, state, own),
        "texts": texts(),
        "scripts": SCRIPTS,
    }
    response = render(request, "conversations/phone.html", context)
    if request.who.takes_part.get(conversation.pk) != mine.pk:
        # Found by the account, on a device that joined nothing (any more): now it writes as this participant too.
        set_token_cookie(response, "guest", conversation.encounter.room, mine.id.hex)
    return response


def _page_data(
    conversation: Conversation, mine: Participation, state: dict[str, Any], own: dict[str, Any]
) -> dict[str, Any]:
    """What the scripts start from. `me` tells two participants on one device apart and gives nothing away."""
    room, id = conversation.encounter.room, conversation.pk
    key = conversation.question.key if conversation.question else ""
    return {
        "room": room,
        "me": salted_hmac("phone", mine.id.hex).hexdigest()[:12],
        "language": get_language(),
        "role": mine.role,
        "first_name": mine.first_name,
        "longest": LONGEST_TEXT,
        "state": state,
        "mine": own,
        "stack": {"question": key, **phone.stack(conversation, mine, key)} if key else None,
        "readers": _readers(mine),
        "sheets": phone_sheets(conversation, mine),
        "longest_entry": LONGEST_ENTRY,
        **_plate_data(conversation.plate.pk, conversation.plate.fingerprint),
        "roles": {role.value: {"word": str(role.label), "side": SIDE_OF[role].value} for role in Role},
        "movements": {movement.value: str(movement.label) for movement in Movement},
        "icons": static("look/icons.svg"),
        "urls": {
            "stream": f"/live/{room}/stream?as=guest",
            "write": f"/live/{room}/write",
            "phone": reverse("conversations:phone", args=[id]),
            "stack": reverse("conversations:stack", args=[id]),
            "mine": reverse("conversations:mine", args=[id]),
            "question": reverse("conversations:question", args=[id, "vraag"]),
            "plate": reverse("conversations:phone_plate", args=[id]),
            "map": reverse("conversations:map", args=[id]),
            "sheet": reverse("conversations:sheet", args=[id, "vel"]),
            "turn": reverse("conversations:take_turn", args=[id]),
            "visit": reverse("conversations:visit", args=[id]),
            "report": reverse("conversations:report", args=[id]),
            "join": reverse("conversations:join", args=[conversation.encounter.join_code]),
        },
    }


def _readers(mine: Participation) -> dict[str, str]:
    """Who reads what is written, as it stands under the field; it changes when the name goes along."""
    if not mine.role:
        return {
            "unsigned": _("Everybody here reads this, without your name."),
            "signed": _("Everybody here reads this, with your name: %(name)s.") % {"name": mine.first_name},
        }
    return {
        "unsigned": _("Everybody here reads this, with your role, without your name."),
        "signed": _("Everybody here reads this, with your role and your name: %(name)s.") % {"name": mine.first_name},
    }


def _place(question: AskedQuestion, total: int) -> str:
    place = _("Question %(number)d of %(total)d") % {"number": question.order, "total": total}
    return f"{place} · {Movement(question.movement).label.lower()}"


@lru_cache(maxsize=64)
def _plate_data(pk: int, fingerprint: str) -> dict[str, Any]:
    """What a version of a plate has for the phone: where its parts lie, its path, heaps, starters. It never changes."""
    version = PlateVersion.objects.get(pk=pk, fingerprint=fingerprint)
    parts = dict(version.parts.values_list("kind", "settings"))
    spots = {
        spot.key: {
            "number": spot.number,
            "area": spot.area,
            "excerpt": hotspot_excerpt(version, spot.key),
            # Marks are put on them by name, with their words at hand.
            **({"title": spot.title, "text": spot.text} if Question.Part.MARKS in parts else {}),
        }
        for spot in version.hotspots.all()
    }
    return {
        "drawing": {"address": drawing_address(version), "box": hotspot_excerpt(version, ""), "spots": spots},
        "parts": parts,
    }


@never_cache
@require_safe
def show_stack(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The next contributions to answer (JSON); also at which table this participant sits."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    stack = phone.stack(conversation, mine, request.GET.get("vraag", "")[:40])
    return JsonResponse({**stack, "table": mine.table})


@never_cache
@require_safe
def show_mine(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """All that is one's own and what became of it; the link to come back with; taking out and deleting."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    back = reverse("conversations:come_back", args=[sign_link("back", mine.id.hex, 1)])
    context = {
        "conversation": conversation,
        "mine": mine,
        "plate": conversation.plate,
        "by_question": _by_question(conversation, mine),
        "entries": own_entries(conversation, mine),
        "intentions": phone.my_intentions(mine),
        "stances": phone.stances_taken(mine),
        "back": absolute(request, back),
        "ended": conversation.ended_at(timezone.now()),
    }
    return render(request, "conversations/phone_mine.html", context)


def _by_question(conversation: Conversation, mine: Participation) -> list[tuple[AskedQuestion, list[phone.Became]]]:
    became = phone.what_became(mine)
    rows = [(q, [one for one in became if one.row.question == q.key]) for q in conversation.questions.all()]
    return [(question, own) for question, own in rows if own]


@never_cache
@require_safe
def show_question(request: HttpRequestWho, conversation_id: UUID, key: str) -> HttpResponse:
    """A question that was opened, with what everybody contributed to it, the newest first."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    question = get_object_or_404(conversation.questions.exclude(opened_at=None), key=key)
    first = int(request.GET["vanaf"]) if request.GET.get("vanaf", "").isdecimal() else 0
    said, more = phone.said_with(conversation, mine, question, first=min(first, 100_000), most=PAGE)
    context = {
        "conversation": conversation,
        "question": question,
        "plate": conversation.plate,
        "said": said,
        "weeks": weeks_seen(conversation) if question.part == Question.Part.HEAPS and not first else None,
        "older": first + PAGE if more else None,
        "open": question.closed_at is None and not conversation.ended_at(timezone.now()),
    }
    return render(request, "conversations/phone_question.html", context)


@never_cache
@require_safe
def show_plate(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The drawing to walk through, with its numbered list."""
    conversation, _mine = access.get_joined(request.who, conversation_id)
    version = conversation.plate
    drawing = drawing_markup(version, get_language() or "nl", crop=True, links=True)
    context = {"conversation": conversation, "version": version, "drawing": drawing}
    return render(request, "conversations/phone_plate.html", context)


@require_POST
def visit(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The phone says that somebody looks: a conversation that is open for days tells next time what is new."""
    _conversation, mine = access.get_joined(request.who, conversation_id)
    begin_visit(by=mine)
    return HttpResponse(status=204)


@never_cache
@require_safe
def take_out(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Everything that is kept of one participant: to read and print, or as a file."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    everything = phone.all_of(mine)
    if request.GET.get("als") == "json":
        content = json.dumps(everything, ensure_ascii=False, indent=2, default=str)
        response = HttpResponse(content, content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="leerruimte-van-mij.json"'
        return response
    role = Role(mine.role).label if mine.role else ""
    questions = {row.key: row for row in conversation.questions.all()}
    words = slot_words(conversation) if everything["element_marks"] else {}
    context = {"conversation": conversation, "all": everything, "role": role, "questions": questions}
    context["element_marks"] = [
        (words.get(one["element"], {}), [words.get(mark, {}) for mark in one["marks"]])
        for one in everything["element_marks"]
    ]
    return render(request, "conversations/phone_take_out.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forget_me(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Stop on this device, or delete all that is one's own; said beforehand what goes."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    if request.method != "POST":
        context = {
            "conversation": conversation,
            "plate": conversation.plate,
            "contributions": len(phone.what_became(mine)),
            "stances": phone.stances_taken(mine),
            "intentions": phone.my_intentions(mine).count(),
            "entries": own_entries(conversation, mine),
        }
        return render(request, "conversations/phone_forget.html", context)
    if request.POST.get("what") == "all":
        delete_mine(by=mine, conversation=conversation)
        messages.success(request, _("All that was yours in this conversation has been deleted."))
    else:
        messages.success(request, _("This device does not take part any more. With your personal link you come back."))
    response = redirect("conversations:find")
    response.delete_cookie(cookie_name("guest", conversation.encounter.room))
    return response


@require_safe
def show_drawing(request: HttpRequest, token: str) -> HttpResponse:
    """A plate's drawing as a picture. A version never changes, so a phone fetches it once."""
    found = read_link("drawing", token)
    if found is None:
        raise Http404
    version = get_object_or_404(PlateVersion.objects.only("fingerprint"), pk=int(found[0]))
    response = HttpResponse(_compressed_drawing(version.pk, version.fingerprint), content_type="image/svg+xml")
    response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@lru_cache(maxsize=32)
def _compressed_drawing(pk: int, fingerprint: str) -> bytes:
    version = PlateVersion.objects.get(pk=pk, fingerprint=fingerprint)
    return gzip.compress(drawing_markup(version, "nl", crop=True, words=False, pictures="small").encode())


@require_safe
def show_service_worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the phone page again without network; from the root, to reach pages and static files."""
    response = HttpResponse(_service_worker(), content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _service_worker() -> str:
    return SERVICE_WORKER.read_text("utf-8")
