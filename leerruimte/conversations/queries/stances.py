"""How many people agree, disagree or pass, with doubles counted together."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from leerruimte.base.small_groups import shown
from leerruimte.encounters.models import Contribution, Stance


@dataclass(frozen=True)
class Counts:
    """People's last stances on a contribution; `..._shown` are None for one to four people."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def agree_shown(self) -> int | None:
        return shown(self.agree)

    @property
    def disagree_shown(self) -> int | None:
        return shown(self.disagree)


def stance_counts(contributions: Collection[UUID]) -> dict[UUID, Counts]:
    """The counts of contributions; those put together with one count for it, and each person once.

    Who took a stance on two doubles counts with the newest of the two.
    """
    rows = Contribution.objects.filter(merged_into__in=list(contributions), withdrawn_at=None, hidden_at=None)
    doubles = {double: root for double, root in rows.values_list("id", "merged_into") if root is not None}
    counts = _plain_counts([one for one in contributions if one not in doubles.values()])
    if doubles:
        counts |= _counts_with_doubles(doubles)
    return {one: counts.get(one, Counts()) for one in contributions}


def _plain_counts(contributions: Collection[UUID]) -> dict[UUID, Counts]:
    rows = (
        Stance.objects.filter(contribution__in=contributions, value__isnull=False)
        .values_list("contribution", "value")
        .annotate(people=Count("id"))
        .order_by()
    )
    values: dict[UUID, dict[int | None, int]] = {}
    for contribution, value, people in rows:
        values.setdefault(contribution, {})[value] = people
    return {contribution: _counts(by_value) for contribution, by_value in values.items()}


def _counts_with_doubles(doubles: dict[UUID, UUID]) -> dict[UUID, Counts]:
    whole = {root: root for root in doubles.values()} | doubles
    rows = (
        Stance.objects.filter(contribution__in=list(whole), value__isnull=False)
        .order_by("made_at", "n")
        .values_list("contribution", "participation", "value")
    )
    newest = {(whole[contribution], person): value for contribution, person, value in rows}
    values: dict[UUID, dict[int | None, int]] = {root: {} for root in doubles.values()}
    for (root, _person), value in newest.items():
        values[root][value] = values[root].get(value, 0) + 1
    return {root: _counts(by_value) for root, by_value in values.items()}


def _counts(by_value: dict[int | None, int]) -> Counts:
    return Counts(
        agree=by_value.get(Stance.Value.AGREE, 0),
        disagree=by_value.get(Stance.Value.DISAGREE, 0),
        passed=by_value.get(Stance.Value.PASS, 0),
    )
