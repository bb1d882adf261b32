"""Forms to begin a trajectory, and to let somebody stand beside the learner."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Organisation, Role, RoleAssignment
from leerruimte.trajectories.models import CurriculumVersion, Trajectory
from leerruimte.trajectories.queries.trajectories import GUIDES

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_DATE = {"invalid": _("This is no date we know."), "required": _("Choose a day.")}
LONGEST = timedelta(days=7 * 104)
GUIDE_ROLES = [(role.value, role.label) for role in GUIDES]


class LongSelect(forms.Select):
    """A choice of hundreds: a template for each option takes a tenth of a second, all in one go a hundredth."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """As Django writes it."""
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (one["value"], flatatt({"selected": True} if one["selected"] else {}), one["label"])
                for _group, those, _number in widget["optgroups"]
                for one in those
            ),
        )
        return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), options)


class BeginForm(forms.Form):
    """What it is called, for what, by which curriculum, from when until when."""

    title = forms.CharField(
        label=_("What do you call this trajectory?"), max_length=120, error_messages={"required": _("Give it a name.")}
    )
    purpose = forms.ChoiceField(label=_("What for?"), choices=Trajectory.Purpose)
    version = forms.ModelChoiceField(
        CurriculumVersion.objects.none(), label=_("By which curriculum?"), empty_label=None,
        error_messages={"invalid_choice": _("Choose a curriculum."), "required": _("Choose a curriculum.")},
    )  # fmt: skip
    phases = forms.MultipleChoiceField(
        label=_("Which phases?"),
        help_text=_("Phase 1 is the beginning; after the last one comes the start as a teacher."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one phase.")},
    )
    first = forms.DateField(label=_("First day"), widget=DAY, error_messages=NO_DATE)
    last = forms.DateField(label=_("Last day"), widget=DAY, error_messages=NO_DATE)
    school = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("At which school?"), required=False, empty_label=_("not known yet"),
        widget=LongSelect, help_text=_("You can leave this open."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[CurriculumVersion],
        schools: QuerySet[Organisation],
        phases: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = _version_label  # type: ignore[attr-defined]
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["phases"].choices = [  # type: ignore[attr-defined]
            (str(phase), _("Phase %(number)d") % {"number": phase}) for phase in phases
        ]

    def clean_phases(self) -> list[int]:
        """As numbers."""
        return [int(phase) for phase in self.cleaned_data["phases"]]

    def clean(self) -> dict[str, Any]:
        """In order, and not longer than a board can show."""
        values: dict[str, Any] = super().clean() or {}
        first: date | None = values.get("first")
        last: date | None = values.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it begins."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("That is more than two years. Begin with a shorter part."))
        return values


class MemberForm(forms.Form):
    """Somebody who was found, or a name with an address."""

    found = forms.ModelChoiceField(
        RoleAssignment.objects.none(), label=_("Somebody of your school or institute"), required=False,
        empty_label=_("choose somebody"),
        error_messages={"invalid_choice": _("Choose somebody from the list.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Or somebody without an account: their name"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_("Only used for the personal link to a conversation."),
        error_messages={"invalid": _("This is not an e-mail address.")},
    )
    role = forms.ChoiceField(label=_("As what?"), choices=GUIDE_ROLES, initial=Role.MENTOR)

    def __init__(self, *args: Any, found: Sequence[RoleAssignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["found"]
        field.queryset = RoleAssignment.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in found]
        ).select_related("person", "organisation")
        field.label_from_instance = _found_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not values.get("found") and not values.get("name"):
            self.add_error("found", _("Choose somebody, or write a name."))
        return values


def _version_label(version: CurriculumVersion) -> str:
    partnership = version.curriculum.object.partnership
    title = in_language(version.title) or version.curriculum.object.title
    return f"{title} · {partnership.name if partnership else ''}"


def _found_label(held: RoleAssignment) -> str:
    at = f" · {held.organisation.name}" if held.organisation else ""
    return f"{held.person.name}, {held.get_role_display()}{at}"
