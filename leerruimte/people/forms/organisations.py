"""Forms about organisations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from leerruimte.people.models import Organisation, OrganisationMembership


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is kept of an organisation itself; whether it may be so is for the action to say."""

    class Meta:
        model = Organisation
        fields = (
            "name",
            "code",
            "board",
            "street",
            "postcode",
            "place",
            "website",
            "holidays",
            "latitude",
            "longitude",
        )
        labels = {
            "name": _("Name"),
            "code": _("Code"),
            "board": _("Board"),
            "street": _("Street and number"),
            "postcode": _("Postcode"),
            "place": _("Place"),
            "website": _("Website"),
            "holidays": _("Holiday region"),
            "latitude": _("Degrees north"),
            "longitude": _("Degrees east"),
        }
        help_texts = {
            "code": _("A board's number, or the six signs of a school's location. So it is never made twice."),
            "latitude": _("For the map, for example 52.51."),
            "longitude": _("For example 6.09."),
        }
        error_messages = {"name": {"required": _("Give it a name.")}}

    def __init__(self, *args: Any, boards: QuerySet[Organisation], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["holidays"].required = False
        if kind != Organisation.Kind.SCHOOL:
            del self.fields["board"]

    def validate_unique(self) -> None:
        """Left to the action, which knows what may be said of other partnerships."""

    def validate_constraints(self) -> None:
        """Left to the action, likewise."""


class ShareForm(forms.Form):
    """What the partnership sees of it."""

    shares = forms.MultipleChoiceField(
        label=_("What may this partnership see?"),
        help_text=_("Everybody here sees the name and the place."),
        choices=OrganisationMembership.Share,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class EndForm(forms.Form):
    """The last day of a role or a membership; empty: no end is known."""

    until_date = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty when no end is known. What ended stays visible as history."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        error_messages={"invalid": _("This is no date we know.")},
    )
