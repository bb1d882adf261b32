"""Looking for what is offered, and how many places schools have."""

import time as clock
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.people.models import AuditEntry, Organisation, OrganisationMembership, Partnership, Role
from leerruimte.people.tests.make import a_coordinator, an_organisation, browser_of, somebody, who_is
from leerruimte.trajectories.models import Capacity, Contributes, Edition, FreeDays, Needs, Opportunity, Period, Piece
from leerruimte.trajectories.queries.browsing import Wanted, browse, mine_of
from leerruimte.trajectories.rules.travel import kilometres, minutes_between
from leerruimte.trajectories.tests import make

TODAY = timezone.localdate()


def an_offer(version: Any, title: str, **more: Any) -> Opportunity:
    """Something that begins next week."""
    return make.an_opportunity(version, title, first=TODAY + timedelta(days=7), **more)


def titles(partnership: Partnership, wanted: Wanted, who: Any = None) -> list[str]:
    """What is found, in order."""
    who = who or who_is(somebody(Role.STUDENT, partnership))
    return [card.opportunity.title for card in browse(who, partnership, wanted).cards]


@pytest.mark.django_db
def test_words_kind_formality_days_and_period_narrow_it() -> None:
    """Each by itself, and all together."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    institute = an_organisation(partnership, Organisation.Kind.INSTITUTE, "Hogeschool")
    school = an_organisation(partnership)
    an_offer(version, "Élan in de klas", at=institute, days=["mo"])
    an_offer(version, "Rekenen", at=school, days=["tu", "th"])
    an_offer(version, "Bibliotheek", days=[])
    Opportunity.objects.filter(title="Rekenen").update(formality="informal")
    period = Period(partnership=partnership, name="x", first=TODAY + timedelta(300), last=TODAY + timedelta(320))
    all_of_it = ["Bibliotheek", "Rekenen", "Élan in de klas"]
    for wanted, found in (
        (Wanted(), all_of_it),
        (Wanted(words="elan KLAS"), ["Élan in de klas"]),
        (Wanted(kind="institute"), ["Élan in de klas"]),
        (Wanted(kind="school"), ["Rekenen"]),
        (Wanted(kind="elsewhere"), ["Bibliotheek"]),
        (Wanted(formality="informal"), ["Rekenen"]),
        (Wanted(days=["tu", "th"]), ["Bibliotheek", "Rekenen"]),
        (Wanted(days=["tu"]), ["Bibliotheek"]),
        (Wanted(period=period), []),
        (Wanted(outcome="PED-11"), all_of_it),
        (Wanted(outcome="PED-12"), []),
    ):
        assert titles(partnership, wanted) == found, wanted


@pytest.mark.django_db
def test_the_same_thing_at_many_schools_is_shown_once_at_ones_own_first() -> None:
    """With how many other places there are, and all of them when asked."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    schools = [an_organisation(partnership, name=f"School {number}") for number in range(3)]
    for school in schools:
        an_offer(version, "Leerteam", at=school)
    Opportunity.objects.update(like="leerteam")
    an_offer(version, "Iets anders")
    who = who_is(somebody(Role.STUDENT, partnership, schools[1]))
    found = browse(who, partnership, Wanted())
    assert [(card.opportunity.title, card.others) for card in found.cards] == [("Iets anders", 0), ("Leerteam", 2)]
    assert found.cards[1].opportunity.organisation == schools[1]
    assert titles(partnership, Wanted(like="leerteam")) == ["Leerteam"] * 3


@pytest.mark.django_db
def test_what_is_closed_or_over_is_not_offered() -> None:
    """Of the editions that go on the first is shown."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    an_offer(version, "Dicht")
    an_offer(version, "Voorbij")
    an_offer(version, "Open")
    Opportunity.objects.filter(title="Dicht").update(closed_at=timezone.now())
    Edition.objects.filter(opportunity__title="Voorbij").update(first=date(2020, 1, 1), last=date(2020, 2, 1))
    assert titles(partnership, Wanted()) == ["Open"]


@pytest.mark.django_db
def test_by_need_what_helps_most_comes_first_and_what_lies_on_the_board_is_no_need() -> None:
    """Own aims and gaps; only for oneself."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    trajectory = make.a_trajectory(partnership, version=version)
    who = who_is(trajectory.learner)
    an_offer(version, "A een", gives={"PED-12": 10})
    an_offer(version, "B twee", gives={"PED-12": 10, "DID-11": 10})
    an_offer(version, "C al gelegd", gives={"PED-11": 10})
    Piece.objects.create(
        trajectory=trajectory,
        title="x",
        where="school",
        first_week=make.MONDAY,
        last_week=make.MONDAY,
        contributes={"PED-11": 20, "DID-12": 20},
    )
    mine = mine_of(who, partnership)
    assert mine.needed == {"PED-12", "DID-11"}
    assert titles(partnership, Wanted(needed=mine.needed), who) == ["B twee", "A een"]
    Needs.objects.filter(trajectory=trajectory).update(aims=[{"outcome": "PED-11", "strength": 3}])
    assert "PED-11" in mine_of(who, partnership).needed
    assert mine_of(who_is(somebody(Role.STUDENT, partnership)), partnership).needed == frozenset()


def a_school_at(partnership: Partnership, name: str, north: float, east: float, place: str) -> Organisation:
    """A school on the map."""
    school = an_organisation(partnership, name=name)
    Organisation.objects.filter(pk=school.pk).update(latitude=north, longitude=east, place=place)
    return school


@pytest.mark.django_db
def test_the_nearest_comes_first_and_a_place_that_is_not_shown_is_not_told() -> None:
    """From the place one lives in, as far as schools there tell where that is."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    far, near, hidden = (
        a_school_at(partnership, "A ver", 52.9, 6.5, "Verweg"),
        a_school_at(partnership, "B dichtbij", 52.505, 6.09, "Zandermeer"),
        a_school_at(partnership, "C verborgen", 52.5, 6.09, "Stilwoude"),
    )
    OrganisationMembership.objects.filter(organisation=hidden).update(shares=[])
    for school in (far, near, hidden):
        an_offer(version, f"Bij {school.name}", at=school)
    trajectory = make.a_trajectory(partnership, version=version, school=near)
    Needs.objects.filter(trajectory=trajectory).update(home="zandermeer ", car=False)
    who = who_is(trajectory.learner)
    starts = dict(mine_of(who, partnership).starts)
    assert next(iter(starts)) == "zandermeer "
    start = starts["zandermeer "]
    assert titles(partnership, Wanted(start=start), who) == ["Bij B dichtbij", "Bij A ver", "Bij C verborgen"]
    assert titles(partnership, Wanted(start=start, most_minutes=15), who) == ["Bij B dichtbij"]


@pytest.mark.django_db
def test_near_a_postcode_or_a_place_is_found_from_the_schools_that_show_where_they_are() -> None:
    """Four digits are enough; what nobody knows is said beside the field, and narrows nothing."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    far = a_school_at(partnership, "A ver", 52.9, 6.5, "Verweg")
    near = a_school_at(partnership, "B dichtbij", 52.505, 6.09, "Zandermeer")
    Organisation.objects.filter(pk=near.pk).update(postcode="0698 LX")
    for school in (far, near):
        an_offer(version, f"Bij {school.name}", at=school)
    browser, address = browser_of(somebody(Role.STUDENT, partnership)), f"/leermogelijkheden/{partnership.slug}/"
    everything = ["Bij A ver", "Bij B dichtbij"]
    for home, found in (
        ({"waar": "0698"}, everything[::-1]),
        ({"waar": "0698 AB", "reis": "15"}, ["Bij B dichtbij"]),
        ({"waar": "zandermeer"}, everything[::-1]),
        ({"waar": "0611"}, everything[::-1]),
        ({"waar": "Timboektoe"}, everything),
    ):
        page = browser.get(address, home).context
        assert [card.opportunity.title for card in page["found"].cards] == found, home
        assert bool(page["filter"].errors) == (home["waar"] == "Timboektoe")


@pytest.mark.django_db
@pytest.mark.parametrize("made_up", ["xx", "-1", "9" * 26, "2026-99-99", "a" * 300])
def test_what_is_made_up_in_the_address_breaks_nothing(made_up: str) -> None:
    """It is left out, or nothing is found."""
    partnership = make.a_partnership()
    browser, address = browser_of(somebody(Role.STUDENT, partnership)), f"/leermogelijkheden/{partnership.slug}/"
    for name in ("dagen", "van", "waar", "reis", "soort", "vorm", "periode", "opbrengst", "organisatie", "pagina"):
        assert browser.get(address, {name: made_up}).status_code == 200, name


@given(*[st.floats(50.7, 53.6)] * 2, *[st.floats(3.3, 7.2)] * 2)
def test_a_way_is_as_long_back_and_by_car_never_much_longer(
    north: float, to_north: float, east: float, to_east: float
) -> None:
    """In steps of five minutes."""
    there, back = (north, east), (to_north, to_east)
    assert kilometres(there, back) == pytest.approx(kilometres(back, there))
    minutes = minutes_between(there, back)
    assert minutes == minutes_between(back, there)
    assert minutes % 5 == 0
    assert minutes >= 5
    assert minutes_between(there, back, car=True) <= minutes


def test_a_degree_north_is_111_kilometres() -> None:
    """The circumference of the earth over 360."""
    assert kilometres((52.0, 6.0), (53.0, 6.0)) == pytest.approx(111.2, abs=0.1)


@pytest.mark.django_db
def test_a_page_asks_the_database_as_often_for_much_as_for_little() -> None:
    """Looking, and one of it."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    school = an_organisation(partnership)
    learner = make.a_trajectory(partnership, version=version, school=school).learner
    browser = browser_of(learner)
    pages = [
        f"/leermogelijkheden/{partnership.slug}/",
        f"/leermogelijkheden/{partnership.slug}/?nodig=on&dagen=mo&dagen=tu",
    ]
    counts = []
    for number in (2, 30):
        for count in range(number):
            an_offer(version, f"{number} {count}", at=school if count % 2 else None, seats=3)
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 26


@pytest.mark.django_db
def test_5000_offers_are_looked_through_in_a_moment() -> None:
    """By words, days and need together; measured without the page around it."""
    partnership = make.a_partnership()
    version = make.a_curriculum(partnership)
    schools = [an_organisation(partnership, name=f"School {number}") for number in range(350)]
    offers = [
        Opportunity(organisation=schools[number % 350], title=f"Kijken {number}", sought=f"kijken {number}")
        for number in range(5000)
    ]
    Opportunity.objects.bulk_create(offers, batch_size=500)
    Edition.objects.bulk_create(
        [Edition(opportunity=one, first=TODAY, last=TODAY + timedelta(60), days=["mo"], day_bits=1) for one in offers],
        batch_size=500,
    )
    Contributes.objects.bulk_create(
        [Contributes(opportunity=one, curriculum=version.curriculum, code="PED-11") for one in offers], batch_size=500
    )
    # A database that is in use keeps its own figures of what it holds; this one was filled a moment ago.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    who = who_is(somebody(Role.STUDENT, partnership))
    for wanted in (
        Wanted(),
        Wanted(words="kijken 49", days=["mo"]),
        Wanted(days=["mo", "tu"], needed=frozenset({"PED-11"})),
    ):
        best = min(_seconds(lambda wanted=wanted: browse(who, partnership, wanted, 3)) for _time in range(3))
        assert best < 0.25, (wanted, best)


def _seconds(doing: Any) -> float:
    began = clock.perf_counter()
    doing()
    return clock.perf_counter() - began


# Places at schools.


def a_period(partnership: Partnership) -> Period:
    """Next month's."""
    return Period.objects.create(
        partnership=partnership, name="Periode 3", first=TODAY + timedelta(30), last=TODAY + timedelta(100)
    )


@pytest.mark.django_db
def test_a_school_says_one_number_also_without_a_mentor_or_a_promise() -> None:
    """Who said it and when stands beside it; saying the same again changes neither."""
    partnership = make.a_partnership()
    school, period = an_organisation(partnership), a_period(partnership)
    educator = somebody(Role.SCHOOL_EDUCATOR, partnership, school)
    browser = browser_of(educator)
    address = f"/leermogelijkheden/{partnership.slug}/plekken/{school.pk}/"
    said = {f"p{period.pk}-places": "6", f"p{period.pk}-promise": "interested"}
    assert browser.post(address, said).status_code == 302
    capacity = Capacity.objects.get()
    assert (capacity.places, capacity.promise, capacity.with_mentor, capacity.said_by) == (6, "interested", 0, educator)
    coordinator = a_coordinator(partnership)
    assert browser_of(coordinator).post(address, said).status_code == 302
    capacity.refresh_from_db()
    assert capacity.said_by == educator
    assert AuditEntry.objects.filter(kind="capacity").count() == 1
    assert browser.post(address, {**said, f"p{period.pk}-places": ""}).status_code == 302
    assert not Capacity.objects.exists()


@pytest.mark.django_db
def test_more_mentors_than_places_is_said_beside_the_field_and_nothing_is_kept() -> None:
    """Also not of the other periods on the screen."""
    partnership = make.a_partnership()
    school, period = an_organisation(partnership), a_period(partnership)
    first = Period.objects.create(partnership=partnership, name="Nu", first=TODAY, last=TODAY + timedelta(20))
    browser = browser_of(somebody(Role.SCHOOL_EDUCATOR, partnership, school))
    answer = browser.post(
        f"/leermogelijkheden/{partnership.slug}/plekken/{school.pk}/",
        {
            f"p{first.pk}-places": "4",
            f"p{first.pk}-promise": "promised",
            f"p{period.pk}-places": "2",
            f"p{period.pk}-promise": "promised",
            f"p{period.pk}-with_mentor": "3",
        },
    )
    assert answer.status_code == 422
    assert [list(form.errors) for form in answer.context["forms"]] == [[], ["with_mentor"]]
    assert not Capacity.objects.exists()


@pytest.mark.django_db
def test_an_educator_of_another_school_says_nothing_here() -> None:
    """It does not exist for them."""
    partnership = make.a_partnership()
    school, other = an_organisation(partnership), an_organisation(partnership, name="Het Zilverspoor")
    browser = browser_of(somebody(Role.SCHOOL_EDUCATOR, partnership, other))
    assert browser.get(f"/leermogelijkheden/{partnership.slug}/plekken/{school.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_coordinator_sees_350_schools_by_page_and_the_sums_of_all() -> None:
    """Promised and interested apart; as many questions to the database for many schools as for few."""
    partnership = make.a_partnership()
    period, browser = a_period(partnership), browser_of(a_coordinator(partnership))
    address = f"/leermogelijkheden/{partnership.slug}/plekken/"
    counts = []
    for number in (3, 347):
        for count in range(number):
            school = an_organisation(partnership, name=f"School {number} {count}")
            promise = "interested" if count % 3 == 2 else "promised"
            Capacity.objects.create(organisation=school, period=period, places=2, promise=promise)
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    totals = page.context["totals"]
    assert (totals.schools, totals.said, totals.promised, totals.interested) == (350, 350, 468, 232)
    assert len(page.context["rows"]) == 50
    an_organisation(partnership, name="Zegt niets")
    page = browser.get(f"{address}?wie=niet")
    assert [school.name for school, _said in page.context["rows"]] == ["Zegt niets"]


@pytest.mark.django_db
def test_a_school_year_is_offered_taken_over_once_and_changed() -> None:
    """Periods do not overlap; one that schools count on stays."""
    partnership = make.a_partnership()
    browser = browser_of(a_coordinator(partnership))
    address = f"/leermogelijkheden/{partnership.slug}/perioden/"
    year = browser.get(address).context["offers"][0][0]
    for _time in range(2):
        assert browser.post(f"{address}jaar/", {"jaar": year}).status_code == 302
    assert Period.objects.count() == 4
    assert FreeDays.objects.count() == 8
    assert year not in [offer[0] for offer in browser.get(address).context["offers"]]
    first, second = Period.objects.order_by("first")[:2]
    overlapping = {"name": "x", "first": first.first, "last": second.last}
    assert browser.post(address, overlapping).status_code == 422
    assert browser.post(f"{address}{first.pk}/", overlapping).status_code == 422
    moved = {"name": "Begin", "first": first.first, "last": first.last - timedelta(days=3)}
    assert browser.post(f"{address}{first.pk}/", moved).status_code == 302
    Capacity.objects.create(organisation=an_organisation(partnership), period=first, places=1)
    assert browser.post(f"{address}{first.pk}/", {"weg": "1"}).status_code == 422
    assert browser.post(f"{address}{second.pk}/", {"weg": "1"}).status_code == 302
    assert Period.objects.earliest("first").name == "Begin"
    free = FreeDays.objects.first()
    assert free
    assert browser.post(f"{address}vrij/{free.pk}/weg/").status_code == 302
    new = {"why": "Studiedag", "free_first": "2026-12-04", "free_last": "2026-12-03"}
    assert browser.post(f"{address}vrij/", new).status_code == 422
    # Nobody has free days for a hundred years, or in the year 1.
    for never in ({"free_last": "2099-12-04"}, {"free_first": "0001-01-01"}):
        assert browser.post(f"{address}vrij/", {**new, "free_last": "2026-12-04", **never}).status_code == 422
    assert browser.post(f"{address}vrij/", {**new, "free_last": "2026-12-04"}).status_code == 302
    assert FreeDays.objects.count() == 8
