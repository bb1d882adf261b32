"""Makes a conversation of a folder with an export of Polis."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import translation

from leerruimte.base.refused import Refused
from leerruimte.conversations.actions.importing import import_export
from leerruimte.conversations.actions.mapping import derive_map
from leerruimte.conversations.import_words import skipped_sentences
from leerruimte.conversations.polis import FILES, Export, read_export
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who


class Command(BaseCommand):
    """`manage.py import_conversation FOLDER`: doing it twice changes nothing."""

    help = "Read in a conversation: a folder with comments.csv, votes.csv and, if there is one, summary.csv."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where it is and whose it is."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--partnership", default="", help="slug of the partnership; may be left out if there is one"
        )
        parser.add_argument("--attribution", default="", help="a statement that must stand with the data")
        parser.add_argument("--language", default="nl")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, keep, make the map, tell."""
        with translation.override(options["language"]):
            try:
                self._import(options["folder"], options["partnership"], options["attribution"])
            except Refused as no:
                raise CommandError(no.message) from None

    def _import(self, folder: Path, slug: str, attribution: str) -> None:
        partnership = _partnership(slug)
        files = read_folder(folder)
        export = read_export(files)
        conversation, is_new = import_export(
            by=Who(hosts={partnership.pk: partnership.host_number}),
            partnership=partnership,
            export=export,
            files=files,
            attribution=attribution,
        )
        if is_new:
            derive_map(conversation.pk)
        self._tell(export, is_new=is_new)
        self.stdout.write(reverse("conversations:report", args=[conversation.pk]))

    def _tell(self, export: Export, *, is_new: bool) -> None:
        state = "read in" if is_new else "was read in before; nothing changed"
        people = len({vote.voter for vote in export.votes})
        self.stdout.write(
            f"{export.topic or 'conversation'}: {state} "
            f"({people} people, {len(export.comments)} contributions, {len(export.votes)} votes)"
        )
        for sentence in skipped_sentences(export.skipped):
            self.stdout.write(f"  {sentence}")


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of an export in a folder."""
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder")
    return {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}


def _partnership(slug: str) -> Partnership:
    rows = list(Partnership.objects.filter(slug=slug) if slug else Partnership.objects.all()[:2])
    if len(rows) != 1:
        raise CommandError("say with --partnership SLUG in which partnership")
    return rows[0]
