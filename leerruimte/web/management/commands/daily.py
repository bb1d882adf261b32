"""The day's work, by hand or by a timer of the system; a running server does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from leerruimte.people.who import NOBODY
from leerruimte.web.actions.keeping import let_go_of_old
from leerruimte.web.actions.reminding import remind


class Command(BaseCommand):
    """`manage.py daily`: send reminders, let go of what was kept long enough."""

    help = "Send reminders and let go of what was kept long enough. A running server does this by itself, each hour."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it now and say what was done."""
        for what, count in let_go_of_old(by=NOBODY).items():
            self.stdout.write(f"{what}: {count}")
        self.stdout.write(f"reminders: {remind(by=NOBODY)}")
