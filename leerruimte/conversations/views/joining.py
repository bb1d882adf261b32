"""Finding a conversation by its code, joining it, coming back to it."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.links import read_link
from leerruimte.base.rate_limits import (
    Limit,
    count_one,
    count_one_device,
    device_seconds_to_wait,
    seconds_to_wait,
)
from leerruimte.base.refused import Refused
from leerruimte.conversations import access
from leerruimte.conversations.actions.joining import join_conversation
from leerruimte.conversations.forms.joining import JoinForm, new_place
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.views.addresses import drawing_address
from leerruimte.encounters.actions import claim_participation
from leerruimte.encounters.models import Participation
from leerruimte.live.tokens import set_token_cookie
from leerruimte.people.middleware import HttpRequestWho

# Somebody who reads a code wrong tries a few times; a program that guesses tries thousands.
MISSES_OF_A_DEVICE = Limit("missed", most=20, seconds=10 * 60)
# Everybody in a school together (one address), each reading it wrong once or twice.
MISSES_OF_AN_ADDRESS = Limit("missed-address", most=600, seconds=10 * 60)
JOINS_OF_A_DEVICE = Limit("joined", most=12, seconds=60 * 60)

STATUS = {"empty": 200, "unknown": 404, "ended": 410, "too_often": 429}


@never_cache
@require_safe
def find(request: HttpRequestWho) -> HttpResponse:
    """A large field for the code; a code that is right leads on to joining."""
    if "code" not in request.GET:
        return render(request, "conversations/join_find.html")
    typed = request.GET["code"][:60]
    try:
        conversation = _conversation_of(request, typed)
    except Refused as no:
        return _ask_again(request, typed, no)
    return redirect("conversations:join", conversation.encounter.join_code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequestWho, code: str) -> HttpResponse:
    """Choose a role, give a first name or not, and take part."""
    try:
        conversation = _conversation_of(request, code)
        if mine := access.participation_of(request.who, conversation):
            return _let_in(conversation, mine)
        if conversation.ended_at(timezone.now()):
            raise Refused(_("This conversation has ended. Ask the facilitator for the report."), code="ended")
        if request.method == "POST":
            return _take_place(request, conversation)
    except Refused as no:
        return _ask_again(request, code, no)
    form = JoinForm(conversation=conversation, initial={"place": new_place(conversation, uuid.uuid4())})
    return _show_form(request, conversation, form)


def _conversation_of(request: HttpRequestWho, typed: str) -> Conversation:
    """The conversation of a code, or why not. Wrong codes are counted: guessing gets slow, mistyping does not."""
    if not typed.strip():
        raise Refused(_("Type the code that stands on the big screen."), field="code", code="empty")
    address = request.META.get("REMOTE_ADDR", "")
    wait = device_seconds_to_wait(MISSES_OF_A_DEVICE, request) or seconds_to_wait(MISSES_OF_AN_ADDRESS, address)
    if wait:
        raise _too_often(wait)
    conversation = access.find_by_code(typed)
    if conversation is None:
        count_one(MISSES_OF_AN_ADDRESS, address)
        raise Refused(
            _("We do not know this code. Look at the big screen again: it is a word and three digits."),
            field="code",
            code="unknown",
        )
    return conversation


def _too_often(seconds: int) -> Refused:
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "That was very often in a short time. Try again in a minute.",
        "That was very often in a short time. Try again in %(minutes)d minutes.",
        minutes,
    )
    return Refused(sentence % {"minutes": minutes}, field="code", code="too_often")


def _ask_again(request: HttpRequest, typed: str, no: Refused) -> HttpResponse:
    """The field again, with what was typed and a sentence beside it."""
    context = {"typed": typed, "sentence": no.message}
    answer = render(request, "conversations/join_find.html", context, status=STATUS.get(no.code, 409))
    if no.code == "unknown":
        count_one_device(MISSES_OF_A_DEVICE, request, answer)
    return answer


def _take_place(request: HttpRequestWho, conversation: Conversation) -> HttpResponse:
    form = JoinForm(request.POST, conversation=conversation)
    if not form.is_valid():
        if "place" in form.errors:
            raise Refused(str(form.errors["place"][0]), code="foreign")
        return _show_form(request, conversation, form, status=422)
    if wait := device_seconds_to_wait(JOINS_OF_A_DEVICE, request):
        raise _too_often(wait)
    mine = join_conversation(
        by=form.cleaned_data["place"],
        conversation=conversation,
        role=form.cleaned_data.get("role", ""),
        first_name=form.cleaned_data["first_name"],
    )
    if request.who.person and "keep" in request.POST:
        claim_participation(by=replace(request.who, takes_part={conversation.pk: mine.pk}), participation=mine)
    answer = _let_in(conversation, mine)
    count_one_device(JOINS_OF_A_DEVICE, request, answer)
    return answer


def _let_in(conversation: Conversation, mine: Participation) -> HttpResponse:
    """To the phone page, with the token that says who this is."""
    response = redirect("conversations:phone", conversation.pk)
    set_token_cookie(response, "guest", conversation.encounter.room, mine.id.hex)
    return response


def _show_form(request: HttpRequest, conversation: Conversation, form: JoinForm, status: int = 200) -> HttpResponse:
    context = {
        "conversation": conversation,
        "form": form,
        "plate": conversation.plate,
        "picture": drawing_address(conversation.plate),
    }
    return render(request, "conversations/join.html", context, status=status)


@never_cache
@require_safe
def come_back(request: HttpRequestWho, token: str) -> HttpResponse:
    """A participant's personal link: this device is theirs too from now on."""
    found = read_link("back", token)
    id = read_id(found[0]) if found else None
    mine = access.participation_by_id(id) if id else None
    if mine is None:
        messages.error(request, _("This personal link does not work any more. You can join again with the code."))
        return redirect("conversations:find")
    return _let_in(access.find(mine.encounter_id), mine)
