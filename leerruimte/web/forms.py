"""Forms of the shell."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leerruimte.encounters.models import LONGEST_TEXT, Intention
from leerruimte.people.models import Person

Outcome = Intention.Outcome


class HowItWentForm(forms.Form):
    """What became of an intention."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[
            (Outcome.DONE, _("Done")),
            (Outcome.CHANGED, _("It became something else, or another day")),
            (Outcome.NOT, _("Not done, and that is all right")),
            (Outcome.OPEN, _("Still to do")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("Only you read this."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    what = forms.CharField(
        label=_("When it changed: what will you do now?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    by_when = forms.DateField(
        label=_("When it changed: by which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is no date we know.")},
    )

    def __init__(self, data: Any = None, *, intention: Intention) -> None:
        initial = {
            "outcome": None if intention.outcome == Outcome.OPEN else intention.outcome,
            "words": intention.outcome_words,
            "what": intention.what,
            "by_when": intention.by_when,
        }
        super().__init__(data, initial=initial)


class LeaveForm(forms.Form):
    """How somebody leaves."""

    how = forms.ChoiceField(
        label=_("What happens to what you said?"),
        choices=[
            ("anonymous", _("It stays in the conversations, without your name. Nobody can tell it was yours.")),
            ("erase", _("It goes from all conversations, also what others answered to.")),
        ],
        widget=forms.RadioSelect,
        initial="anonymous",
        error_messages={"required": _("Choose one of these.")},
    )
    sure = forms.BooleanField(
        label=_("Yes, end my account. There is no way back."), error_messages={"required": _("Tick this to go on.")}
    )


class RemindersForm(forms.Form):
    """Whether a letter comes on the day of an intention."""

    reminders = forms.ChoiceField(
        label=_("Remind me of what I want to do"), choices=Person.Reminders, widget=forms.RadioSelect
    )
