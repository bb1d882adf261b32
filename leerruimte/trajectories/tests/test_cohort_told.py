"""What a learner and a school know of a place, and when; what needs fill in; a school that drops out."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from leerruimte.people.models import AuditEntry, Organisation, Person, Role
from leerruimte.people.tests.make import a_coordinator, browser_of, somebody, who_is
from leerruimte.trajectories.actions import cohort_placing, cohorts
from leerruimte.trajectories.actions.cohort_proposals import accept_proposal
from leerruimte.trajectories.models import (
    Capacity,
    Cohort,
    CohortLearner,
    Member,
    Needs,
    Notice,
    PlannerRun,
    Trajectory,
)
from leerruimte.trajectories.queries.my_asks import asks_out_of_needs
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.queries.own import all_of
from leerruimte.trajectories.tests.make import a_mentor, a_trajectory
from leerruimte.trajectories.tests.make_cohort import a_cohort, a_coordinator_of, a_learner, a_school, planned

pytestmark = pytest.mark.django_db


def a_placed_learner() -> tuple[Cohort, Organisation, Person, CohortLearner]:
    """A learner who is placed by hand, with a reason; nobody was told."""
    cohort = a_cohort()
    school = a_school(cohort.period.partnership, "De Kade", 2)
    person = somebody(Role.STUDENT, cohort.period.partnership)
    row = a_learner(
        cohort,
        "Sanne",
        person=person,
        words="liefst dichtbij",
        **{"apart": ["mo@waardland.example"], "with": ["x@y.nl"]},
    )
    place(cohort, row, school, "want het is om de hoek")
    return cohort, school, person, row


def place(cohort: Cohort, row: CohortLearner, school: Organisation, why: str) -> None:
    """Place by hand."""
    cohort_placing.place_by_hand(by=a_coordinator_of(cohort), learner=row, school=school, why=why)


def taken_out(person: Person) -> str:
    """All that somebody takes out about cohorts."""
    return json.dumps(all_of(person)["cohorts"], default=str)


def test_what_is_taken_out_tells_no_place_before_it_is_published() -> None:
    """Nor that it changed after; and never with whom somebody else says they must not be."""
    cohort, _school, person, row = a_placed_learner()
    assert "De Kade" not in taken_out(person)
    assert "om de hoek" not in taken_out(person)
    cohort_placing.publish(by=a_coordinator_of(cohort), cohort=cohort)
    assert "De Kade" in taken_out(person)
    assert "om de hoek" in taken_out(person)
    other = a_school(cohort.period.partnership, "De Brug", 2, at=1)
    place(cohort, row, other, "toch liever daar")
    assert "De Kade" in taken_out(person)
    assert "De Brug" not in taken_out(person)
    assert "toch liever daar" not in taken_out(person)
    assert "liefst dichtbij" in taken_out(person)
    assert "mo@waardland.example" not in taken_out(person)
    assert "x@y.nl" not in taken_out(person)


def test_a_schools_educators_read_who_comes_once_it_is_told() -> None:
    """Nobody else: a coordinator reads it at the cohort; another school's educator has no such page."""
    cohort, school, _person, row = a_placed_learner()
    partnership = cohort.period.partnership
    educator = browser_of(somebody(Role.SCHOOL_EDUCATOR, partnership, school))
    page = f"/leermogelijkheden/{partnership.slug}/plekken/{school.pk}/"
    name = row.person.name if row.person else ""
    assert name not in educator.get(page).content.decode()
    cohort_placing.publish(by=a_coordinator_of(cohort), cohort=cohort)
    assert name in educator.get(page).content.decode()
    coordinator = browser_of(a_coordinator(partnership)).get(page)
    assert coordinator.status_code == 200
    assert name not in coordinator.content.decode()
    mentor = browser_of(somebody(Role.MENTOR, partnership, school))
    assert mentor.get(page).status_code == 404
    other = a_school(partnership, "De Brug", 2, at=1)
    stranger = browser_of(somebody(Role.SCHOOL_EDUCATOR, partnership, other))
    assert stranger.get(page).status_code == 404
    theirs = stranger.get(f"/leermogelijkheden/{partnership.slug}/plekken/{other.pk}/")
    assert theirs.status_code == 200
    assert name not in theirs.content.decode()
    place(cohort, row, other, "toch daar")
    assert name in educator.get(page).content.decode()


def test_the_page_of_a_school_leads_to_what_it_offers_and_to_who_comes() -> None:
    """Each sees the ways that are open to them."""
    cohort, school, person, _row = a_placed_learner()
    slug = cohort.period.partnership.slug
    page = f"/partnerschap/{slug}/organisaties/{school.pk}/"
    ways = (f"/leermogelijkheden/{slug}/?organisatie=", f"/nieuw/?bij={school.pk}", f"/plekken/{school.pk}/")
    educator = somebody(Role.SCHOOL_EDUCATOR, cohort.period.partnership, school)
    mentor = somebody(Role.MENTOR, cohort.period.partnership, school)
    for who, seen in ((educator, [True] * 3), (mentor, [True, True, False]), (person, [True, False, False])):
        text = browser_of(who).get(page).content.decode()
        assert [way in text for way in ways] == seen


def needs_of(trajectory: Trajectory) -> Needs:
    """Needs that say all that a place asks."""
    values = {
        "home": "8011 AB", "car": True, "most_travel": 45, "version": 1,
        "never": [{"day": "fr"}, {"day": "mo", "part": "evening"}],
    }  # fmt: skip
    Needs.objects.update_or_create(trajectory=trajectory, defaults=values)
    return Needs.objects.get(trajectory=trajectory)


def test_the_wishes_are_filled_in_from_ones_own_needs_until_one_asked() -> None:
    """And the page says so; what a coordinator fills in is never filled with somebody's needs."""
    cohort = a_cohort()
    partnership = cohort.period.partnership
    trajectory = a_trajectory(partnership)
    row = CohortLearner.objects.create(cohort=cohort, person=trajectory.learner, name="Sanne", email="s@x.example")
    by = a_coordinator_of(cohort)
    cohorts.ask_wishes(by=by, cohort=cohort, until=timezone.localdate() + timedelta(days=9))
    who, page = who_is(trajectory.learner), f"/mijn-leerplek/{row.pk}/wensen/"
    Needs.objects.filter(trajectory=trajectory).update(version=0)
    assert asks_out_of_needs(who, row) == {}
    needs_of(trajectory)
    expected = {"home": "8011 AB", "car": True, "most_minutes": 45, "days": ["mo", "tu", "we", "th"]}
    assert asks_out_of_needs(who, row) == expected
    seen = browser_of(trajectory.learner).get(page)
    assert {name: seen.context["form"][name].value() for name in expected} == expected
    assert seen.context["filled"]
    row.refresh_from_db()
    assert row.asks == {}
    coordinator = browser_of(a_coordinator(partnership))
    typed = coordinator.get(f"/partnerschap/{partnership.slug}/lichtingen/{cohort.pk}/lerende/{row.pk}/vraagt/")
    assert typed.status_code == 200
    assert "8011 AB" not in typed.content.decode()
    cohorts.say_asks(by=who, learner=row, asks={"home": "Kampen"}, version=0)
    row.refresh_from_db()
    assert asks_out_of_needs(who, row) == {}
    assert asks_out_of_needs(by, row) == {}


def test_a_school_drops_out_and_as_few_as_can_be_move() -> None:
    cohort = a_cohort()
    partnership = cohort.period.partnership
    gone = a_school(partnership, "Weg", 2)
    a_school(partnership, "Blijft", 2, at=1), a_school(partnership, "Ruimte", 2, at=2)
    by = a_coordinator_of(cohort)
    rows = [a_learner(cohort, f"L{n}", most_minutes=150) for n in range(4)]
    planned(cohort, by)
    accept_proposal(by=by, cohort=cohort, run_id=cohort.run_id)
    cohort_placing.publish(by=by, cohort=cohort)
    before = dict(CohortLearner.objects.values_list("pk", "school"))
    hit = [pk for pk, school in before.items() if school == gone.pk]
    assert hit
    one = CohortLearner.objects.get(pk=hit[0])
    cohort_placing.place_by_hand(by=by, learner=one, school=gone, why="op verzoek", on_purpose=True)
    run = planned(cohort, by, kind=PlannerRun.Kind.MOVES, without=gone)
    assert run.result["moves"] == {"gone": len(hit)}
    accept_proposal(by=by, cohort=cohort, run_id=run.pk)
    after = dict(CohortLearner.objects.values_list("pk", "school"))
    assert {pk for pk in before if before[pk] != after[pk]} == set(hit)
    assert None not in after.values()
    said = Capacity.objects.get(organisation=gone)
    assert (said.places, said.with_mentor, said.bands, said.said_by_id) == (0, 0, {}, by.person)
    noted = AuditEntry.objects.get(kind="capacity", thing=str(gone.pk))
    assert (noted.by_id, noted.words) == (by.person, f"{cohort.period.name}: 0 promised")
    assert cohort_placing.publish(by=by, cohort=cohort) == len(hit)
    assert len(rows) == 4


def told_of(person: Person) -> list[tuple[str, str]]:
    """What somebody reads at home, with where it leads."""
    return [(one.sentence, one.address) for one in notices_of(who_is(person))]


def test_the_schools_and_who_stands_beside_read_at_home_that_a_place_changed() -> None:
    """The schools how many, by role; who stands beside a learner only when another place was told before."""
    cohort = a_cohort()
    partnership = cohort.period.partnership
    first, second = a_school(partnership, "De Kade", 2), a_school(partnership, "De Brug", 2, at=1)
    trajectory = a_trajectory(partnership)
    Trajectory.objects.filter(pk=trajectory.pk).update(first=cohort.period.first, last=cohort.period.last)
    mentor, gone = a_mentor(trajectory).person, a_mentor(trajectory).person
    assert mentor
    assert gone
    yesterday = timezone.localdate() - timedelta(days=1)
    Member.objects.filter(person=gone).update(from_date=yesterday, until_date=yesterday)
    Notice.objects.all().delete()
    at_first, at_second = (somebody(Role.SCHOOL_EDUCATOR, partnership, one) for one in (first, second))
    row, other = a_learner(cohort, "Sanne", person=trajectory.learner), a_learner(cohort, "Mo")
    by = a_coordinator_of(cohort)
    for one in (row, other):
        place(cohort, one, first, "om de hoek")
    assert told_of(at_first) == []
    cohort_placing.publish(by=by, cohort=cohort)
    at = f"/leermogelijkheden/{partnership.slug}/plekken/{{}}/{cohort.period_id}/wie/"
    with override("en"):
        assert told_of(at_first) == [("2 learners come to De Kade in Periode 2.", at.format(first.pk))]
    assert (told_of(at_second), told_of(mentor)) == ([], [])
    place(cohort, row, second, "de school valt uit")
    cohort_placing.publish(by=by, cohort=cohort)
    cohort_placing.publish(by=by, cohort=cohort)
    assert len(told_of(at_first)) == 2
    assert [address for _sentence, address in told_of(at_second)] == [at.format(second.pk)]
    assert "Sanne" not in told_of(at_first)[0][0] + told_of(at_second)[0][0]
    [(sentence, address)] = told_of(mentor)
    assert "De Brug" in sentence
    assert "De Kade" in sentence
    assert row.name not in sentence
    assert address == f"/traject/{trajectory.pk}/"
    assert told_of(gone) == []
    assert [len(told_of(one)) for one in (at_first, at_second)] == [2, 1]
    for who, [(_words, where), *_more] in ((one, told_of(one)) for one in (at_first, at_second, mentor)):
        assert browser_of(who).get(where).status_code == 200
