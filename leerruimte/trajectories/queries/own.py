"""What trajectories keep of a person, to take out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet

from leerruimte.people.models import Person
from leerruimte.trajectories.models import (
    Agreement,
    Appeal,
    AssessmentForm,
    Capacity,
    ChangeProposal,
    CohortLearner,
    Curriculum,
    CurriculumVersion,
    DateAnswer,
    EarlierRecord,
    Evidence,
    FilledForm,
    Line,
    LookBack,
    Looked,
    Member,
    Move,
    Needs,
    Notice,
    Opportunity,
    PendingCurriculum,
    Piece,
    PlannerRun,
    Preparation,
    Reached,
    Refusal,
    Remark,
    Seat,
    Signature,
    Trajectory,
)
from leerruimte.trajectories.rules.cohort import LEARNER_ASKS


def all_of(person: Person) -> dict[str, object]:
    """One's own trajectories whole, what one did beside others, and what one made for the partnership.

    Files laid as evidence are in the record that goes along (the page of the whole road), not here.
    """
    mine = Trajectory.objects.filter(learner=person)
    members = Member.objects.filter(person=person)
    return {
        "trajectories": [_trajectory(one) for one in mine.select_related("object", "school").order_by("first")],
        "beside_others": _rows(
            members.exclude(trajectory__learner=person),
            "trajectory__object__title", "role", "from_date", "until_date",
        ),
        "prepared": _rows(
            Preparation.objects.filter(member__in=members),
            "outcome", "field", "text", "choice", "changed_at",
        ),
        "lines": _rows(Line.objects.filter(by__in=members), "outcome", "field", "text", "choice", "made_at"),
        "signed": _rows(Signature.objects.filter(member__in=members), "triangle", "revision", "at"),
        "dates": _rows(DateAnswer.objects.filter(member__in=members), "option__at", "can"),
        "looked_back": _rows(
            LookBack.objects.filter(member__in=members),
            "how", "words", "brought", "seen", "made_at",
        ),
        "evidence": _rows(
            Evidence.objects.filter(by=person, removed_at=None),
            "trajectory", "outcome", "kind", "title", "words", "link", "file_name", "seen", "made_at",
        ),
        "remarks": _rows(Remark.objects.filter(member__in=members, removed_at=None), "evidence", "text", "made_at"),
        "forms": _rows(
            FilledForm.objects.filter(member__in=members),
            "form__object__title", "round", "answers", "handed_in_at",
        ),
        "said_reached": _rows(
            Reached.objects.filter(by=person),
            "trajectory", "outcome", "level", "words", "at", "taken_back_at",
        ),
        "moves": _rows(Move.objects.filter(by=person), "trajectory", "kind", "before", "after", "made_at"),
        "refused": _rows(Refusal.objects.filter(by=person), "opportunity__title", "why", "made_at", "taken_back_at"),
        "seats": _rows(
            Seat.objects.filter(person=person),
            "edition__opportunity__title", "edition__first", "state", "asked_at",
        ),
        "cohorts": [_cohort_place(one) for one in _own_places(person)],
        "appeals": _rows(Appeal.objects.filter(learner__person=person), "words", "made_at", "state", "answer"),
        "answered_appeals": _rows(Appeal.objects.filter(answered_by=person), "answer", "answered_at"),
        "notices": _rows(Notice.objects.filter(person=person), "kind", "values", "made_at", "read_at"),
        "looked": _rows(Looked.objects.filter(person=person), "trajectory", "at"),
        "records_from_elsewhere": _rows(
            EarlierRecord.objects.filter(person=person),
            "title", "content", "imported_at",
        ),
        "pieces_laid": _rows(
            Piece.objects.filter(laid_by=person),
            "trajectory", "title", "first_week", "last_week", "made_at",
        ),
        "asked_of_the_planner": _rows(PlannerRun.objects.filter(asked_by=person), "kind", "asked_at", "state"),
        "proposals": _rows(
            ChangeProposal.objects.filter(by=person),
            "kind", "code", "fields", "why", "made_at", "decision",
        ),
        "decided": _rows(
            ChangeProposal.objects.filter(decided_by=person),
            "code", "decision", "decision_words", "decided_at",
        ),
        "owns_curricula": _rows(Curriculum.objects.filter(owners=person), "object__title"),
        "curricula_made": _rows(CurriculumVersion.objects.filter(made_by=person), "title", "number", "made_at"),
        "curricula_read_in": _rows(PendingCurriculum.objects.filter(by=person), "file_name", "made_at"),
        "forms_made": _rows(AssessmentForm.objects.filter(made_by=person), "object__title", "made_at"),
        "offered": _rows(Opportunity.objects.filter(made_by=person), "title", "what", "made_at"),
        "said_still_right": _rows(Opportunity.objects.filter(still_right_by=person), "title", "still_right_at"),
        "capacity_said": _rows(Capacity.objects.filter(said_by=person), "organisation__name", "places", "said_at"),
    }  # fmt: skip


def _rows(rows: QuerySet[Any, Any], *fields: str) -> list[Mapping[str, Any]]:
    model: type[Model] = rows.model
    return list(rows.order_by(model._meta.pk.name).values(*fields))


def _own_places(person: Person) -> QuerySet[CohortLearner]:
    return CohortLearner.objects.filter(person=person).select_related("cohort", "told_school").order_by("pk")


def _cohort_place(one: CohortLearner) -> dict[str, object]:
    """A place in a cohort as it was told, and what one asked oneself.

    Not told yet is not taken out; nor what coordinators settled about others (with whom, and with whom not).
    """
    told = {
        "cohort__title": one.cohort.title,
        "phase": one.phase,
        "asks": {key: one.asks[key] for key in LEARNER_ASKS if key in one.asks},
        "told_school__name": one.told_school.name if one.told_school else None,
        "told_at": one.told_at,
    }
    if one.told_at is None or one.has_changed_since_told:
        return told
    return {**told, "why": one.why, "reasons": one.reasons}


def _trajectory(one: Trajectory) -> dict[str, object]:
    """One trajectory of one's own, with its board and agreements."""
    needs = Needs.objects.filter(trajectory=one).values().first()
    pieces = Piece.objects.filter(trajectory=one, removed_at=None)
    return {
        "title": one.object.title,
        "purpose": one.purpose,
        "phases": one.phases,
        "first": one.first,
        "last": one.last,
        "school": one.school.name if one.school else "",
        "needs": needs,
        "pieces": _rows(pieces, "title", "where", "first_week", "last_week", "hours", "contributes", "state"),
        "agreements": _rows(Agreement.objects.filter(trajectory=one), "number", "content", "digest", "confirmed_at"),
        "reached": _rows(
            Reached.objects.filter(trajectory=one),
            "outcome", "level", "words", "by_name", "at", "taken_back_at",
        ),
        "beside_me": _rows(
            Member.objects.filter(trajectory=one),
            "name", "person__first_name", "person__last_name", "role",
        ),
    }  # fmt: skip
