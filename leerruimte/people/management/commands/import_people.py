"""Invites the people in a file, and changes last days of roles."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from leerruimte.people.actions.inviting import send_invitations
from leerruimte.people.importing.columns import PEOPLE
from leerruimte.people.management.commands._files import ImportCommand
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who


class Command(ImportCommand):
    """`manage.py import_people FILE --partnership SLUG [--confirm [--send]]`: nobody gets an account by this."""

    help = "Show who would be invited; with --confirm make the invitations, with --send send the letters too."
    kinds = frozenset({PEOPLE})

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether letters go at once, and where the site is."""
        super().add_arguments(parser)
        parser.add_argument("--send", action="store_true", help="send the letters; else a coordinator does")
        parser.add_argument("--address", default=settings.PUBLIC_URL or "http://localhost:8000")

    def after(self, by: Who, partnership: Partnership, options: Mapping[str, Any]) -> None:
        """Send all letters that wait, in turns, until none goes any more."""
        while options["send"]:
            sent = send_invitations(by=by, partnership=partnership, site=options["address"].rstrip("/"))
            self.stdout.write(f"letters: {sent.went} sent, {sent.failed} not sent")
            if not sent.waiting or not sent.went:
                break
