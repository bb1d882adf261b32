"""Assessment forms as they come from a screen."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leerruimte.base.client_ids import new_id
from leerruimte.trajectories.forms.outcomes import Themes, outcomes_to_choose, themes_of
from leerruimte.trajectories.models import CurriculumVersion


class NewForm(forms.Form):
    """A name is enough to begin."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(
        label=_("What is it called?"), max_length=120, error_messages={"required": _("Give it a name.")}
    )


class OutcomesForm(forms.Form):
    """Which outcomes a form belongs with, out of the curriculum of now."""

    outcomes = forms.MultipleChoiceField(label=_("Which outcomes does it belong with?"), required=False)

    def __init__(self, *args: Any, version: CurriculumVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._outcomes = outcomes_to_choose(version)

    def themes(self) -> Themes:
        """The outcomes by theme, each with whether it is chosen, and how many are."""
        return themes_of(self._outcomes, self["outcomes"].value() or ())


def read_draft(data: QueryDict) -> dict[str, Any]:
    """What was typed of a draft: `title`, `row-r1`, `help-r1`, `level-l1`, `cell-r1-l1` and all `outcomes`."""
    typed: dict[str, Any] = {"title": data.get("title", ""), "outcomes": data.getlist("outcomes")}
    typed |= {"rows": {}, "levels": {}, "cells": {}}
    for key, value in data.items():
        if not isinstance(value, str):
            continue
        if found := re.fullmatch(r"(row|help)-(r\d{1,4})", key):
            typed["rows"].setdefault(found[2], {})["title" if found[1] == "row" else "help"] = value
        elif found := re.fullmatch(r"level-(l\d{1,4})", key):
            typed["levels"][found[1]] = value
        elif found := re.fullmatch(r"cell-(r\d{1,4})-(l\d{1,4})", key):
            typed["cells"][f"{found[1]} {found[2]}"] = value
    return typed


def read_answers(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What was filled in: fields `level-r1` and `words-r1`."""
    answers: dict[str, dict[str, str]] = {}
    for key, value in data.items():
        found = re.fullmatch(r"(level|words)-(r\d{1,4})", key)
        if found and isinstance(value, str):
            answers.setdefault(found[2], {})[found[1]] = value
    return answers


def read_count(text: str) -> int | None:
    """The device's own counter; nothing when it has none."""
    return int(text) if re.fullmatch(r"\d{1,18}", text) else None
