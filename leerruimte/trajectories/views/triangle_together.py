"""Preparing apart, and side by side: pages that keep what is typed by themselves, and do without scripts too."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories import letters
from leerruimte.trajectories.access import triangle as access
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.actions import triangle_preparing, triangle_together
from leerruimte.trajectories.forms.triangle import (
    LineRead,
    TakenRead,
    read_all_words,
    read_counter,
    read_line,
    read_taken,
    read_words,
)
from leerruimte.trajectories.models import Field, TriangleConversation
from leerruimte.trajectories.queries.triangle import outcomes_of, with_all, words_of_levels
from leerruimte.trajectories.queries.triangle_together import (
    changed_places,
    history_of,
    pieces_to_choose,
    preparations_of,
    state_of,
    together_seen,
)
from leerruimte.trajectories.views.triangle_ways import Ways, asked_by_script, context_of, seated, tell_by_letter

ASK_AND_DO = ["GET", "HEAD", "POST"]
Phase = TriangleConversation.Phase


def _page_texts() -> dict[str, str]:
    """What the scripts of these pages say."""
    return {
        "keeping": _("Keeping …"),
        "kept": _("Kept"),
        "waiting": _("Waits for a connection"),
        "away": _("No connection. What you type stays on this device."),
        "gone": _("This could not be kept here. Open the page again: what you typed stays on this device."),
        "too_late": _("This came too late and is not in it. Take it along to where you go on."),
    }


def _store(seat: Seat, page: str) -> str:
    """Under which name a device keeps what was typed on a page: another person on the same device has another one."""
    return f"triangle:{seat.triangle.pk.hex}:{seat.member.pk.hex}:{page}"


# ---- each on their own ----


@require_http_methods(ASK_AND_DO)
@seated
def prepare(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """One's own preparation, unseen by the others."""
    if request.method == "POST":
        return _prepare_all(request, seat)
    return _show_preparing(request, seat)


def _prepare_all(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    try:
        triangle_preparing.prepare_all(by=seat, all_words=read_all_words(request.POST, seat.triangle))
        if "ready" in request.POST:
            triangle_preparing.say_ready(by=seat, ready=request.POST["ready"] == "1")
    except Refused as no:
        messages.error(request, no.message)
        return _show_preparing(request, seat, typed=request.POST, status=422)
    messages.success(request, _("Kept."))
    return redirect(Ways(seat)["page" if request.POST.get("ready") == "1" else "prepare"])


def _show_preparing(request: HttpRequestWho, seat: Seat, typed: Any = None, status: int = 200) -> HttpResponse:
    triangle = seat.triangle
    ready = triangle.ready.filter(member=seat.member).exists()
    locked = triangle.phase in (Phase.CONFIRMED, Phase.CALLED_OFF) or (triangle.phase == Phase.TOGETHER and ready)
    said = preparations_of(triangle, seat.member)
    context = context_of(
        seat,
        outcomes=[
            (triangle.outcomes.index(row.code), row, _filled(row.code, triangle.outcomes.index(row.code), said, typed))
            for row in outcomes_of(triangle)
        ],
        levels=words_of_levels(triangle.trajectory),
        pieces=pieces_to_choose(triangle),
        ready=ready,
        locked=locked,
        texts=_page_texts(),
        store=_store(seat, "prepare"),
        is_learner=seat.member.person_id == triangle.trajectory.learner_id,
    )
    return render(request, "trajectories/triangle/prepare.html", context, status=status)


def _filled(code: str, number: int, said: Mapping[tuple[str, str], Any], typed: Any) -> dict[str, Any]:
    """What stands in the fields of one outcome: what was typed just now, else what was kept."""
    if typed is not None:
        values: dict[str, Any] = {name: typed.get(f"{number}-{name}", "") for name in Field.values}
        level = typed.get(f"{number}-level", "")
        return {
            **values,
            "level": int(level) if level.isdecimal() else None,
            "pieces": typed.getlist(f"{number}-pieces"),
        }
    rows = {name: said.get((code, name)) for name in Field.values}
    values = {name: row.text if row else "" for name, row in rows.items()}
    outcome, route = rows[Field.OUTCOME], rows[Field.ROUTE]
    values["level"] = outcome.choice.get("level") if outcome else None
    values["pieces"] = route.choice.get("pieces", []) if route else []
    return values


@require_POST
@seated
def keep(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Keep one field, as the page sends it by itself; the time at which it was kept."""
    words = read_words(request.POST, seat.triangle)
    if words is None:
        raise Http404
    try:
        kept = triangle_preparing.prepare(by=seat, words=words, n=read_counter(request.POST))
    except Refused as no:
        return JsonResponse({"message": no.message}, status=422)
    return JsonResponse({"kept": timezone.localtime(kept.changed_at).strftime("%H:%M"), "n": kept.n})


@require_POST
@seated
def ready(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """I am ready, or not yet after all."""
    try:
        triangle_preparing.say_ready(by=seat, ready=request.POST.get("ready") == "1")
    except Refused as no:
        messages.error(request, no.message)
    if request.POST.get("to") == "together":
        return redirect(Ways(seat)["together"])
    return redirect(Ways(seat)["page" if request.POST.get("ready") == "1" else "prepare"])


@require_POST
@seated
def lay_open(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Lay side by side what all prepared."""
    try:
        triangle_preparing.lay_side_by_side(
            by=seat, also_unready=request.POST.get("also_unready") == "1", way=request.POST.get("way", "")
        )
    except Refused as no:
        messages.error(request, no.message)
        return redirect(Ways(seat)["page"])
    return redirect(Ways(seat)["together"])


# ---- side by side ----


def _together_context(
    seat: Seat, typed: Mapping[str, str] | None = None, no: Refused | None = None, place: str = ""
) -> dict[str, Any]:
    # First how it stands, then which version one would confirm, then its words: somebody may write in between. Then the
    # page is newer than it says, and asks again; never does somebody confirm words that they did not see.
    state = state_of(seat.triangle)
    triangle = with_all(access.conversations()).get(pk=seat.triangle.pk)
    seat = Seat(triangle, seat.member, seat.token)
    seen = together_seen(seat)
    agreement = getattr(triangle, "agreement", None)
    context = context_of(
        seat,
        seen=seen,
        state=state,
        is_open=triangle.phase == Phase.TOGETHER,
        one_screen=triangle.way == TriangleConversation.Way.ONE_SCREEN,
        agreement=agreement,
        new_ids=_Ids(),
        # Which fields are drawn; None: all of them.
        only=None,
        typed=typed or {},
        refused=no,
        refused_place=place,
        texts=_page_texts(),
        store=_store(seat, "together"),
    )
    if agreement:
        context["agreement_address"] = context["ways"].agreement(agreement.number)
    return context


class _Ids:
    """A fresh id each time a template asks for `new_ids.one`: for each form of the page."""

    @property
    def one(self) -> str:
        """A new id."""
        return str(new_id())


@require_safe
@seated
def together(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """The three side by side; before that, the page that says what is still to do."""
    if seat.triangle.phase not in (Phase.TOGETHER, Phase.CONFIRMED):
        return redirect(Ways(seat)["page"])
    return render(request, "trajectories/triangle/together.html", _together_context(seat))


@require_safe
@seated
def state(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """How it stands, for a page that asks often: nothing (204) as long as nothing is different."""
    if state_of(seat.triangle) == request.GET.get("stand"):
        return HttpResponse(status=204)
    if seat.triangle.phase not in (Phase.TOGETHER, Phase.CONFIRMED):
        raise Http404
    return _fragment(request, seat, request.GET.get("stand", ""))


def _fragment(request: HttpRequestWho, seat: Seat, before: str) -> HttpResponse:
    """The parts that are different from a state that a page has; all of them when it is too long ago to tell."""
    context = _together_context(seat)
    context["only"] = changed_places(seat.triangle, before, context["state"])
    return render(request, "trajectories/triangle/_fragment.html", context)


@require_POST
@seated
def write(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Write a text for a line, take over somebody's words, or choose between two."""
    sent = read_taken(request.POST, seat.triangle) or read_line(request.POST, seat.triangle)
    if sent is None:
        raise Http404
    try:
        if isinstance(sent, TakenRead):
            triangle_together.take_over(by=seat, place=(sent.outcome, sent.field), text=sent.text, seen=sent.seen)
        else:
            triangle_together.write_line(
                by=seat, line_id=sent.id, words=sent.words, after=sent.after, settles=sent.settles
            )  # fmt: skip
    except Refused as no:
        return _not_written(request, seat, sent, no)
    if asked_by_script(request):
        return _fragment(request, seat, request.POST.get("stand", ""))
    number, _dash, name = sent.place.partition("-")
    return redirect(f"{Ways(seat)['together']}#deel-{int(number) + 1}-{name}")


def _not_written(request: HttpRequestWho, seat: Seat, sent: LineRead | TakenRead, no: Refused) -> HttpResponse:
    if asked_by_script(request):
        return JsonResponse({"message": no.message}, status=422)
    messages.error(request, no.message)
    typed = {sent.place: sent.words.text} if isinstance(sent, LineRead) else {}
    context = _together_context(seat, typed=typed, no=no, place=sent.place if typed else "")
    return render(request, "trajectories/triangle/together.html", context, status=422)


@require_POST
@seated
def sign(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Confirm the version that one saw."""
    revision = request.POST.get("revision", "")
    member = read_id(request.POST.get("member"))
    try:
        agreement = triangle_together.sign(
            by=seat,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            member=member,
            name=request.POST.get(f"name-{member}", "") if member else "",
        )
    except Refused as no:
        if no.field == "revision":
            messages.error(request, no.message)
        context = _together_context(seat, typed=request.POST.dict(), no=no)
        return render(request, "trajectories/triangle/together.html", context, status=422)
    if agreement is None:
        return redirect(f"{Ways(seat)['together']}#bevestigen")
    if seat.triangle.phase != Phase.CONFIRMED:
        tell_by_letter(request, seat.members, lambda one, site: letters.send_confirmed(agreement, one, site=site))
    return redirect(Ways(seat)["back"])


@require_safe
@seated
def history(request: HttpRequestWho, seat: Seat, place: str) -> HttpResponse:
    """Every text that a field ever had."""
    number, _dash, name = place.partition("-")
    if seat.triangle.phase not in (Phase.TOGETHER, Phase.CONFIRMED) or name not in Field.values:
        raise Http404
    codes = seat.triangle.outcomes
    code = codes[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(codes) else None
    outcome = next((one for one in outcomes_of(seat.triangle) if one.code == code), None)
    if outcome is None:
        raise Http404
    context = context_of(
        seat, outcome=outcome, label=Field(name).label, rows=history_of(seat.triangle, outcome.code, name)
    )
    return render(request, "trajectories/triangle/history.html", context)
