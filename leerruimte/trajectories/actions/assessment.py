"""Assessment forms are made, published, copied, and filled in by each of the three."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.trajectories.access.assessment import forms_for, may_make_forms
from leerruimte.trajectories.access.trajectories import membership_of
from leerruimte.trajectories.models import AssessmentForm, FilledForm, Outcome, Trajectory
from leerruimte.trajectories.rules.assessment import (
    MOST_LEVELS,
    MOST_ROWS,
    clean_answers,
    moved,
    new_part_id,
    unanswered,
)

LONGEST_TITLE, LONGEST_HELP, LONGEST_CELL = 120, 500, 500


@transaction.atomic
def make_form(*, by: Who, partnership: Partnership, title: str, levels: Sequence[str], id: UUID) -> AssessmentForm:
    """A new draft with one empty row; the same id again gives the first."""
    _check_maker(by, partnership)
    if not title.strip():
        raise Refused(_("Give it a name."), field="title")
    mark = id.hex
    # The lock of the partnership keeps two that arrive at once apart.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    first = AssessmentForm.objects.filter(object__partnership=partnership, made_with=mark).first()
    if first is not None:
        return first
    about = BoundaryObject.objects.create(
        kind=BoundaryObject.Kind.ASSESSMENT_FORM, title=title.strip()[:LONGEST_TITLE], partnership=partnership
    )
    return AssessmentForm.objects.create(
        object=about,
        rows=[{"id": "r1", "title": "", "help": ""}],
        levels=[{"id": f"l{number}", "title": words} for number, words in enumerate(levels, 1)],
        made_by_id=by.person,
        made_with=mark,
    )


@transaction.atomic
def copy_form(*, by: Who, form: AssessmentForm, id: UUID) -> AssessmentForm:
    """A draft with the same rows and levels: how a form that is in use gets a successor."""
    partnership = _partnership(form)
    title = _("%(title)s (copy)") % {"title": form.object.title[: LONGEST_TITLE - 10]}
    copy = make_form(by=by, partnership=partnership, title=title, levels=[], id=id)
    if not copy.levels:
        copy.rows, copy.levels, copy.cells, copy.outcomes = form.rows, form.levels, form.cells, form.outcomes
        copy.save(update_fields=["rows", "levels", "cells", "outcomes"])
    return copy


@transaction.atomic
def change_form(*, by: Who, form: AssessmentForm, typed: Mapping[str, Any], do: str = "") -> AssessmentForm:
    """Keep what was typed of a draft, then do one thing: add a row or level, move or take one away.

    `typed`: title, rows (id -> title, help), levels (id -> title), cells ("row level" -> words), outcomes (codes); what
    is not in it stays. `do`: "add_row", "add_level", "up:r2", "down:r2", "remove:r2", "remove:l3".
    """
    locked = _locked_draft(by, form)
    if title := str(typed.get("title", "")).strip()[:LONGEST_TITLE]:
        BoundaryObject.objects.filter(pk=locked.pk).update(title=title)
        locked.object.title = title
    rows, levels = typed.get("rows", {}), typed.get("levels", {})
    locked.rows = [
        {
            "id": row["id"],
            "title": _short(rows.get(row["id"], row).get("title", ""), LONGEST_TITLE),
            "help": _short(rows.get(row["id"], row).get("help", ""), LONGEST_HELP),
        }
        for row in locked.rows
    ]
    locked.levels = [
        {"id": level["id"], "title": _short(levels.get(level["id"], level["title"]), LONGEST_TITLE)}
        for level in locked.levels
    ]
    cells = {**locked.cells, **typed.get("cells", {})}
    _do(locked, do)
    known = {f"{row['id']} {level['id']}" for row in locked.rows for level in locked.levels}
    locked.cells = {key: _short(words, LONGEST_CELL) for key, words in cells.items() if key in known and words.strip()}
    if "outcomes" in typed:
        known_here = Outcome.objects.filter(version__curriculum__object__partnership=locked.object.partnership)
        locked.outcomes = sorted(set(known_here.filter(code__in=typed["outcomes"]).values_list("code", flat=True)))
    locked.save(update_fields=["rows", "levels", "cells", "outcomes"])
    return locked


def _do(form: AssessmentForm, do: str) -> None:
    what, _colon, part = do.partition(":")
    if what == "add_row":
        if len(form.rows) >= MOST_ROWS:
            raise Refused(_("There is no room for more rows."))
        form.rows = [*form.rows, {"id": new_part_id(form.rows, "r"), "title": "", "help": ""}]
    elif what == "add_level":
        if len(form.levels) >= MOST_LEVELS:
            raise Refused(_("There is no room for more levels."))
        form.levels = [*form.levels, {"id": new_part_id(form.levels, "l"), "title": ""}]
    elif what in ("up", "down"):
        step = -1 if what == "up" else 1
        form.rows, form.levels = moved(form.rows, part, step), moved(form.levels, part, step)
    elif what == "remove":
        form.rows = [row for row in form.rows if row["id"] != part]
        form.levels = [level for level in form.levels if level["id"] != part]


def _short(words: Any, longest: int) -> str:
    return " ".join(str(words).split())[:longest]


@transaction.atomic
def publish_form(*, by: Who, form: AssessmentForm) -> AssessmentForm:
    """From now on the three may fill it in, and its rows and levels stay as they are."""
    locked = _locked_draft(by, form)
    if not locked.rows or any(not row["title"] for row in locked.rows):
        raise Refused(_("Give every row a name, or take it away."))
    if len(locked.levels) < 2 or any(not level["title"] for level in locked.levels):
        raise Refused(_("A form needs at least two levels, each with a name."))
    locked.published_at = timezone.now()
    locked.save(update_fields=["published_at"])
    return locked


@transaction.atomic
def remove_draft(*, by: Who, form: AssessmentForm) -> None:
    """Throw a draft away: nobody ever filled it in."""
    locked = _locked_draft(by, form)
    about = locked.object
    locked.delete()
    about.delete()


@transaction.atomic
def close_form(*, by: Who, form: AssessmentForm) -> None:
    """No new rounds with it any more; what was filled in stays to be read."""
    locked = (
        AssessmentForm.objects.select_for_update(of=("self",)).select_related("object__partnership").get(pk=form.pk)
    )
    _check_maker(by, _partnership(locked))
    locked.closed_at = locked.closed_at or timezone.now()
    locked.save(update_fields=["closed_at"])


def _partnership(form: AssessmentForm) -> Partnership:
    if form.object.partnership is None:
        raise Refused(_("This form belongs to no partnership."), code="foreign")
    return form.object.partnership


def _check_maker(by: Who, partnership: Partnership) -> None:
    if not may_make_forms(by, partnership.pk):
        message = _("Coordinators and educators of the institute make assessment forms.")
        raise Refused(message, code="foreign")


def _locked_draft(by: Who, form: AssessmentForm) -> AssessmentForm:
    locked = (
        AssessmentForm.objects.select_for_update(of=("self",)).select_related("object__partnership").get(pk=form.pk)
    )
    _check_maker(by, _partnership(locked))
    if locked.published_at:
        raise Refused(
            _("This form is in use: its rows and levels stay as they are. Make a copy of it."), code="published"
        )
    return locked


def _current_round(trajectory: Trajectory, form: AssessmentForm) -> int:
    """The round that is being filled in: 1 when there was none yet."""
    most = FilledForm.objects.filter(form=form, trajectory=trajectory).aggregate(most=Max("round"))["most"]
    return int(most or 1)


@transaction.atomic
def fill_in(
    *,
    by: Who,
    trajectory: Trajectory,
    form: AssessmentForm,
    round: int,
    answers: Mapping[str, Any],
    n: int | None = None,
    hand_in: bool = False,
) -> FilledForm:
    """Keep one member's own answers; of two writes of a device the highest `n` wins, whenever it arrives."""
    locked = Trajectory.objects.select_for_update(of=("self",)).select_related("object").get(pk=trajectory.pk)
    member = membership_of(by, locked)
    if member is None:
        raise Refused(_("Only the three of this trajectory fill this in."), code="foreign")
    _check_open(locked, form, round)
    filled, _new = FilledForm.objects.get_or_create(form=form, trajectory=locked, round=round, member=member)
    if filled.handed_in_at:
        if hand_in:
            return filled
        raise Refused(_("You handed this in already. Start a new round to say it anew."), code="handed_in")
    if n is None or n > filled.n:
        rows, levels = [row["id"] for row in form.rows], [level["id"] for level in form.levels]
        filled.answers = clean_answers(answers, rows, levels)
        filled.n, filled.changed_at = filled.n + 1 if n is None else n, timezone.now()
    # What was typed is kept, also when it cannot be handed in yet.
    if hand_in and not unanswered(filled.answers, [row["id"] for row in form.rows]):
        filled.handed_in_at = timezone.now()
    filled.save()
    return filled


def _check_open(trajectory: Trajectory, form: AssessmentForm, round: int) -> None:
    if not forms_for(trajectory).filter(pk=form.pk).exists():
        raise Refused(_("This form is not in use here."), code="foreign")
    now = _current_round(trajectory, form)
    if round != now:
        raise Refused(_("Meanwhile a new round began. Open the page again."), code="round")
    if form.closed_at and not FilledForm.objects.filter(form=form, trajectory=trajectory, round=now).exists():
        raise Refused(_("This form is not filled in any more."), code="closed")


@transaction.atomic
def begin_round(*, by: Who, trajectory: Trajectory, form: AssessmentForm, after: int) -> int:
    """Fill it in once more, some time later: after a round of which something was handed in. Twice is once."""
    locked = Trajectory.objects.select_for_update(of=("self",)).select_related("object").get(pk=trajectory.pk)
    member = membership_of(by, locked)
    if member is None:
        raise Refused(_("Only the three of this trajectory fill this in."), code="foreign")
    now = _current_round(locked, form)
    if after != now:
        return now
    if form.closed_at or not forms_for(locked).filter(pk=form.pk).exists():
        raise Refused(_("This form is not filled in any more."), code="closed")
    if not FilledForm.objects.filter(form=form, trajectory=locked, round=now, member=member).exclude(handed_in_at=None):
        raise Refused(_("Hand this round in first."), code="open")
    FilledForm.objects.create(form=form, trajectory=locked, round=now + 1, member=member)
    return now + 1
