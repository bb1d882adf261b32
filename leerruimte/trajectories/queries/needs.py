"""Needs as their pages show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.access import on_today
from leerruimte.trajectories.models import Member, Needs, Outcome, Theme, Trajectory
from leerruimte.trajectories.rules.needs import AIMS, FAR, FIELDS, LIKES, STEPS, STRENGTHS, WHEN
from leerruimte.trajectories.words_of_needs import (
    DAYS_IN_WORDS,
    LIKED_IN_WORDS,
    PARTS_IN_WORDS,
    STEP_TITLES,
    STRENGTHS_OF_AIMS,
)


@dataclass(frozen=True)
class StepSeen:
    """A step: its question, the own words, and the choices in sentences."""

    step: str
    title: str
    words: str
    told: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self.words and not self.told


def step_values(needs: Needs, step: str) -> dict[str, Any]:
    """What is kept of one step: its own words and its choices."""
    return {"words": needs.words.get(step, ""), **{field: getattr(needs, field) for field in FIELDS[step]}}


def outcomes_of(trajectory: Trajectory) -> Sequence[Outcome]:
    """The outcomes that the trajectory is about, by phase and place."""
    rows = list(trajectory.version.outcomes.select_related("theme").order_by("theme__position", "phase", "position"))
    return [row for row in rows if row.phase in trajectory.phases] or rows


def themes_of(trajectory: Trajectory) -> Sequence[Theme]:
    """The themes of the curriculum."""
    return list(trajectory.version.themes.all())


def readers_of(trajectory: Trajectory) -> Sequence[Member]:
    """Who stands beside the learner today with an account, and reads the needs once they are shared."""
    rows = Member.objects.filter(on_today(timezone.localdate()), trajectory=trajectory)
    return list(
        rows.exclude(person=None).exclude(person=trajectory.learner_id).select_related("person", "organisation")
    )


def steps_seen(trajectory: Trajectory) -> tuple[StepSeen, ...]:
    """All steps in words."""
    needs = trajectory.needs
    titles = {row.code: in_language(row.title) for row in outcomes_of(trajectory)}
    themes = {row.code: in_language(row.title) for row in themes_of(trajectory)}
    told = {
        AIMS: _aims(needs, titles),
        STRENGTHS: (themes[code] for code in needs.strengths if code in themes),
        LIKES: _likes(needs),
        WHEN: _when(needs),
        FAR: _far(needs),
    }
    return tuple(StepSeen(step, str(STEP_TITLES[step]), needs.words.get(step, ""), tuple(told[step])) for step in STEPS)


def values_in_words(trajectory: Trajectory, step: str) -> StepSeen:
    """One step in words, as it is kept now."""
    return next(one for one in steps_seen(trajectory) if one.step == step)


def _aims(needs: Needs, titles: Mapping[str, str]) -> Iterator[str]:
    for aim in sorted(needs.aims, key=lambda one: -one.get("strength", 1)):
        if aim.get("outcome") in titles:
            yield f"{titles[aim['outcome']]} ({STRENGTHS_OF_AIMS[aim.get('strength', 1)]})"


def _likes(needs: Needs) -> Iterator[str]:
    for like in needs.likes:
        name = LIKED_IN_WORDS.get((like["kind"], like["what"]))
        if name is not None:
            yield (_("rather: %(what)s") if like.get("strength", 1) > 0 else _("rather not: %(what)s")) % {"what": name}


def _when(needs: Needs) -> Iterator[str]:
    for never in needs.never:
        when = str(DAYS_IN_WORDS[never["day"]])
        if never.get("part"):
            when += f" {PARTS_IN_WORDS[never['part']]}"
        why = f" ({never['why']})" if never.get("why") else ""
        yield _("not on %(when)s%(why)s") % {"when": when, "why": why}
    for away in needs.away:
        why = f" ({away['why']})" if away.get("why") else ""
        yield _("away from %(first)s to %(last)s%(why)s") % {"first": away["first"], "last": away["last"], "why": why}
    if needs.version or needs.never:
        yield ngettext(
            "at most %(hours)s hour a week with others",
            "at most %(hours)s hours a week with others",
            needs.hours_a_week,
        ) % {"hours": needs.hours_a_week}


def _far(needs: Needs) -> Iterator[str]:
    if needs.home:
        yield _("from %(home)s") % {"home": needs.home}
    if needs.version or needs.home:
        yield _("at most %(minutes)s minutes one way") % {"minutes": needs.most_travel}
        yield _("with a car") if needs.car else _("without a car")
        yield ngettext("at most %(number)s school", "at most %(number)s schools", needs.most_schools) % {
            "number": needs.most_schools
        }
