"""Who is told of a place: the learner, the educators of the schools, and who stands beside a learner that moves."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from leerruimte.people.access import on_today
from leerruimte.people.models import Organisation, Role, RoleAssignment
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.models import Cohort, CohortLearner, Member


@dataclass(frozen=True)
class Told:
    """A learner who is told: where they go, and what they knew until now."""

    learner: CohortLearner
    school: Organisation | None
    before: Organisation | None


def tell_learners(by: Who, cohort: Cohort, told: Sequence[Told]) -> None:
    """Each learner with an account reads their own place."""
    people: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for one in told:
        if one.learner.person_id:
            kind = "place" if one.school else "place_none"
            key = (kind, one.school.name if one.school else "", one.before.name if one.before else "")
            people[key].append(one.learner.person_id)
    for (kind, school, before), whom in people.items():
        values = {"school": school, "before": before, "period": cohort.period.name, "cohort": cohort.title}
        tell(by=by, people=whom, kind=kind, values=values, address=reverse("trajectories:my_places"))


def tell_around(by: Who, cohort: Cohort, told: Sequence[Told]) -> None:
    """The schools where somebody comes or goes, and who stands beside a learner that was told another place before."""
    moved = [one for one in told if one.school != one.before]
    _tell_schools(by, cohort, moved)
    _tell_beside(by, cohort, [one for one in moved if one.before])


def _tell_schools(by: Who, cohort: Cohort, moved: Sequence[Told]) -> None:
    """How many come and go; the educators of a school read the names on the page of who comes."""
    comes = Counter(one.school for one in moved if one.school)
    goes = Counter(one.before for one in moved if one.before)
    partnership = cohort.period.partnership
    held = RoleAssignment.objects.filter(
        on_today(), partnership=partnership, role=Role.SCHOOL_EDUCATOR, organisation__in={*comes, *goes}
    )
    educators: dict[int, list[int]] = defaultdict(list)
    for school, person in held.values_list("organisation", "person"):
        educators[school].append(person)
    for one in {*comes, *goes}:
        values = {"school": one.name, "period": cohort.period.name, "comes": comes[one], "goes": goes[one]}
        address = reverse("trajectories:who_comes_at_school", args=[partnership.slug, one.pk, cohort.period_id])
        tell(by=by, people=educators[one.pk], kind="place_school", values=values, address=address)


def _tell_beside(by: Who, cohort: Cohort, moved: Sequence[Told]) -> None:
    rows = CohortLearner.objects.filter(pk__in=[one.learner.pk for one in moved]).exclude(trajectory=None)
    trajectories = dict(rows.values_list("pk", "trajectory"))
    members = Member.objects.filter(on_today(), trajectory__in=trajectories.values()).exclude(person=None)
    beside: dict[int, list[int]] = defaultdict(list)
    for trajectory, person in members.exclude(person=F("trajectory__learner")).values_list("trajectory", "person"):
        beside[trajectory].append(person)
    for one in moved:
        road = trajectories.get(one.learner.pk)
        if road is None or one.before is None:
            continue
        # Whose place it is, the board behind it says: no name of a learner is kept with a notice.
        school = one.school.name if one.school else ""
        values = {"school": school, "before": one.before.name, "period": cohort.period.name}
        address = reverse("trajectories:board", args=[road])
        tell(by=by, people=beside[road], kind="place_beside", values=values, address=address)
