"""What goes with a learner to another partnership: their own trajectories in one partnership, in words."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerruimte.people.models import Partnership, Person
from leerruimte.trajectories.evidence_files import ENDINGS
from leerruimte.trajectories.models import (
    Evidence,
    EvidenceFile,
    FilledForm,
    Member,
    Outcome,
    Reached,
    Remark,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.queries.moves import plain_piece
from leerruimte.trajectories.record import sealed


def record_of(person: Person, partnership: Partnership, now: datetime) -> dict[str, Any]:
    """The record of a learner, sealed with its sum. Evidence that others laid for their own eyes is not in it."""
    rows = Trajectory.objects.filter(learner=person, object__partnership=partnership)
    rows = rows.select_related("object", "school", "version").prefetch_related("version__levels", "agreements")
    return sealed(
        {
            "made_at": now.isoformat(timespec="seconds"),
            "learner": {"name": person.name},
            "partnership": {"name": partnership.name},
            "trajectories": [_trajectory(one) for one in rows.order_by("first", "pk")],
        }
    )


def files_of(person: Person, partnership: Partnership) -> Mapping[str, bytes]:
    """Name in the record -> the bytes, of all evidence that goes along."""
    evidence = _evidence_rows(person).filter(trajectory__object__partnership=partnership)
    files = EvidenceFile.objects.filter(evidence__in=evidence).select_related("evidence")
    return {file_name(one.evidence): bytes(one.data) for one in files.iterator(chunk_size=20)}


def file_name(evidence: Evidence) -> str:
    """What a file is called in the record: an id says nothing of who or what."""
    return f"{evidence.pk.hex}.{ENDINGS.get(evidence.media_type, 'bin')}"


def _evidence_rows(person: Person) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(trajectory__learner=person, removed_at=None)
    return rows.filter(Q(seen=Evidence.Seen.THREE) | Q(by=person))


def _trajectory(one: Trajectory) -> dict[str, Any]:
    levels = {level.number: level.title for level in one.version.levels.all()}
    return {
        "title": one.object.title,
        "purpose": one.purpose,
        "phases": one.phases,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "ended": one.ended_at.isoformat() if one.ended_at else "",
        "school": one.school.name if one.school else "",
        "curriculum": {"title": one.version.title, "version": one.version.number},
        "levels": [{"number": number, "title": title} for number, title in levels.items()],
        "outcomes": _outcomes(one),
        "pieces": _pieces(one),
        "agreements": [
            {
                "number": agreement.number,
                "confirmed_at": agreement.confirmed_at.isoformat(),
                "content": agreement.content,
                "digest": agreement.digest,
            }
            for agreement in one.agreements.all()
        ],
        "met": [
            {"number": row.number, "at": row.starts_at.isoformat() if row.starts_at else "", "phase": row.phase}
            for row in TriangleConversation.objects.filter(trajectory=one).order_by("number")
        ],
        "reached": _reached(one, levels),
        "evidence": _evidence(one),
        "forms": _forms(one),
        "beside": [
            {
                "name": str(member),
                "role": member.role,
                "organisation": member.organisation.name if member.organisation else "",
            }
            for member in Member.objects.filter(trajectory=one)
            .exclude(person=one.learner_id)
            .select_related("person", "organisation")
        ],
    }


def _outcomes(one: Trajectory) -> list[dict[str, Any]]:
    rows = Outcome.objects.filter(version=one.version_id).select_related("theme").prefetch_related("criteria")
    return [
        {
            "code": row.code,
            "identifier": str(row.identifier),
            "title": row.title,
            "description": row.description,
            "theme": row.theme.title or {"nl": row.theme.code},
            "phase": row.phase,
            "level": row.level,
            "criteria": [criterion.words for criterion in row.criteria.all()],
        }
        for row in rows
        if not one.phases or row.phase in one.phases
    ]


def _pieces(one: Trajectory) -> list[dict[str, Any]]:
    return [plain_piece(piece) for piece in one.pieces.filter(removed_at=None).select_related("organisation")]


def _reached(one: Trajectory, levels: Mapping[int, Mapping[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "outcome": row.outcome,
            "level": row.level,
            "level_title": levels.get(row.level, {}),
            "words": row.words,
            "by": row.by_name,
            "at": row.at.isoformat(),
            "taken_back_at": row.taken_back_at.isoformat() if row.taken_back_at else "",
            "taken_back_why": row.taken_back_why,
        }
        for row in Reached.objects.filter(trajectory=one).order_by("at")
    ]


def _forms(one: Trajectory) -> list[dict[str, Any]]:
    """Forms that were handed in; those of the others as far as the learner could read them beside the own."""
    rows = FilledForm.objects.filter(trajectory=one).order_by("form", "round", "handed_in_at")
    filled = list(rows.select_related("form__object", "member__person", "member__trajectory"))
    last: dict[int, int] = {row.form_id: row.round for row in filled}
    mine = {(row.form_id, row.round) for row in filled if row.handed_in_at and row.member.person_id == one.learner_id}
    return [
        _form(row)
        for row in filled
        if row.handed_in_at and ((row.form_id, row.round) in mine or row.round < last[row.form_id])
    ]


def _form(row: FilledForm) -> dict[str, Any]:
    levels = {level["id"]: level["title"] for level in row.form.levels}
    said = [(part["title"], row.answers.get(part["id"], {})) for part in row.form.rows]
    return {
        "title": row.form.object.title,
        "outcomes": row.form.outcomes,
        "round": row.round,
        "by": str(row.member),
        "role": row.member.role,
        "at": timezone.localtime(row.handed_in_at).isoformat() if row.handed_in_at else "",
        "answers": [
            {"row": title, "level": levels.get(answer.get("level", ""), ""), "words": answer.get("words", "")}
            for title, answer in said
        ],
    }


def _evidence(one: Trajectory) -> list[dict[str, Any]]:
    rows = list(_evidence_rows(one.learner).filter(trajectory=one).select_related("by").order_by("made_at"))
    files = {
        row["evidence"]: row
        for row in EvidenceFile.objects.filter(evidence__in=rows).values("evidence", "size", "digest")
    }
    remarks: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for remark in Remark.objects.filter(evidence__in=rows, removed_at=None).select_related("member__person"):
        member = remark.member
        remarks[remark.evidence_id].append(
            {
                "by": str(member) if member else "",
                "role": member.role if member else "",
                "text": remark.text,
                "at": timezone.localtime(remark.made_at).isoformat(),
            }
        )
    return [
        {
            "outcome": row.outcome,
            "kind": row.kind,
            "title": row.title,
            "words": row.words,
            "link": row.link,
            "file_name": row.file_name,
            "media_type": row.media_type,
            "by": row.by.name if row.by else "",
            "made_at": row.made_at.isoformat(),
            "file": {"name": file_name(row), "size": kept["size"], "sha256": kept["digest"]}
            if (kept := files.get(row.pk))
            else None,
            "remarks": remarks[row.pk],
        }
        for row in rows
    ]
