"""After a triangle conversation: how it went, and what people in the same role shared."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.access import get_partnership
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Side
from leerruimte.trajectories.access import triangle as access
from leerruimte.trajectories.access.trajectories import side_of
from leerruimte.trajectories.access.triangle import LinkEnded, Seat
from leerruimte.trajectories.actions.triangle_after import look_back as keep_look_back
from leerruimte.trajectories.forms.triangle import HOW, LookBackForm
from leerruimte.trajectories.models import TriangleConversation
from leerruimte.trajectories.queries.triangle import next_triangle
from leerruimte.trajectories.queries.triangle_after import experiences_of, look_backs_of_the_three, own_look_back
from leerruimte.trajectories.views.triangle_ways import Ways, context_of, seated, show_ended

Phase = TriangleConversation.Phase
ORDER = (Side.LEARNER, Side.SCHOOL, Side.INSTITUTE)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def look_back(request: HttpRequestWho, seat: Seat) -> HttpResponse:
    """How it went, in a minute."""
    if seat.triangle.phase not in (Phase.TOGETHER, Phase.CONFIRMED):
        raise Http404
    own = own_look_back(seat)
    initial = {"how": own.how, "words": own.words, "brought": own.brought, "seen": own.seen} if own else None
    form = LookBackForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_look_back(by=seat, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            messages.success(request, _("Kept."))
            return redirect(Ways(seat)["back"])
    agreement = getattr(seat.triangle, "agreement", None)
    context = context_of(
        seat,
        form=form,
        own=own,
        three=look_backs_of_the_three(seat),
        how=dict(HOW),
        agreement=agreement,
        partnership=seat.triangle.encounter.partnership,
        # Who came by a link has the way to the next one at their own list.
        may_plan=not seat.token and access.may_plan(request.who, seat.triangle.trajectory),
        next_triangle=None if seat.token else next_triangle(seat.triangle.trajectory, request.who),
    )
    if agreement:
        context["agreement_address"] = context["ways"].agreement(agreement.number)
    return render(request, "trajectories/triangle/look_back.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def experiences(request: HttpRequestWho, slug: str) -> HttpResponse:
    """What people in one's own role shared of their conversations in this partnership."""
    partnership = get_partnership(request.who, slug)
    heard = access.sides_heard(request.who, partnership)
    if not heard:
        raise Http404
    gathered = [experiences_of(partnership, side) for side in ORDER if side in heard]
    context = {"partnership": partnership, "gathered": gathered, "how": dict(HOW)}
    return render(request, "trajectories/triangle/experiences.html", context)


@require_safe
@never_cache
def experiences_by_link(request: HttpRequestWho, token: str) -> HttpResponse:
    """The same for somebody with a personal link: those of their own side."""
    try:
        member = access.member_by_link(token)
    except LinkEnded as ended:
        return show_ended(request, ended)
    partnership = member.trajectory.object.partnership
    if partnership is None:
        raise Http404
    context = {
        "partnership": partnership,
        "gathered": [experiences_of(partnership, side_of(member))],
        "how": dict(HOW),
        "token": token,
    }
    return render(request, "trajectories/triangle/experiences.html", context)
