"""Back to what a backup holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from leerruimte.web.backup import BrokenBackup, is_empty, restore


class Command(BaseCommand):
    """`manage.py restore`: put everything of a backup back, with the server stopped."""

    help = "Put everything of a backup back. Stop the server first."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--over", action="store_true", help="replace what is here already")

    def handle(self, *args: Any, file: Path, over: bool, **options: Any) -> None:
        """Check all of it, put it back, bring the tables to this version."""
        if not over and not is_empty():
            raise CommandError("There is something here already. With --over it is replaced.")
        try:
            about = restore(file)
        except (BrokenBackup, OSError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored: {about['made_at']}, version {about['version']}, {len(about['sums'])} parts.")
