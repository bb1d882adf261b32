"""Who may see or do what with a trajectory: its learner, and who stands beside the learner today. Nobody else."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.people.models import SIDE_OF, Role, Side
from leerruimte.people.who import Who
from leerruimte.trajectories.models import Member, Trajectory


def stands_beside(person: int, day: date | None = None) -> QuerySet[Member]:
    """Memberships of a person today (or on another day)."""
    day = day or timezone.localdate()
    today = Q(from_date__lte=day) & (Q(until_date=None) | Q(until_date__gte=day))
    return Member.objects.filter(today, person=person)


def visible_trajectories(who: Who) -> QuerySet[Trajectory]:
    """One's own, and those one stands beside today."""
    if not who.person:
        return Trajectory.objects.none()
    beside = Q(pk__in=stands_beside(who.person).values("trajectory"))
    return Trajectory.objects.filter(Q(learner=who.person) | beside)


def get_trajectory(who: Who, trajectory_id: int) -> Trajectory:
    """The trajectory, if `who` is its learner or stands beside the learner today."""
    rows = visible_trajectories(who).select_related("object__partnership", "learner", "version__curriculum", "school")
    trajectory = rows.filter(pk=trajectory_id).first()
    if trajectory is None:
        raise Http404
    return trajectory


def get_own_trajectory(who: Who, trajectory_id: int) -> Trajectory:
    """The trajectory, if it is one's own."""
    trajectory = get_trajectory(who, trajectory_id)
    if not is_learner(who, trajectory):
        raise Http404
    return trajectory


def is_learner(who: Who, trajectory: Trajectory) -> bool:
    """Whether it is their own."""
    return who.person is not None and trajectory.learner_id == who.person


def membership_of(who: Who, trajectory: Trajectory) -> Member | None:
    """As whom `who` takes part today; the learner is a member too. With several roles: the first."""
    if not who.person:
        return None
    return stands_beside(who.person).filter(trajectory=trajectory).order_by("from_date", "pk").first()


def side_of(member: Member) -> Side:
    """Which of the three a member is: learner, school or institute.

    Whose trajectory it is, is the learner in it, whatever they are besides: a mentor learns too.
    """
    if member.person_id is not None and member.person_id == member.trajectory.learner_id:
        return Side.LEARNER
    return SIDE_OF[Role(member.role)]


def shown_as(member: Member) -> str:
    """The role that stands beside a name; "learner" where the learner's own role is one of those who guide."""
    side = side_of(member)
    return member.role if SIDE_OF[Role(member.role)] == side else side.value


def may_move_pieces(who: Who, trajectory: Trajectory) -> bool:
    """Whether they may lay, move and take away pieces: the learner and who stands beside, while it has not ended."""
    return trajectory.ended_at is None and (is_learner(who, trajectory) or membership_of(who, trajectory) is not None)


def may_read_needs(who: Who, trajectory: Trajectory) -> bool:
    """Whether they may read the needs: the learner always, the others once the learner shared them."""
    if is_learner(who, trajectory):
        return True
    needs = getattr(trajectory, "needs", None)
    return needs is not None and needs.shared_at is not None and membership_of(who, trajectory) is not None
