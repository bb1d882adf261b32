"""What people type around a triangle conversation: a plan, words about an outcome, how it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import read_id
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Role
from leerruimte.trajectories.actions.triangle_preparing import Words
from leerruimte.trajectories.models import Field, LookBack, Member, Outcome, TriangleConversation
from leerruimte.trajectories.queries.triangle import name_of

GUEST_ROLES = (Role.MENTOR, Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR)
DATES = ("date_1", "date_2", "date_3")
# Five plain words, not stars.
HOW = (
    (1, _("hard going")),
    (2, _("searching")),
    (3, _("ordinary")),
    (4, _("it went well")),
    (5, _("it gave me much")),
)


def _moment(label: Any, *, required: bool) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Name at least one date."),
            "invalid": _("Choose a day and an hour."),
        },
    )


class DatesForm(forms.Form):
    """Moments at which it could be."""

    date_1 = _moment(_("A moment that suits you"), required=True)
    date_2 = _moment(_("Another moment"), required=False)
    date_3 = _moment(_("And another"), required=False)

    @property
    def dates(self) -> list[datetime]:
        """Those that were filled in."""
        return [self.cleaned_data[name] for name in DATES if self.cleaned_data.get(name)]


class PlanForm(DatesForm):
    """A conversation to be planned."""

    field_order = ("triangle_id", "members", "guest_name", "guest_email", "guest_role", "outcomes")
    triangle_id = forms.UUIDField(widget=forms.HiddenInput)
    members = forms.MultipleChoiceField(
        label=_("Who are with you?"),
        help_text=_("At least one of the school and one of the institute. The learner is always there."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    guest_name = forms.CharField(
        label=_("Name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    guest_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("This is no e-mail address. Write it like name@school.nl.")},
    )
    guest_role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in GUEST_ROLES], required=False
    )
    outcomes = forms.MultipleChoiceField(
        label=_("What do you want to talk about?"),
        help_text=_("Two or three is enough for an hour; four at most."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose what you want to talk about."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    way = forms.ChoiceField(
        label=_("How do you meet?"),
        choices=TriangleConversation.Way.choices,
        widget=forms.RadioSelect,
        initial=TriangleConversation.Way.ONE_SCREEN,
    )
    where = forms.CharField(label=_("Where?"), max_length=120, required=False)

    def __init__(
        self, *args: Any, members: Sequence[Member], outcomes: Sequence[Outcome], guests: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["members"]
        choices.choices = [(str(one.pk), f"{name_of(one)} · {one.get_role_display()}") for one in members]
        chosen: Any = self.fields["outcomes"]
        chosen.choices = [(row.code, in_language(row.title)) for row in outcomes]
        if not guests:
            for name in ("guest_name", "guest_email", "guest_role"):
                del self.fields[name]


class LookBackForm(forms.Form):
    """How it went, in a minute."""

    how = forms.TypedChoiceField(
        label=_("How was it?"), choices=HOW, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    brought = forms.CharField(
        label=_("What did it bring you?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    words = forms.CharField(
        label=_("What do you want to keep or do differently next time?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.ChoiceField(
        label=_("Who may read this?"),
        choices=LookBack.Seen.choices,
        widget=forms.RadioSelect,
        initial=LookBack.Seen.MINE,
    )


def read_all_words(data: QueryDict, triangle: TriangleConversation) -> list[Words]:
    """All fields of a page of preparing: `<number of the outcome>-<field>`."""
    return [
        _words(data, number, code, name)
        for number, code in enumerate(triangle.outcomes)
        for name in Field.values
        if f"{number}-{name}" in data
    ]


def read_words(data: QueryDict, triangle: TriangleConversation) -> Words | None:
    """The one field that `place` names, e.g. "0-route"."""
    number, _dash, name = data.get("place", "").partition("-")
    if not number.isdecimal() or int(number) >= len(triangle.outcomes) or name not in Field.values:
        return None
    return _words(data, int(number), triangle.outcomes[int(number)], name)


def _words(data: QueryDict, number: int, code: str, name: str) -> Words:
    level = data.get(f"{number}-level", "") if name == Field.OUTCOME else ""
    pieces = data.getlist(f"{number}-pieces") if name == Field.ROUTE else []
    return Words(
        outcome=code,
        field=name,
        text=data.get(f"{number}-{name}", "").replace("\r\n", "\n"),
        level=int(level) if level.isdecimal() and len(level) < 5 else None,
        pieces=tuple(dict.fromkeys(pieces)),
    )


@dataclass(frozen=True)
class LineRead:
    """A text for a line as it came in."""

    place: str
    id: UUID
    words: Words
    after: UUID | None
    settles: tuple[UUID, ...]


def read_line(data: QueryDict, triangle: TriangleConversation) -> LineRead | None:
    """A text for a line; None when it is no form of ours."""
    words, line_id = read_words(data, triangle), read_id(data.get("id"))
    if words is None or line_id is None:
        return None
    settles = tuple(one for one in map(read_id, data.getlist("settles")) if one)
    return LineRead(data.get("place", ""), line_id, words, read_id(data.get("after")), settles)


@dataclass(frozen=True)
class TakenRead:
    """Whose text is taken over as it came in: the text, and those that the reader saw stand."""

    place: str
    outcome: str
    field: str
    text: UUID
    seen: tuple[UUID, ...]


def read_taken(data: QueryDict, triangle: TriangleConversation) -> TakenRead | None:
    """Which text is taken over: place, id of the text, ids of those that stand; None when none is."""
    place, *ids = data.get("take", "").split(" ")
    number, _dash, name = place.partition("-")
    text, *seen = [read_id(one) for one in ids] or [None]
    if not number.isdecimal() or int(number) >= len(triangle.outcomes) or name not in Field.values or text is None:
        return None
    return TakenRead(place, triangle.outcomes[int(number)], name, text, tuple(one for one in seen if one))


def read_counter(data: Mapping[str, Any]) -> int | None:
    """The device's own counter; None when it sent none."""
    text = str(data.get("n", ""))
    return int(text) if text.isdecimal() and len(text) <= 16 else None
