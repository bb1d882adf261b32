"""Who may see or do what with evidence, forms and what was reached: the three, and each what was meant for them."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from leerruimte.people.access import LEARNERS
from leerruimte.people.models import Partnership, Role
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import is_learner, membership_of, stands_beside, visible_trajectories
from leerruimte.trajectories.models import EarlierRecord, Evidence, Reached, Remark, Trajectory


def visible_evidence(who: Who) -> QuerySet[Evidence]:
    """What the three may see together in a trajectory of one's own or where one stands beside; and one's own."""
    rows = Evidence.objects.filter(trajectory__in=visible_trajectories(who), removed_at=None)
    return rows.filter(Q(seen=Evidence.Seen.THREE) | Q(by=who.person))


def get_evidence(who: Who, trajectory: Trajectory, evidence_id: UUID) -> Evidence:
    """One thing laid as evidence, if it may be seen."""
    found = visible_evidence(who).filter(trajectory=trajectory, pk=evidence_id).select_related("by").first()
    if found is None:
        raise Http404
    return found


def may_remove_evidence(who: Who, evidence: Evidence) -> bool:
    """Whose it is takes it away; nobody else."""
    return who.person is not None and evidence.by_id == who.person


def get_remark(who: Who, evidence: Evidence, remark_id: UUID) -> Remark:
    """A remark of one's own in the margin."""
    mine = stands_beside(who.person or 0)
    found = Remark.objects.filter(pk=remark_id, evidence=evidence, removed_at=None, member__in=mine).first()
    if found is None:
        raise Http404
    return found


def may_lay_evidence(who: Who, trajectory: Trajectory) -> bool:
    """The learner, and who stands beside the learner today."""
    return is_learner(who, trajectory) or membership_of(who, trajectory) is not None


def may_say_reached(who: Who, trajectory: Trajectory) -> bool:
    """An educator of the institute who stands beside the learner today, and is not the learner."""
    if not who.person or is_learner(who, trajectory):
        return False
    return stands_beside(who.person).filter(trajectory=trajectory, role=Role.INSTITUTE_EDUCATOR).exists()


def get_reached(trajectory: Trajectory, reached_id: int) -> Reached:
    """What was said to be reached in a trajectory that `who` was let into already."""
    found = Reached.objects.filter(trajectory=trajectory, pk=reached_id).first()
    if found is None:
        raise Http404
    return found


def may_bring_record(who: Who, partnership: Partnership) -> bool:
    """Who learns in this partnership: by role of today, or by a trajectory here."""
    if not who.person:
        return False
    here = Trajectory.objects.filter(learner=who.person, object__partnership=partnership)
    return bool(LEARNERS & who.roles_in(partnership.pk)) or here.exists()


def get_earlier_record(who: Who, partnership: Partnership, record_id: int) -> EarlierRecord:
    """A record of elsewhere: one's own, or one that its learner shows to who stands beside them here."""
    found = EarlierRecord.objects.filter(pk=record_id, partnership=partnership).select_related("person").first()
    if found is None or not who.person:
        raise Http404
    if found.person_id != who.person and not (found.imported_at and _is_shown(who, found)):
        raise Http404
    return found


def _is_shown(who: Who, record: EarlierRecord) -> bool:
    beside = stands_beside(who.person or 0).filter(
        trajectory__learner=record.person_id, trajectory__object__partnership=record.partnership_id
    )
    return record.seen == Evidence.Seen.THREE and beside.exists()


def get_own_earlier_record(who: Who, partnership: Partnership, record_id: int) -> EarlierRecord:
    """A record of one's own from elsewhere."""
    found = get_earlier_record(who, partnership, record_id)
    if found.person_id != who.person:
        raise Http404
    return found
