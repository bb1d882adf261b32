"""Letters about trajectories: short, plain, and never with what somebody wrote for themselves.

`site`: the address at which people reach this site, without a slash at the end.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from leerruimte.people.letters import send_letter
from leerruimte.trajectories.access.triangle import link_of
from leerruimte.trajectories.models import Agreement, Member, TriangleConversation
from leerruimte.trajectories.queries.triangle import first_name_of, name_of


def personal_path(member: Member) -> str:
    """The way in of a member without account: their personal link."""
    return reverse("trajectories:member_by_link", args=[link_of(member)])


def send_planned(triangle: TriangleConversation, member: Member, *, site: str, by: str) -> bool:
    """Tell a member that a conversation is planned; False without an address. Raises `LetterNotSent`."""
    path = reverse("trajectories:triangle", args=[triangle.pk]) if member.person_id else personal_path(member)
    return _send("trajectories/letters/triangle_planned.txt", member, site + path, triangle=triangle, by=by)


def send_date(triangle: TriangleConversation, member: Member, *, site: str) -> bool:
    """Tell a member when it is."""
    path = reverse("trajectories:triangle", args=[triangle.pk]) if member.person_id else personal_path(member)
    return _send("trajectories/letters/triangle_date.txt", member, site + path, triangle=triangle)


def send_called_off(triangle: TriangleConversation, member: Member, *, site: str, by: str) -> bool:
    """Tell a member that it does not go on."""
    path = reverse("trajectories:triangle", args=[triangle.pk]) if member.person_id else personal_path(member)
    return _send("trajectories/letters/triangle_called_off.txt", member, site + path, triangle=triangle, by=by)


def send_link(triangle: TriangleConversation, member: Member, *, site: str) -> bool:
    """Send somebody without account their personal link."""
    return _send("trajectories/letters/triangle_link.txt", member, site + personal_path(member), triangle=triangle)


def send_confirmed(agreement: Agreement, member: Member, *, site: str) -> bool:
    """Tell a member that all stand under one version, also if it was confirmed on somebody else's screen."""
    if member.person_id:
        path = reverse("trajectories:agreement", args=[agreement.trajectory_id, agreement.number])
    else:
        path = reverse("trajectories:agreement_by_link", args=[link_of(member), agreement.number])
    mine = next(
        (one for one in agreement.content["names"] if one["at_screen_of"] and one["name"] == name_of(member)), None
    )  # fmt: skip
    return _send(
        "trajectories/letters/triangle_confirmed.txt", member, site + path, agreement=agreement, at_screen=mine
    )


def _send(template: str, member: Member, address: str, **more: Any) -> bool:
    to = member.person.email if member.person else member.email
    if not to:
        return False
    with translation.override(member.person.language if member.person else settings.LANGUAGE_CODE):
        context = {"name": first_name_of(member), "address": address, "member": member, **more}
        send_letter(template, to, context)
    return True
