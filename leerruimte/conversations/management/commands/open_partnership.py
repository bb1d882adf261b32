"""Begins a partnership and prints the link with which its facilitators open conversations."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.base.refused import Refused
from leerruimte.people.actions.inviting import invite
from leerruimte.people.actions.partnerships import open_partnership, renew_host_link
from leerruimte.people.models import Partnership, Role
from leerruimte.people.queries.inviting import invitation_path
from leerruimte.people.who import NOBODY, HeldRole, Who


class Command(BaseCommand):
    """The same name again prints the same link; `--renew` makes a new one and the older ones worthless."""

    help = "Begin a partnership and print its link for facilitators; the same name again gives the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name as people read it."""
        parser.add_argument("name")
        parser.add_argument("--coordinator", metavar="EMAIL", help="invite the first coordinator: prints that link too")
        parser.add_argument("--renew", action="store_true", help="make a new link; older ones stop working")
        parser.add_argument("--address", default=settings.PUBLIC_URL or "http://localhost:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, then print the link."""
        try:
            partnership, is_new = open_partnership(by=NOBODY, name=options["name"])
        except Refused as no:
            raise CommandError(no.message) from no
        if options["renew"]:
            partnership = renew_host_link(by=NOBODY, partnership=partnership)
        token = sign_link("host", str(partnership.pk), partnership.host_number)
        link = options["address"].rstrip("/") + reverse("conversations:become_host", args=[token])
        self.stdout.write(f"{partnership.name} ({'new' if is_new else 'was there already'})")
        self.stdout.write(f"Link for facilitators: {link}")
        if options["coordinator"]:
            self.stdout.write(f"Invitation for {options['coordinator']}: {self._invite(partnership, **options)}")

    def _invite(self, partnership: Partnership, *, coordinator: str, address: str, **_options: Any) -> str:
        """The link with which the first coordinator makes an account; whoever runs the installation may ask anybody."""
        runs_this = Who(roles=(HeldRole(partnership.pk, Role.COORDINATOR),), second_factor=True)
        try:
            validate_email(coordinator)
            invitation = invite(
                by=runs_this,
                partnership=partnership,
                email=coordinator,
                role=Role.COORDINATOR,
                organisation=None,
                from_date=timezone.localdate(),
                until_date=None,
            )
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except Refused as no:
            raise CommandError(no.message) from no
        return address.rstrip("/") + invitation_path(invitation)
