"""Data out (CSV, JSON, Polis) and a conversation in."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.base.refused import Refused
from leerruimte.conversations import access
from leerruimte.conversations.actions.importing import import_export
from leerruimte.conversations.data_files import as_csv, as_json, as_polis, sheets_as_csv
from leerruimte.conversations.forms.importing import UploadForm
from leerruimte.conversations.import_words import skipped_sentences
from leerruimte.conversations.keeping import kept
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.polis import read_export
from leerruimte.conversations.queries.data import Data, data_of
from leerruimte.conversations.views.report import file_name, state_key
from leerruimte.people.access import hosted_partnerships
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import AuditEntry

FORMS: dict[str, tuple[str, Callable[[Data], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "vellen.csv": ("text/csv; charset=utf-8", sheets_as_csv),
    "json": ("application/json", as_json),
    "zip": ("application/zip", as_polis),
}


@require_safe
@never_cache
def download_data(request: HttpRequestWho, conversation_id: UUID, form: str) -> HttpResponse:
    """The data of a conversation, for whoever may read its report."""
    conversation = access.get_reported(request.who, conversation_id)
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    note_audit(
        by=request.who,
        verb=AuditEntry.Verb.TOOK_OUT,
        kind="conversation",
        partnership=conversation.encounter.partnership,
        thing=conversation.encounter.room,
        words=form,
    )
    contents = kept.get(state_key(conversation, form), lambda: write(data_of(conversation)))
    answer = HttpResponse(contents, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(conversation)}.{form}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload_conversation(request: HttpRequestWho) -> HttpResponse:
    """Read in a conversation that was held in another tool; a broken file changes nothing and says where it broke."""
    partnerships = hosted_partnerships(request.who)
    if not partnerships.exists():
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, partnerships=partnerships)
    if request.method == "POST" and form.is_valid():
        conversation = _read_in(request, form)
        if conversation is not None:
            return redirect("conversations:report", conversation.pk)
    return render(request, "conversations/upload.html", {"form": form}, status=422 if form.errors else 200)


def _read_in(request: HttpRequestWho, form: UploadForm) -> Conversation | None:
    chosen = form.cleaned_data
    try:
        export = read_export(chosen["export"])
        conversation, is_new = import_export(
            by=request.who,
            partnership=chosen["partnership"],
            export=export,
            files=chosen["export"],
            attribution=chosen["attribution"],
        )
    except Refused as no:
        form.add_error(no.field or None, no.message)
        return None
    if not is_new:
        messages.info(request, _("This conversation was read in before; nothing changed."))
        return conversation
    messages.success(request, _("“%(title)s” was read in.") % {"title": conversation.encounter.title})
    for sentence in skipped_sentences(export.skipped):
        messages.info(request, sentence)
    return conversation
