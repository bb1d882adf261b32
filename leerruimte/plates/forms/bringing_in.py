"""Forms for plates: a drawing that comes in, what is said of it, a plate that comes in as a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.encounters.rules import clean_text
from leerruimte.people.models import Partnership
from leerruimte.plates.actions.drawing import NewPlate
from leerruimte.plates.models import Licence, Question
from leerruimte.plates.pictures.uploads import ReadDrawing, check_size, read_upload
from leerruimte.plates.praatplaat.reading import BrokenPraatplaat, ReadPraatplaat, read_praatplaat

LONGEST_TITLE = 80
LONGEST_CLAIM = 140
LONGEST_DESCRIPTION = 1000
DRAWINGS = ".svg,.png,.jpg,.jpeg,.webp,.pdf,image/svg+xml,image/png,image/jpeg,image/webp,application/pdf"


class InPartnership(forms.Form):
    """A form of which the partnership is only asked when there is a choice."""

    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=gettext_lazy("In which partnership?"), empty_label=None
    )

    def __init__(self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partnership"]
        field.queryset = partnerships  # type: ignore[attr-defined]
        field.initial = partnerships.first()
        if len(partnerships) == 1:
            field.widget = forms.HiddenInput()


class DrawingForm(InPartnership):
    """A drawing from somebody's own computer or phone; `read` is what it turned out to be."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    file = forms.FileField(
        label=gettext_lazy("The drawing"),
        help_text=gettext_lazy(
            "SVG, PNG, JPEG, WebP or PDF, at most 20 MB. A photo of a drawing on paper is fine too."
        ),
        widget=forms.FileInput(attrs={"class": "field", "accept": DRAWINGS}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
        allow_empty_file=True,
    )
    page = forms.IntegerField(
        label=gettext_lazy("Which page?"),
        help_text=gettext_lazy("Only for a PDF."),
        required=False,
        min_value=1,
        max_value=10_000,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "field"}),
    )
    field_order = ("partnership", "file", "page")
    read: ReadDrawing

    def clean_file(self) -> "UploadedFile[Any]":
        """The file, if its size may be."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        _or_beside_field(check_size, file)
        return file

    def clean(self) -> dict[str, Any]:
        """Read the drawing, once everything else is right."""
        found = self.cleaned_data
        if not self.errors:
            try:
                self.read = read_upload(found["file"], found.get("page") or 1)
            except Refused as no:
                self.add_error(no.field or None, no.message)
        return found


class PlateForm(forms.Form):
    """What somebody says of a drawing that becomes a plate."""

    title = forms.CharField(
        label=gettext_lazy("What is your poster called?"),
        max_length=LONGEST_TITLE,
        error_messages={"required": gettext_lazy("Give the poster a name. A few words are enough.")},
    )
    claim = forms.CharField(
        label=gettext_lazy("Which sentence do you want to talk about?"),
        help_text=gettext_lazy("It stands above the drawing in large letters. One short sentence."),
        max_length=LONGEST_CLAIM,
        error_messages={"required": gettext_lazy("Write one sentence. You can change it later.")},
    )
    description = forms.CharField(
        label=gettext_lazy("What is to be seen on it?"),
        help_text=gettext_lazy("A few sentences, for people who cannot see the drawing."),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    credit = forms.CharField(
        label=gettext_lazy("Who made the drawing?"),
        help_text=gettext_lazy("This name stands with the poster, wherever it goes."),
        max_length=120,
        error_messages={"required": gettext_lazy("Say who made it: a person, a team or a school.")},
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("What may others do with it?"),
        choices=[
            (Licence.BY_SA, gettext_lazy("Use and change it, with the maker's name, and share it alike (CC BY-SA)")),
            (Licence.BY, gettext_lazy("Use and change it, with the maker's name (CC BY)")),
            (Licence.ZERO, gettext_lazy("Everything, without asking or naming (CC0)")),
            (Licence.OWN, gettext_lazy("Nothing: only we use it, the maker allows us that")),
        ],
        initial=Licence.BY_SA,
        widget=forms.RadioSelect,
    )

    def new_plate(self) -> NewPlate:
        """What was said, in the language of the page."""
        found = {name: clean_text(self.cleaned_data[name]) for name in ("title", "claim", "description", "credit")}
        language = (get_language() or "nl").split("-")[0]
        return NewPlate(
            title={language: found["title"]},
            claim={language: " ".join(found["claim"].split())},
            description={language: found["description"]} if found["description"] else {},
            credit=found["credit"],
            licence=self.cleaned_data["licence"],
        )


class PraatplaatForm(InPartnership):
    """A plate that comes in as a file; `read` is what stands in it."""

    file = forms.FileField(
        label=gettext_lazy("The .praatplaat file"),
        help_text=gettext_lazy("At most 20 MB."),
        widget=forms.FileInput(attrs={"class": "field", "accept": ".praatplaat,application/zip"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
        allow_empty_file=True,
    )
    read: ReadPraatplaat

    def clean_file(self) -> "UploadedFile[Any]":
        """The file, read; all that is wrong in it stands beside the field."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        _or_beside_field(check_size, file)
        try:
            self.read = read_praatplaat(file.read())
        except BrokenPraatplaat as no:
            raise forms.ValidationError([_("This file is not right, so nothing was read in."), *no.shown()]) from no
        except Refused as no:
            raise forms.ValidationError(no.message) from no
        return file


class SearchForm(forms.Form):
    """What is sought in the library."""

    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    deel = forms.ChoiceField(label=gettext_lazy("With which working part?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(value, label) for value, label in Question.Part.choices if value != Question.Part.NONE]
        self.fields["deel"].choices = [("", _("All")), *parts]  # type: ignore[attr-defined]


def _or_beside_field(check: Any, file: "UploadedFile[Any]") -> None:
    try:
        check(file)
    except Refused as no:
        raise forms.ValidationError(no.message) from no
