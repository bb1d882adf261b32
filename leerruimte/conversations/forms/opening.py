"""The form with which a facilitator opens a conversation, and the one with which everything is deleted."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.base.client_ids import new_id
from leerruimte.conversations.actions.opening import Plan
from leerruimte.conversations.models import Conversation
from leerruimte.encounters.rules import clean_text
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Partnership, Role
from leerruimte.plates.models import Movement, PlateVersion

LONGEST_TITLE = 120
MOST_MINUTES = 240
MOST_DAYS = 365


class OpenForm(forms.Form):
    """Everything a facilitator chooses; what is not touched is as the plate proposes."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    partnership = forms.ModelChoiceField(Partnership.objects.none(), label=gettext_lazy("In which partnership?"))
    title = forms.CharField(
        label=gettext_lazy("What is the conversation called?"),
        help_text=gettext_lazy("People see this when they join."),
        max_length=LONGEST_TITLE,
        error_messages={"required": gettext_lazy("Give the conversation a name. One of a few words is enough.")},
    )
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Which questions?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one question.")},
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Together in a room, or open for days?"),
        choices=[
            (Conversation.Mode.LIVE, gettext_lazy("Live in a room: you lead, with phases and a clock")),
            (Conversation.Mode.OPEN, gettext_lazy("Open for days: people come when they like, without a clock")),
        ],
        widget=forms.RadioSelect,
        initial=Conversation.Mode.LIVE,
    )
    phases = forms.MultipleChoiceField(
        label=gettext_lazy("Which phases?"),
        choices=Movement.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Movement.values,
        error_messages={"required": gettext_lazy("Choose at least one phase.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Open until the end of which day?"),
        help_text=gettext_lazy("Only for a conversation that is open for days. Empty: until you close it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("This day does not exist. Choose one from the calendar.")},
    )
    members = forms.BooleanField(
        label=gettext_lazy("Whoever has a role in the partnership finds it in their own place, and can join"),
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("As what can people join?"),
        help_text=gettext_lazy("Choose none, and nobody is asked for a role."),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=Role.values,
    )

    def __init__(self, *args: Any, plate: PlateVersion, partnerships: QuerySet[Partnership], **kwargs: Any) -> None:
        self.plate = plate
        asked = list(plate.questions.all())
        kwargs["initial"] = {
            "id": new_id(),
            "partnership": partnerships.first(),
            "title": in_language(plate.title),
            "questions": [question.key for question in asked],
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships  # type: ignore[attr-defined]
        if partnerships.count() == 1:
            self.fields["partnership"].widget = forms.HiddenInput()
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (question.key, f"{question.order}. {in_language(question.text)}") for question in asked
        ]
        for movement in Movement:
            self.fields[f"minutes_{movement.value}"] = forms.IntegerField(
                label=movement.label,
                required=False,
                min_value=0,
                initial=plate.minutes.get(movement.value),
                validators=[MaxValueValidator(MOST_MINUTES)],
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "minutes"}),
                error_messages={"invalid": _("Write the minutes as a number, or leave this empty.")},
            )

    @property
    def minutes_fields(self) -> list[forms.BoundField]:
        """The fields with the minutes, one a movement."""
        return [self[f"minutes_{movement.value}"] for movement in Movement]

    def clean_title(self) -> str:
        """A title on one line."""
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title

    def clean_until(self) -> datetime | None:
        """The moment at which the last day is over."""
        day = self.cleaned_data["until"]
        if day is None or self.data.get("mode") != Conversation.Mode.OPEN:
            return None
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over already. Choose today or later."))
        if day > today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Choose a day within a year."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

    def plan(self) -> Plan:
        """What was chosen, for the action that opens the conversation."""
        chosen = self.cleaned_data
        live = chosen["mode"] == Conversation.Mode.LIVE
        return Plan(
            title=chosen["title"],
            questions=chosen["questions"],
            minutes={
                movement.value: (chosen.get(f"minutes_{movement.value}") or None) if live else None
                for movement in Movement
                if movement.value in chosen["phases"]
            },
            mode=chosen["mode"],
            roles=chosen["roles"],
            closes_at=chosen["until"],
            is_open_to_members=chosen["members"],
        )


class DeleteForm(forms.Form):
    """Everything is deleted only when the title is typed: nobody does that by accident."""

    title = forms.CharField(
        label=gettext_lazy("Type the name of the conversation"),
        max_length=LONGEST_TITLE * 2,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the name of the conversation to delete it.")},
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation

    def clean_title(self) -> str:
        """The title, if it is the right one; capitals and spaces do not matter."""
        typed: str = self.cleaned_data["title"]
        if " ".join(typed.casefold().split()) != " ".join(str(self.conversation).casefold().split()):
            raise forms.ValidationError(_("That is another name. This conversation is called as it stands above."))
        return typed
