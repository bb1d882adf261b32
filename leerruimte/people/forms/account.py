"""Forms about one's own account. Those of allauth are built on `AboutYou`, so this file knows nothing of allauth."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leerruimte.people.models import Person

NAMES = {"required": _("Fill in your name: others here know you by it.")}


class AboutYou(forms.Form):
    """What somebody tells about themselves when they make an account, beside an address and a password."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=40,
        error_messages=NAMES,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        error_messages=NAMES,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order: tuple[str, ...] = ("email", "first_name", "last_name", "language", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or "nl").split("-")[0]

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Called by allauth after it made the account."""
        person.first_name = self.cleaned_data["first_name"]
        person.last_name = self.cleaned_data["last_name"]
        person.language = self.cleaned_data["language"]
        person.save(update_fields=["first_name", "last_name", "language"])


class AccountForm(AboutYou):
    """The same, changed later."""

    field_order = ("first_name", "last_name", "language")
