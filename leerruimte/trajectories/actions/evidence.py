"""Evidence is laid beside a measure, gets words in its margin, and is taken away."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.models import AuditEntry
from leerruimte.people.who import Who
from leerruimte.trajectories.access.evidence import may_lay_evidence, may_remove_evidence, may_say_reached
from leerruimte.trajectories.access.trajectories import is_learner, membership_of
from leerruimte.trajectories.evidence_files import CheckedFile
from leerruimte.trajectories.models import (
    Evidence,
    EvidenceFile,
    Level,
    Looked,
    Outcome,
    Reached,
    Remark,
    Trajectory,
)

# A learner's whole road fits; a program that goes wild does not.
MOST_PIECES, MOST_BYTES = 500, 100 * 1024 * 1024


@transaction.atomic
def lay_evidence(
    *,
    by: Who,
    trajectory: Trajectory,
    id: UUID,
    outcome: str,
    kind: str,
    title: str,
    seen: str,
    words: str = "",
    link: str = "",
    file: CheckedFile | None = None,
) -> Evidence:
    """Lay a file, photo, link or note beside the measure of an outcome; the same id again gives the first."""
    locked = Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    if not may_lay_evidence(by, locked):
        raise Refused(_("Only the three of this trajectory lay evidence here."), code="foreign")
    first = Evidence.objects.filter(pk=id).first()
    if first is not None:
        if first.by_id != by.person or first.trajectory_id != trajectory.pk:
            raise Refused(_("This form was sent already by somebody else. Open the page again."), code="foreign")
        return first
    _check_what(trajectory, outcome, kind, words, link, file)
    _check_room(locked, file)
    evidence = Evidence.objects.create(
        id=id,
        trajectory=locked,
        outcome=outcome,
        kind=Evidence.Kind.PHOTO if file and file.is_photo else kind,
        title=title.strip() or _title_from(words, link, file),
        words=words.strip(),
        link=link,
        file_name=file.name if file else "",
        media_type=file.media_type if file else "",
        seen=Evidence.Seen(seen),
        by_id=by.person,
    )
    if file:
        EvidenceFile.objects.create(evidence=evidence, data=file.data, size=len(file.data), digest=file.digest)
    return evidence


def _check_what(
    trajectory: Trajectory, outcome: str, kind: str, words: str, link: str, file: CheckedFile | None
) -> None:
    if not Outcome.objects.filter(version=trajectory.version_id, code=outcome).exists():
        raise Refused(_("This outcome is not in the curriculum of this trajectory."), field="outcome")
    if kind in (Evidence.Kind.FILE, Evidence.Kind.PHOTO) and file is None:
        raise Refused(_("Choose a file or make a photo."), field="file")
    if kind == Evidence.Kind.LINK and not link:
        raise Refused(_("Paste the address of the page."), field="link")
    if kind == Evidence.Kind.NOTE and not words.strip():
        raise Refused(_("Write what you want to show."), field="words")


def _check_room(trajectory: Trajectory, file: CheckedFile | None) -> None:
    laid = Evidence.objects.filter(trajectory=trajectory, removed_at=None)
    if laid.count() >= MOST_PIECES or (file and _bytes_of(laid) + len(file.data) > MOST_BYTES):
        raise Refused(_("There is no room for more in this trajectory. Take away what nobody needs."), field="file")


def _bytes_of(laid: QuerySet[Evidence]) -> int:
    return EvidenceFile.objects.filter(evidence__in=laid).aggregate(all=Sum("size"))["all"] or 0


def _title_from(words: str, link: str, file: CheckedFile | None) -> str:
    if file:
        return file.name.rpartition(".")[0][:120]
    first_line = words.strip().partition("\n")[0]
    return (first_line or link.partition("//")[2])[:120]


@transaction.atomic
def choose_readers(*, by: Who, evidence: Evidence, seen: str) -> Evidence:
    """Somebody shows what was only theirs to the three, or takes that back."""
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if not may_remove_evidence(by, locked):
        raise Refused(_("Only whose it is chooses who sees it."), code="foreign")
    if seen not in Evidence.Seen.values:
        raise Refused(_("That cannot be chosen here."), field="seen")
    if locked.seen == Evidence.Seen.MINE and seen == Evidence.Seen.THREE:
        # For the others it begins now.
        locked.made_at = timezone.now()
    locked.seen = Evidence.Seen(seen)
    locked.save(update_fields=["seen", "made_at"])
    return locked


@transaction.atomic
def remove_evidence(*, by: Who, evidence: Evidence) -> None:
    """Take it away: the file and all words go, that something lay there stays so that it cannot come back twice."""
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if not may_remove_evidence(by, locked):
        raise Refused(_("Only whose it is takes it away."), code="foreign")
    EvidenceFile.objects.filter(evidence=locked).delete()
    Remark.objects.filter(evidence=locked).delete()
    locked.title = locked.words = locked.link = locked.file_name = ""
    locked.removed_at = locked.removed_at or timezone.now()
    locked.save()


@transaction.atomic
def remark(*, by: Who, evidence: Evidence, id: UUID, text: str) -> Remark:
    """Words in the margin of evidence that the three see; the same id again gives the first."""
    locked = Evidence.objects.select_for_update(of=("self",)).select_related("trajectory").get(pk=evidence.pk)
    member = membership_of(by, locked.trajectory)
    if member is None or locked.removed_at or not _sees(by, locked):
        raise Refused(_("Only the three of this trajectory write here."), code="foreign")
    if not text.strip():
        raise Refused(_("Write something first."), field="text")
    first = Remark.objects.filter(pk=id).first()
    if first is not None:
        if first.member_id != member.pk or first.evidence_id != locked.pk:
            raise Refused(_("This form was sent already by somebody else. Open the page again."), code="foreign")
        return first
    return Remark.objects.create(id=id, evidence=locked, member=member, text=text.strip())


def _sees(by: Who, evidence: Evidence) -> bool:
    return evidence.seen == Evidence.Seen.THREE or evidence.by_id == by.person


@transaction.atomic
def remove_remark(*, by: Who, remark: Remark) -> None:
    """Take one's own words out of the margin; a late copy of the same write cannot bring them back."""
    Remark.objects.filter(pk=remark.pk, member__person=by.person).update(text="", removed_at=timezone.now())


@transaction.atomic
def note_looked(*, by: Who, trajectory: Trajectory) -> None:
    """They saw what lies there now: only what comes later is new."""
    if by.person is None:
        raise Refused(_("Only the three of this trajectory write here."), code="foreign")
    Looked.objects.update_or_create(trajectory=trajectory, person_id=by.person, defaults={"at": timezone.now()})


@transaction.atomic
def say_reached(*, by: Who, trajectory: Trajectory, outcome: str, level: int, words: str) -> Reached:
    """An educator of the institute says that an outcome is reached on a level, in words; once a level."""
    locked = (
        Trajectory.objects.select_for_update(of=("self",)).select_related("object", "learner").get(pk=trajectory.pk)
    )
    if not may_say_reached(by, locked):
        raise Refused(_("Only an educator of the institute who stands beside the learner says this."), code="foreign")
    if not Outcome.objects.filter(version=locked.version_id, code=outcome).exists():
        raise Refused(_("This outcome is not in the curriculum of this trajectory."), field="outcome")
    if not Level.objects.filter(version=locked.version_id, number=level).exists():
        raise Refused(_("Choose one of these."), field="level")
    if not words.strip():
        raise Refused(_("Say in a few words what you saw."), field="words")
    first = Reached.objects.filter(trajectory=locked, outcome=outcome, level=level, taken_back_at=None).first()
    if first is not None:
        return first
    member = membership_of(by, locked)
    reached = Reached.objects.create(
        trajectory=locked,
        outcome=outcome,
        level=level,
        words=words.strip(),
        by_id=by.person,
        by_name=str(member) if member else "",
    )
    _note(by, locked, f"reached {outcome} {level}")
    return reached


@transaction.atomic
def take_back_reached(*, by: Who, reached: Reached, why: str) -> None:
    """It was said too soon: taken back, with the reason, which the learner reads."""
    locked = (
        Reached.objects.select_for_update(of=("self",))
        .select_related("trajectory__object__partnership")
        .get(pk=reached.pk)
    )
    if not may_say_reached(by, locked.trajectory):
        raise Refused(_("Only an educator of the institute who stands beside the learner says this."), code="foreign")
    if not why.strip():
        raise Refused(_("Say why. The learner reads it."), field="why")
    if locked.taken_back_at is None:
        locked.taken_back_at, locked.taken_back_why = timezone.now(), why.strip()[:280]
        locked.save(update_fields=["taken_back_at", "taken_back_why"])
        _note(by, locked.trajectory, f"taken back {locked.outcome} {locked.level}")


@transaction.atomic
def ask_credential(*, by: Who, reached: Reached) -> Reached:
    """The learner wants a credential of what was reached: from then on others can ask how it stands."""
    locked = Reached.objects.select_for_update(of=("self",)).select_related("trajectory").get(pk=reached.pk)
    if not is_learner(by, locked.trajectory):
        raise Refused(_("Only whose it is asks for this."), code="foreign")
    if locked.taken_back_at:
        raise Refused(_("This was taken back."), code="taken_back")
    locked.credential_at = locked.credential_at or timezone.now()
    locked.save(update_fields=["credential_at"])
    return locked


def _note(by: Who, trajectory: Trajectory, words: str) -> None:
    note_audit(
        by=by,
        verb=AuditEntry.Verb.CHANGED,
        kind="trajectory",
        partnership=trajectory.object.partnership,
        thing=str(trajectory.pk),
        about=trajectory.learner,
        words=words,
    )
