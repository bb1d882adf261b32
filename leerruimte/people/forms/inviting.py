"""The forms with which people are invited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leerruimte.people.actions.inviting import NOT_BY_LIST
from leerruimte.people.forms.roles import DAY, NO_DATE, RoleForm
from leerruimte.people.models import Role


class InviteForm(RoleForm):
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


class InviteListForm(RoleForm):
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
