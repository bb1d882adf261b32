"""Takes out the people of a partnership and their roles as a file."""

from leerruimte.people.importing.columns import PEOPLE
from leerruimte.people.management.commands._files import ExportCommand


class Command(ExportCommand):
    """`manage.py export_people FILE.xlsx --partnership SLUG`: what comes out can be read in again."""

    help = "Write the people of a partnership, one row a role, to a CSV or XLSX file."
    kind = PEOPLE
