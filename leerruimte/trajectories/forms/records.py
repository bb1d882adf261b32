"""Forms about the record that a learner takes along."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.base.uploads import check_size
from leerruimte.trajectories.models import Evidence
from leerruimte.trajectories.record import BrokenRecord, ReadRecord, read_record


def broken_words(code: str) -> str:
    """What is wrong with a file that was to be a record, in a sentence."""
    messages = {
        "other": _("This is another kind of file. Choose the ZIP or JSON that you took along from the other place."),
        "version": _("This record is of a newer kind than can be read here."),
        "empty": _("There is no trajectory in this record."),
        "too_large": _("This record unpacks to something much too large."),
    }
    return messages.get(code) or _("This file cannot be read: it is broken or not complete. Take it along once more.")


class RecordForm(forms.Form):
    """The file; `read` is what it turned out to be."""

    file = forms.FileField(
        label=gettext_lazy("The record"),
        help_text=gettext_lazy(
            "The ZIP or JSON that you took along from another partnership, at most 20 MB. Is the ZIP larger? Take the "
            "JSON: all but the files is in it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another."),
        },
    )
    read: ReadRecord

    def clean_file(self) -> Any:
        """Read it."""
        file = self.cleaned_data["file"]
        check_size(file)
        try:
            self.read = read_record(file.read())
        except BrokenRecord as no:
            raise forms.ValidationError(broken_words(no.code)) from no
        return file


class TakeInForm(forms.Form):
    """Who may read it here."""

    seen = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"),
        choices=[
            (Evidence.Seen.MINE, gettext_lazy("only me")),
            (Evidence.Seen.THREE, gettext_lazy("who stands beside me here too")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may see it.")},
    )


class BadgeForm(forms.Form):
    """A credential to check."""

    badge = forms.CharField(
        label=gettext_lazy("The badge"),
        help_text=gettext_lazy("Open the file and paste all that is in it."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        max_length=50_000,
        error_messages={"required": gettext_lazy("Paste the badge first.")},
    )
