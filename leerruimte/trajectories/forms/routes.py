"""What is sent from the pages of routes and of a change."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id, read_id
from leerruimte.trajectories.rules.changes import ADDED, DROPS_OUT, FALLS_AWAY, HOURS, LATE, MOST_LATE


class IdForm(forms.Form):
    """The id made for this form: the same form sent twice is one write."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, auto_id: str | bool = False) -> None:
        super().__init__(data, auto_id=auto_id, initial={"id": new_id()})


class LayForm(IdForm):
    """Which pieces: a whole route, or chosen ones as "number:code"."""

    number = forms.IntegerField(min_value=1, max_value=3, required=False)
    chosen = forms.CharField(required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.many: list[str] = data.getlist("chosen") if data is not None else []

    def pairs(self) -> list[tuple[int, str]]:
        """Number of the route and code of the piece."""
        found = []
        for one in self.many:
            number, _colon, code = one.partition(":")
            if number.isdecimal() and code:
                found.append((int(number), code))
        return found


class PieceForm(IdForm):
    """A piece of a route, as "number:code". Its button belongs to the one form of the page: `name` says which button.

    The page has one id; what is done with each piece has its own, made of that.
    """

    def __init__(self, data: Any, name: str) -> None:
        super().__init__(data)
        self.name, self.pick = name, str(data.get(name, ""))
        number, _colon, self.code = self.pick.partition(":")
        self.number = int(number) if number.isdecimal() else 0

    def clean(self) -> dict[str, Any]:
        """It names a piece."""
        values: dict[str, Any] = super().clean() or {}
        if not self.code or not self.number:
            raise forms.ValidationError(_("Choose at least one piece."))
        return values

    @property
    def own_id(self) -> UUID:
        """The id of this write: the same button of the same page again gives the same one."""
        return uuid5(self.cleaned_data["id"], f"{self.name} {self.pick}")


class RefuseForm(PieceForm):
    """Something that the learner does not want, and why."""

    MOST = 280

    def __init__(self, data: Any) -> None:
        super().__init__(data, "refused")
        # A browser sends a new line as two signs, and counts it as one.
        self.why = str(data.get(f"why {self.pick}", "")).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        """The reason fits, and the piece is something that is offered."""
        values = super().clean()
        if read_id(self.code) is None:
            raise forms.ValidationError(_("Choose at least one piece."))
        if len(self.why) > self.MOST:
            raise forms.ValidationError(_("That is longer than fits. Say it in fewer words."))
        return values


class ChangeForm(IdForm):
    """What is otherwise than when the route was agreed."""

    KINDS = (
        (FALLS_AWAY, _("Something falls away")),
        (LATE, _("Something begins later")),
        (ADDED, _("Something is added")),
        (DROPS_OUT, _("My school drops out")),
        (HOURS, _("I have fewer or more hours")),
    )

    what = forms.ChoiceField(label=_("What is different?"), choices=KINDS, widget=forms.RadioSelect)
    piece = forms.MultipleChoiceField(label=_("Which pieces?"), required=False, widget=forms.CheckboxSelectMultiple)
    weeks = forms.IntegerField(label=_("How many weeks later?"), required=False, min_value=1, max_value=MOST_LATE)
    added = forms.ChoiceField(label=_("What is added?"), required=False)
    hours = forms.IntegerField(
        label=_("How many hours a week do you have now, with others?"), required=False, min_value=1, max_value=168
    )

    def __init__(
        self,
        data: Any = None,
        *,
        pieces: Sequence[tuple[str, str]],
        school: str,
        offered: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(data, auto_id="id_%s")
        self.fields["piece"].choices = pieces  # type: ignore[attr-defined]
        self.fields["added"].choices = [("", _("Choose")), *offered]  # type: ignore[attr-defined]
        cannot = {kind for kind, there in ((DROPS_OUT, school), (ADDED, offered)) if not there}
        self.fields["what"].choices = [one for one in self.KINDS if one[0] not in cannot]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What goes with the choice must be there."""
        values: dict[str, Any] = super().clean() or {}
        what = values.get("what")
        if what in (FALLS_AWAY, LATE) and not values.get("piece") and "piece" not in self.errors:
            self.add_error("piece", _("Choose at least one piece."))
        if what == LATE and not values.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", _("Say how many weeks."))
        if what == ADDED and not values.get("added") and "added" not in self.errors:
            self.add_error("added", _("Choose what is added."))
        if what == HOURS and not values.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Say how many hours, 1 to 168."))
        return values
