"""What goes on with the four to follow: kept as the past until today, then done by the actions, so it can exist."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from leerruimte.example.filling import HERE
from leerruimte.example.people import Places
from leerruimte.example.photo import card_on_the_table
from leerruimte.example.stories import JAN, MO, NOELLE, SANNE, TESSA, Stories, person_called, told
from leerruimte.example.talks import moment
from leerruimte.people.access import roles_today
from leerruimte.people.models import Partnership, Person, Role
from leerruimte.people.who import Who
from leerruimte.trajectories.access.triangle import Seat, get_seat
from leerruimte.trajectories.actions.assessment import change_form, make_form, publish_form
from leerruimte.trajectories.actions.evidence import lay_evidence
from leerruimte.trajectories.actions.keeping_past import keep_past_trajectories
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.actions.triangle import plan_triangle
from leerruimte.trajectories.actions.triangle_preparing import Words, lay_side_by_side, prepare, say_ready
from leerruimte.trajectories.actions.triangle_together import write_line
from leerruimte.trajectories.evidence_files import check_file
from leerruimte.trajectories.models import (
    AssessmentForm,
    CurriculumVersion,
    Evidence,
    Notice,
    Piece,
    Trajectory,
    TriangleConversation,
)


def fill_stories(partnership: Partnership, version: CurriculumVersion, by: Who, places: Places, today: date) -> None:
    """The four; who has a trajectory already is left alone."""
    form = the_form(partnership)
    stories = Stories(partnership, version, places, today, form)
    past = [stories.sanne_before(), stories.sanne(), stories.mo(), stories.iris(), stories.jan()]
    known = set(Trajectory.objects.filter(learner__in={one.learner for one in past}).values_list("learner", flat=True))
    new = [one for one in past if one.learner not in known]
    keep_past_trajectories(by=by, partnership=partnership, version=version, past=new)
    if any(one.learner == stories.people[SANNE].pk for one in new):
        _lay_a_photo_of_sanne(stories)
        _prepare_with_sanne(stories)
        _tell_sanne(stories)
    if any(one.learner == stories.people[MO].pk for one in new):
        _side_by_side_with_mo(stories)


def the_form(partnership: Partnership) -> AssessmentForm:
    """A form of the partnership, made by the educator of the institute."""
    known = AssessmentForm.objects.filter(object__partnership=partnership).order_by("pk").first()
    if known:
        return known
    made = told()["form"]
    by = _who(person_called(TESSA))
    form = make_form(by=by, partnership=partnership, title=made["title"], levels=made["levels"], id=_id("form"))
    for _row in made["rows"][1:]:
        form = change_form(by=by, form=form, typed={}, do="add_row")
    rows = {f"r{number}": {"title": row[0], "help": row[1]} for number, row in enumerate(made["rows"], 1)}
    typed = {"rows": rows, "cells": made["cells"], "outcomes": made["outcomes"]}
    return publish_form(by=by, form=change_form(by=by, form=form, typed=typed))


def _lay_a_photo_of_sanne(stories: Stories) -> None:
    """Today: who stands beside her sees that something new lies there."""
    outcome, title, words = told()["sanne"]["photo"]
    lay_evidence(
        by=_who(stories.people[SANNE]),
        trajectory=_trajectory(stories, SANNE),
        id=_id("photo"),
        outcome=outcome,
        kind=Evidence.Kind.PHOTO,
        title=title,
        seen=Evidence.Seen.THREE,
        words=words,
        file=check_file(card_on_the_table(), "kaartje.jpg"),
    )


def _prepare_with_sanne(stories: Stories) -> None:
    """The next one is planned: Jan is ready, Sanne is on her way, the institute did not begin."""
    said = told()["sanne"]["next"]
    at = moment(stories.today + timedelta(days=8), 15, 30)
    triangle = _plan(stories, SANNE, said["about"], at, said["where"])
    jan, sanne = _seat(stories, JAN, triangle), _seat(stories, SANNE, triangle)
    for seat, words in ((jan, said["jan"]), (sanne, said["sanne"])):
        for code, fields in words.items():
            for field, text in fields.items():
                level = stories.levels[code] if field == "outcome" else None
                prepare(by=seat, words=Words(code, field, text, level=level))
    say_ready(by=jan)


def _side_by_side_with_mo(stories: Stories) -> None:
    """All three prepared; they sit together and wrote two of the lines."""
    said = told()["mo"]
    triangle = _plan(stories, MO, said["about"], timezone.now() + timedelta(minutes=30), said["where"])
    code = said["about"][0]
    seats = [_seat(stories, who, triangle) for who in (MO, NOELLE, TESSA)]
    for number, seat in enumerate(seats):
        for field, (text, *level) in said["prepared"][str(number)].items():
            prepare(by=seat, words=Words(code, field, text, level=level[0] if level else None))
        say_ready(by=seat)
    lay_side_by_side(by=seats[0])
    for field, (by, text) in said["lines"].items():
        level = stories.levels[code] if field == "outcome" else None
        write_line(by=seats[by], line_id=_id(f"mo {field}"), words=Words(code, field, text, level=level))


def _plan(stories: Stories, learner: str, about: Sequence[str], at: datetime, where: str) -> TriangleConversation:
    trajectory = _trajectory(stories, learner)
    return plan_triangle(
        by=_who(stories.people[TESSA]),
        trajectory=trajectory,
        triangle_id=_id(f"{learner} next"),
        # Three: who stands beside them besides mentor and institute is not at the table.
        members=list(trajectory.members.exclude(role=Role.SCHOOL_EDUCATOR)),
        outcomes=about,
        dates=[at],
        way=TriangleConversation.Way.OWN_SCREENS,
        where=where,
    )


def _tell_sanne(stories: Stories) -> None:
    """Something that she reads on her own page."""
    sanne = stories.people[SANNE]
    if not Notice.objects.filter(person=sanne).exists():
        piece = _trajectory(stories, SANNE).pieces.filter(where=Piece.Where.INSTITUTE).order_by("-first_week")[0]
        tell(by=_who(stories.people[TESSA]), people=[sanne.pk], kind="seat_moved_up", values={"title": piece.title})


def _trajectory(stories: Stories, learner: str) -> Trajectory:
    rows = Trajectory.objects.filter(learner=stories.people[learner]).select_related("object")
    return rows.order_by("-first")[0]


def _seat(stories: Stories, who: str, triangle: TriangleConversation) -> Seat:
    return get_seat(_who(stories.people[who]), triangle.pk)


def _who(person: Person) -> Who:
    return Who(person=person.pk, roles=roles_today(person.pk))


def _id(what: str) -> uuid.UUID:
    return uuid.uuid5(HERE, f"story {what}")
