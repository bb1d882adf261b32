"""`manage.py relock_second_steps`: after the key of the installation was changed."""

from typing import Any

from django.core.management.base import BaseCommand

from leerruimte.people.actions.accounts import relock_second_steps
from leerruimte.people.who import NOBODY


class Command(BaseCommand):
    """Makes it safe to forget the older key."""

    help = "Lock the secrets of second steps with the newest key, so that the older one is not needed any more."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many."""
        self.stdout.write(f"{relock_second_steps(by=NOBODY)} secrets locked with the newest key")
