"""Forms about what is offered: five fields to add something, the rest by choice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Organisation
from leerruimte.trajectories.forms.outcomes import Themes, outcomes_to_choose, themes_of
from leerruimte.trajectories.models import CurriculumVersion, Edition, Opportunity, Period
from leerruimte.trajectories.rules.offering import (
    BIWEEKLY,
    MONTHLY,
    ONCE,
    REQUEST,
    WEEKLY,
    EditionValues,
    NotAnEdition,
    edition_of,
    rhythm_of,
    values_of,
)
from leerruimte.trajectories.rules.travel import Position
from leerruimte.trajectories.templatetags.trajectories_opportunities import length
from leerruimte.trajectories.weekdays import DAYS

DAY_NAMES = [(day, WEEKDAYS[number]) for number, day in enumerate(DAYS)]
RHYTHMS = [
    (ONCE, _("once")),
    (WEEKLY, _("every week")),
    (BIWEEKLY, _("every two weeks")),
    (MONTHLY, _("every four weeks")),
    (REQUEST, _("on request, within a period")),
]
LENGTHS = [
    (30, _("half an hour")),
    (60, _("an hour")),
    (90, _("an hour and a half")),
    (120, _("two hours")),
    (180, _("three hours")),
    (240, _("half a day")),
    (480, _("a whole day")),
]
OUTSIDE = "buiten"
# Finds where a postcode or place is; None: not known.
Find = Callable[[str], Position | None]
USUAL_TIMES, USUAL_REQUEST = 8, timedelta(weeks=6)
YEARS = range(2000, 2101)
NO_DATE = {"invalid": _("This is no date we know."), "required": _("Choose a day.")}
NO_NUMBER = {
    "invalid": _("Fill in a whole number."),
    "min_value": _("Fill in a whole number."),
    "max_value": _("Fill in a smaller number."),
}
NO_CHOICE = {"invalid_choice": _("That cannot be chosen here.")}
WHY_NOT = {
    "no_end": _("Until when can it be asked for?"),
    "how_often": _("How often, or until when?"),
    "ends_before": _("It ends before it begins."),
    "too_long": _("Choose a time of at most one school year."),
    "does_not_fit": _("So many times do not fit before this day. Choose a later day, or leave it empty."),
}


def a_day() -> forms.DateInput:
    """A date as a phone asks it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day in a year that people plan in; any other is no date we know."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=a_day(), error_messages=NO_DATE, **more)

    def to_python(self, value: Any) -> date | None:
        """The day."""
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class WhenForm(forms.Form):
    """When, how often and for how many."""

    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=RHYTHMS, widget=forms.RadioSelect, initial=ONCE,
        error_messages={"required": _("Choose how often.")},
    )  # fmt: skip
    first = DayField(label=_("From which day?"))
    starts = forms.TimeField(
        label=_("What time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), required=False,
        error_messages={"invalid": _("Write it like 15:30.")},
    )  # fmt: skip
    minutes = forms.TypedChoiceField(label=_("How long, each time?"), choices=LENGTHS, coerce=int, initial=60)
    days = forms.MultipleChoiceField(
        label=_("On which days?"), choices=DAY_NAMES, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Choose none: on the weekday of the first time."),
    )  # fmt: skip
    times = forms.IntegerField(
        label=_("How many times?"), min_value=1, max_value=200, required=False,
        help_text=_("Left empty: eight times. Holidays are skipped."), error_messages=NO_NUMBER,
    )  # fmt: skip
    last = DayField(
        label=_("Until which day at most?"), required=False, help_text=_("Left empty on request: six weeks.")
    )
    seats = forms.IntegerField(
        label=_("For how many?"), min_value=1, max_value=2000, required=False,
        help_text=_("Left empty: no limit."),
        error_messages=NO_NUMBER,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Make the edition that is meant; what cannot be is said beside its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                cleaned["edition"] = self._edition(cleaned)
            except NotAnEdition as no:
                self.add_error(no.field, WHY_NOT[no.code])
        return cleaned

    @staticmethod
    def _edition(cleaned: Mapping[str, Any]) -> EditionValues:
        first: date = cleaned["first"]
        rhythm, times, last = cleaned["rhythm"], cleaned["times"], cleaned["last"]
        if rhythm == REQUEST:
            last = last or first + USUAL_REQUEST
        elif times is None and last is None:
            times = USUAL_TIMES
        return edition_of(
            rhythm=rhythm,
            first=first,
            days=cleaned["days"],
            times=times,
            last=last,
            starts=cleaned["starts"],
            minutes=cleaned["minutes"],
            seats=cleaned["seats"],
        )


def when_of(edition: Edition) -> dict[str, Any]:
    """What the form shows of an edition that is there."""
    return {
        "rhythm": rhythm_of(values_of(edition)),
        "first": edition.first,
        "starts": edition.starts,
        "minutes": edition.minutes,
        "days": edition.days,
        "times": edition.times if edition.days else None,
        "last": edition.last,
        "seats": edition.seats,
    }


class MoveForm(WhenForm):
    """Other dates for an edition; its rhythm and length stay selectable when they are unusual ones."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, edition: Edition) -> None:
        initial = when_of(edition)
        super().__init__(data, initial={**initial, "seen": edition.version})
        lengths: Any = self.fields["minutes"]
        if edition.minutes not in dict(LENGTHS):
            lengths.choices = [*LENGTHS, (edition.minutes, length(edition.minutes))]
        rhythms: Any = self.fields["rhythm"]
        if (rhythm := initial["rhythm"]) not in dict(RHYTHMS):
            words = gettext("every %(weeks)s weeks") % {"weeks": edition.every_weeks}
            rhythms.choices = [*RHYTHMS[:-1], (rhythm, words), RHYTHMS[-1]]


class AboutForm(forms.Form):
    """What it is, and what can be learned."""

    title = forms.CharField(
        label=_("What can people do or learn?"), max_length=120, error_messages={"required": _("Give it a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    outcomes = forms.MultipleChoiceField(label=_("What does it help with?"), required=False)
    asks = forms.MultipleChoiceField(label=_("What is asked beforehand?"), required=False)
    what = forms.CharField(
        label=_("What happens there?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    where = forms.CharField(label=_("Where exactly?"), max_length=120, required=False)
    online = forms.BooleanField(label=_("It can be done online"), required=False)
    formality = forms.ChoiceField(
        label=_("What kind of learning is it?"),
        choices=Opportunity.Formality,
        initial=Opportunity.Formality.NON_FORMAL,
        help_text=_(
            "Formal counts for a diploma. Non-formal is planned, without a diploma: a course day, a lesson study. "
            "Informal is learning along with the work."
        ),
    )
    audience = forms.ChoiceField(
        label=_("Who sees it?"), choices=Opportunity.Audience, initial=Opportunity.Audience.PARTNERSHIPS,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, version: CurriculumVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self._outcomes = outcomes_to_choose(version)
        for name in ("outcomes", "asks"):
            field: Any = self.fields[name]
            field.choices = [(one.code, in_language(one.title)) for one in self._outcomes]
            field.error_messages["invalid_choice"] = _("Choose from the outcomes of this curriculum.")

    def clean_asks(self) -> list[str]:
        """What is learned here cannot be asked beforehand too."""
        asks: list[str] = self.cleaned_data["asks"]
        if set(asks) & set(self.cleaned_data.get("outcomes", ())):
            raise forms.ValidationError(gettext("What it helps with cannot be asked beforehand as well."))
        return asks

    def themes(self) -> Themes:
        """The outcomes by theme, each with whether it is chosen, and how many are."""
        return themes_of(self._outcomes, self["outcomes"].value() or ())

    def asked_themes(self) -> Themes:
        """The same, of what is asked beforehand."""
        return themes_of(self._outcomes, self["asks"].value() or ())

    def has_asks(self) -> bool:
        """Whether something is asked beforehand, or was typed wrong there."""
        return bool(self["asks"].value() or self["asks"].errors)


class AddForm(AboutForm, WhenForm):
    """Something new: five fields suffice."""

    opportunity_id = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.ChoiceField(
        label=_("Where?"), error_messages={"invalid_choice": _("Choose a place where you work, or outside.")}
    )
    field_order = ("opportunity_id", "title", "organisation", "rhythm", "first", "starts", "minutes", "outcomes")

    def __init__(
        self, *args: Any, version: CurriculumVersion | None, organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, version=version, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        field: Any = self.fields["organisation"]
        field.choices = [
            *((key, one.name) for key, one in self.organisations.items()),
            (OUTSIDE, gettext("outside institute and schools")),
        ]

    def clean_organisation(self) -> Organisation | None:
        """The organisation itself; None: outside."""
        return self.organisations.get(self.cleaned_data["organisation"])


class ChangeForm(AboutForm):
    """What is there already."""

    hours = forms.IntegerField(
        label=_("How many hours in all, for one person?"), min_value=0, max_value=2000, required=False,
        error_messages=NO_NUMBER,
    )  # fmt: skip

    def clean_hours(self) -> int:
        """Left empty: not said."""
        return self.cleaned_data["hours"] or 0


class CloseForm(forms.Form):
    """Why it stops."""

    why = forms.CharField(
        label=_("Why does it stop?"), max_length=200, error_messages={"required": _("Say why in a few words.")}
    )


class BrowseForm(forms.Form):
    """What somebody looks for; what cannot be read is left out, a list is never refused."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    nodig = forms.BooleanField(label=_("Only what helps with what I still need"), required=False)
    dagen = forms.MultipleChoiceField(
        label=_("On days I can"), choices=DAY_NAMES, widget=forms.CheckboxSelectMultiple, required=False
    )
    van = forms.ChoiceField(label=_("Near"), required=False)
    waar = forms.CharField(
        label=_("Or near a postcode or place"), required=False, max_length=60,
        help_text=_("The four digits of a postcode are enough."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )  # fmt: skip
    reis = forms.ChoiceField(
        label=_("At most so far"),
        choices=[("", _("any distance, nearest first")), *((n, _("about %s minutes") % n) for n in (15, 30, 45, 60))],
        required=False,
    )
    soort = forms.ChoiceField(
        label=_("At whose place?"),
        choices=[("", _("everywhere")), ("institute", _("institute")), ("school", _("school")),
                 ("elsewhere", _("elsewhere"))],
        required=False,
    )  # fmt: skip
    vorm = forms.ChoiceField(
        label=_("Kind of learning"), choices=[("", _("all kinds")), *Opportunity.Formality.choices], required=False
    )
    periode = forms.ModelChoiceField(
        Period.objects.none(), label=_("Period"), required=False, empty_label=_("all periods")
    )
    opbrengst = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    organisatie = forms.IntegerField(
        required=False, widget=forms.HiddenInput, max_value=models.BigIntegerField.MAX_BIGINT
    )
    zelfde = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, periods: QuerySet[Period], starts: Sequence[str], find: Find, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._find = find
        for field in self.fields.values():
            field.error_messages |= NO_CHOICE
        period: Any = self.fields["periode"]
        period.queryset = periods
        start: Any = self.fields["van"]
        start.choices = [("", gettext("it does not matter")), *((one, one) for one in starts)]

    def clean_waar(self) -> Position | None:
        """Where that is, roughly."""
        home: str = self.cleaned_data["waar"]
        at = self._find(home) if home else None
        if home and at is None:
            words = gettext("We do not know where that is. Try the postcode or place of a school nearby.")
            raise forms.ValidationError(words)
        return at
