"""What coordinators and learners type about a cohort and its places."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.base.uploads import check_size
from leerruimte.people.access import LEARNERS
from leerruimte.people.importing.cells import WrongCellError
from leerruimte.people.importing.tables import LARGEST_FILE
from leerruimte.people.models import Role
from leerruimte.trajectories.models import Period
from leerruimte.trajectories.rules.cohort import BANDS, DEFAULT_MINUTES, LEAST_MINUTES, MOST_MINUTES, MOST_WISHES
from leerruimte.trajectories.rules.cohort_file import read_emails
from leerruimte.trajectories.weekdays import SCHOOL_DAYS

Find = Callable[[str], int | None]
# So many earlier schools at least; who has more sees all of them.
EARLIER = 3


class CohortForm(forms.Form):
    """A cohort: for which period, and what it is called."""

    period = forms.ModelChoiceField(queryset=Period.objects.none(), label=gettext_lazy("Period"), empty_label=None)
    title = forms.CharField(max_length=120, label=gettext_lazy("Name"), help_text=gettext_lazy("Year 2, autumn"))

    def __init__(self, *args: Any, periods: QuerySet[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = periods  # type: ignore[attr-defined]


class WishesUntilForm(forms.Form):
    """Until when learners say what they wish."""

    until = forms.DateField(
        label=gettext_lazy("Learners can say their wishes until"),
        help_text=gettext_lazy("Empty: the round is closed."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RolesForm(forms.Form):
    """Who comes in, by role and phase."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who"),
        choices=[(role.value, role.label) for role in Role if role in LEARNERS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role.")},
    )
    phase = forms.TypedChoiceField(
        label=gettext_lazy("Phase of their trajectory"),
        choices=[("", gettext_lazy("all phases")), *((str(n), str(n)) for n in (1, 2, 3, 4))],
        required=False,
        coerce=int,
        empty_value=None,
    )


class LearnerForm(forms.Form):
    """One learner."""

    name = forms.CharField(max_length=120, label=gettext_lazy("Name"))
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("With this address they find their place here.")
    )
    phase = forms.IntegerField(min_value=1, max_value=9, initial=1, label=gettext_lazy("Phase"))


def school_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A school by its name; the page offers names while one types (`_schools.html`)."""
    widget = forms.TextInput(attrs={"list": "schools", "autocomplete": "off"})
    return forms.CharField(max_length=300, required=False, label=label, help_text=help_text, widget=widget)


def on_purpose_field() -> forms.BooleanField:
    """Place somebody where there is no room."""
    return forms.BooleanField(
        required=False, label=gettext_lazy("Also when there is no room: I settled it with the school")
    )


class AsksForm(forms.Form):
    """What a learner asks. `find` gives the school of a text; `coordinates`: also who must (not) be together;
    `been`: at how many schools they have been, as far as is known."""

    bands = forms.MultipleChoiceField(
        label=gettext_lazy("Which grades suit you?"),
        help_text=gettext_lazy("Nothing ticked: all."),
        choices=[(band, band) for band in BANDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    home = forms.CharField(
        max_length=80,
        required=False,
        label=gettext_lazy("Where do you set out from?"),
        help_text=gettext_lazy("A postcode or a place. Only used to estimate how long the journey is."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    car = forms.BooleanField(required=False, label=gettext_lazy("I can come by car"))
    most_minutes = forms.IntegerField(
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        required=False,
        initial=DEFAULT_MINUTES,
        label=gettext_lazy("How many minutes can you travel at most, one way?"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days are you at the school?"),
        help_text=gettext_lazy(
            "The planner does not reckon with it: a coordinator reads it and agrees on it with the school."
        ),
        choices=[(day, WEEKDAYS[number]) for number, day in enumerate(SCHOOL_DAYS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    together = forms.CharField(
        max_length=400,
        required=False,
        label=gettext_lazy("With whom would you like to be?"),
        help_text=gettext_lazy("Their e-mail address. It counts when you both ask it."),
    )
    words = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("What else should we know?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, find: Find, coordinates: bool = False, been: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find, self.earlier = find, max(EARLIER, been)
        for number in range(1, MOST_WISHES + 1):
            self.fields[f"wish_{number}"] = school_field(_("Wish %(number)d") % {"number": number})
        for number in range(1, self.earlier + 1):
            self.fields[f"earlier_{number}"] = school_field(_("Earlier school %(number)d") % {"number": number})
        if coordinates:
            self.fields["with"] = forms.CharField(
                max_length=400,
                required=False,
                label=_("Together with (as you settle it)"),
                help_text=_("E-mail addresses, with a comma between."),
            )
            self.fields["apart"] = forms.CharField(
                max_length=400,
                required=False,
                label=_("Not with"),
                help_text=_("E-mail addresses. It does not stand on the learner's page."),
            )

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        """In their order."""
        return [self[f"wish_{number}"] for number in range(1, MOST_WISHES + 1)]

    @property
    def earlier_fields(self) -> list[forms.BoundField]:
        """Schools where one has been."""
        return [self[f"earlier_{number}"] for number in range(1, self.earlier + 1)]

    def clean(self) -> dict[str, Any]:
        """The asks: schools as ids, people as addresses."""
        data = super().clean() or {}
        wishes = self._schools("wish", MOST_WISHES)
        earlier = self._schools("earlier", self.earlier)
        for key in ("together", "with", "apart"):
            if key in self.fields:
                data[key] = self._people(key)
        if both := set(wishes) & set(earlier):
            number = wishes.index(both.pop()) + 1
            self.add_error(f"wish_{number}", _("You have been there before; choose another school."))
        return {**data, "wishes": wishes, "earlier": earlier}

    def _schools(self, prefix: str, most: int) -> list[int]:
        found: dict[int, None] = {}
        for number in range(1, most + 1):
            text = self.cleaned_data.get(f"{prefix}_{number}", "").strip()
            if not text:
                continue
            school = self.find(text)
            if school is None:
                self.add_error(f"{prefix}_{number}", _("We do not know this school. Choose one from the list."))
            else:
                found[school] = None
        return list(found)

    def _people(self, key: str) -> list[str]:
        text = self.cleaned_data.get(key, "")
        try:
            return read_emails(text) if text else []
        except WrongCellError as wrong:
            self.add_error(key, str(wrong))
            return []


class PlaceForm(forms.Form):
    """Placing by hand: where, and why."""

    school = school_field(gettext_lazy("School"), gettext_lazy("Empty: no place (yet)."))
    why = forms.CharField(
        max_length=280,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The learner and your fellow coordinators read this."),
        error_messages={"required": gettext_lazy("Say why: the learner and your colleagues read it.")},
    )
    on_purpose = on_purpose_field()


class AppealForm(forms.Form):
    """A learner asks for another place."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        max_length=2000,
        label=gettext_lazy("What does not fit, and what would?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say in your own words what does not fit.")},
    )


class AnswerForm(forms.Form):
    """The answer to it."""

    school = school_field(gettext_lazy("Another place"), gettext_lazy("Empty: it stays as it is."))
    words = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Only the learner and coordinators read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why: the learner reads it.")},
    )
    on_purpose = on_purpose_field()


class AskPlannerForm(forms.Form):
    """What the planner may use."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    interested = forms.BooleanField(required=False)
    fewest = forms.BooleanField(required=False)


class CohortFileForm(forms.Form):
    """One file: CSV or XLSX."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("CSV or XLSX, at most 10 MB."),
        widget=forms.FileInput(attrs={"class": "field", "accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("There is nothing in this file."),
        },
    )

    def clean_file(self) -> Any:
        """A file that is not too large to read."""
        file = self.cleaned_data["file"]
        check_size(file, LARGEST_FILE)
        return file
