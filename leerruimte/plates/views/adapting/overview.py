"""Making a plate one's own; all its sections at once; what becomes of it; making that the new version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import adaptable_partnerships, get_adaptable, get_plate
from leerruimte.plates.actions.adapting import discard_draft, make_own, publish_draft
from leerruimte.plates.adapting.differences import differences
from leerruimte.plates.adapting.problems import advice, problems
from leerruimte.plates.adapting.sections import HOTSPOTS, LINKS, PARTS, QUESTIONS, WORDS
from leerruimte.plates.content import PlateContent, as_plain
from leerruimte.plates.models import Question
from leerruimte.plates.queries import conversations_held, draft_seen, gone_addresses, preview_seen
from leerruimte.plates.svg import said, unsaved_markup
from leerruimte.plates.views.adapting.titles import TITLES


@require_POST
def make_ours(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Copy a plate into a partnership, and go and change it."""
    plate = get_plate(request.who, slug)
    partnerships = list(adaptable_partnerships(request.who))
    if not partnerships:
        return render(request, "plates/not_allowed.html", status=403)
    chosen = request.POST.get("partnership", "")
    partnership = next((one for one in partnerships if str(one.pk) == chosen), None)
    if partnership is None:
        raise Http404
    try:
        version = make_own(by=request.who, plate=plate, partnership=partnership)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("plates:plate", plate.slug)
    messages.success(
        request, _("“%(title)s” is yours now. Change whatever you like.") % {"title": version.plate.object}
    )
    return redirect("plates:adapt", version.plate.slug)


@require_safe
@never_cache
def show_adapting(request: HttpRequestWho, slug: str) -> HttpResponse:
    """All sections of a plate, what was changed already, what must still be mended."""
    plate = get_adaptable(request.who, slug)
    seen = draft_seen(plate)
    content = seen.content
    wrong = problems(content)
    context = {
        "plate": plate,
        "seen": seen,
        "sections": TITLES,
        "cards": [
            {
                "name": name,
                "title": title,
                "about": _about(name, content),
                "problems": [one.sentence for one in wrong if one.section == name],
                "advice": [one.sentence for one in advice(content) if one.section == name],
            }
            for name, title in TITLES.items()
        ],
        "wrong": wrong,
        "changes": differences(as_plain(seen.base), seen.plain) if seen.draft else [],
        "held": conversations_held(plate),
    }
    return render(request, "plates/adapt.html", context)


def _about(section: str, content: PlateContent) -> str:
    """A section in a line."""
    counts: dict[str, Any] = {QUESTIONS: content.questions, HOTSPOTS: content.hotspots, LINKS: content.links}
    if section == WORDS:
        return said(content.claim, (get_language() or "nl").split("-")[0])
    if section == PARTS:
        return ", ".join(str(Question.Part(kind).label) for kind in content.parts) or _("none yet")
    return _("%(count)d now") % {"count": len(counts[section])}


@require_safe
@never_cache
def preview(request: HttpRequestWho, slug: str) -> HttpResponse:
    """The page of the plate as it would be."""
    plate = get_adaptable(request.who, slug)
    draft = draft_seen(plate)
    seen = preview_seen(plate, draft.content, draft.newest.number + (draft.draft is not None))
    context = {
        "seen": seen,
        "version": seen.version,
        "drawing": unsaved_markup(seen.version, list(seen.hotspots), get_language() or "nl", links=True),
        "gone": gone_addresses(seen.links),
        "preview": draft,
        "wrong": problems(draft.content),
    }
    return render(request, "plates/plate.html", context)


@require_POST
def publish(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Make the draft the new version."""
    plate = get_adaptable(request.who, slug)
    try:
        version = publish_draft(by=request.who, plate=plate)
    except Refused as no:
        messages.error(request, no.message)
        return redirect("plates:adapt", plate.slug)
    messages.success(
        request,
        _("This is version %(number)d now. Conversations that began before keep theirs.") % {"number": version.number},
    )
    return redirect("plates:plate", plate.slug)


@require_POST
def discard(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Throw the draft away."""
    plate = get_adaptable(request.who, slug)
    discard_draft(by=request.who, plate=plate)
    messages.success(request, _("The draft is gone. The poster is as it was."))
    return redirect("plates:adapt", plate.slug)
