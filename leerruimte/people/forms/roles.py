"""Forms about roles, and the filter above the list of people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.people.models import Organisation, Role

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_DATE = {"invalid": _("This is no date we know."), "required": _("Choose a day.")}


class RoleForm(forms.Form):
    """What somebody is going to be, where, from when until when."""

    role = forms.ChoiceField(label=_("Role"), choices=Role)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        empty_label=_("the partnership as a whole"),
        error_messages={"invalid_choice": _("Choose an organisation of this partnership.")},
    )
    from_date = forms.DateField(
        label=_("First day of the role"), widget=DAY, initial=timezone.localdate, error_messages=NO_DATE
    )
    until_date = forms.DateField(
        label=_("Last day of the role"),
        help_text=_("Leave empty when no end is known."),
        widget=DAY,
        required=False,
        error_messages=NO_DATE,
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class PeopleFilter(forms.Form):
    """Which people are shown; what cannot be read is left out, a list is never refused."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)
    rol = forms.ChoiceField(label=_("Role"), choices=[("", _("all roles")), *Role.choices], required=False)
    organisatie = forms.IntegerField(required=False, widget=forms.HiddenInput)
    toen = forms.BooleanField(label=_("Also people whose roles ended"), required=False)


class OrganisationFilter(forms.Form):
    """Which organisations are shown."""

    q = forms.CharField(label=_("Name, place or code"), required=False, max_length=100)
    soort = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all kinds")), *Organisation.Kind.choices], required=False
    )
    bestuur = forms.IntegerField(required=False, widget=forms.HiddenInput)
