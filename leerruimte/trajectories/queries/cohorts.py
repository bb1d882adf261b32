"""What pages about a cohort show: learners, how full schools are, how evenly it fell, what a proposal says."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from leerruimte.base.searching import all_words, sought_in
from leerruimte.base.small_groups import SMALLEST
from leerruimte.people.importing.plans import Plan
from leerruimte.people.models import Organisation, Partnership, PendingImport
from leerruimte.people.queries.importing import known_organisations
from leerruimte.trajectories.access.cohort import schools_of
from leerruimte.trajectories.models import Appeal, Capacity, Cohort, CohortLearner, PlannerRun, ProposedPlace
from leerruimte.trajectories.queries.cohort_planning import rooms_of, taken_of
from leerruimte.trajectories.rules.cohort import Fairness, Room, fairness_of
from leerruimte.trajectories.rules.cohort_file import KnownLearner, plan_cohort

Placed = CohortLearner.Placed
# Keys of what is asked that a file may hold.
ASKED = ("bands", "home", "car", "most_minutes", "days", "earlier", "wishes", "with", "apart")


def cohorts_seen(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Cohorts with how many learners there are and how many have a place."""
    return cohorts.select_related("period").annotate(
        count=Count("learners", distinct=True),
        placed_count=Count("learners", filter=Q(learners__school__isnull=False), distinct=True),
    )


STATES: Mapping[str, Q] = {
    "zonder": Q(school=None),
    "hand": Q(placed=Placed.BY_HAND),
    "planner": Q(placed=Placed.BY_PLANNER),
    "geen-wens": Q(school__isnull=False, wish=None, wished__gt=0),
    "niets": Q(asked_at=None),
}


def learners_seen(
    cohort: Cohort, *, words: str = "", state: str = "", school: Organisation | None = None
) -> QuerySet[CohortLearner]:
    """Learners of a cohort by name: all, or those with these words, in this state or at this school."""
    rows = CohortLearner.objects.filter(cohort=cohort).select_related("school", "told_school").order_by("name", "pk")
    if words:
        rows = rows.filter(all_words(words))
    if state in STATES:
        rows = rows.filter(STATES[state])
    if school:
        rows = rows.filter(school=school)
    return rows


def untold(cohort: Cohort) -> QuerySet[CohortLearner]:
    """Who does not know yet what is so now: another place than was told, or nothing was told at all."""
    never = Q(told_at=None)
    other = ~Q(school=F("told_school")) & (Q(school__isnull=False) | Q(told_school__isnull=False))
    differs = Q(school=None, told_school__isnull=False) | Q(school__isnull=False, told_school=None) | other
    return CohortLearner.objects.filter(never | differs, cohort=cohort)


def fairness_now(cohort: Cohort) -> Fairness:
    """How evenly the places of now fell."""
    rows = CohortLearner.objects.filter(cohort=cohort)
    return fairness_of(
        (school is not None, placed == Placed.BY_HAND, wished, wish, minutes)
        for school, placed, wished, wish, minutes in rows.values_list(
            "school", "placed", "wished", "wish", "minutes"
        ).order_by()
    )


def counts_now(cohort: Cohort) -> tuple[int, int]:
    """How many learners there are, and how many have a place."""
    counted = CohortLearner.objects.filter(cohort=cohort).aggregate(all=Count("pk"), placed=Count("school"))
    return counted["all"], counted["placed"]


@dataclass(frozen=True)
class SchoolLoad:
    """How full a school is; `places`: promised; `offered`: interested, without a promise yet."""

    school: Organisation
    places: int
    offered: int
    taken: int
    by_hand: int
    wished_first: int

    @property
    def part(self) -> int:
        """How full, in per cent of what there is; more than 100: too full."""
        most = self.places + self.offered
        return round(100 * self.taken / most) if most else (200 if self.taken else 0)

    @property
    def state(self) -> str:
        """over, full, room or none."""
        if self.taken > self.places + self.offered:
            return "over"
        if not self.places and not self.offered:
            return "none"
        return "full" if self.taken >= self.places + self.offered else "room"


def loads_of(cohort: Cohort, run: PlannerRun | None = None) -> list[SchoolLoad]:
    """All schools with room or learners, by name, as it is now or as a run proposes; in a handful of queries."""
    rooms = rooms_of(cohort, interested=True, extras=False)
    taken, by_hand = taken_of(cohort) if run is None else taken_then(cohort, run)
    first: Counter[int] = Counter()
    for asks in CohortLearner.objects.filter(cohort=cohort, wished__gt=0).values_list("asks__wishes__0", flat=True):
        first[asks] += 1
    nothing: Counter[str] = Counter()
    found = []
    for school in Organisation.objects.filter(pk__in={*rooms, *taken}).order_by("name", "pk"):
        room = rooms.get(school.pk, Room())
        found.append(
            SchoolLoad(
                school=school,
                places=room.places if room.promised else 0,
                offered=0 if room.promised else room.places,
                taken=sum(taken.get(school.pk, nothing).values()),
                by_hand=sum(by_hand.get(school.pk, nothing).values()),
                wished_first=first[school.pk],
            )
        )
    return found


def interested_of(cohort: Cohort) -> tuple[int, int]:
    """How many schools are interested without a promise, and how many places that would be."""
    rows = Capacity.objects.filter(period=cohort.period_id, promise=Capacity.Promise.INTERESTED)
    places = list(rows.values_list("places", flat=True))
    return len(places), sum(places)


def promised_places(cohort: Cohort) -> int:
    """How many places schools promised in the period."""
    rows = Capacity.objects.filter(period=cohort.period_id, promise=Capacity.Promise.PROMISED)
    return sum(rows.values_list("places", flat=True))


def open_appeals(cohort: Cohort) -> int:
    """How many wait for an answer."""
    return Appeal.objects.filter(learner__cohort=cohort, state=Appeal.State.OPEN).count()


def school_choices(partnership: Partnership) -> list[tuple[int, str]]:
    """Schools as one types them: name and place."""
    return [(pk, label) for pk, label, _ in _labelled(partnership)]


def _labelled(partnership: Partnership) -> Iterable[tuple[int, str, str]]:
    for pk, name, place, code in schools_of(partnership).values_list("pk", "name", "place", "code"):
        yield pk, f"{name} ({place})" if place else name, code


def find_school(partnership: Partnership, text: str) -> int | None:
    """The one school that is meant by name and place, name, or code; None: none, or more than one."""
    return school_finder(partnership)(text)


def school_finder(partnership: Partnership) -> Callable[[str], int | None]:
    """Finds schools as `find_school` does, many of one partnership: they are read at the first one."""

    @cache
    def known() -> Sequence[tuple[int, str, str]]:
        return [(pk, sought_in(label), code.lower()) for pk, label, code in _labelled(partnership)]

    def find(text: str) -> int | None:
        words = sought_in(text)
        if not words:
            return None
        for sought in (
            [pk for pk, label, _ in known() if label == words],
            [pk for pk, _, code in known() if code == words],
            [pk for pk, label, _ in known() if label.startswith(words)],
        ):
            if sought:
                return sought[0] if len(sought) == 1 else None
        return None

    return find


def names_of(schools: Iterable[int]) -> dict[int, str]:
    """Id -> name and place of these schools."""
    rows = Organisation.objects.filter(pk__in=set(schools)).values_list("pk", "name", "place")
    return {pk: f"{name} ({place})" if place else name for pk, name, place in rows}


def known_learners(cohort: Cohort) -> list[KnownLearner]:
    """Learners as a file may change them."""
    rows = CohortLearner.objects.filter(cohort=cohort).exclude(email="")
    return [
        KnownLearner(
            pk,
            email,
            {**{key: asks[key] for key in ASKED if key in asks}, "name": name, "phase": phase, "school": school},
        )
        for pk, email, name, phase, school, asks in rows.values_list("pk", "email", "name", "phase", "school", "asks")
    ]  # fmt: skip


def plan_pending(cohort: Cohort, pending: PendingImport) -> Plan:
    """What taking in a file would change in the cohort now."""
    return plan_cohort(pending.rows, known_organisations(cohort.period.partnership), known_learners(cohort))


@dataclass(frozen=True)
class Proposal:
    """What the last run proposes, in figures."""

    run: PlannerRun
    fairness: Fairness
    moved: int
    proven: bool
    stopped: bool
    asked_since: int
    lately_by_hand: int

    @property
    def waits(self) -> bool:
        """Whether something in it differs from the places of now."""
        return self.moved > 0


def proposal_of(cohort: Cohort) -> Proposal | None:
    """The proposal of the last run, when there is one."""
    run = cohort.run
    if run is None or not run.result.get("fairness"):
        return None
    rows = ProposedPlace.objects.filter(run=run)
    learners = CohortLearner.objects.filter(cohort=cohort)
    return Proposal(
        run=run,
        fairness=Fairness(**run.result["fairness"]),
        moved=differing(cohort, run).count(),
        proven=bool(run.result.get("proven")),
        stopped=bool(run.result.get("stopped")),
        asked_since=learners.filter(asked_at__gt=run.asked_at).count(),
        lately_by_hand=rows.filter(by_hand=False, learner__placed=Placed.BY_HAND).count(),
    )


def taken_over(cohort: Cohort, run: PlannerRun) -> QuerySet[CohortLearner]:
    """Who gets what a run proposes when it is accepted: all but those placed by hand, unless their school drops out."""
    without = run.problem.get("without")
    stays = Q(placed=Placed.BY_HAND) & ~Q(school=without) if without else Q(placed=Placed.BY_HAND)
    proposed_for = ProposedPlace.objects.filter(run=run).values("learner")
    return CohortLearner.objects.filter(cohort=cohort, pk__in=proposed_for).exclude(stays)


def taken_then(cohort: Cohort, run: PlannerRun) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    """As `taken_of`, when what a run proposes is accepted."""
    changed = taken_over(cohort, run).values("pk")
    taken, by_hand = taken_of(cohort, but=changed)
    going = ProposedPlace.objects.filter(run=run, learner__in=changed).exclude(school=None)
    for school, band, count in going.values_list("school", "band").annotate(count=Count("pk")).order_by():
        taken.setdefault(school, Counter())[band] += count
    return taken, by_hand


def differing(cohort: Cohort, run: PlannerRun) -> QuerySet[ProposedPlace]:
    """Proposed places that are not the place of now, and would be when the run is accepted."""
    rows = proposed(run).filter(learner__in=taken_over(cohort, run).values("pk"))
    comes = Q(school__isnull=False, learner__school=None)
    goes = Q(school=None, learner__school__isnull=False)
    other = Q(school__isnull=False, learner__school__isnull=False) & ~Q(learner__school=F("school"))
    return rows.filter(comes | goes | other)


def proposed(run: PlannerRun) -> QuerySet[ProposedPlace]:
    """Who goes where by a run."""
    return ProposedPlace.objects.filter(run=run).select_related("learner", "school", "before")


def schools_in(reasons: Iterable[Mapping[str, Any]]) -> set[int]:
    """All schools that reasons speak of."""
    found: set[int] = set()
    for one in reasons:
        found |= {int(wish["school"]) for wish in one.get("wishes", [])}
        found |= {int(way["school"]) for way in one.get("ways", [])}
    return found


def shares_of(cohort: Cohort) -> tuple[int, int, int] | None:
    """For whoever does not coordinate: how many are placed, got their first wish, and had wishes; only when no group,
    and nothing that could be worked out by subtraction, is smaller than may be shown."""
    fair = fairness_now(cohort)
    groups = (fair.placed, fair.first, fair.wishing - fair.first)
    if any(count < SMALLEST for count in groups) or 0 < fair.without < SMALLEST:
        return None
    return fair.placed, fair.first, fair.wishing
