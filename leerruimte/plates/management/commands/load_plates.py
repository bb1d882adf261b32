"""Bring the plates that ship with the system up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.paper import SHIPPED
from leerruimte.plates.plate_file import BrokenPlate


class Command(BaseCommand):
    """Run again and again it changes nothing that did not change in the files."""

    help = "Loads the plates (JSON with SVG) that ship with the system; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A folder of plates other than our own."""
        parser.add_argument("--folder", type=Path, default=SHIPPED, help="folder with <name>.json and <name>.svg")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what became of it."""
        try:
            made = load_shipped(folder=options["folder"])
        except BrokenPlate as broken:
            raise CommandError(f"Nothing was changed.\n{broken}") from broken
        for version in made:
            self.stdout.write(f"{version.plate.slug}: version {version.number}")
        if not made:
            self.stdout.write("All plates were up to date.")
