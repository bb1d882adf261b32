"""Pages around a triangle conversation: all of them, planning one, its dates, its agreement."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.base.refused import Refused
from leerruimte.look.qr import qr_svg
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Side
from leerruimte.trajectories import letters
from leerruimte.trajectories.access import triangle as access
from leerruimte.trajectories.access.trajectories import get_trajectory, side_of
from leerruimte.trajectories.access.triangle import LinkEnded, Seat
from leerruimte.trajectories.actions import triangle as actions
from leerruimte.trajectories.forms.triangle import DatesForm, PlanForm
from leerruimte.trajectories.models import DateAnswer, Member, Outcome, Trajectory, TriangleConversation
from leerruimte.trajectories.queries.triangle import (
    OPEN,
    dates_of,
    first_name_of,
    guests_of,
    has_answered,
    name_of,
    next_triangle,
    outcomes_of,
    people_of,
    triangles_of_member,
    with_all,
)
from leerruimte.trajectories.queries.triangle_agreement import agreements_seen, seats_of_agreement
from leerruimte.trajectories.triangle_calendar import as_calendar
from leerruimte.trajectories.views.triangle_ways import (
    Ways,
    context_of,
    seated,
    show_ended,
    site_of,
    tell_by_letter,
)

ASK_AND_DO = ["GET", "HEAD", "POST"]
Phase = TriangleConversation.Phase


@require_safe
@never_cache
def show_triangles(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """All conversations of a trajectory: the next one, and what was agreed in earlier ones."""
    trajectory = get_trajectory(request.who, trajectory_id)
    rows = access.conversations_of(request.who, trajectory).exclude(phase__in=OPEN).order_by("-number")
    context = {
        "trajectory": trajectory,
        "here": "triangle",
        "next_triangle": next_triangle(trajectory, request.who),
        "agreements": agreements_seen(access.visible_agreements(trajectory))[::-1],
        "earlier": rows.filter(phase__in=(Phase.CONFIRMED, Phase.CALLED_OFF)),
        "may_plan": access.may_plan(request.who, trajectory),
    }
    return render(request, "trajectories/triangle/triangles.html", context)


@require_safe
@never_cache
def show_member(request: HttpRequestWho, token: str) -> HttpResponse:
    """Everything of a trajectory that somebody with a personal link takes part in."""
    try:
        member = access.member_by_link(token)
    except LinkEnded as ended:
        return show_ended(request, ended)
    trajectory = member.trajectory
    rows = access.conversations_of(request.who, trajectory, member)
    context = {
        "token": token,
        "member": member,
        "name": name_of(member),
        "trajectory": trajectory,
        "open": [
            (
                one,
                Ways(Seat(one.triangle, member, token))[one.page.removeprefix("triangle_").replace("triangle", "page")],
            )
            for one in triangles_of_member(member)
        ],
        "earlier": [
            (row, Ways(Seat(row, member, token))) for row in rows.filter(phase=Phase.CONFIRMED).order_by("-number")
        ],
        "agreements": agreements_seen(access.visible_agreements(trajectory))[::-1],
    }
    return render(request, "trajectories/triangle/member.html", context)


@require_http_methods(ASK_AND_DO)
@never_cache
def plan(request: HttpRequestWho, trajectory_id: int) -> HttpResponse:
    """Plan a conversation: with whom, about what, when, where and how."""
    trajectory = get_trajectory(request.who, trajectory_id)
    if not access.may_plan(request.who, trajectory):
        raise Http404
    form = _plan_form(request, trajectory)
    if request.method == "POST" and form.is_valid():
        try:
            triangle = _plan(request, trajectory, form)
        except Refused as no:
            form.add_error({"dates": "date_1"}.get(no.field, no.field) or None, no.message)
        else:
            by = request.user.name  # type: ignore[union-attr]
            others = [one for one in triangle.members.select_related("person") if one.person_id != request.who.person]
            tell_by_letter(request, others, lambda one, site: letters.send_planned(triangle, one, site=site, by=by))
            return redirect("trajectories:triangle", triangle.pk)
    # Nobody fills in a form that cannot be sent: while one is open, the page leads to that. What was typed stays.
    is_open = request.method != "POST" and next_triangle(trajectory) is not None
    context = {"trajectory": trajectory, "here": "triangle", "form": form, "is_open": is_open}
    return render(request, "trajectories/triangle/plan.html", context, status=422 if form.errors else 200)


def _plan(request: HttpRequestWho, trajectory: Trajectory, form: PlanForm) -> TriangleConversation:
    said = form.cleaned_data
    guest = None
    if said.get("guest_name"):
        guest = actions.Guest(said["guest_name"], said["guest_role"], said["guest_email"])
    return actions.plan_triangle(
        by=request.who,
        trajectory=trajectory,
        triangle_id=said["triangle_id"],
        members=list(access.active_members(trajectory).filter(pk__in=said["members"])),
        outcomes=said["outcomes"],
        dates=form.dates,
        way=said["way"],
        where=said["where"],
        guest=guest,
    )


def _plan_form(request: HttpRequestWho, trajectory: Trajectory) -> PlanForm:
    others = [one for one in access.active_members(trajectory) if side_of(one) != Side.LEARNER]
    rows = Outcome.objects.filter(version=trajectory.version_id)
    last = access.visible_agreements(trajectory).last()
    initial = {
        "triangle_id": new_id(),
        "members": [str(one.pk) for one in others],
        "outcomes": [one["code"] for one in last.content["outcomes"]] if last else [],
        "way": TriangleConversation.Way.ONE_SCREEN,
        "where": trajectory.school.name if trajectory.school else "",
    }
    return PlanForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        members=others,
        outcomes=list(rows.filter(phase__in=trajectory.phases) if trajectory.phases else rows),
        guests=True,
    )


# ---- one conversation ----


@require_safe
@seated
def show_triangle(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Where a conversation stands: the dates, who is ready, what to do now."""
    return _show_triangle(request, seat)


def _show_triangle(request: HttpRequestWho, seat: Seat, status: int = 200, **more: Any) -> HttpResponse:
    triangle = with_all(access.conversations()).get(pk=seat.triangle.pk)
    seat = Seat(triangle, seat.member, seat.token)
    people = people_of(triangle, seat.member)
    context = context_of(
        seat,
        people=people,
        all_ready=all(one.ready for one in people),
        mine_ready=any(one.me and one.ready for one in people),
        dates=dates_of(triangle, seat.member),
        cans=DateAnswer.Can.choices,
        may_pick=access.may_pick(seat),
        # Also side by side: somebody may have left, and then nobody would ever confirm it.
        may_call_off=triangle.phase in OPEN and access.may_pick(seat),
        may_renew=access.may_renew_links(seat),
        guests=guests_of(seat),
        outcomes=outcomes_of(triangle),
        ways_to_meet=TriangleConversation.Way.choices,
        before_it=triangle.phase in (Phase.PLANNING, Phase.PREPARING),
        # The card of this conversation leads here to say when one can: on a phone that is what stands first then.
        dates_first=triangle.phase == Phase.PLANNING and not has_answered(triangle, seat.member),
        agreement=getattr(triangle, "agreement", None),
    )
    if context["agreement"]:
        context["agreement_address"] = context["ways"].agreement(context["agreement"].number)
    context.setdefault("dates_form", more.pop("dates_form", None) or DatesForm())
    return render(request, "trajectories/triangle/triangle.html", {**context, **more}, status=status)


@require_POST
@seated
def answer(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Say of the dates whether one can."""
    said = {pk: str(can) for name, can in request.POST.items() if (pk := read_id(name))}
    return _do(request, seat, lambda: actions.answer_dates(by=seat, answers=said))


@require_POST
@seated
def add_dates(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Ask for more dates."""
    form = DatesForm(request.POST)
    if form.is_valid():
        try:
            actions.add_dates(by=seat, dates=form.dates)
        except Refused as no:
            form.add_error("date_1", no.message)
        else:
            return redirect(Ways(seat)["page"])
    return _show_triangle(request, seat, 422, dates_form=form)


@require_POST
@seated
def pick(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Pick a date, and tell everybody."""
    option = read_id(request.POST.get("option"))
    try:
        if option is None:
            raise Refused(_("Choose one of these."))
        triangle = actions.pick_date(by=seat, option=option)
    except Refused as no:
        messages.error(request, no.message)
    else:
        others = [one for one in seat.members if one.pk != seat.member.pk]
        tell_by_letter(request, others, lambda one, site: letters.send_date(triangle, one, site=site))
    return redirect(Ways(seat)["page"])


@require_POST
@seated
def call_off(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """Call it off, and tell everybody."""
    was_off = seat.triangle.phase == Phase.CALLED_OFF
    try:
        actions.call_off(by=seat)
    except Refused as no:
        messages.error(request, no.message)
        return redirect(Ways(seat)["page"])
    messages.success(request, _("Kept."))
    if not was_off:
        others = [one for one in seat.members if one.pk != seat.member.pk]
        by = first_name_of(seat.member)
        tell_by_letter(request, others, lambda one, site: letters.send_called_off(seat.triangle, one, site=site, by=by))
    return redirect(Ways(seat)["page"])


def _do(request: HttpRequestWho, seat: Seat, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("Kept."))
    return redirect(Ways(seat)["page"])


@require_safe
@seated
def calendar(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """The date, for one's own agenda."""
    if seat.triangle.starts_at is None:
        raise Http404
    address = site_of(request) + Ways(seat)["page"]
    answer = HttpResponse(as_calendar(seat.triangle, address, timezone.now()), content_type="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="gesprek.ics"'
    return answer


@require_POST
@seated
def renew_link(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """A new personal link: by letter where an address is known, and once on this page to hand over."""
    member_id = read_id(request.POST.get("member"))
    try:
        if member_id is None:
            raise Refused(_("Choose one of these."))
        member = actions.renew_link(by=seat, who=request.who, member=member_id)
    except Refused as no:
        messages.error(request, no.message)
        return redirect(Ways(seat)["page"])
    tell_by_letter(request, [member], lambda one, site: letters.send_link(seat.triangle, one, site=site))
    link = site_of(request) + letters.personal_path(member)
    return _show_triangle(request, seat, new_link=link, new_link_qr=qr_svg(link), new_link_of=name_of(member))


# ---- what was agreed ----


@require_safe
@never_cache
def show_agreement(request: HttpRequestWho, trajectory_id: int, number: int) -> HttpResponse:
    """An agreement to read and to print."""
    trajectory = get_trajectory(request.who, trajectory_id)
    return _show_agreement(request, trajectory, number)


@require_safe
@never_cache
def show_agreement_by_link(request: HttpRequestWho, token: str, number: int) -> HttpResponse:
    """An agreement, for somebody with a personal link."""
    try:
        member = access.member_by_link(token)
    except LinkEnded as ended:
        return show_ended(request, ended)
    return _show_agreement(request, member.trajectory, number, token=token, member=member)


def _show_agreement(
    request: HttpRequestWho, trajectory: Trajectory, number: int, token: str = "", member: Member | None = None
) -> HttpResponse:
    agreement = access.get_agreement(trajectory, number)
    *_before, seen = agreements_seen(access.visible_agreements(trajectory).filter(number__lte=number))
    context = {
        "trajectory": trajectory,
        "agreement": agreement,
        "content": agreement.content,
        "seen": seen,
        "seats": seats_of_agreement(agreement),
        "token": token,
        "member": member,
        "here": "triangle",
    }
    return render(request, "trajectories/triangle/agreement.html", context)
