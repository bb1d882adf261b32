"""Forms about a school's places and about the year of a partnership."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leerruimte.people.models import Organisation
from leerruimte.trajectories.forms.opportunities import NO_NUMBER, DayField
from leerruimte.trajectories.models import Capacity
from leerruimte.trajectories.queries.capacity import BANDS, NOT_SAID, SAID, SaidOfPeriod

NUMBER = forms.NumberInput(attrs={"inputmode": "numeric", "class": "number-field"})


class CapacityForm(forms.Form):
    """One number; the rest by choice."""

    places = forms.IntegerField(
        label=_("How many learners can come?"), min_value=0, max_value=200, required=False, widget=NUMBER,
        error_messages={**NO_NUMBER, "max_value": _("That is more than a school can have.")},
    )  # fmt: skip
    promise = forms.ChoiceField(label=_("Is it sure?"), choices=Capacity.Promise, widget=forms.RadioSelect,
                                initial=Capacity.Promise.PROMISED, required=False)  # fmt: skip
    with_mentor = forms.IntegerField(
        label=_("For how many is the mentor known?"), min_value=0, max_value=200, required=False, widget=NUMBER,
        help_text=_("Not known yet is fine."), error_messages=NO_NUMBER,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, said: SaidOfPeriod) -> None:
        capacity = said.capacity
        initial: dict[str, Any] = {}
        if capacity:
            initial = {name: getattr(capacity, name) for name in ("places", "promise", "with_mentor")}
            initial |= {f"band_{band}": number for band, number in capacity.bands.items()}
        super().__init__(data, initial=initial, prefix=f"p{said.period.pk}")
        self.said = said
        for band in BANDS:
            self.fields[f"band_{band}"] = forms.IntegerField(
                label=_("Groups %(band)s, at most") % {"band": band}, min_value=0, max_value=200, required=False,
                widget=NUMBER, error_messages=NO_NUMBER,
            )  # fmt: skip

    def band_fields(self) -> list[forms.BoundField]:
        """The fields about parts of the school."""
        return [self[f"band_{band}"] for band in BANDS]

    def bands(self) -> dict[str, int]:
        """Band -> places at most, of those filled in."""
        return {band: number for band in BANDS if (number := self.cleaned_data.get(f"band_{band}"))}

    @property
    def has_bands(self) -> bool:
        """Whether anything is said of parts of the school."""
        return bool(self.said.capacity and self.said.capacity.bands) or any(
            self.errors.get(f"band_{band}") for band in BANDS
        )


class SchoolsFilter(forms.Form):
    """Which schools are shown."""

    q = forms.CharField(label=_("Name or place"), required=False, max_length=100)
    wie = forms.ChoiceField(
        label=_("Which schools?"),
        choices=[("", _("all schools")), (SAID, _("who said a number")), (NOT_SAID, _("who said nothing yet"))],
        required=False,
    )


class PeriodForm(forms.Form):
    """A period."""

    name = forms.CharField(label=_("Name"), max_length=60, error_messages={"required": _("Give it a name.")})
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))


class FreeDaysForm(forms.Form):
    """Days on which nothing meets."""

    why = forms.CharField(label=_("What is it?"), max_length=60, error_messages={"required": _("Give it a name.")})
    free_first = DayField(label=_("First day"))
    free_last = DayField(label=_("Last day"))
    region = forms.ChoiceField(
        label=_("For whom?"), choices=[("", _("everybody")), *Organisation.Region.choices], required=False
    )
