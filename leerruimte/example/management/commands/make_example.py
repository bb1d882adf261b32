"""Fills the example partnership and says how to get in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from leerruimte.base.links import sign_link
from leerruimte.conversations.actions.mapping import derive_map
from leerruimte.conversations.models import Conversation, PerspectiveMap
from leerruimte.conversations.rules import spaced_code
from leerruimte.example import filling, full
from leerruimte.example.partnership import COORDINATOR, EDUCATOR, fill_partnership, password_of
from leerruimte.example.trajectories import fill_trajectories, who_can_sign_in
from leerruimte.people.models import Partnership, Person
from leerruimte.people.queries.accounts import codes_of
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.queries import current_version, shipped_plates

CODES_TOLD = 3


class Command(BaseCommand):
    """`manage.py make_example`: doing it twice changes nothing."""

    help = "Fill the example partnership (all invented) and print the ways in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how much, and at which address people will find it."""
        parser.add_argument("--size", choices=["small", "full"], default="small")
        parser.add_argument("--address", default="http://localhost:8000")
        parser.add_argument("--language", default="nl")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, then tell."""
        load_shipped()
        plates, now = shipped_plates(), timezone.now()
        partnership = fill_partnership(options["size"], timezone.localdate())
        live = filling.live_conversation(partnership, plates[0])
        finished = filling.finished_conversation(partnership, plates[0], now)
        filling.open_to_members(partnership, current_version("leerlandschap"), now)
        if not PerspectiveMap.objects.filter(conversation=finished).exists():
            derive_map(finished.pk)
        fill_trajectories(partnership, options["size"], timezone.localdate(), self.stdout.write)
        if options["size"] == "full":
            full.fill(partnership, plates, now, self.stdout.write)
        with translation.override(options["language"]):
            self.stdout.write(ways_in(partnership, live, finished, options["address"].rstrip("/")))


def ways_in(partnership: Partnership, live: Conversation, finished: Conversation, address: str) -> str:
    """The addresses of everybody: facilitator, participants, beamer, report."""
    code = live.encounter.join_code
    host = reverse("conversations:become_host", args=[sign_link("host", str(partnership.pk), partnership.host_number)])
    beamer = reverse("conversations:beamer", args=[sign_link("beamer", live.encounter.room, live.lead_number)])
    ways = (
        (_("Address"), f"{address}/"),
        (_("Facilitator"), address + host),
        ("", _("(this link makes you facilitator of everything in the example)")),
        (_("Join"), address + reverse("conversations:join", args=[code])),
        (_("Code"), spaced_code(code)),
        (_("Beamer"), address + beamer),
        (_("A report"), address + reverse("conversations:report", args=[finished.pk])),
        ("", _("(open the facilitator's link first)")),
        *signing_in(),
        *in_a_trajectory(),
        *where_letters_are(),
    )
    width = max(len(name) for name, _way in ways) + 2
    lines = ["", f"  {partnership.name}", "", *(f"  {name:<{width}}{way}" for name, way in ways), ""]
    return "\n".join(lines)


def signing_in() -> list[tuple[str, str]]:
    """For who coordinates and for an educator: address, password, and some codes for the second step."""
    lines = []
    for name, email in ((_("Coordinator"), COORDINATOR), (_("Educator"), EDUCATOR)):
        codes = codes_of(Person.objects.get(email=email))[:CODES_TOLD]
        words = {"email": email, "password": password_of(email), "codes": ", ".join(codes)}
        lines.append((name, _("sign in with %(email)s and %(password)s") % words))
        if codes:
            lines.append(("", _("and then one of these codes: %(codes)s (each works once)") % words))
    return lines


def in_a_trajectory() -> list[tuple[str, str]]:
    """For a learner and who stands beside her, and two other learners: address and password, without a second step."""
    names = (_("Sanne, student"), _("Her mentor"), _("Her educator"), _("Mo"), _("Iris"))
    return [
        (name, _("sign in with %(email)s and %(password)s") % {"email": one.email, "password": password_of(one.email)})
        for name, one in zip(names, who_can_sign_in(), strict=True)
    ]


def where_letters_are() -> list[tuple[str, str]]:
    """Without a post office letters are files: say where, for a code to sign in stands in one."""
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [(_("Letters"), _("are files in %(folder)s") % {"folder": settings.EMAIL_FILE_PATH})]
