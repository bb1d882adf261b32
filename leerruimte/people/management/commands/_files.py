"""What the commands that read in and take out have in common: which partnership, by whom, a preview on the terminal."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from leerruimte.base.refused import Refused
from leerruimte.people.actions.importing import take_in
from leerruimte.people.actions.taking_out import take_out_table
from leerruimte.people.importing.columns import FileRead, read_file
from leerruimte.people.importing.plans import Outcome, Plan
from leerruimte.people.importing.words import OUTCOMES, seen_rows
from leerruimte.people.importing.writing import TYPES
from leerruimte.people.models import Partnership, Role
from leerruimte.people.queries.importing import plan_of
from leerruimte.people.who import HeldRole, Who


def the_partnership(slug: str) -> Partnership:
    """The partnership of this slug; the only one when it is left out."""
    rows = list(Partnership.objects.filter(slug=slug) if slug else Partnership.objects.all()[:2])
    if len(rows) != 1:
        raise CommandError("say with --partnership SLUG in which partnership")
    return rows[0]


def whoever_runs_this(partnership: Partnership) -> Who:
    """Who can run commands here may do what a coordinator may."""
    return Who(roles=(HeldRole(partnership.pk, Role.COORDINATOR),), second_factor=True)


class ImportCommand(BaseCommand):
    """Reads a file, says what it would change, and with --confirm changes it. `kinds`: which files it takes."""

    kinds: frozenset[str] = frozenset()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, where it goes, and whether it is meant."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--partnership", default="", help="slug; may be left out if there is one")
        parser.add_argument("--confirm", action="store_true", help="do it; without this you see what it would do")
        parser.add_argument("--language", default="nl")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, show, and take in what was shown."""
        with translation.override(options["language"]):
            try:
                self._handle(the_partnership(options["partnership"]), options)
            except Refused as no:
                raise CommandError(no.message) from None

    def _handle(self, partnership: Partnership, options: Mapping[str, Any]) -> None:
        try:
            read = read_file(options["file"].read_bytes())
        except OSError as wrong:
            raise CommandError(f"{options['file']}: {wrong.strerror}") from None
        if read.kind not in self.kinds:
            raise CommandError(f"{options['file']} is a file with {read.kind}")
        chosen, names = self.choose(read, options)
        plan = plan_of(partnership, read.kind, read.rows, chosen, names)
        self.stdout.writelines(f"{line}\n" for line in told(plan))
        if options["confirm"]:
            by = whoever_runs_this(partnership)
            take_in(
                by=by,
                partnership=partnership,
                kind=read.kind,
                rows=read.rows,
                chosen=chosen,
                names=names,
                digest=plan.digest,
            )
            self.after(by, partnership, options)
        self.stdout.write(self._end(confirmed=options["confirm"]))

    def choose(self, read: FileRead, options: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
        """Which schools of the public list, and the names of boards."""
        return [], {}

    def after(self, by: Who, partnership: Partnership, options: Mapping[str, Any]) -> None:
        """What comes after it was kept."""

    def _end(self, *, confirmed: bool) -> str:
        return "Kept." if confirmed else "Nothing was stored. The same with --confirm does it."


def told(plan: Plan) -> Iterable[str]:
    """A plan as lines: the counts, then each row that does something or is wrong."""
    yield ", ".join(f"{plan.counts[outcome]} {OUTCOMES[outcome]}" for outcome in Outcome)
    for row in seen_rows(plan):
        if row.outcome == Outcome.SAME and not row.note:
            continue
        yield f"{row.line or '':>5} {row.word}: {row.title}" + (f" ({row.about})" if row.about else "")
        yield from (f"        {column}: {why}" if column else f"        {why}" for column, why in row.problems)
        yield from (f"        {column}: {before} -> {after}" for column, before, after in row.changes)
        if row.note:
            yield f"        {row.note}"


class ExportCommand(BaseCommand):
    """Writes a file with what a partnership has. `kind`: of what."""

    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and of which partnership."""
        parser.add_argument("file", type=Path, help="a name that ends with .csv or .xlsx")
        parser.add_argument("--partnership", default="", help="slug; may be left out if there is one")
        parser.add_argument("--language", default="nl")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        path: Path = options["file"]
        form = path.suffix.lower().lstrip(".")
        if form not in TYPES:
            raise CommandError("give a name that ends with .csv or .xlsx")
        partnership = the_partnership(options["partnership"])
        with translation.override(options["language"]):
            contents = take_out_table(
                by=whoever_runs_this(partnership), partnership=partnership, kind=self.kind, form=form
            )
        path.write_bytes(contents)
        self.stdout.write(f"Written: {path}")
