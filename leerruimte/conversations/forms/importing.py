"""The form with which a conversation from another tool is read in."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.conversations.polis import FILES
from leerruimte.encounters.rules import clean_text
from leerruimte.people.models import Partnership

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 20 * MEGABYTE
LARGEST_UNPACKED = 60 * MEGABYTE
MOST_IN_ZIP = 200
LONGEST_ATTRIBUTION = 1000


class ManyFiles(forms.ClearableFileInput):
    """A field for one ZIP or several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: "MultiValueDict[str, UploadedFile[Any]]", name: str) -> Any:
        """All files, not the last."""
        return files.getlist(name)


class ExportField(forms.Field):
    """The files of an export by name; `clean` gives their contents."""

    widget = ManyFiles(attrs={"class": "field", "accept": ".zip,.csv"})
    default_error_messages = {"required": gettext_lazy("Choose the files of the export, or one ZIP file with them.")}

    def clean(self, value: "Sequence[UploadedFile[Any]]") -> dict[str, bytes]:
        """Name -> contents of the files that belong to an export; the others are left alone."""
        value = [file for file in value or () if file]
        self.validate(value)
        if sum(file.size or 0 for file in value) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("Together these files are too large: at most %(most)d MB.") % {"most": LARGEST_UPLOAD // MEGABYTE}
            )
        contents: dict[str, bytes] = {}
        for file in value:
            name = str(file.name or "")
            if name.casefold().endswith(".zip"):
                _add_all(contents, unzipped(file))
            elif wanted := known_name(name):
                _add_all(contents, {wanted: file.read()})
        if not contents:
            raise forms.ValidationError(
                _("There is no comments.csv or votes.csv in this. Choose the files of a Polis export.")
            )
        return contents


class UploadForm(forms.Form):
    """The partnership, the files, and words that must stand with them."""

    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label=gettext_lazy("In which partnership?"),
        widget=forms.Select(attrs={"class": "field"}),
    )
    export = ExportField(
        label=gettext_lazy("The files"),
        help_text=gettext_lazy("comments.csv, votes.csv, and if there is one summary.csv; or one ZIP file with them."),
    )
    attribution = forms.CharField(
        label=gettext_lazy("Whose data is this?"),
        help_text=gettext_lazy("A statement that must stand with the data, if its licence asks for one."),
        required=False,
        max_length=LONGEST_ATTRIBUTION,
        widget=forms.Textarea(attrs={"class": "field", "rows": 3}),
    )

    def __init__(self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partnership"]
        field.queryset = partnerships  # type: ignore[attr-defined]
        if len(partnerships) == 1:
            field.initial = partnerships[0]

    def clean_attribution(self) -> str:
        """The statement without control characters."""
        return clean_text(self.cleaned_data["attribution"])


def known_name(path: str) -> str:
    """The name under which a file is known in an export, whatever folder or prefix stands before it; else ""."""
    name = PurePosixPath(path.replace("\\", "/")).name.casefold()
    name = name.replace("participant-votes.csv", "participants-votes.csv")
    found = [known for known in FILES if name == known or name.endswith(f"-{known}")]
    # "participants-votes.csv" ends with "-votes.csv" too: the longest name is meant.
    return max(found, key=len, default="")


def unzipped(file: "UploadedFile[Any]") -> dict[str, bytes]:
    """The files of an export in a ZIP. Nothing is written anywhere, and no more is unpacked than may be."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise forms.ValidationError(
            _("%(file)s cannot be opened: it is not a whole ZIP file, or it has a password.") % {"file": file.name}
        ) from None


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
    if len(infos) > MOST_IN_ZIP:
        raise forms.ValidationError(_("There are too many files in this ZIP file."))
    contents: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    for info in infos:
        wanted = known_name(info.filename)
        if not wanted:
            continue
        # What the file says of its own size may be a lie: read no further than what is left.
        with archive.open(info) as packed:
            unpacked = packed.read(left + 1)
        left -= len(unpacked)
        if left < 0:
            raise forms.ValidationError(
                _("Unpacked this is too large: at most %(most)d MB.") % {"most": LARGEST_UNPACKED // MEGABYTE}
            )
        _add_all(contents, {wanted: unpacked})
    return contents


def _add_all(contents: dict[str, bytes], found: dict[str, bytes]) -> None:
    for name, content in found.items():
        if name in contents:
            raise forms.ValidationError(_("%(file)s is there twice. Choose one export.") % {"file": name})
        contents[name] = content
