"""Forms about a curriculum: an outcome as one would have it, why, what is decided, a file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.base.client_ids import new_id
from leerruimte.base.uploads import check_size
from leerruimte.people.models import Person
from leerruimte.trajectories.rules.curriculum import LONGEST_CODE, MOST_HOURS, MOST_PHASES

# Codes stand in lists with these signs between them: in a table, and on the map.
A_CODE = RegexValidator(r"^[^;|]*$", gettext_lazy("A code cannot have ; or | in it."))
# A part of a version that has a name: "phase", "theme" or "level", and which.
PartKey = tuple[str, str]


class OutcomeForm(forms.Form):
    """An outcome in the reader's language."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    description = forms.CharField(
        label=gettext_lazy("What you learn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    measure = forms.CharField(
        label=gettext_lazy("What shows it"),
        help_text=gettext_lazy("A line for each thing that shows that it is reached."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    phase = forms.TypedChoiceField(label=gettext_lazy("Phase"), coerce=int)
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    hours = forms.IntegerField(label=gettext_lazy("Hours"), min_value=0, max_value=MOST_HOURS)
    prerequisites = forms.MultipleChoiceField(
        label=gettext_lazy("What comes first"),
        help_text=gettext_lazy("Outcomes that somebody needs before this one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        levels: Mapping[int, str],
        phases: Mapping[int, str],
        outcomes: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        more = max(phases, default=0) + 1
        numbered: dict[int, str] = dict(phases)
        if more <= MOST_PHASES:
            numbered[more] = _("Phase %(number)d (new)") % {"number": more}
        self.fields["phase"].choices = list(numbered.items())  # type: ignore[attr-defined]
        self.fields["level"].choices = [(n, f"{n} {name}".strip()) for n, name in levels.items()]  # type: ignore[attr-defined]
        self.fields["prerequisites"].choices = list(outcomes)  # type: ignore[attr-defined]

    def clean_description(self) -> str:
        """With lines ended as they are kept: a browser sends two signs for it, and that is no change."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")


class NewOutcomeForm(OutcomeForm):
    """An outcome that is not there yet."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"))
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short and unique; left empty, we make one."),
        max_length=LONGEST_CODE,
        validators=[A_CODE],
        required=False,
    )

    def __init__(self, *args: Any, themes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = list(themes)  # type: ignore[attr-defined]
        self.order_fields(["theme", "title", "description", "measure", "phase", "level", "hours", "code"])


class NamesForm(forms.Form):
    """What a draft, its phases, themes and levels are called in the reader's language; and a theme and a level more."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=160)
    new_theme = forms.CharField(
        label=gettext_lazy("A new theme"),
        help_text=gettext_lazy("Outcomes that belong together."),
        max_length=120,
        required=False,
    )
    new_code = forms.CharField(
        label=gettext_lazy("The code of the new theme"),
        help_text=gettext_lazy("A few letters; the codes of its outcomes begin with it."),
        max_length=12,
        validators=[A_CODE],
        required=False,
    )
    new_level = forms.CharField(
        label=gettext_lazy("A new level"),
        help_text=gettext_lazy("It comes after the last one."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, names: Mapping[PartKey, tuple[str, str]], **kwargs: Any) -> None:
        """`names`: (kind, which) -> how it stands there without a name, and its name."""
        super().__init__(*args, **kwargs)
        self.parts = {f"{kind}-{which}": (kind, which) for kind, which in names}
        for field, key in self.parts.items():
            label, name = names[key]
            self.fields[field] = forms.CharField(label=label, initial=name, max_length=120, required=False)

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField], list[forms.BoundField]]]:
        """A heading, the fields of what has a name there, and those of what comes new."""
        kinds = (
            ("phase", _("Phases"), ()),
            ("theme", _("Themes"), ("new_theme", "new_code")),
            ("level", _("Levels"), ("new_level",)),
        )
        return [
            (
                heading,
                [self[field] for field, key in self.parts.items() if key[0] == kind],
                [self[field] for field in new],
            )
            for kind, heading, new in kinds
        ]

    def said(self) -> dict[PartKey, str]:
        """(kind, which) -> what it is called from now on; the title is ("title", "")."""
        chosen = {key: self.cleaned_data[field] for field, key in self.parts.items()}
        return {("title", ""): self.cleaned_data["title"], **chosen}


class WhyForm(forms.Form):
    """Why somebody proposes it; the id makes that it is kept once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("What do you see happen now, and what would become better?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why: then others can think along.")},
    )


class WordForm(forms.Form):
    """Something said of a proposal."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=gettext_lazy("What do you think?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=280
    )
    signed = forms.BooleanField(label=gettext_lazy("My first name under it"), required=False)


class DecideForm(forms.Form):
    """What an owner decides, with words."""

    words = forms.CharField(
        label=gettext_lazy("What you decide, and why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why you decide so: who proposed it reads this.")},
    )


class PublishForm(forms.Form):
    """What changed and for whom, in the owners' own words."""

    what_changed = forms.CharField(
        label=gettext_lazy("What changed, and for whom, in your own words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Say in your own words what changed and for whom.")},
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what_changed"].required = not is_first


class OwnersForm(forms.Form):
    """Who owns a curriculum."""

    owners: "forms.ModelMultipleChoiceField[Person]" = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Owners"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Somebody has to decide: choose at least one person.")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owners"].queryset = people  # type: ignore[attr-defined]


class CurriculumFileForm(forms.Form):
    """One file: CSV or CASE."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        help_text=gettext_lazy("A table has no title of its own. Left empty: as the file says."),
        max_length=160,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("A table (CSV) or a CASE file (JSON), at most 20 MB."),
        widget=forms.FileInput(attrs={"class": "field", "accept": ".csv,.json,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("There is nothing in this file."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """A file that is not too large to read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        check_size(file)
        return file
