"""Plays an export of Polis into a running server."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from leerruimte.base.refused import Refused
from leerruimte.conversations.management.commands.import_conversation import read_folder
from leerruimte.conversations.polis import read_export
from leerruimte.conversations.replaying import NotPossible, replay


class Command(BaseCommand):
    """`manage.py replay_conversation FOLDER --to ADDRESS --code CODE`: as live phones would, at a chosen speed."""

    help = "Play an export of Polis into a conversation on a running server."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what, where to, how fast and how much."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--to", default="http://127.0.0.1:8000", help="address of the server")
        parser.add_argument("--code", required=True, help="join code of a conversation that is going on")
        parser.add_argument("--question", default="wat-verandert", help="key of an open question of that conversation")
        parser.add_argument("--speed", type=float, default=60, help="so many times as fast as it was")
        parser.add_argument("--most", type=int, default=None, help="stop after so many contributions and votes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, play, sum up."""
        if options["speed"] <= 0:
            raise CommandError("--speed must be more than 0")
        try:
            with translation.override("en"):
                export = read_export(read_folder(options["folder"]))
            told = replay(
                export,
                address=options["to"],
                code="".join(options["code"].split()).upper(),
                question=options["question"],
                speed=options["speed"],
                most=options["most"],
                tell=self.stdout.write,
            )
        except (Refused, NotPossible, OSError) as no:
            raise CommandError(str(no)) from None
        for outcome, many in sorted(told.outcomes.items()):
            self.stdout.write(f"{many:8d}  {outcome}")
        self.stdout.write(
            f"{told.seconds:8.1f}  seconds; slowest answer {told.slowest * 1000:.0f} ms; "
            f"waited {told.waited} times because the server asked for it"
        )
