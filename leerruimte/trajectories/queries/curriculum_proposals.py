"""Reading proposals to a curriculum: what would change, what people say of it, and what was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from leerruimte.base.small_groups import groups_shown
from leerruimte.encounters.models import Contribution, Stance
from leerruimte.encounters.queries import contributions_shown, roles_shown
from leerruimte.people.who import Who
from leerruimte.trajectories.models import ChangeProposal, Curriculum, CurriculumVersion
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.rules.curriculum import Difference, Framework, OutcomeText, changed_by, difference


def proposals_of(curriculum: Curriculum, *, code: str = "", opened: bool | None = None) -> QuerySet[ChangeProposal]:
    """Proposals to a curriculum, the newest first; of one outcome, and only open or only decided ones."""
    rows = ChangeProposal.objects.filter(version__curriculum=curriculum).select_related("by", "version", "encounter")
    if code:
        rows = rows.filter(code=code)
    if opened is not None:
        is_open = Q(decision=ChangeProposal.Decision.OPEN)
        rows = rows.filter(is_open if opened else ~is_open)
    # The proposal itself is the first thing that was said.
    return rows.annotate(words=Count("encounter__contribution", distinct=True) - 1).order_by("-made_at", "-pk")


def open_counts(curricula: Iterable[Curriculum]) -> dict[int, int]:
    """How many proposals are open, by curriculum."""
    rows = ChangeProposal.objects.filter(version__curriculum__in=curricula, decision=ChangeProposal.Decision.OPEN)
    return dict(rows.values_list("version__curriculum").annotate(Count("pk")).order_by())


def changes_of(proposal: ChangeProposal) -> Difference:
    """What a proposal would change in the version that it was made to."""
    framework = framework_of(proposal.version)
    return difference(framework, laid_over(framework, proposal))


def laid_over(framework: Framework, proposal: ChangeProposal) -> Framework:
    """A framework as it would be with a proposal in it; unchanged when its outcome is not there any more."""
    outcomes: Sequence[OutcomeText] = framework.outcomes
    if proposal.kind == ChangeProposal.Kind.REMOVE:
        outcomes = [one for one in outcomes if one.code != proposal.code]
    elif proposal.kind == ChangeProposal.Kind.ADD:
        outcomes = [*outcomes, new_outcome(proposal)]
    else:
        outcomes = [
            changed_by(one, proposal.fields, proposal.language) if one.code == proposal.code else one
            for one in outcomes
        ]
    return replace(framework, outcomes=tuple(outcomes))


def stands_in(proposal: ChangeProposal, framework: Framework) -> bool:
    """Whether a framework is as a proposal wants it."""
    there = any(one.code == proposal.code for one in framework.outcomes)
    if proposal.kind == ChangeProposal.Kind.CHANGE:
        return there and not difference(framework, laid_over(framework, proposal))
    return there == (proposal.kind == ChangeProposal.Kind.ADD)


def new_outcome(proposal: ChangeProposal) -> OutcomeText:
    """The outcome that a proposal would add."""
    empty = OutcomeText(code=proposal.code, theme=str(proposal.fields.get("theme", "")), title={})
    return changed_by(empty, proposal.fields, proposal.language)


@dataclass(frozen=True)
class Said:
    """What somebody said of a proposal, and how people stand to it: figures only after one's own choice."""

    id: str
    text: str
    signed: str
    role: str
    mine: bool
    my_stance: int | None
    # Stance -> how many, of groups that may be shown; the others together.
    counts: "dict[str, int]"
    others: int


def talk_about(who: Who, proposal: ChangeProposal) -> list[Said]:
    """All that was said, in order; the first is the proposal itself."""
    if proposal.encounter_id is None:
        return []
    rows = list(contributions_shown(proposal.encounter_id).select_related("participation"))
    shown = roles_shown(proposal.encounter_id)
    own = dict(
        Stance.objects.filter(
            encounter=proposal.encounter_id, participation__person=who.person or 0, value__isnull=False
        ).values_list("contribution", "value")
    )
    counted: dict[object, dict[str, int]] = {}
    stances = Stance.objects.filter(encounter=proposal.encounter_id, value__isnull=False)
    for contribution, value, count in stances.values_list("contribution", "value").annotate(count=Count("pk")):
        counted.setdefault(contribution, {})[Stance.Value(value).name.lower()] = count
    return [_said(who, row, shown, own.get(row.pk), counted.get(row.pk, {})) for row in rows]


def _said(who: Who, row: Contribution, shown: frozenset[str], mine: int | None, counts: dict[str, int]) -> Said:
    told, others = groups_shown(counts) if mine is not None else ({}, 0)
    return Said(
        id=str(row.pk),
        text=row.text,
        signed=row.signed,
        role=row.role if row.role in shown else "",
        mine=who.person is not None and row.participation.person_id == who.person,
        my_stance=mine,
        counts=told,
        others=others,
    )


def taken_into(version: CurriculumVersion) -> QuerySet[ChangeProposal]:
    """Proposals that were taken over into a version."""
    return ChangeProposal.objects.filter(taken_in=version).select_related("by").order_by("decided_at")


def proposed_codes(curriculum: int) -> set[str]:
    """Codes of outcomes that were proposed and not decided about yet."""
    rows = ChangeProposal.objects.filter(version__curriculum=curriculum, kind="add", decision="open")
    return set(rows.values_list("code", flat=True))
