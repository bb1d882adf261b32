"""Forms and canvases: the sheet of a table to read, to print on A3 and for the phone, and letting a table go on."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.refused import Refused
from leerruimte.conversations import access
from leerruimte.conversations.actions import sheets as sheet_actions
from leerruimte.conversations.cloths import cloths_of
from leerruimte.conversations.models import Entry
from leerruimte.conversations.queries import sheets
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.svg import drawing_markup


@never_cache
@require_safe
def show_sheet(request: HttpRequestWho, conversation_id: UUID, kind: str) -> HttpResponse:
    """The sheet of a table; `?als=json` what a phone works with."""
    conversation, table, mine = access.get_sheet(request.who, conversation_id, request.GET.get("tafel", ""))
    part = sheets.part_of(conversation, kind)
    if part is None:
        raise Http404
    if mine and request.GET.get("als") == "json":
        return JsonResponse(sheets.phone_sheet(conversation, mine, part))
    told = None if mine else sheets.told_roles(conversation, part)
    sheet = sheets.sheet_seen(conversation, part, table, told=told, mine=mine)
    drawn_on = sheets.drawn_on(conversation, part)
    cloths = cloths_of(drawn_on, sheet)
    context = {
        "conversation": conversation,
        "plate": conversation.plate,
        "sheet": sheet,
        "private": part.private,
        "mine": mine,
        "leads": mine is None,
        "tables": range(1, conversation.tables + 1) if not mine else (),
        "hidden": () if mine else sheets.hidden_on(conversation, part, table),
        "cloths": cloths,
        "too_long": any(cloth.cut for cloth in cloths),
        "drawing": drawing_markup(drawn_on, get_language() or "nl") if cloths else "",
    }
    return render(request, "conversations/sheet.html", context)


@require_POST
def hide_entry(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The facilitator takes words off a sheet, or puts them back."""
    conversation = access.get_led(request.who, conversation_id)
    entry = access.get_opened_entry(conversation, read_id(request.POST.get("woorden")))
    sheet_actions.hide_entry(
        by=request.who, conversation=conversation, entry=entry, hidden=request.POST.get("doe") != "toon"
    )
    table = entry.table if entry.stage == Entry.Stage.TOGETHER else entry.participation.table
    address = reverse("conversations:sheet", args=[conversation.pk, entry.part])
    return redirect(f"{address}?tafel={table}")


@require_POST
def take_turn(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Somebody at a table lets it go on: lay everything side by side, or write one version together."""
    conversation, mine = access.get_joined(request.who, conversation_id)
    asked = request.POST.get("stap", "")
    try:
        sheet_actions.open_at_table(by=mine, conversation=conversation, stage=int(asked) if asked.isdecimal() else 0)
    except Refused as no:
        return JsonResponse({"message": no.message, "code": no.code}, status=409)
    return HttpResponse(status=204)
