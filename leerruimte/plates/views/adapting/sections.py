"""One section of a plate, or one working part: a form that is kept in the draft by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import get_adaptable
from leerruimte.plates.actions.adapting import save_section
from leerruimte.plates.adapting.sections import HOTSPOTS, PARTS, ROWS, WORDS, section_of, stamp, used_parts
from leerruimte.plates.forms import adapting as sections
from leerruimte.plates.forms import parts
from leerruimte.plates.forms.sheets import Sheet, SheetForm, only_there
from leerruimte.plates.models import Plate, Question
from leerruimte.plates.queries import DraftSeen, draft_seen, preview_seen
from leerruimte.plates.svg import shown_view, unsaved_markup
from leerruimte.plates.views.adapting.titles import TITLES

ASK_AND_DO = ["GET", "HEAD", "POST"]
STALE = 409


@dataclass(frozen=True)
class Page:
    """What a page changes: the name of the section, its sheet, the way there and back, and where one goes after."""

    plate: Plate
    section: str
    sheet: Sheet
    values: Mapping[str, Any]
    to_value: Callable[[Mapping[str, Any]], Any]
    title: str
    # The list in it of which the rows are placed on the drawing.
    placed: str = ""

    @property
    def tab(self) -> str:
        """Under which section it stands."""
        return PARTS if self.section in parts.PARTS else self.section

    @property
    def points(self) -> bool:
        """Whether what is placed are points, not boxes."""
        return self.placed == "stations"


@require_http_methods(ASK_AND_DO)
@never_cache
def change_section(request: HttpRequestWho, slug: str, section: str) -> HttpResponse:
    """Words, questions, hotspots or background."""
    plate = get_adaptable(request.who, slug)
    if section not in (WORDS, *ROWS):
        raise Http404
    seen = draft_seen(plate)
    page = Page(
        plate=plate,
        section=section,
        sheet=sections.section_sheet(section, seen.plain),
        values=sections.section_to_sheet(section, section_of(seen.plain, section)),
        to_value=lambda found: sections.sheet_to_section(section, found),
        title=str(TITLES[section]),
        placed=ROWS[HOTSPOTS] if section == HOTSPOTS else "",
    )
    return _change(request, page, seen)


@require_http_methods(ASK_AND_DO)
@never_cache
def change_part(request: HttpRequestWho, slug: str, kind: str) -> HttpResponse:
    """The settings of a working part that the plate has."""
    plate = get_adaptable(request.who, slug)
    seen = draft_seen(plate)
    settings = seen.plain["parts"].get(kind)
    if settings is None or kind not in parts.PARTS:
        raise Http404
    page = Page(
        plate=plate,
        section=kind,
        sheet=parts.part_sheet(kind, seen.plain, shown_view(seen.base.drawing)),
        values=parts.part_to_sheet(kind, settings),
        to_value=lambda found: parts.sheet_to_part(kind, found, settings),
        title=str(Question.Part(kind).label),
        placed="stations" if kind == Question.Part.PATH else "",
    )
    return _change(request, page, seen)


def _change(request: HttpRequestWho, page: Page, seen: DraftSeen) -> HttpResponse:
    form = SheetForm(page.sheet, page.values, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"begun": stamp(section_of(seen.plain, page.section))}
    if request.method != "POST":
        return _shown(request, page, seen, form, context, 200)
    context["begun"] = request.POST.get("begun", "")
    if form.changing:
        return _shown(request, page, seen, form, {**context, "unsaved": True}, 200)
    if not form.is_valid():
        return _shown(request, page, seen, form, context, 422)
    value = page.to_value(form.value())
    try:
        save_section(by=request.who, plate=page.plate, section=page.section, value=value, begun=context["begun"])
    except Refused as no:
        if no.code != "stale":
            return _shown(request, page, seen, form, {**context, "refused": no.message}, 422)
        # Pressing once more, after having read what the other wrote, is meant.
        theirs = only_there(page.sheet, page.values, form.value())
        context |= {"begun": stamp(section_of(seen.plain, page.section)), "refused": no.message, "theirs": theirs}
        return _shown(request, page, seen, form, {**context, "draft": seen.draft}, STALE)
    messages.success(request, _("Kept in your draft."))
    return redirect("plates:adapt_parts" if page.section in parts.PARTS else "plates:adapt", page.plate.slug)


def _shown(
    request: HttpRequestWho, page: Page, seen: DraftSeen, form: SheetForm, more: Mapping[str, Any], status: int
) -> HttpResponse:
    context = {"plate": page.plate, "page": page, "form": form, "sections": TITLES, **more}
    if page.placed:
        context |= _drawing(seen)
    return render(request, "plates/adapt_section.html", context, status=status)


def _drawing(seen: DraftSeen) -> dict[str, Any]:
    """The drawing of the draft to place things on, and the part of it that is shown."""
    shown = preview_seen(seen.newest.plate, seen.content, seen.newest.number)
    markup = unsaved_markup(shown.version, list(shown.hotspots), get_language() or "nl")
    # As the script reads it: with points, whatever the reader's language has.
    return {"drawing": markup, "view": " ".join(f"{value:g}" for value in shown_view(seen.base.drawing))}


@require_http_methods(ASK_AND_DO)
@never_cache
def choose_parts(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Which working parts there are on the plate."""
    plate = get_adaptable(request.who, slug)
    seen = draft_seen(plate)
    chosen, refused, status = set(seen.plain["parts"]), "", 200
    begun = stamp(section_of(seen.plain, PARTS))
    if request.method == "POST":
        chosen = {kind for kind in request.POST.getlist("soort") if kind in parts.PARTS}
        begun = request.POST.get("begun", "")
        try:
            save_section(by=request.who, plate=plate, section=PARTS, value=sorted(chosen), begun=begun)
            messages.success(request, _("Kept in your draft."))
            return redirect("plates:adapt_parts", plate.slug)
        except Refused as no:
            refused, status = no.message, STALE if no.code == "stale" else 422
            begun = stamp(section_of(seen.plain, PARTS))
    used = used_parts(seen.plain)
    kinds = [
        {
            "kind": Question.Part(kind),
            "about": about,
            "on": kind in chosen,
            "kept": kind in seen.plain["parts"],
            "used": kind in used,
        }
        for kind, about in parts.ABOUT.items()
    ]
    context = {"plate": plate, "kinds": kinds, "begun": begun, "refused": refused, "sections": TITLES, "here": PARTS}
    return render(request, "plates/adapt_parts.html", context, status=status)
