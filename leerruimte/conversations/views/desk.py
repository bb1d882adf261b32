"""The facilitator's desk: one page, and one small view for each thing that can be done on it.

Each thing is a small form. Without scripts it is sent as always and the page comes back; `desk.js` sends the same form
beside the page and asks the parts that changed anew.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.refused import Refused
from leerruimte.conversations.access import get_contribution, get_led
from leerruimte.conversations.actions import leading, moderating
from leerruimte.conversations.actions.sheets import open_everywhere, show_sheet
from leerruimte.conversations.models import Conversation, Theme
from leerruimte.conversations.queries import desk as seen
from leerruimte.conversations.queries.desk_contributions import PAGE, Choice, desk_contributions, others_to_merge
from leerruimte.conversations.queries.element_marks import marks_seen
from leerruimte.conversations.queries.placed import question_with, scale_marks
from leerruimte.conversations.queries.sheets import desk_sheet
from leerruimte.conversations.rules import spaced_code
from leerruimte.conversations.views.addresses import beamer_address, network_hint
from leerruimte.live.tokens import set_token_cookie
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.models import Question

# Sent by desk.js: answer in a word instead of with the page.
SCRIPT_HEADER = "X-Leerruimte"

Context = dict[str, Any]


@require_safe
@never_cache
def show_desk(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The whole desk."""
    return _desk(request, get_led(request.who, conversation_id))


def _desk(request: HttpRequestWho, conversation: Conversation, wrong: Context | None = None) -> HttpResponse:
    """The desk; `wrong` is the form that was not accepted, why, and what was typed in it."""
    context = {
        "conversation": conversation,
        "code": spaced_code(conversation.encounter.join_code),
        "wrong": wrong,
        "texts": _texts(),
    }
    for build in PARTS.values():
        context |= build(request, conversation)
    answer = render(request, "conversations/desk.html", context, status=422 if wrong else 200)
    set_token_cookie(answer, "lead", conversation.encounter.room, str(conversation.lead_number))
    return answer


@require_safe
@never_cache
def show_part(request: HttpRequestWho, conversation_id: UUID, part: str) -> HttpResponse:
    """One part of the desk, to lay over the one on the screen."""
    conversation = get_led(request.who, conversation_id)
    if part not in PARTS:
        raise Http404
    context = {"conversation": conversation, **PARTS[part](request, conversation)}
    return render(request, f"conversations/_desk_{TEMPLATES[part]}.html", context)


def _texts() -> dict[str, str]:
    """The sentences of desk.js."""
    return {
        "kept": _("Kept at {time}"),
        "waiting": _("Waits for a connection"),
        "keeping": _("Keeping …"),
        "no_connection": _("No connection. Nothing has changed; try again in a moment."),
        "laid": _("Laid in {theme}"),
        "loose": _("Taken out of its theme"),
        "theirs": _("On the other device:"),
        "mine": _("Keep mine"),
    }


def _now(request: HttpRequestWho, conversation: Conversation) -> Context:
    return {"now": seen.desk_now(conversation), "sheet": desk_sheet(conversation)}


def _beamer(request: HttpRequestWho, conversation: Conversation) -> Context:
    return {"beamer": seen.desk_beamer(conversation), "beamer_address": beamer_address(request, conversation)}


def _placed(_request: HttpRequestWho, conversation: Conversation) -> Context:
    parts = {question.part: question for question in conversation.questions.all()}
    scale = parts.get(Question.Part.SCALE)
    return {
        "marks": marks_seen(conversation) if Question.Part.MARKS in parts else None,
        "scale": scale_marks(conversation, question_with(conversation, [Question.Part.SCALE])) if scale else None,
    }


def _people(request: HttpRequestWho, conversation: Conversation) -> Context:
    return {"people": seen.desk_people(conversation), "network_hint": network_hint(request)}


def _contributions(request: HttpRequestWho, conversation: Conversation) -> Context:
    asked = request.GET
    until, many = asked.get("tot", ""), asked.get("meer", "")
    choice = Choice(
        question=asked.get("vraag", ""),
        theme=asked.get("thema", ""),
        until=int(until) if until.isdecimal() and len(until) < 15 else None,
        many=int(many) if many.isdecimal() and len(many) < 5 else PAGE,
    )
    return {"given": desk_contributions(conversation, choice), "page": PAGE}


def _log(request: HttpRequestWho, conversation: Conversation) -> Context:
    return {"log": seen.desk_log(conversation)}


def _guide(request: HttpRequestWho, conversation: Conversation) -> Context:
    people = conversation.encounter.participations.count()
    return {
        "guide": seen.guide_for(in_language(conversation.plate.guide), people),
        "read_aloud": in_language(conversation.plate.read_aloud),
    }


# The parts of the desk by the name in their address, in the order of the page.
PARTS: dict[str, Callable[[HttpRequestWho, Conversation], Context]] = {
    "nu": _now,
    "scherm": _beamer,
    "stand": _placed,
    "mensen": _people,
    "notities": _now,
    "inbreng": _contributions,
    "logboek": _log,
    "wegwijzer": _guide,
}
TEMPLATES = {
    "nu": "now",
    "scherm": "beamer",
    "stand": "placed",
    "mensen": "people",
    "notities": "notes",
    "inbreng": "contributions",
    "logboek": "log",
    "wegwijzer": "guide",
}


def _answer(
    request: HttpRequestWho, conversation: Conversation, part: str, act: Callable[[], object], *, form: str = ""
) -> HttpResponse:
    """Do it and go back to the part of the desk where it was asked; say why not beside the form it came from."""
    by_script = request.headers.get(SCRIPT_HEADER) == "1"
    try:
        act()
    except Refused as no:
        if by_script:
            return JsonResponse({"message": no.message, "code": no.code}, status=409)
        return _desk(request, conversation, {"form": form or part, "message": no.message, "typed": request.POST})
    if by_script:
        return HttpResponse(status=204)
    return redirect(_back(request, conversation) + f"#{part}")


def _back(request: HttpRequestWho, conversation: Conversation) -> str:
    """The desk with the same choice of contributions."""
    choice = request.POST.get("keuze", "")
    return reverse("conversations:desk", args=[conversation.pk]) + (f"?{choice}" if choice else "")


def _number(request: HttpRequestWho, name: str, most: int = 10_000) -> int:
    """A whole number from a form; what is not one can only come from an old or broken page."""
    try:
        number = int(request.POST.get(name, ""))
    except ValueError:
        number = most + 1
    if abs(number) > most:
        raise Refused(_("Fill in a number."), field=name, code="no_number")
    return number


@require_POST
def change_phase(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Begin a phase, named by its place: pressed twice, it begins once."""
    conversation = get_led(request.who, conversation_id)
    return _answer(
        request,
        conversation,
        "nu",
        lambda: leading.go_to_phase(by=request.who, conversation=conversation, order=_number(request, "fase")),
    )


@require_POST
def change_clock(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Hold the clock, let it go on, or give some minutes more."""
    conversation = get_led(request.who, conversation_id)
    do = request.POST.get("doe", "")

    def act() -> None:
        if do == "vast":
            leading.stop_clock(by=request.who, conversation=conversation)
        elif do == "verder":
            leading.start_clock(by=request.who, conversation=conversation)
        else:
            leading.add_minutes(by=request.who, conversation=conversation, minutes=_number(request, "doe", 240))

    return _answer(request, conversation, "nu", act)


@require_POST
def change_question(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Ask a question (that opens it), or close it."""
    conversation = get_led(request.who, conversation_id)
    act = {"stel": leading.ask_question, "open": leading.open_question, "sluit": leading.close_question}.get(
        request.POST.get("doe", ""), leading.ask_question
    )
    return _answer(
        request,
        conversation,
        "nu",
        lambda: act(by=request.who, conversation=conversation, key=request.POST.get("vraag", "")),
    )


@require_POST
def pause(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Let all phones rest, or go on."""
    conversation = get_led(request.who, conversation_id)
    paused = request.POST.get("pauze") == "1"
    return _answer(
        request,
        conversation,
        "nu",
        lambda: leading.pause_phones(by=request.who, conversation=conversation, paused=paused),
    )


@require_POST
def change_screen(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Choose what the beamer shows, or the part of the drawing it points at."""
    conversation = get_led(request.who, conversation_id)

    def act() -> None:
        if "tafel" in request.POST:
            show_sheet(by=request.who, conversation=conversation, table=_number(request, "tafel"))
        elif "plek" in request.POST:
            leading.point_at_hotspot(by=request.who, conversation=conversation, key=request.POST["plek"])
        else:
            leading.show_on_beamer(by=request.who, conversation=conversation, screen=request.POST.get("scherm", ""))

    return _answer(request, conversation, "scherm", act)


@require_POST
def change_tables(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Split the room in tables, or bring everybody together."""
    conversation = get_led(request.who, conversation_id)
    return _answer(
        request,
        conversation,
        "mensen",
        lambda: leading.make_tables(
            by=request.who,
            conversation=conversation,
            tables=_number(request, "tafels"),
            seen=_number(request, "waren"),
        ),
    )


@require_POST
def change_turn(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Let everybody lay what they wrote apart side by side, or write one version together."""
    conversation = get_led(request.who, conversation_id)
    return _answer(
        request,
        conversation,
        "nu",
        lambda: open_everywhere(by=request.who, conversation=conversation, stage=_number(request, "stap")),
    )


@require_POST
def keep_note(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Keep the private words with a phase."""
    conversation = get_led(request.who, conversation_id)
    phase = conversation.phases.filter(order=request.POST.get("fase") or 0).first()
    if phase is None:
        raise Http404
    return _answer(
        request,
        conversation,
        "notities",
        lambda: leading.keep_note(
            by=request.who,
            conversation=conversation,
            phase=phase,
            text=request.POST.get("tekst", ""),
            seen=request.POST.get("eerst"),
        ),
        form=f"note-{phase.order}",
    )


@require_POST
def hide(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Take a contribution off the screens with a reason, or put it back."""
    conversation = get_led(request.who, conversation_id)
    contribution = get_contribution(conversation, read_id(request.POST.get("inbreng")))

    def act() -> None:
        if request.POST.get("doe") == "toon":
            moderating.show_contribution(by=request.who, conversation=conversation, contribution=contribution)
        else:
            reason = request.POST.get("reden", "")
            moderating.hide_contribution(
                by=request.who, conversation=conversation, contribution=contribution, reason=reason
            )

    return _answer(request, conversation, request.POST.get("terug", "inbreng"), act, form=f"hide-{contribution.pk.hex}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def merge(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """GET: choose which one says the same. POST: put the two together, or take them apart."""
    conversation = get_led(request.who, conversation_id)
    asked = request.POST if request.method == "POST" else request.GET
    contribution = get_contribution(conversation, read_id(asked.get("inbreng")))
    message = ""
    if request.method == "POST":
        try:
            return _merge(request, conversation, contribution)
        except Refused as no:
            message = no.message
    search = request.GET.get("zoek", "")
    context = {
        "conversation": conversation,
        "contribution": contribution,
        "others": others_to_merge(contribution, search),
        "search": search,
        "message": message,
    }
    return render(request, "conversations/merge.html", context, status=422 if message else 200)


def _merge(request: HttpRequestWho, conversation: Conversation, contribution: Any) -> HttpResponse:
    if request.POST.get("doe") == "los":
        return _answer(
            request,
            conversation,
            "inbreng",
            lambda: moderating.unmerge_contribution(
                by=request.who, conversation=conversation, contribution=contribution
            ),
        )
    chosen = read_id(request.POST.get("met"))
    if chosen is None:
        raise Refused(_("Choose the one that says the same."), field="met", code="none_chosen")
    into = get_contribution(conversation, chosen)
    moderating.merge_contribution(by=request.who, conversation=conversation, contribution=contribution, into=into)
    return redirect(_back(request, conversation) + "#inbreng")


def _theme(request: HttpRequestWho, conversation: Conversation) -> Theme | None:
    """The theme that a form names; None for none, or when another desk took it away."""
    named = request.POST.get("thema", "")
    return conversation.themes.filter(pk=int(named)).first() if named.isdecimal() else None


@require_POST
def change_theme(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Make a theme, give it another name, or take it away."""
    conversation = get_led(request.who, conversation_id)
    theme = _theme(request, conversation)

    def act() -> None:
        if request.POST.get("doe") != "weg":
            moderating.name_theme(
                by=request.who, conversation=conversation, name=request.POST.get("naam", ""), theme=theme
            )
        elif theme is not None:
            moderating.drop_theme(by=request.who, conversation=conversation, theme=theme)

    return _answer(request, conversation, "themas", act, form=f"theme-{theme.pk if theme else 'new'}")


@require_POST
def put_in_theme(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Lay a contribution in a theme, or take it out."""
    conversation = get_led(request.who, conversation_id)
    contribution = get_contribution(conversation, read_id(request.POST.get("inbreng")))
    theme = _theme(request, conversation)

    def act() -> None:
        if theme is None and request.POST.get("thema"):
            raise Refused(_("This theme is not there any more."), field="thema", code="gone")
        moderating.put_in_theme(by=request.who, conversation=conversation, contribution=contribution, theme=theme)

    return _answer(request, conversation, "inbreng", act)
