"""The forms with which people are invited."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leerruimte.people.actions.inviting import NOT_BY_LIST
from leerruimte.people.forms.roles import DAY, NO_DATE
from leerruimte.people.models import Organisation, Role


class _RoleInTime(forms.Form):
    """As what, where, from when until when."""

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


class InviteForm(_RoleInTime):
    """One person, by e-mail."""

    field_order = ("email", "first_name", "last_name")
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("To whom does the invitation go?"),
            "invalid": _("This is no e-mail address. Write it like name@school.nl."),
        },
    )
    first_name = forms.CharField(
        label=_("First name"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class InviteListForm(_RoleInTime):
    """One link for a whole list of people."""

    ends_on = forms.DateField(
        label=_("Until when does the link work?"),
        help_text=_("Choose a day soon after you hand it out."),
        widget=DAY,
        error_messages=NO_DATE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.choices = [choice for choice in Role.choices if choice[0] not in NOT_BY_LIST]  # type: ignore[attr-defined]
