"""One file with everything, made while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from leerruimte.web.backup import back_up


class Command(BaseCommand):
    """`manage.py backup`: database, uploads and signing key in one file."""

    help = "Back up everything into one file, while people work. Whoever can read it can read everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it goes."""
        parser.add_argument("file", nargs="?", type=Path, help="a new file; without it: in var/backups, by date")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Make it and say what is in it."""
        now = timezone.localtime()
        to = file or settings.VAR / "backups" / f"leerruimte-{now:%Y-%m-%d-%H%M%S}.tar.gz"
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            about = back_up(to, now=now)
        except FileExistsError as error:
            raise CommandError(f"{to} exists already.") from error
        except (OSError, RuntimeError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        self.stdout.write(f"{to}: {to.stat().st_size / 1e6:.1f} MB, {len(about['sums'])} parts")
