"""Forms of the board: what each move carries, and a piece of one's own."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Organisation
from leerruimte.trajectories.actions.board import Making, OwnPiece
from leerruimte.trajectories.models import Outcome, Piece, Trajectory
from leerruimte.trajectories.queries.moves import weeks_in_words
from leerruimte.trajectories.rules.meetings import week_of, weeks_between

MOST_WEEKS, MOST_HOURS = 60, 2000


class MakingForm(forms.Form):
    """What every move carries: its own id, the revision its maker saw, and whether they said "anyway"."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    revisie = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    toch = forms.BooleanField(required=False)

    @classmethod
    def fresh(cls, trajectory: Trajectory) -> dict[str, Any]:
        """The values of a form that is drawn now."""
        return {"id": new_id(), "revisie": trajectory.revision}

    def making(self) -> Making:
        """The values as actions know them."""
        values = self.cleaned_data
        return Making(values["id"], values["revisie"], anyway=values["toch"])


class LandingForm(MakingForm):
    """To where: the Monday and edition of a landing ("2026-09-07:12"; nothing after the colon: of one's own)."""

    landing = forms.CharField(max_length=40)

    def clean_landing(self) -> tuple[date, int | None]:
        """The Monday and the edition."""
        monday, _colon, edition = self.cleaned_data["landing"].partition(":")
        try:
            return week_of(date.fromisoformat(monday)), int(edition) if edition else None
        except ValueError:
            raise forms.ValidationError(_("Choose a week.")) from None


class LayForm(LandingForm):
    """What, and to where."""

    opportunity = forms.UUIDField()


class PinForm(MakingForm):
    """Pin, or loosen."""

    vast = forms.BooleanField(required=False)


class DoneForm(MakingForm):
    """Done, or not after all."""

    gedaan = forms.BooleanField(required=False)


class OwnPieceForm(MakingForm):
    """A piece of one's own."""

    title = forms.CharField(
        label=_("What are you going to do?"), max_length=120, error_messages={"required": _("Say what it is.")}
    )
    where = forms.ChoiceField(label=_("Where?"), choices=Piece.Where)
    first_week = forms.ChoiceField(
        label=_("From which week?"), error_messages={"invalid_choice": _("Choose a week of this trajectory.")}
    )
    weeks = forms.IntegerField(label=_("How many weeks?"), min_value=1, max_value=MOST_WEEKS, initial=1)
    hours = forms.IntegerField(
        label=_("How many hours, all weeks together?"), min_value=0, max_value=MOST_HOURS, initial=4
    )
    outcomes = forms.MultipleChoiceField(
        label=_("What do you work on?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, trajectory: Trajectory, outcomes: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trajectory = trajectory
        mondays = weeks_between(trajectory.first, trajectory.last)
        self.fields["first_week"].choices = [  # type: ignore[attr-defined]
            (monday.isoformat(), f"{weeks_in_words(monday, monday)} · {monday:%d-%m-%Y}") for monday in mondays
        ]
        self.fields["outcomes"].choices = [  # type: ignore[attr-defined]
            (outcome.code, f"{number}. {in_language(outcome.title)}") for number, outcome in enumerate(outcomes, 1)
        ]

    def piece(self) -> OwnPiece:
        """The piece as actions know it; at school means: at the learner's own school."""
        values = self.cleaned_data
        school: Organisation | None = self.trajectory.school if values["where"] == Piece.Where.SCHOOL else None
        return OwnPiece(
            title=values["title"],
            where=values["where"],
            first_week=date.fromisoformat(values["first_week"]),
            weeks=values["weeks"],
            hours=values["hours"],
            outcomes=values["outcomes"],
            organisation=school,
        )


def week_asked(text: str) -> date | None:
    """The week of an address ("2026-10-05"); what cannot be read is left out."""
    try:
        return week_of(date.fromisoformat(text)) if len(text) == 10 else None
    except (ValueError, OverflowError):
        return None
