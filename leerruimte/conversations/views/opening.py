"""Opening, closing and deleting conversations, and the links that give the right to."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import read_id
from leerruimte.base.links import read_link
from leerruimte.base.refused import Refused
from leerruimte.conversations import access
from leerruimte.conversations.actions import opening
from leerruimte.conversations.forms.opening import DeleteForm, OpenForm
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries.desk import led_in_order, led_seen
from leerruimte.conversations.rules import spaced_code
from leerruimte.conversations.views.addresses import (
    beamer_address,
    join_address,
    lead_address,
    network_hint,
    typed_address,
)
from leerruimte.look.qr import qr_svg
from leerruimte.people.access import hosted_partnerships
from leerruimte.people.middleware import HttpRequestWho, remember_host, remember_lead
from leerruimte.people.models import Partnership
from leerruimte.plates.access import visible_plates
from leerruimte.plates.models import PlateVersion
from leerruimte.plates.queries import current_versions

# Pages that show a form and take it back.
ASK_AND_DO = ["GET", "HEAD", "POST"]
A_PAGE = 30


def _withdrawn(request: HttpRequestWho) -> HttpResponse:
    """What somebody reads whose link does not work, or not any more."""
    return render(request, "conversations/link_withdrawn.html", status=404)


@require_http_methods(ASK_AND_DO)
@never_cache
def become_host(request: HttpRequestWho, token: str) -> HttpResponse:
    """The link of a partnership: whoever has it may open conversations there, on this device, after one press."""
    read = read_link("host", token)
    partnership = Partnership.objects.filter(pk=read[0]).first() if read and read[0].isdecimal() else None
    if read is None or partnership is None or partnership.host_number != read[1]:
        return _withdrawn(request)
    if request.method == "POST":
        remember_host(request, partnership.pk, partnership.host_number)
        return redirect("conversations:led")
    return render(request, "conversations/become_host.html", {"partnership": partnership})


@require_http_methods(ASK_AND_DO)
@never_cache
def take_lead(request: HttpRequestWho, token: str) -> HttpResponse:
    """The facilitator's link of one conversation: go on from this device, after one press."""
    read = read_link("lead", token)
    encounter_id = read_id(read[0]) if read else None
    if read is None or encounter_id is None:
        return _withdrawn(request)
    try:
        conversation = access.find(encounter_id)
    except Http404:
        return _withdrawn(request)
    if conversation.lead_number != read[1]:
        return _withdrawn(request)
    if request.method == "POST":
        remember_lead(request, conversation.pk, conversation.lead_number)
        opening.lead_by_account(by=request.who, conversation=conversation)
        return redirect("conversations:desk", conversation.pk)
    return render(request, "conversations/take_lead.html", {"conversation": conversation})


@require_safe
@never_cache
def show_led(request: HttpRequestWho) -> HttpResponse:
    """The conversations that this device may lead."""
    page = Paginator(led_in_order(request.who), A_PAGE).get_page(request.GET.get("pagina"))
    may_open = hosted_partnerships(request.who).exists()
    context = {"led": led_seen(page.object_list), "page": page, "may_open": may_open}
    return render(request, "conversations/led.html", context)


@require_safe
@never_cache
def go(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """To the page of a conversation that is for whoever asks: the desk for who leads, else the own phone page."""
    conversation = access.get_seen(request.who, conversation_id)
    may_lead = access.may_lead(request.who, conversation)
    return redirect("conversations:desk" if may_lead else "conversations:phone", conversation.pk)


@require_http_methods(ASK_AND_DO)
@never_cache
def open_new(request: HttpRequestWho) -> HttpResponse:
    """Choose a plate, then everything else; the plate stands in the address so that this works without scripts."""
    partnerships = hosted_partnerships(request.who)
    if not partnerships.exists():
        return render(request, "conversations/open_not_allowed.html", status=403)
    # A sheet without phases is what conversations from elsewhere lie on; nobody opens one there.
    versions = [version for version in current_versions(visible_plates(request.who)) if version.minutes]
    chosen = request.GET.get("plaat") or (versions[0].plate.slug if len(versions) == 1 else "")
    version = next((version for version in versions if version.plate.slug == chosen), None)
    if version is None:
        return render(request, "conversations/open_plate.html", {"versions": versions})
    form = OpenForm(request.POST or None, plate=version, partnerships=partnerships)
    if request.method == "POST" and form.is_valid():
        conversation = _open(request, form, version)
        if conversation is not None:
            return redirect("conversations:links", conversation.pk)
    return render(
        request,
        "conversations/open.html",
        {"form": form, "version": version, "others": len(versions) > 1},
        status=422 if form.errors else 200,
    )


def _open(request: HttpRequestWho, form: OpenForm, version: PlateVersion) -> Conversation | None:
    chosen = form.cleaned_data
    try:
        conversation = opening.open_conversation(
            by=request.who, partnership=chosen["partnership"], plate=version, plan=form.plan(), id=chosen["id"]
        )
    except Refused as no:
        form.add_error(no.field or None, no.message)
        return None
    remember_lead(request, conversation.pk, conversation.lead_number)
    return conversation


@require_http_methods(ASK_AND_DO)
@never_cache
def links(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Code, QR and links of a conversation; POST makes new ones, so that the older do not work any more."""
    conversation = access.get_led(request.who, conversation_id)
    if request.method == "POST":
        renewed = opening.renew_lead_link(by=request.who, conversation=conversation)
        remember_lead(request, renewed.pk, renewed.lead_number)
        messages.success(request, _("These links are new. The older ones do not work any more."))
        return redirect("conversations:links", conversation.pk)
    return render(
        request,
        "conversations/links.html",
        {
            "conversation": conversation,
            "code": spaced_code(conversation.encounter.join_code),
            "typed_address": typed_address(request),
            "join_address": join_address(request, conversation),
            "lead_address": lead_address(request, conversation),
            "beamer_address": beamer_address(request, conversation),
            "network_hint": network_hint(request),
        },
    )


@require_POST
def close(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """End the conversation, or go on with it."""
    conversation = access.get_led(request.who, conversation_id)
    if request.POST.get("closed") == "0":
        opening.reopen_conversation(by=request.who, conversation=conversation)
    else:
        opening.close_conversation(by=request.who, conversation=conversation)
    return redirect("conversations:desk", conversation.pk)


@require_http_methods(ASK_AND_DO)
@never_cache
def delete(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """Delete everything, after the title was typed."""
    conversation = access.get_led(request.who, conversation_id)
    form = DeleteForm(request.POST or None, conversation=conversation)
    if request.method == "POST" and form.is_valid():
        opening.delete_conversation(by=request.who, conversation=conversation)
        messages.success(request, _("“%(title)s” is deleted, with everything in it.") % {"title": conversation})
        return redirect("conversations:led")
    return render(
        request,
        "conversations/delete.html",
        {"conversation": conversation, "form": form},
        status=422 if form.errors else 200,
    )


@require_safe
def show_qr(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The QR code with which people join."""
    conversation = access.get_led(request.who, conversation_id)
    answer = HttpResponse(qr_svg(join_address(request, conversation)), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
