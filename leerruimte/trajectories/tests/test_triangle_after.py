"""After a conversation of three: what stands, what is different, what was written before, and the next one."""

import re

import pytest

from leerruimte.people.tests.make import browser_of, who_is
from leerruimte.trajectories.access.triangle import Seat
from leerruimte.trajectories.actions.leaving import forget
from leerruimte.trajectories.actions.triangle import call_off
from leerruimte.trajectories.models import Agreement, Line
from leerruimte.trajectories.queries import triangle_together
from leerruimte.trajectories.queries.triangle_agreement import agreements_seen
from leerruimte.trajectories.tests.make_triangle import (
    LEARNER,
    MENTOR,
    a_triangle,
    confirmed,
    now,
    phase_of,
    prepares,
    seats_of,
    side_by_side,
    writes,
)

pytestmark = pytest.mark.django_db


def test_what_an_agreement_is_not_about_still_stands_and_is_not_called_gone():
    first = confirmed()
    trajectory = first.trajectory
    confirmed(a_triangle(trajectory, outcomes=["PED-11", "PED-12"]), "Ik leer lesgeven.")
    _first, second = agreements_seen(Agreement.objects.all())
    assert {(one.code, bool(one.before), bool(one.after)) for one in second.changes} == {("PED-11", True, True)}
    assert set(second.new) == {"PED-12"}
    assert second.still == [({"nl": "Leren DID-11", "en": "Learning DID-11"}, 1)]
    page = browser_of(trajectory.learner).get(f"/traject/{trajectory.pk}/afspraak/2/").content.decode()
    assert re.search(rf'href="/traject/{trajectory.pk}/afspraak/1/">Leren DID-11', page)
    assert "Leren PED-11 · wat ga ik leren?" in page
    # A third one about what the second was not about is compared with the first.
    confirmed(a_triangle(trajectory, outcomes=["DID-11"]), "Ik leer rekenen.")
    third = agreements_seen(Agreement.objects.all())[-1]
    assert {one.before["text"] for one in third.changes} == {"Ik leer kijken naar kinderen."}
    assert not third.new
    assert [number for _title, number in third.still] == [2, 2]


def test_looking_back_leads_to_the_next_conversation_or_to_planning_one():
    agreement = confirmed()
    browser = browser_of(agreement.trajectory.learner)
    back, plan = f"/driehoek/{agreement.triangle_id}/terugblik/", f"/traject/{agreement.trajectory_id}/driehoek/nieuw/"
    assert plan in browser.get(back).content.decode()
    assert 'name="date_1"' in browser.get(plan).content.decode()
    following = a_triangle(agreement.trajectory)
    page = browser.get(back).content.decode()
    assert f"/driehoek/{following.pk}/voorbereiden/" in page
    assert plan not in page
    # Nor does anybody fill in a whole form that is refused in the end.
    page = browser.get(plan).content.decode()
    assert 'name="date_1"' not in page
    assert f"/traject/{agreement.trajectory_id}/driehoek/" in page
    call_off(by=seats_of(following)[LEARNER])
    assert 'name="date_1"' in browser.get(plan).content.decode()


def test_one_that_nobody_can_finish_any_more_is_called_off_side_by_side():
    triangle = a_triangle()
    learner, mentor, _educator = side_by_side(triangle)
    address = f"/driehoek/{triangle.pk}/afzeggen/"
    assert address not in browser_of(mentor.member.person).get(f"/driehoek/{triangle.pk}/").content.decode()
    browser = browser_of(learner.member.person)
    assert address in browser.get(f"/driehoek/{triangle.pk}/").content.decode()
    assert browser.post(address).status_code == 302
    assert phase_of(triangle) == "called_off"


def test_in_the_history_of_a_field_one_sees_whose_each_text_is_and_which_one_stands():
    triangle = a_triangle()
    learner, mentor, _educator = side_by_side(triangle)
    writes(mentor, "good", "Vlot en rustig.", after=writes(learner, "good", "Vlot."))
    page = browser_of(triangle.trajectory.learner).get(f"/driehoek/{triangle.pk}/samen/eerder/1-good/")
    assert [(one.line.text, one.side, stands) for one, stands in page.context["rows"]] == [
        ("Vlot en rustig.", "school", True),
        ("Vlot.", "learner", False),
    ]


@pytest.mark.parametrize("erase", [True, False])
def test_words_of_somebody_who_left_are_of_somebody_who_left(erase: bool):
    triangle = a_triangle()
    seats = side_by_side(triangle)
    writes(seats[MENTOR], "good", "Rustig.")
    person = seats[MENTOR].member.person
    forget(by=who_is(person), person=person, erase=erase)
    assert Line.objects.get().text == ("" if erase else "Rustig.")
    for page in ("samen/", "samen/eerder/1-good/"):
        words = browser_of(triangle.trajectory.learner).get(f"/driehoek/{triangle.pk}/{page}").content.decode()
        assert "iemand die weg is" in words


def test_the_learner_is_not_told_to_prepare_a_conversation_with_the_learner():
    triangle = a_triangle()
    learner, mentor, _educator = seats_of(triangle)
    prepares(learner, "good", "Vlot.")
    title = f"met {learner.member.person.first_name} "
    address = f"/driehoek/{triangle.pk}/voorbereiden/"
    assert title in browser_of(mentor.member.person).get(address).content.decode()
    assert title not in browser_of(learner.member.person).get(address).content.decode()


def test_a_page_that_was_read_while_somebody_wrote_asks_again(monkeypatch: pytest.MonkeyPatch):
    triangle = a_triangle()
    learner, mentor, _educator = side_by_side(triangle)
    reads = triangle_together.together_seen
    wrote: list[Line] = []

    def slowly(seat: Seat) -> triangle_together.Together:
        if not wrote:
            wrote.append(writes(mentor, "good", "Meteen."))
        return reads(seat)

    monkeypatch.setattr("leerruimte.trajectories.views.triangle_together.together_seen", slowly)
    browser, here = browser_of(learner.member.person), f"/driehoek/{triangle.pk}/samen/"
    page = browser.get(here)
    # The words are there, under the version of before: who confirms that one is told so. The page is not up to date.
    assert "Meteen." in page.content.decode()
    assert page.context["triangle"].revision == now(triangle) - 1
    assert browser.get(f"{here}stand/", {"stand": page.context["state"]}).status_code == 200
