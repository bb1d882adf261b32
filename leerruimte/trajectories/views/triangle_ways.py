"""What all pages of a triangle conversation share: two ways in (an account, a personal link), one set of pages."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from leerruimte.people.letters import LetterNotSent
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.trajectories.access.triangle import LinkEnded, Seat, get_seat
from leerruimte.trajectories.models import Member
from leerruimte.trajectories.queries.triangle import first_name_of

View = Callable[..., HttpResponse]


class Ways:
    """The addresses of a conversation, the way somebody came in: `ways.prepare` in a template."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    def __getitem__(self, name: str) -> str:
        """The address of one page of this conversation; "home" is the list of all of them."""
        token, triangle = self.seat.token, self.seat.triangle
        if name == "home":
            if token:
                return reverse("trajectories:member_by_link", args=[token])
            return reverse("trajectories:triangles", args=[triangle.trajectory_id])
        view = "triangle" if name == "page" else f"triangle_{name}"
        if token:
            return reverse(f"trajectories:{view}_by_link", args=[token, triangle.pk])
        return reverse(f"trajectories:{view}", args=[triangle.pk])

    def agreement(self, number: int) -> str:
        """The address of an agreement of this trajectory."""
        if self.seat.token:
            return reverse("trajectories:agreement_by_link", args=[self.seat.token, number])
        return reverse("trajectories:agreement", args=[self.seat.triangle.trajectory_id, number])


def seated(view: Callable[..., HttpResponse]) -> View:
    """Let a view begin with somebody's seat at the conversation, however they came in."""

    @never_cache
    @wraps(view)
    def inner(request: HttpRequestWho, triangle_id: UUID, token: str = "", **more: Any) -> HttpResponse:
        try:
            seat = get_seat(request.who, triangle_id, token)
        except LinkEnded as ended:
            return show_ended(request, ended)
        return view(request, seat, **more)

    return inner


def show_ended(request: HttpRequest, ended: LinkEnded) -> HttpResponse:
    """A link that is worth nothing any more: why, and who to ask."""
    learner = ended.member.trajectory.learner.first_name
    return render(request, "trajectories/triangle/link_ended.html", {"learner": learner}, status=410)


def context_of(seat: Seat, **more: Any) -> dict[str, Any]:
    """What every page of a conversation shows."""
    return {
        "seat": seat,
        "triangle": seat.triangle,
        "trajectory": seat.triangle.trajectory,
        "ways": Ways(seat),
        "here": "triangle",
        **more,
    }


def asked_by_script(request: HttpRequest) -> bool:
    """Whether a script of a page of ours asks, that wants a short answer."""
    return request.headers.get("X-Leerruimte") == "1"


def site_of(request: HttpRequest) -> str:
    """The address of this site, without a slash at the end: as configured, or as it was asked for."""
    return (settings.PUBLIC_URL or request.build_absolute_uri("/")).rstrip("/")


def tell_by_letter(request: HttpRequest, members: Iterable[Member], send: Callable[[Member, str], bool]) -> None:
    """Send each a letter; who got none is named, so that somebody can tell them otherwise.

    `send` gets the member and the address of this site.
    """
    missed = []
    for member in members:
        try:
            if not send(member, site_of(request)):
                missed.append(first_name_of(member))
        except LetterNotSent:
            missed.append(first_name_of(member))
    if missed:
        messages.warning(request, _("No letter went to: %(names)s. Tell them yourself.") % {"names": ", ".join(missed)})
