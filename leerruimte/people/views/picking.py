"""Choosing boards and schools in the public list, board by board; works without scripts."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leerruimte.base.refused import Refused
from leerruimte.people import access
from leerruimte.people.actions import importing as actions
from leerruimte.people.forms.importing import NamesFileForm
from leerruimte.people.importing.columns import SCHOOLS, read_file
from leerruimte.people.importing.school_list import ListedBoard, board_name, boards_listed, names_of_boards, place_name
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Partnership, PendingImport
from leerruimte.people.queries.importing import known_board_names

A_PAGE = 20
ASK_AND_DO = ["GET", "HEAD", "POST"]


def _get_list(request: HttpRequestWho, slug: str, pending_id: UUID) -> tuple[Partnership, PendingImport]:
    partnership = access.get_coordinated(request.who, slug)
    pending = access.get_pending_import(request.who, partnership, pending_id)
    if pending.kind != SCHOOLS:
        raise Http404
    return partnership, pending


def _boards(partnership: Partnership, pending: PendingImport, words: str = "") -> list[ListedBoard]:
    names = pending.names | known_board_names(partnership)
    return boards_listed(pending.rows, names, pending.chosen, words)


@require_http_methods(ASK_AND_DO)
@never_cache
def pick(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """Search in the list and tick whole boards."""
    partnership, pending = _get_list(request, slug, pending_id)
    words = request.GET.get("q", "")[:100]
    boards = _boards(partnership, pending, words)
    page = Paginator(boards, A_PAGE).get_page(request.GET.get("pagina"))
    if request.method == "POST":
        ticked = set(request.POST.getlist("bestuur"))
        everything = request.POST.get("doe") == "alles"
        shown = boards if everything else list(page.object_list)
        _choose(
            request,
            pending,
            add=[board for board in shown if not board.chosen and (everything or board.number in ticked)],
            drop=[board for board in shown if board.chosen and not everything and board.number not in ticked],
        )
        return _after(request, "people:pick", partnership, pending)
    context = {
        "partnership": partnership,
        "pending": pending,
        "page": page,
        "q": words,
        "schools": len(pending.rows),
        "chosen": len(pending.chosen),
        "found": sum(len(board.schools) for board in boards),
        "most": actions.MOST_CHOSEN,
    }
    return render(request, "people/import_pick.html", context)


def _choose(
    request: HttpRequestWho, pending: PendingImport, *, add: list[ListedBoard], drop: list[ListedBoard]
) -> None:
    """Choose or leave out whole boards; one of which some schools were chosen stays so until it is unticked."""
    try:
        actions.choose_schools(by=request.who, pending=pending, add=_codes(add), drop=_codes(drop))
    except Refused as no:
        messages.error(request, no.message)


def _codes(boards: list[ListedBoard]) -> list[str]:
    return [school["code"] for board in boards for school in board.schools]


def _after(request: HttpRequestWho, page: str, partnership: Partnership, pending: PendingImport) -> HttpResponse:
    """On to the names of boards, or back to the page where something was ticked."""
    if request.POST.get("doe") == "verder":
        return redirect("people:board_names", partnership.slug, pending.pk)
    asked = urlencode({key: request.GET[key] for key in ("q", "pagina") if key in request.GET})
    return redirect(reverse(page, args=[partnership.slug, pending.pk]) + (f"?{asked}" if asked else ""))


@require_http_methods(ASK_AND_DO)
@never_cache
def pick_schools(request: HttpRequestWho, slug: str, pending_id: UUID, board: str) -> HttpResponse:
    """Tick schools of one board."""
    partnership, pending = _get_list(request, slug, pending_id)
    listed = next((one for one in _boards(partnership, pending) if one.number == board), None)
    if listed is None:
        raise Http404
    if request.method == "POST":
        codes = {school["code"] for school in listed.schools}
        ticked = codes.intersection(request.POST.getlist("school"))
        try:
            actions.choose_schools(by=request.who, pending=pending, add=ticked, drop=codes - ticked)
        except Refused as no:
            messages.error(request, no.message)
            return redirect("people:pick_schools", partnership.slug, pending.pk, board)
        return _after(request, "people:pick", partnership, pending)
    schools = [
        (school, place_name(school["place"]), school["code"] in pending.chosen)
        for school in sorted(listed.schools, key=lambda school: (school["place"], school["name"], school["code"]))
    ]
    context = {"partnership": partnership, "pending": pending, "board": listed, "schools": schools}
    return render(request, "people/import_pick_schools.html", context)


@require_http_methods(ASK_AND_DO)
@never_cache
def name_boards(request: HttpRequestWho, slug: str, pending_id: UUID) -> HttpResponse:
    """The list has numbers of boards only: give names, by a file or by typing. Those that take part have one."""
    partnership, pending = _get_list(request, slug, pending_id)
    known = known_board_names(partnership)
    numbers = sorted({row["board"] for row in pending.rows if row["code"] in set(pending.chosen)}.difference(known))
    if not pending.chosen:
        messages.error(request, _("Tick at least one board or school first."))
        return redirect("people:pick", partnership.slug, pending.pk)
    form = NamesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        names = {number: request.POST.get(f"naam-{number}", "") for number in numbers}
        if _name(request, pending, form, names):
            again = request.POST.get("doe") == "bestand"
            return redirect("people:board_names" if again else "people:preview", partnership.slug, pending.pk)
    schools = {number: [row for row in pending.rows if row["board"] == number] for number in numbers}
    boards = [
        {
            "number": number,
            "name": request.POST.get(f"naam-{number}", pending.names.get(number, "")),
            "else": board_name(number),
            "schools": schools[number],
        }
        for number in numbers
    ]
    context = {"partnership": partnership, "pending": pending, "form": form, "boards": boards}
    return render(request, "people/import_names.html", context, status=422 if form.errors else 200)


def _name(request: HttpRequestWho, pending: PendingImport, form: NamesFileForm, names: dict[str, str]) -> bool:
    file = form.cleaned_data["file"]
    try:
        actions.name_boards(
            by=request.who, pending=pending, names=names | (names_of_boards(read_file(file.read())) if file else {})
        )
    except Refused as no:
        form.add_error("file", no.message)
        return False
    return True
