"""A coordinator places learners: rules, the planner's question, accepting, by hand, telling, appeals."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.importing.cells import WrongCellError
from leerruimte.people.models import AuditEntry, Role
from leerruimte.people.tests.make import a_coordinator as someone_who_coordinates
from leerruimte.people.tests.make import browser_of, somebody, who_is
from leerruimte.planner.cohort import faults_of
from leerruimte.trajectories.actions import cohort_placing, cohorts
from leerruimte.trajectories.actions.cohort_proposals import accept_proposal
from leerruimte.trajectories.models import Appeal, Capacity, Cohort, CohortLearner, Notice, PlannerRun
from leerruimte.trajectories.queries.cohort_planning import question_of, rooms_of, taken_of
from leerruimte.trajectories.queries.cohorts import find_school, loads_of, proposal_of, shares_of, untold
from leerruimte.trajectories.rules.cohort import (
    BANDS,
    Room,
    band_for,
    fairness_of,
    is_over,
    minutes_between,
    why_no_room,
)
from leerruimte.trajectories.rules.cohort_file import read_days
from leerruimte.trajectories.rules.travel import Map
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_cohort import (
    a_cohort,
    a_coordinator_of,
    a_learner,
    a_school,
    planned,
)

pytestmark = pytest.mark.django_db

COUNTS = st.dictionaries(st.sampled_from(BANDS), st.integers(0, 4), max_size=3)


@given(places=st.integers(0, 8), bands=COUNTS, taken=COUNTS, band=st.sampled_from(BANDS))
def test_who_fits_makes_no_school_too_full(
    places: int, bands: dict[str, int], taken: dict[str, int], band: str
) -> None:
    room = Room(places, bands)
    if is_over(room, taken, {}) or why_no_room(room, taken, band) is not None:
        return
    assert not is_over(room, Counter(taken) + Counter([band]), {})


@given(bands=COUNTS, taken=COUNTS, suiting=st.lists(st.sampled_from(BANDS), unique=True))
def test_the_band_is_one_that_suits_and_has_room_if_there_is_one(
    bands: dict[str, int], taken: dict[str, int], suiting: list[str]
) -> None:
    room = Room(100, bands)
    band = band_for(room, taken, suiting)
    if not bands:
        assert band == ""
    elif any(why_no_room(room, taken, one) is None for one in suiting or BANDS):
        assert why_no_room(room, taken, band) is None
        assert band in (suiting or BANDS)


def test_a_home_is_found_by_postcode_by_place_and_near_by() -> None:
    on_map = Map(
        [("8011 AA", "Zwolle", 52.5, 6.1), ("8012 BB", "Zwolle", 52.6, 6.1), ("9711 CC", "Groningen", 53.2, 6.6)]
    )
    assert on_map.find("8011 zz") == (52.5, 6.1)
    assert on_map.find("zwólle") == (pytest.approx(52.55), pytest.approx(6.1))
    assert on_map.find("8019 XX Zwolle") == (pytest.approx(52.55), pytest.approx(6.1))
    assert on_map.find("8019") == (pytest.approx(52.55), pytest.approx(6.1))
    assert on_map.find("1011 AB") is None
    assert on_map.find("") is None


def test_a_journey_is_reckoned_as_the_planner_does() -> None:
    cohort = a_cohort()
    school = a_school(cohort.period.partnership, "Ver", 1, at=9)
    a_school(cohort.period.partnership, "Dichtbij", 0)
    learner = a_learner(cohort, "Sanne", most_minutes=120, wishes=[school])
    by = a_coordinator_of(cohort)
    planned(cohort, by)
    accept_proposal(by=by, cohort=cohort, run_id=cohort.run_id)
    learner.refresh_from_db()
    assert learner.school == school
    at = [(52.5, 6.0), (52.5, 6.0 + 9 * 0.03)]
    assert learner.minutes == pytest.approx(minutes_between(*at, car=False), abs=1)


def test_fairness_counts_wishes_and_journeys() -> None:
    fair = fairness_of(
        [(True, False, 2, 0, 10), (True, True, 2, 1, 30), (True, False, 1, None, 50), (False, False, 0, None, None)]
    )
    assert (fair.placed, fair.without, fair.first, fair.later, fair.none, fair.by_hand) == (3, 1, 1, 1, 1, 1)
    assert (fair.middle, fair.longest) == (30, 50)


def test_places_without_a_promise_are_used_only_when_that_is_said() -> None:
    cohort = a_cohort()
    a_school(cohort.period.partnership, "Belangstelling", 3, promise=Capacity.Promise.INTERESTED)
    learner, by = a_learner(cohort, "Sanne"), a_coordinator_of(cohort)
    planned(cohort, by)
    assert proposal_of(cohort).fairness.placed == 0
    planned(cohort, by, interested=True)
    assert proposal_of(cohort).fairness.placed == 1
    accept_proposal(by=by, cohort=cohort, run_id=cohort.run_id)
    learner.refresh_from_db()
    assert learner.school.name == "Belangstelling"


def test_who_is_there_of_another_cohort_of_the_period_takes_a_place() -> None:
    cohort = a_cohort()
    school = a_school(cohort.period.partnership, "Vol", 1)
    other = a_learner(a_cohort(cohort.period.partnership, "Jaar 3"), "Mo")
    by = a_coordinator_of(cohort)
    cohort_placing.place_by_hand(by=by, learner=other, school=school, why="al lang")
    a_learner(cohort, "Sanne")
    assert rooms_of(cohort, interested=False)[school.pk].places == 0
    planned(cohort, by)
    assert proposal_of(cohort).fairness.placed == 0


def test_together_counts_when_both_ask_it_or_a_coordinator_says_so() -> None:
    cohort = a_cohort()
    for name, asks in (
        ("Een", {"together": ["twee@waardland.example", "drie@waardland.example"]}),
        ("Twee", {"together": ["een@waardland.example"]}),
        ("Drie", {"with": ["vier@waardland.example"], "apart": ["een@waardland.example"]}),
        ("Vier", {}),
    ):
        a_learner(cohort, name, **asks)
    code = {row.name: str(row.pk) for row in CohortLearner.objects.all()}
    pairs = {(frozenset([pair.one, pair.other]), pair.kind) for pair in question_of(cohort).places.pairs}
    assert pairs == {
        (frozenset([code["Een"], code["Twee"]]), "together"),
        (frozenset([code["Drie"], code["Vier"]]), "together"),
        (frozenset([code["Een"], code["Drie"]]), "apart"),
    }


@settings(max_examples=12, deadline=None)
@given(
    schools=st.lists(st.tuples(st.integers(0, 3), COUNTS), min_size=1, max_size=4),
    learners=st.lists(
        st.tuples(st.lists(st.integers(0, 3), max_size=3), st.sets(st.sampled_from(BANDS)), st.booleans()),
        min_size=1,
        max_size=8,
    ),
)
def test_taking_over_a_proposal_makes_no_school_too_full_and_leaves_who_was_placed_by_hand(
    schools: list[tuple[int, dict[str, int]]], learners: list[tuple[list[int], set[str], bool]]
) -> None:
    partnership = make.a_partnership(f"p-{new_id().hex[-12:]}")
    cohort = a_cohort(partnership)
    made = [
        a_school(partnership, f"School {n}", places, at=n, bands=bands) for n, (places, bands) in enumerate(schools)
    ]
    by = a_coordinator_of(cohort)
    hand = {}
    for number, (wishes, bands, by_hand) in enumerate(learners):
        wished = list(dict.fromkeys(made[one] for one in wishes if one < len(made)))
        row = a_learner(cohort, f"L{number}-{cohort.pk}", wishes=wished, bands=sorted(bands))
        if by_hand:
            cohort_placing.place_by_hand(by=by, learner=row, school=made[0], why="afgesproken", on_purpose=True)
            hand[row.pk] = made[0].pk
    planned(cohort, by)
    accept_proposal(by=by, cohort=cohort, run_id=cohort.run_id)
    taken, there_by_hand = taken_of(cohort)
    rooms = rooms_of(cohort, interested=False)
    for school, count in taken.items():
        assert not is_over(rooms[school], count, there_by_hand.get(school, {}))
    stayed = CohortLearner.objects.filter(cohort=cohort, placed=CohortLearner.Placed.BY_HAND)
    assert dict(stayed.values_list("pk", "school")) == hand


def test_a_proposal_is_not_taken_over_when_a_school_has_less_room_now() -> None:
    cohort = a_cohort()
    school = a_school(cohort.period.partnership, "Krimp", 2)
    a_learner(cohort, "Sanne"), a_learner(cohort, "Mo")
    by = a_coordinator_of(cohort)
    run = planned(cohort, by)
    Capacity.objects.filter(organisation=school).update(places=1)
    with pytest.raises(Refused, match="Krimp"):
        accept_proposal(by=by, cohort=cohort, run_id=run.pk)
    assert not CohortLearner.objects.exclude(school=None).exists()


def test_an_older_proposal_is_not_taken_over() -> None:
    cohort = a_cohort()
    a_school(cohort.period.partnership, "Een", 2)
    a_learner(cohort, "Sanne")
    by = a_coordinator_of(cohort)
    first = planned(cohort, by)
    planned(cohort, by)
    with pytest.raises(Refused):
        accept_proposal(by=by, cohort=cohort, run_id=first.pk)


def test_placing_by_hand_says_why_not_and_may_be_done_on_purpose() -> None:
    cohort = a_cohort()
    full = a_school(cohort.period.partnership, "Vol", 0)
    one = a_school(cohort.period.partnership, "Een plek", 1, bands={"6-8": 1})
    learner, by = a_learner(cohort, "Sanne", bands=["1-2"]), a_coordinator_of(cohort)
    for school in (full, one):
        with pytest.raises(Refused) as no:
            cohort_placing.place_by_hand(by=by, learner=learner, school=school, why="graag")
        assert no.value.field == "school"
    with pytest.raises(Refused) as no:
        cohort_placing.place_by_hand(by=by, learner=learner, school=one, why=" ", on_purpose=True)
    assert no.value.field == "why"
    cohort_placing.place_by_hand(by=by, learner=learner, school=full, why="afgesproken", on_purpose=True)
    learner.refresh_from_db()
    assert (learner.school, learner.placed, learner.why) == (full, "hand", "afgesproken")
    assert AuditEntry.objects.filter(kind="cohort_learner", verb=AuditEntry.Verb.CHANGED).count() == 1


def test_only_who_has_another_place_is_told_again() -> None:
    cohort = a_cohort()
    partnership = cohort.period.partnership
    school, other = a_school(partnership, "Een", 2), a_school(partnership, "Twee", 2, at=1)
    people = [somebody(Role.STUDENT, partnership) for _ in range(2)]
    rows = [a_learner(cohort, one.first_name, person=one) for one in people]
    trajectory = make.a_trajectory(partnership, learner=people[0], school=other)
    by = a_coordinator_of(cohort)
    for row in rows:
        cohort_placing.place_by_hand(by=by, learner=row, school=school, why="dichtbij")
    assert cohort_placing.publish(by=by, cohort=cohort) == 2
    trajectory.refresh_from_db()
    assert trajectory.school == school
    assert cohort_placing.publish(by=by, cohort=cohort) == 0
    cohort_placing.place_by_hand(by=by, learner=rows[0], school=other, why="ruil")
    assert cohort_placing.publish(by=by, cohort=cohort) == 1
    told = list(Notice.objects.order_by("made_at").values_list("person", "values__school"))
    assert sorted(told) == sorted([(people[0].pk, "Een"), (people[1].pk, "Een"), (people[0].pk, "Twee")])
    trajectory.refresh_from_db()
    assert trajectory.school == other


def test_a_learner_asks_for_another_place_and_is_answered() -> None:
    cohort = a_cohort()
    partnership = cohort.period.partnership
    school, other = a_school(partnership, "Een", 1), a_school(partnership, "Twee", 1, at=1)
    person = somebody(Role.STUDENT, partnership)
    row, by = a_learner(cohort, "Sanne", person=person), a_coordinator_of(cohort)
    me = who_is(person)
    with pytest.raises(Refused):
        cohort_placing.appeal(by=me, learner=row, words="te ver", appeal_id=new_id())
    cohort_placing.place_by_hand(by=by, learner=row, school=school, why="plek")
    cohort_placing.publish(by=by, cohort=cohort)
    asked_id = new_id()
    asked = cohort_placing.appeal(by=me, learner=row, words="Te ver van mijn kind.", appeal_id=asked_id)
    assert cohort_placing.appeal(by=me, learner=row, words="nog eens", appeal_id=asked_id) == asked
    with pytest.raises(Refused):
        cohort_placing.appeal(by=me, learner=row, words="en nog", appeal_id=new_id())
    cohort_placing.answer_appeal(by=by, appeal=asked, words="Dat kan.", school=other)
    row.refresh_from_db()
    assert (row.school, row.told_school) == (other, other)
    assert not untold(cohort).exists()
    assert list(Notice.objects.filter(person=person).order_by("made_at").values_list("kind", flat=True)) == [
        "place",
        "appeal_granted",
    ]
    with pytest.raises(Refused):
        cohort_placing.answer_appeal(by=by, appeal=asked, words="Toch niet.")


def test_somebody_else_cannot_ask_for_a_learner() -> None:
    cohort = a_cohort()
    row = a_learner(cohort, "Sanne", person=somebody(Role.STUDENT, cohort.period.partnership))
    other = who_is(somebody(Role.STUDENT, cohort.period.partnership))
    with pytest.raises(Refused):
        cohort_placing.appeal(by=other, learner=row, words="ik wil ruilen", appeal_id=new_id())
    with pytest.raises(Refused):
        cohorts.say_asks(by=other, learner=row, asks={"home": "Zwolle"}, version=0)


def test_what_a_learner_did_not_see_is_not_overwritten() -> None:
    cohort = cohorts_open(a_cohort())
    person = somebody(Role.STUDENT, cohort.period.partnership)
    row, me = a_learner(cohort, "Sanne", person=person), who_is(person)
    cohorts.say_asks(by=me, learner=row, asks={"home": "Zwolle"}, version=0)
    with pytest.raises(Refused) as no:
        cohorts.say_asks(by=me, learner=row, asks={"home": "Kampen"}, version=0)
    assert no.value.code == "behind"
    row.refresh_from_db()
    assert row.asks["home"] == "Zwolle"


def cohorts_open(cohort: Cohort) -> Cohort:
    """A cohort in whose round learners may still ask."""
    return cohorts.ask_wishes(by=a_coordinator_of(cohort), cohort=cohort, until=cohort.period.last)


def test_a_round_that_closed_takes_no_wishes() -> None:
    cohort = a_cohort()
    person = somebody(Role.STUDENT, cohort.period.partnership)
    row = a_learner(cohort, "Sanne", person=person)
    with pytest.raises(Refused):
        cohorts.say_asks(by=who_is(person), learner=row, asks={"home": "Zwolle"}, version=0)


def test_who_learns_here_is_added_once() -> None:
    cohort = a_cohort()
    partnership = cohort.period.partnership
    students = [somebody(Role.STUDENT, partnership) for _ in range(3)]
    somebody(Role.MENTOR, partnership)
    a_learner(cohort, "Bekend").delete()
    CohortLearner.objects.create(cohort=cohort, name="Al op de lijst", email=students[0].email)
    by = a_coordinator_of(cohort)
    assert cohorts.add_from_roles(by=by, cohort=cohort, roles=[Role.STUDENT]) == 2
    assert cohorts.add_from_roles(by=by, cohort=cohort, roles=[Role.STUDENT]) == 0
    assert set(CohortLearner.objects.values_list("person", flat=True)) == {one.pk for one in students}


def test_small_groups_are_not_told_to_learners() -> None:
    cohort = a_cohort()
    school = a_school(cohort.period.partnership, "Een", 30)
    for number in range(12):
        row = a_learner(cohort, f"L{number}", wishes=[school])
        CohortLearner.objects.filter(pk=row.pk).update(school=school, placed="planner", wish=0 if number < 7 else None)
    assert shares_of(cohort) == (12, 7, 12)
    CohortLearner.objects.filter(name="L0").update(school=None, placed="not", wish=None)
    assert shares_of(cohort) is None


def a_large_cohort(learners: int, schools: int) -> Cohort:
    """As many of both as asked, each learner with wishes; half of them placed."""
    cohort = a_cohort(make.a_partnership(f"groot-{schools}"))
    made = [a_school(cohort.period.partnership, f"S{n}", 4, at=n % 7) for n in range(schools)]
    for number in range(learners):
        a_learner(cohort, f"G{schools}x{number}", wishes=[made[number % schools]], most_minutes=150)
    return cohort


PAGES = ("", "plan/", "scholen/", "bekend/", "bezwaren/", "inlezen/", "lerende/")


def test_pages_ask_as_many_questions_of_the_database_whatever_the_size() -> None:
    counts = []
    for learners, schools in ((4, 3), (60, 20)):
        cohort = a_large_cohort(learners, schools)
        by = a_coordinator_of(cohort)
        planned(cohort, by)
        accept_proposal(by=by, cohort=cohort, run_id=cohort.run_id)
        cohort_placing.publish(by=by, cohort=cohort)
        client = browser_of(someone_who_coordinates(cohort.period.partnership))
        base = f"/partnerschap/{cohort.period.partnership.slug}/lichtingen/{cohort.pk}/"
        found = {}
        for page in PAGES:
            client.get(base + page)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(base + page).status_code == 200
            found[page] = len(asked)
        with CaptureQueriesContext(connection) as asked:
            question = question_of(cohort)
        assert not faults_of(question.places)
        found["question"] = len(asked)
        with CaptureQueriesContext(connection) as asked:
            loads_of(cohort)
        found["loads"] = len(asked)
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= 30


def test_a_coordinator_without_a_second_proof_is_asked_for_it_and_others_see_nothing() -> None:
    cohort = a_cohort()
    base = f"/partnerschap/{cohort.period.partnership.slug}/lichtingen/{cohort.pk}/"
    person = someone_who_coordinates(cohort.period.partnership)
    assert browser_of(person, second_factor=False).get(base).status_code == 403
    assert browser_of(somebody(Role.STEERING, cohort.period.partnership)).get(base).status_code == 404


def test_a_school_is_found_by_what_people_type() -> None:
    partnership = make.a_partnership()
    school = a_school(partnership, "De Kantelboom", 1, code="01AB00")
    a_school(partnership, "De Kapel", 1)
    assert find_school(partnership, "de kantelboom (De Kantelboom)") == school.pk
    assert find_school(partnership, "01ab00") == school.pk
    assert find_school(partnership, "de kant") == school.pk
    assert find_school(partnership, "de ka") is None
    assert find_school(partnership, "") is None


def test_an_open_appeal_is_one_at_a_time_and_can_be_taken_back() -> None:
    cohort = a_cohort()
    person = somebody(Role.STUDENT, cohort.period.partnership)
    row, by = a_learner(cohort, "Sanne", person=person), a_coordinator_of(cohort)
    cohort_placing.publish(by=by, cohort=cohort)
    cohort_placing.appeal(by=who_is(person), learner=row, words="Ik wil graag een plek.", appeal_id=new_id())
    cohort_placing.withdraw_appeal(by=who_is(person), learner=row)
    assert Appeal.objects.get().state == Appeal.State.WITHDRAWN


def test_a_school_that_only_is_interested_is_used_by_hand_on_purpose_only() -> None:
    cohort = a_cohort()
    school = a_school(cohort.period.partnership, "Misschien", 1, promise=Capacity.Promise.INTERESTED)
    learner, by = a_learner(cohort, "Sanne"), a_coordinator_of(cohort)
    with pytest.raises(Refused) as no:
        cohort_placing.place_by_hand(by=by, learner=learner, school=school, why="graag")
    assert no.value.code == "interested"
    cohort_placing.place_by_hand(by=by, learner=learner, school=school, why="gebeld", on_purpose=True)


def test_how_full_schools_would_be_is_seen_before_anything_is_taken_over() -> None:
    cohort = a_cohort()
    a_school(cohort.period.partnership, "Een", 3)
    a_learner(cohort, "Sanne"), a_learner(cohort, "Mo")
    run = planned(cohort, a_coordinator_of(cohort))
    assert [load.taken for load in loads_of(cohort)] == [0]
    assert [(load.taken, load.state) for load in loads_of(cohort, run)] == [(2, "room")]


def test_a_place_made_for_one_learner_takes_nobody_elses() -> None:
    cohort = a_cohort()
    partnership = cohort.period.partnership
    school, gone = a_school(partnership, "Een", 1), a_school(partnership, "Twee", 1, at=1)
    by = a_coordinator_of(cohort)
    there, extra = a_learner(cohort, "Sanne", wishes=[school]), a_learner(cohort, "Mo", wishes=[gone])
    planned(cohort, by)
    accept_proposal(by=by, cohort=cohort, run_id=cohort.run_id)
    cohort_placing.place_by_hand(by=by, learner=extra, school=school, why="gebeld", on_purpose=True)
    assert rooms_of(cohort, interested=False)[school.pk].places == 2
    run = planned(cohort, by, kind=PlannerRun.Kind.MOVES, without=gone)
    assert run.result["moves"] == {}
    accept_proposal(by=by, cohort=cohort, run_id=run.pk)
    assert set(CohortLearner.objects.values_list("pk", "school")) == {(there.pk, school.pk), (extra.pk, school.pk)}
    assert loads_of(cohort)[0].state == "over"
    cohort_placing.place_by_hand(by=by, learner=extra, school=None, why="toch niet")
    assert rooms_of(cohort, interested=False)[school.pk].places == 1


@pytest.mark.parametrize("text", ["ma, di", "ma di", "di;ma", "maandag,  Tuesday"])
def test_days_are_read_with_a_comma_or_only_a_space_between(text: str) -> None:
    assert read_days(text) == ["mo", "tu"]


def test_a_word_that_is_no_day_is_named_as_it_was_typed() -> None:
    with pytest.raises(WrongCellError) as wrong:
        read_days("ma-di vr")
    assert "“ma-di”" in str(wrong.value)
