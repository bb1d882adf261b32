"""The forms with which a file comes in, and with which boards in the public list get their names."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.base.uploads import check_size
from leerruimte.people.importing.tables import LARGEST_FILE


class FileForm(forms.Form):
    """One file: CSV or XLSX."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("CSV or XLSX, at most 10 MB. We see by its columns what is in it."),
        widget=forms.FileInput(attrs={"class": "field", "accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("There is nothing in this file."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """A file that is not too large to read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        check_size(file, LARGEST_FILE)
        return file


class NamesFileForm(FileForm):
    """A list of boards, where there is one; may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.required = False
        field.label = _("A list with the names of boards")
        field.help_text = _("With the columns BEVOEGD GEZAG NUMMER and BEVOEGD GEZAG NAAM, or our template.")

    def clean_file(self) -> Any:
        """The file, or nothing."""
        return super().clean_file() if self.cleaned_data["file"] else None
