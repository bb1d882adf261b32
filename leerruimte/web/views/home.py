"""Home: for whoever comes in, and my place for who signed in."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.conversations.access import joined_conversations, led_conversations
from leerruimte.conversations.queries.of_partnership import to_join
from leerruimte.conversations.queries.own import new_since_visit
from leerruimte.encounters.access import get_intention, own_intentions, own_participations
from leerruimte.encounters.actions import claim_participation, say_how_it_went
from leerruimte.encounters.models import Intention
from leerruimte.encounters.queries import claimable, intentions_to_follow
from leerruimte.people.access import LEARNERS, hosted_partnerships, member_partnerships
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.plates.queries import shipped_plates
from leerruimte.trajectories.queries.guiding import waits_and_guides
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.queries.trajectories import own_and_beside
from leerruimte.web.forms import HowItWentForm

THIS_WEEK = timedelta(days=7)
# Home shows the newest few; behind a link stands all.
A_FEW = 6


@require_safe
@never_cache
def show_home(request: HttpRequestWho) -> HttpResponse:
    """What it is, a field for the code, plates to look at; what is asked of me, where I take part, what I lead."""
    who = request.who
    joined = joined_conversations(who)
    newest = list(joined[:A_FEW])
    news = new_since_visit(who, newest)
    context: dict[str, object] = {
        "person": request.user if who.person else None,
        "asked": intentions_to_follow(who, timezone.localdate() + THIS_WEEK)[:A_FEW],
        "joined": [(one, news.get(one.pk, 0)) for one in newest],
        "led": led_conversations(who)[:A_FEW],
        "to_join": to_join(who, A_FEW),
        "claimable": claimable(who)[:A_FEW],
        "partnerships": member_partnerships(who),
        "plates": shipped_plates(),
        # With a role somewhere nobody has to be asked.
        "may_open": bool(who.partnerships) or hosted_partnerships(who).exists(),
        "today": timezone.localdate(),
    }
    if isinstance(request.user, Person):
        context |= _of_trajectories(who, request.user)
    return render(request, "web/home.html", context)


def _of_trajectories(who: Who, person: Person) -> dict[str, object]:
    """What changed for somebody, what waits for them, and the roads they go or stand beside."""
    own = own_and_beside(who).filter(learner=person, ended_at=None).select_related("needs")[:A_FEW]
    waiting, guides = waits_and_guides(person)
    return {
        "told": notices_of(who),
        "waiting": waiting[:A_FEW],
        "own_trajectories": own,
        "guides": guides,
        "learns": bool(LEARNERS & {held.role for held in who.roles}),
    }


@require_safe
@never_cache
def show_mine(request: HttpRequestWho) -> HttpResponse:
    """All conversations I take part in, and all that I wanted to do, with what became of it."""
    intentions = sorted(own_intentions(request.who), key=lambda one: (one.outcome != "open", one.day))
    context = {
        "joined": joined_conversations(request.who),
        "intentions": intentions,
        "today": timezone.localdate(),
    }
    return render(request, "web/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow_up(request: HttpRequestWho, intention_id: UUID) -> HttpResponse:
    """How it went with one intention: done, changed or not; no judgement."""
    intention = get_intention(request.who, intention_id)
    form = HowItWentForm(request.POST or None, intention=intention)
    if request.method == "POST" and form.is_valid():
        try:
            kept = say_how_it_went(by=request.who, intention=intention, **form.cleaned_data)
        except Refused as no:
            form.add_error(no.field or None, no.message)
        else:
            done = kept.outcome == Intention.Outcome.DONE
            messages.success(request, _("Kept. Well done.") if done else _("Kept."))
            return redirect("web:home")
    status = 422 if form.errors else 200
    return render(request, "web/follow_up.html", {"intention": intention, "form": form}, status=status)


@require_POST
def claim(request: HttpRequestWho, participation_id: UUID) -> HttpResponse:
    """Keep in the account what this device did without one."""
    mine = own_participations(request.who).filter(pk=participation_id).select_related("encounter").first()
    try:
        if mine is None or request.who.person is None:
            raise Refused(_("Open your personal link on this device first."))
        claim_participation(by=request.who, participation=mine)
    except Refused as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("“%(title)s” is in your place now.") % {"title": mine.encounter.title})
    return redirect("web:home")
