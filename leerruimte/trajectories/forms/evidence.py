"""Forms about evidence, its margin, and what was reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.base.uploads import check_size
from leerruimte.trajectories.evidence_files import LARGEST_PHOTO, CheckedFile, check_file
from leerruimte.trajectories.models import Evidence

ACCEPTED = "image/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt"


class EvidenceForm(forms.Form):
    """Something to lay beside a measure: a file or photo, a link, or words; what is filled in says which."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    words = forms.CharField(
        label=gettext_lazy("Your words"),
        help_text=gettext_lazy("What do you want to show? A few sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("A photo or file"),
        help_text=gettext_lazy(
            "Photo, PDF, office document or plain text. Where a photo was made is taken out. "
            "At most 20 MB, a document 10."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        required=False,
    )
    link = forms.URLField(
        label=gettext_lazy("A link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("This is no address of a page: it begins with https://")},
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )
    title = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    seen = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"),
        choices=Evidence.Seen,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may see it.")},
    )
    checked: CheckedFile | None = None

    def clean_file(self) -> Any:
        """What the file is, by looking at it."""
        file = self.cleaned_data.get("file")
        if not file:
            return file
        check_size(file, LARGEST_PHOTO)
        try:
            self.checked = check_file(file.read(), file.name or "")
        except Refused as no:
            raise forms.ValidationError(no.message) from no
        return file

    def clean_link(self) -> str:
        """Only a page of the web."""
        link = str(self.cleaned_data.get("link") or "")
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("This is no address of a page: it begins with https://"))
        return link

    def clean(self) -> dict[str, Any]:
        """At least one of the three."""
        values = super().clean() or {}
        if not self.errors and not (self.checked or values.get("link") or str(values.get("words", "")).strip()):
            raise forms.ValidationError(_("Write something, choose a file, or paste a link."))
        return values

    @property
    def kind(self) -> str:
        """What it is."""
        if self.checked:
            return Evidence.Kind.FILE
        return Evidence.Kind.LINK if self.cleaned_data.get("link") else Evidence.Kind.NOTE


class RemarkForm(forms.Form):
    """Words in the margin."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=gettext_lazy("In the margin"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class ReachedForm(forms.Form):
    """An outcome is reached, on which level, and what was seen."""

    outcome = forms.CharField(widget=forms.HiddenInput, max_length=40)
    level = forms.TypedChoiceField(label=gettext_lazy("On which level?"), coerce=int)
    words = forms.CharField(
        label=gettext_lazy("What did you see?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say in a few words what you saw.")},
    )

    def __init__(self, *args: Any, levels: list[tuple[int, str]], **kwargs: Any) -> None:
        # On the page of an outcome it stands beside the form of evidence, which has `words` too.
        super().__init__(*args, **{"auto_id": "reached_%s", **kwargs})
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    """Why it is taken back."""

    why = forms.CharField(
        label=gettext_lazy("Why? The learner reads it."),
        max_length=280,
        error_messages={"required": gettext_lazy("Say why. The learner reads it.")},
    )
