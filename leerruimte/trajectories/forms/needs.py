"""A form a step of the conversation with oneself. Each gives the values that are kept, as planner.problem has them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from leerruimte.look.templatetags.look import in_language
from leerruimte.planner.problem import DAYS, PARTS
from leerruimte.trajectories.models import Trajectory
from leerruimte.trajectories.queries.needs import outcomes_of, themes_of
from leerruimte.trajectories.rules.needs import AIMS, FAR, LIKES, STRENGTHS, WHEN
from leerruimte.trajectories.words_of_needs import (
    DAYS_IN_WORDS,
    LIKED_IN_WORDS,
    PARTS_IN_WORDS,
    STRENGTHS_OF_AIMS,
)

MOST_WORDS = 2000
MOST_AWAY = 4
LIKE, DISLIKE = 2, -2


class StepForm(forms.Form):
    """The own words of a step and the stamp of what they were typed over."""

    stamp = forms.CharField(max_length=40, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("In your own words"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, trajectory: Trajectory, kept: Mapping[str, Any], stamp: str) -> None:
        self.trajectory, self.kept = trajectory, kept
        super().__init__(data, initial={"stamp": stamp, "words": kept["words"], **self.initial_of(kept)})

    def initial_of(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields of this step begin with."""
        return {}

    def choices(self) -> dict[str, Any]:
        """What is kept beside the words."""
        return {}

    def values(self) -> dict[str, Any]:
        """What is kept of this step."""
        return {"words": self.cleaned_data["words"].strip(), **self.choices()}


class AimsForm(StepForm):
    """How much one wants each outcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strong = {aim.get("outcome"): aim.get("strength", 1) for aim in self.kept["aims"]}
        self.codes: dict[str, str] = {}
        for at, row in enumerate(outcomes_of(self.trajectory)):
            self.codes[f"aim_{at}"] = row.code
            self.fields[f"aim_{at}"] = forms.TypedChoiceField(
                label=in_language(row.title),
                choices=[("0", _("not now")), *((str(size), words) for size, words in STRENGTHS_OF_AIMS.items())],
                coerce=int,
                initial=str(strong.get(row.code, 0)),
                required=False,
                empty_value="0",
            )

    def aims(self) -> Iterator[forms.BoundField]:
        """The fields of the outcomes."""
        return (self[name] for name in self.codes)

    def choices(self) -> dict[str, Any]:
        """Aims as the planner has them."""
        chosen = ((code, int(self.cleaned_data[name])) for name, code in self.codes.items())
        return {"aims": [{"outcome": code, "strength": size} for code, size in chosen if size]}


class StrengthsForm(StepForm):
    """Themes one is good at."""

    strengths = forms.MultipleChoiceField(
        label=_("Where do you stand strong?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = [(row.code, in_language(row.title)) for row in themes_of(self.trajectory)]
        self.fields["strengths"].choices = themes  # type: ignore[attr-defined]

    def initial_of(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The themes that were chosen."""
        return {"strengths": kept["strengths"]}

    def choices(self) -> dict[str, Any]:
        """Codes of themes."""
        return {"strengths": list(self.cleaned_data["strengths"])}


class LikesForm(StepForm):
    """What one would rather, and rather not."""

    HOW: ClassVar = [(str(DISLIKE), _("rather not")), ("0", _("all the same")), (str(LIKE), _("rather"))]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {(like["kind"], like["what"]): like.get("strength", 1) for like in self.kept["likes"]}
        for key, words in LIKED_IN_WORDS.items():
            strength = known.get(key, 0)
            self.fields["_".join(key)] = forms.TypedChoiceField(
                label=words,
                choices=self.HOW,
                coerce=int,
                initial=str((strength > 0) * LIKE + (strength < 0) * DISLIKE),
                required=False,
                empty_value="0",
            )

    def likes(self) -> Iterator[forms.BoundField]:
        """The fields of what can be liked."""
        return (self["_".join(key)] for key in LIKED_IN_WORDS)

    def choices(self) -> dict[str, Any]:
        """Likes as the planner has them; what this page does not ask (a place, an opportunity) stays."""
        others = [like for like in self.kept["likes"] if (like["kind"], like["what"]) not in LIKED_IN_WORDS]
        said = ((key, int(self.cleaned_data["_".join(key)])) for key in LIKED_IN_WORDS)
        return {"likes": [*({"kind": key[0], "what": key[1], "strength": how} for key, how in said if how), *others]}


class WhenForm(StepForm):
    """When one cannot, when one is away, how many hours there are."""

    hours_a_week = forms.IntegerField(
        label=_("How many hours a week can you learn with others?"),
        help_text=_("Everything counts: days at school, at the institute, and elsewhere. A week has 168 hours."),
        min_value=1,
        max_value=168,
        error_messages={"max_value": _("A week has 168 hours, and this is more.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        never = {(one["day"], one.get("part")): one.get("why", "") for one in self.kept["never"]}
        for day in DAYS:
            parts = [part for part in PARTS if (day, part) in never or (day, None) in never]
            why = next((why for (its, _part), why in never.items() if its == day and why), "")
            self.fields[f"never_{day}"] = forms.MultipleChoiceField(
                label=DAYS_IN_WORDS[day],
                choices=list(PARTS_IN_WORDS.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=parts,
            )
            self.fields[f"why_{day}"] = forms.CharField(label=_("Why?"), max_length=80, required=False, initial=why)
        # What was read in from elsewhere may hold more.
        self.most_away = max(MOST_AWAY, len(self.kept["away"]))
        for at in range(self.most_away):
            self._add_away(at, self.kept["away"][at] if at < len(self.kept["away"]) else {})

    def _add_away(self, at: int, away: Mapping[str, str]) -> None:
        for name, label in (("first", _("From")), ("last", _("Up to and including"))):
            self.fields[f"away_{name}_{at}"] = forms.DateField(
                label=label,
                required=False,
                initial=away.get(name, ""),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        self.fields[f"away_why_{at}"] = forms.CharField(
            label=_("Why?"), max_length=80, required=False, initial=away.get("why", "")
        )

    def initial_of(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The hours."""
        return {"hours_a_week": kept["hours_a_week"]}

    def days(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """A day and why."""
        return ((self[f"never_{day}"], self[f"why_{day}"]) for day in DAYS)

    def aways(self) -> Iterator[tuple[forms.BoundField, ...]]:
        """First day, last day and why of each time away."""
        names = ("first", "last", "why")
        return (tuple(self[f"away_{name}_{at}"] for name in names) for at in range(self.most_away))

    def clean(self) -> dict[str, Any]:
        """A time away has a beginning and an end, in that order."""
        values: dict[str, Any] = super().clean() or {}
        for at in range(self.most_away):
            first, last = values.get(f"away_first_{at}"), values.get(f"away_last_{at}")
            broken = {f"away_first_{at}", f"away_last_{at}"} & set(self.errors)
            if first and last and last < first:
                self.add_error(f"away_last_{at}", _("It ends before it begins."))
            elif bool(first) != bool(last) and not broken:
                self.add_error(f"away_last_{at}" if first else f"away_first_{at}", _("Say both days."))
        return values

    def choices(self) -> dict[str, Any]:
        """As the planner has them; a whole day is one Never without a part."""
        return {
            "never": list(self._never()),
            "away": list(self._away()),
            "hours_a_week": self.cleaned_data["hours_a_week"],
        }

    def _never(self) -> Iterator[dict[str, str]]:
        for day in DAYS:
            parts = self.cleaned_data[f"never_{day}"]
            why = {"why": said} if (said := self.cleaned_data[f"why_{day}"].strip()) else {}
            if set(parts) == set(PARTS):
                yield {"day": day, **why}
            else:
                yield from ({"day": day, "part": part, **why} for part in PARTS if part in parts)

    def _away(self) -> Iterator[dict[str, str]]:
        for at in range(self.most_away):
            first: date | None = self.cleaned_data[f"away_first_{at}"]
            last: date | None = self.cleaned_data[f"away_last_{at}"]
            if first and last:
                why = {"why": said} if (said := self.cleaned_data[f"away_why_{at}"].strip()) else {}
                yield {"first": first.isoformat(), "last": last.isoformat(), **why}


class FarForm(StepForm):
    """From where, how, and how far."""

    home = forms.CharField(
        label=_("Where do you set out from?"),
        help_text=_("A postcode (four digits are enough) or a place."),
        max_length=80,
        required=False,
    )
    most_travel = forms.IntegerField(
        label=_("How many minutes do you travel at most, one way?"), min_value=0, max_value=24 * 60
    )
    car = forms.BooleanField(label=_("I can use a car"), required=False)
    most_schools = forms.IntegerField(label=_("At how many schools at most?"), min_value=1, max_value=9)

    def initial_of(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """As it is kept."""
        return {name: kept[name] for name in ("home", "most_travel", "car", "most_schools")}

    def choices(self) -> dict[str, Any]:
        """As it is kept."""
        values = {name: self.cleaned_data[name] for name in ("car", "most_travel", "most_schools")}
        return {"home": self.cleaned_data["home"].strip(), **values}


FORMS: Mapping[str, type[StepForm]] = {
    AIMS: AimsForm,
    STRENGTHS: StrengthsForm,
    LIKES: LikesForm,
    WHEN: WhenForm,
    FAR: FarForm,
}
