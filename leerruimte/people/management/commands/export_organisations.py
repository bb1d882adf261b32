"""Takes out the organisations of a partnership as a file."""

from leerruimte.people.importing.columns import ORGANISATIONS
from leerruimte.people.management.commands._files import ExportCommand


class Command(ExportCommand):
    """`manage.py export_organisations FILE.xlsx --partnership SLUG`: what comes out can be read in again."""

    help = "Write the organisations of a partnership to a CSV or XLSX file."
    kind = ORGANISATIONS
