"""What somebody says of themselves when they join."""

from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.models import Conversation
from leerruimte.encounters.rules import clean_text
from leerruimte.people.models import Role

LONGEST_NAME = 40


def new_place(conversation: Conversation, id: UUID) -> str:
    """A place in this conversation for whoever sends it back: signed, so that nobody can ask for another's place."""
    return signing.dumps([conversation.encounter.room, id.hex], salt="place")


def read_place(conversation: Conversation, text: str) -> UUID | None:
    """The id of a place made by `new_place` for the same conversation, else None."""
    try:
        room, id = signing.loads(text, salt="place")
    except (signing.BadSignature, ValueError):
        return None
    return read_id(id) if room == conversation.encounter.room else None


class JoinForm(forms.Form):
    """A role where the conversation asks for one, and a first name for who wants that."""

    place = forms.CharField(widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=_("As what do you take part?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the roles."), "invalid_choice": _("Choose one of the roles.")},
    )
    first_name = forms.CharField(
        label=_("Your first name"),
        help_text=_("Only to put under your own words when you want that, each time you choose."),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "given-name"}),
        error_messages={"max_length": _("This name is too long. Your first name is enough.")},
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation
        if conversation.roles:
            self.fields["role"].choices = [(role, Role(role).label) for role in conversation.roles]  # type: ignore[attr-defined]
        else:
            del self.fields["role"]

    def clean_place(self) -> UUID:
        """The id under which this phone joins."""
        place = read_place(self.conversation, self.cleaned_data["place"])
        if place is None:
            raise forms.ValidationError(_("This page is too old. Please open it again."))
        return place

    def clean_first_name(self) -> str:
        """The name as it would stand under someone's words: one line."""
        return " ".join(clean_text(self.cleaned_data["first_name"]).split())
