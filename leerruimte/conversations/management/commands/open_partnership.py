"""Begins a partnership and prints the link with which its facilitators open conversations."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from leerruimte.base.links import sign_link
from leerruimte.base.refused import Refused
from leerruimte.people.actions import open_partnership, renew_host_link
from leerruimte.people.who import NOBODY


class Command(BaseCommand):
    """The same name again prints the same link; `--renew` makes a new one and the older ones worthless."""

    help = "Begin a partnership and print its link for facilitators; the same name again gives the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name as people read it."""
        parser.add_argument("name")
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
