"""Needs are kept a step at a time by the learner alone, and shared and unshared by the learner alone."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.who import Who
from leerruimte.trajectories.access.trajectories import is_learner
from leerruimte.trajectories.models import Needs, Trajectory
from leerruimte.trajectories.queries.needs import step_values
from leerruimte.trajectories.rules.needs import FIELDS, stamp_of

CHANGED_MEANWHILE = "changed_meanwhile"


@transaction.atomic
def keep_step(*, by: Who, trajectory: Trajectory, step: str, values: Mapping[str, Any], stamp: str) -> Needs:
    """Keep one step. `stamp`: of the step as it was when the form was opened.

    Was it changed meanwhile, in another tab or on another device, then nothing is written: the page shows both.
    """
    needs = _locked(by, trajectory)
    now = step_values(needs, step)
    if values == now:
        return needs
    if stamp != stamp_of(now):
        no = _(
            "This was changed meanwhile, in another window or on another device. Nothing of it is lost: look at both."
        )
        raise Refused(no, code=CHANGED_MEANWHILE)
    for field in FIELDS[step]:
        setattr(needs, field, values[field])
    needs.words = {**needs.words, step: values["words"]}
    needs.version += 1
    needs.changed_at = timezone.now()
    needs.save()
    return needs


@transaction.atomic
def share_needs(*, by: Who, trajectory: Trajectory, shared: bool) -> Needs:
    """Let who stands beside read the needs; or stop that: from then on nobody else reads them."""
    needs = _locked(by, trajectory)
    if shared != (needs.shared_at is not None):
        needs.shared_at = timezone.now() if shared else None
        needs.save(update_fields=["shared_at"])
    return needs


def _locked(by: Who, trajectory: Trajectory) -> Needs:
    needs = Needs.objects.select_for_update().get(trajectory=trajectory)
    if not is_learner(by, trajectory):
        raise PermissionDenied
    return needs
