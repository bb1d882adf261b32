"""What a badge says, and how it stands now."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from leerruimte.base.client_ids import read_id
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Partnership
from leerruimte.trajectories.badges import Achievement
from leerruimte.trajectories.models import Level, Outcome, Reached, Trajectory


def issuing_partnership(slug: str) -> Partnership:
    """A partnership of which somebody ever asked for a badge; of the others nobody learns that they are here."""
    given = Reached.objects.filter(credential_at__isnull=False)
    found = Partnership.objects.filter(slug=slug, pk__in=given.values("trajectory__object__partnership")).first()
    if found is None:
        raise Http404
    return found


def achievement_of(reached: Reached, trajectory: Trajectory, partnership: Partnership) -> Achievement:
    """What was reached, in words."""
    outcome = Outcome.objects.filter(version=trajectory.version_id, code=reached.outcome).first()
    if outcome is None:
        raise Http404
    level = Level.objects.filter(version=trajectory.version_id, number=reached.level).first()
    criteria = outcome.criteria.filter(level__lte=reached.level)
    return Achievement(
        credential=reached.credential,
        email=trajectory.learner.email,
        identifier=outcome.identifier,
        name=in_language(outcome.title),
        description=in_language(outcome.description),
        criteria="\n".join(in_language(one.words) for one in criteria),
        level=in_language(level.title) if level else str(reached.level),
        narrative=reached.words,
        reached_at=reached.at,
        partnership=partnership.name,
    )


def revoked_of(partnership: Partnership, why: str) -> Sequence[tuple[UUID, str]]:
    """Badges that were given out and taken back since; the reason itself is between the three."""
    rows = Reached.objects.filter(
        trajectory__object__partnership=partnership, credential_at__isnull=False, taken_back_at__isnull=False
    )
    return [(known, why) for known in rows.order_by("pk").values_list("credential", flat=True)]


def standing_of(badge: str) -> str:
    """How a badge that was given out here stands: "stands", "taken_back", or "gone" when its learner took all away."""
    known = read_id(badge.removeprefix("urn:uuid:"))
    if known is None:
        return "gone"
    reached = Reached.objects.filter(credential=known, credential_at__isnull=False).first()
    if reached is None:
        return "gone"
    return "taken_back" if reached.taken_back_at else "stands"
