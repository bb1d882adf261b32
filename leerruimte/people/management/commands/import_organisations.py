"""Reads in organisations: our own form, a list of boards, or the public list of schools."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from leerruimte.people.actions.importing import MOST_CHOSEN
from leerruimte.people.importing.columns import ORGANISATIONS, SCHOOLS, FileRead, read_file
from leerruimte.people.importing.school_list import names_of_boards
from leerruimte.people.management.commands._files import ImportCommand


class Command(ImportCommand):
    """`manage.py import_organisations FILE --partnership SLUG [--boards 95001,95002] [--confirm]`."""

    help = "Show what a file with organisations would change; with --confirm change it."
    kinds = frozenset({ORGANISATIONS, SCHOOLS})

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For the public list: which boards, and their names."""
        super().add_arguments(parser)
        parser.add_argument("--boards", default="", help="of the public list: numbers of boards, with commas between")
        parser.add_argument("--board-names", type=Path, help="a file with numbers and names of boards")

    def choose(self, read: FileRead, options: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
        """The schools of the boards that were named; all of them when the list is short."""
        if read.kind != SCHOOLS:
            return [], {}
        boards = {number.strip() for number in options["boards"].split(",") if number.strip()}
        unknown = sorted(boards.difference(row["board"] for row in read.rows))
        if unknown:
            raise CommandError(f"not in this list: {', '.join(unknown)}")
        chosen = [row["code"] for row in read.rows if not boards or row["board"] in boards]
        if len(chosen) > MOST_CHOSEN:
            raise CommandError(f"these are {len(chosen)} schools: say with --boards which boards")
        names = names_of_boards(read_file(options["board_names"].read_bytes())) if options["board_names"] else {}
        return chosen, names
