"""`manage.py messages`: bring the catalogues up to date; `--check` only says what is not right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from leerruimte.look.compile_messages import compile_messages
from leerruimte.look.messages import LANGUAGES, find_problems, find_strings, update_catalogue


class Command(BaseCommand):
    """Strings of code and templates -> locale/*/LC_MESSAGES/django.po."""

    help = "Bring the catalogues up to date with code and templates, and compile them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is not right")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = find_strings()
        if not check:
            for language in LANGUAGES:
                update_catalogue(language, found)
            compile_messages()
        problems = [problem for language in LANGUAGES for problem in find_problems(language, found)]
        if check and problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("\n".join([*problems, f"{len(found)} strings, {len(problems)} to mend"]))
