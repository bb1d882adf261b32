"""The report: a page and a PDF."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.conversations import access
from leerruimte.conversations.keeping import kept
from leerruimte.conversations.models import SHEETS, Conversation, PerspectiveMap
from leerruimte.conversations.queries.report import report_of
from leerruimte.conversations.report_parts import parts_reported, weeks_reported
from leerruimte.conversations.report_pdf import report_pdf
from leerruimte.conversations.report_words import heaps_title, method_sentences, when_sentence
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.svg import drawing_markup

VIEW_BOX = re.compile(r'viewBox="([^"]+)"')


@require_safe
@never_cache
def show_report(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The report as a page. It waits for no calculation: the map in it is the last one that was made."""
    conversation = access.get_reported(request.who, conversation_id)
    body = kept.get(state_key(conversation, "page"), lambda: _body(conversation).encode())
    return render(
        request,
        "conversations/report.html",
        {
            "conversation": conversation,
            "title": conversation.encounter.title,
            "body": mark_safe(body.decode()),  # noqa: S308 (rendered by a template)
            "leads": access.may_lead(request.who, conversation),
            "mine": access.participation_of(request.who, conversation),
            "ended": conversation.ended_at(timezone.now()) is not None,
            "has_sheets": conversation.questions.filter(part__in=SHEETS).exists(),
        },
    )


@require_safe
@never_cache
def download_pdf(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The report as a PDF to keep and to mail."""
    conversation = access.get_reported(request.who, conversation_id)
    pdf = kept.get(state_key(conversation, "pdf"), lambda: report_pdf(report_of(conversation)))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file_name(conversation)}.pdf"'
    return answer


def state_key(conversation: Conversation, what: str) -> tuple[object, ...]:
    """What a thing that was made of a conversation depends on."""
    made_at = PerspectiveMap.objects.filter(conversation=conversation.pk).values_list("made_at", flat=True).first()
    ended = conversation.ended_at(timezone.now())
    return (what, conversation.pk, conversation.encounter.version, made_at, ended, get_language())


def file_name(conversation: Conversation) -> str:
    """The name under which a report or its data is kept, in letters that every computer knows."""
    title = slugify(conversation.encounter.title)[:60] or "leerruimte"
    return f"{_('report')}-{title}-{conversation.encounter.made_at:%Y-%m-%d}"


def _body(conversation: Conversation) -> str:
    report = report_of(conversation)
    language = get_language() or "nl"
    drawing = drawing_markup(conversation.plate, language, crop=True) if report.has_plate else ""
    found = VIEW_BOX.search(drawing)
    return render_to_string(
        "conversations/_report.html",
        {
            "report": report,
            "parts": parts_reported(report),
            "weeks": weeks_reported(report),
            "heaps_title": heaps_title(report),
            "when": when_sentence(report),
            "method": method_sentences(),
            "drawing": drawing,
            "view_box": found[1] if found else "",
            "picture": reverse("plates:drawing", args=[conversation.plate.plate.slug]) if report.has_plate else "",
            "other_roles": _("other roles"),
        },
    )
