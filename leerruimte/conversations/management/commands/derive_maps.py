"""Makes all maps of perspectives anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from leerruimte.conversations.actions.mapping import derive_map
from leerruimte.conversations.models import Conversation


class Command(BaseCommand):
    """`manage.py derive_maps`: what is derived may be thrown away; this gives it again."""

    help = "Make the map of perspectives of every conversation anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Some conversations only."""
        parser.add_argument("--behind", action="store_true", help="only those that have none, going on from the last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them one by one."""
        rows = Conversation.objects.filter(map=None) if options["behind"] else Conversation.objects.all()
        made = sum(derive_map(key, anew=not options["behind"]) is not None for key in rows.values_list("pk", flat=True))
        self.stdout.write(f"{made} maps made")
