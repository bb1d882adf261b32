"""Assessment forms: made by the partnership, filled in beside each other."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.models import Role
from leerruimte.people.tests.make import browser_of, somebody, who_is
from leerruimte.trajectories.actions import assessment as actions
from leerruimte.trajectories.models import AssessmentForm, FilledForm
from leerruimte.trajectories.queries.assessment import filling_of
from leerruimte.trajectories.rules.assessment import MOST_LEVELS, clean_answers, how_far, moved, new_part_id, unanswered
from leerruimte.trajectories.tests.make_evidence import a_form, of_three, the_person, who_of

WHOLE = {"r1": {"level": "l2", "words": "Rustig."}, "r2": {"level": "l1", "words": ""}}


@pytest.mark.django_db
def test_a_draft_grows_without_scripts_and_is_fixed_once_published() -> None:
    trajectory, mentor, educator = of_three()
    partnership = trajectory.object.partnership
    assert partnership
    browser = browser_of(the_person(educator))
    new = {"id": str(new_id()), "title": "Lesobservatie"}
    for _time in range(2):
        browser.post(reverse("trajectories:assessment_forms", args=[partnership.slug]), new)
    form = AssessmentForm.objects.get()
    address = reverse("trajectories:assessment_form", args=[partnership.slug, form.pk])
    browser.post(address, {"title": "Les", "row-r1": "Sfeer", "cell-r1-l1": "nog stil", "do": "add_row"})
    form.refresh_from_db()
    assert [row["title"] for row in form.rows] == ["Sfeer", ""]
    assert form.cells == {"r1 l1": "nog stil"}
    answer = browser.post(address, {"title": "Les", "row-r1": "Sfeer", "row-r2": "", "do": "publish"})
    assert answer.status_code == 422
    browser.post(address, {"title": "Les", "row-r1": "Sfeer", "row-r2": "Uitleg", "do": "up:r2"})
    form.refresh_from_db()
    assert [row["title"] for row in form.rows] == ["Uitleg", "Sfeer"]
    typed = {"title": "Les", "row-r1": "Sfeer", "row-r2": "Uitleg", **{f"level-l{n}": str(n) for n in range(1, 5)}}
    assert browser.post(address, {**typed, "do": "publish"}).status_code == 302
    assert browser.post(address, {**typed, "do": "remove:r1"}).status_code == 422
    form.refresh_from_db()
    assert len(form.rows) == 2
    copy = actions.copy_form(by=who_of(educator), form=form, id=new_id())
    assert (copy.rows, copy.published_at) == (form.rows, None)
    assert browser_of(the_person(mentor)).post(address, typed).status_code == 404


@pytest.mark.django_db
def test_a_draft_is_seen_by_who_makes_forms_only() -> None:
    trajectory, mentor, educator = of_three()
    partnership = trajectory.object.partnership
    assert partnership
    form = a_form(trajectory, who_of(educator), published=False)
    address = reverse("trajectories:assessment_form", args=[partnership.slug, form.pk])
    assert browser_of(the_person(mentor)).get(address).status_code == 404
    coordinator = somebody(Role.COORDINATOR, partnership)
    assert browser_of(coordinator, second_factor=True).get(address).status_code == 200
    assert browser_of(coordinator, second_factor=False).get(address).status_code == 404


@pytest.mark.django_db
def test_a_form_stands_beside_the_measures_it_belongs_with() -> None:
    trajectory, _mentor, educator = of_three()
    partnership = trajectory.object.partnership
    assert partnership
    form = a_form(trajectory, who_of(educator), published=False)
    browser = browser_of(the_person(educator))
    address = reverse("trajectories:assessment_form", args=[partnership.slug, form.pk])
    assert 'value="PED-11"' in browser.get(address).content.decode()
    typed = {"title": "Les", "row-r1": "Sfeer", "row-r2": "Uitleg", **{f"level-l{n}": str(n) for n in range(1, 4)}}
    browser.post(address, {**typed, "outcomes": ["PED-11", "ANDERS-1"], "do": "publish"})
    form.refresh_from_db()
    assert form.outcomes == ["PED-11"]
    assert "Leren PED-11" in browser.get(address).content.decode()
    fill = reverse("trajectories:fill_form", args=[trajectory.pk, form.pk])
    of_learner = browser_of(trajectory.learner)
    for code, there in (("PED-11", True), ("PED-12", False)):
        page = of_learner.get(reverse("trajectories:evidence_of", args=[trajectory.pk, code])).content.decode()
        assert (fill in page) == there
    assert reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"]) in of_learner.get(fill).content.decode()


@pytest.mark.django_db
def test_a_draft_can_be_thrown_away_and_a_form_in_use_cannot() -> None:
    trajectory, mentor, educator = of_three()
    partnership = trajectory.object.partnership
    assert partnership
    draft, used = (a_form(trajectory, who_of(educator), published=in_use) for in_use in (False, True))
    addresses = [
        reverse("trajectories:remove_assessment_form", args=[partnership.slug, form.pk]) for form in (draft, used)
    ]
    assert browser_of(the_person(mentor)).post(addresses[0]).status_code == 404
    for address in addresses:
        assert browser_of(the_person(educator)).post(address).status_code == 302
    assert list(AssessmentForm.objects.all()) == [used]
    assert not BoundaryObject.objects.filter(pk=draft.pk).exists()


@pytest.mark.django_db
def test_what_was_typed_is_kept_when_there_is_no_room_for_more() -> None:
    trajectory, _mentor, educator = of_three()
    partnership = trajectory.object.partnership
    assert partnership
    form = a_form(trajectory, who_of(educator), published=False)
    for _level in range(MOST_LEVELS - len(form.levels)):
        form = actions.change_form(by=who_of(educator), form=form, typed={}, do="add_level")
    address = reverse("trajectories:assessment_form", args=[partnership.slug, form.pk])
    answer = browser_of(the_person(educator)).post(address, {"title": "Anders", "row-r1": "Toon", "do": "add_level"})
    assert answer.status_code == 422
    assert "Toon" in answer.content.decode()
    form.refresh_from_db()
    assert (form.rows[0]["title"], len(form.levels)) == ("Toon", MOST_LEVELS)


@pytest.mark.django_db
def test_each_sees_only_their_own_until_it_is_handed_in() -> None:
    trajectory, mentor, educator = of_three()
    form = a_form(trajectory, who_of(educator))
    learner = who_is(trajectory.learner)
    actions.fill_in(by=who_of(mentor), trajectory=trajectory, form=form, round=1, answers=WHOLE, hand_in=True)
    page = browser_of(trajectory.learner).get(reverse("trajectories:fill_form", args=[trajectory.pk, form.pk]))
    assert "Rustig." not in page.content.decode()
    assert not filling_of(learner, trajectory, form, None).side_by_side
    other = {"r1": {"level": "l3"}, "r2": {"level": "l3"}}
    actions.fill_in(by=learner, trajectory=trajectory, form=form, round=1, answers=other, hand_in=True)
    page = browser_of(trajectory.learner).get(reverse("trajectories:fill_form", args=[trajectory.pk, form.pk]))
    assert "Rustig." in page.content.decode()
    seen = filling_of(learner, trajectory, form, None)
    assert [row.far for row in seen.rows] == ["near", "apart"]
    # Who did not hand in yet sees nothing of both.
    assert not filling_of(who_of(educator), trajectory, form, None).side_by_side
    with pytest.raises(Refused):
        actions.fill_in(by=learner, trajectory=trajectory, form=form, round=1, answers=WHOLE)


@pytest.mark.django_db
def test_an_incomplete_form_is_kept_and_not_handed_in() -> None:
    trajectory, _mentor, educator = of_three()
    form = a_form(trajectory, who_of(educator))
    address = reverse("trajectories:fill_form", args=[trajectory.pk, form.pk])
    answer = browser_of(trajectory.learner).post(address, {"round": "1", "level-r1": "l1", "do": "hand_in"})
    assert answer.status_code == 422
    filled = FilledForm.objects.get()
    assert (filled.answers["r1"]["level"], filled.handed_in_at) == ("l1", None)


@pytest.mark.django_db
def test_of_two_writes_the_newest_wins_whenever_it_arrives() -> None:
    trajectory, _mentor, educator = of_three()
    form = a_form(trajectory, who_of(educator))
    address = reverse("trajectories:keep_form", args=[trajectory.pk, form.pk])
    browser = browser_of(trajectory.learner)
    assert "n" in browser.post(address, {"round": "1", "n": "20", "words-r1": "later"}).json()
    browser.post(address, {"round": "1", "n": "10", "words-r1": "eerder"})
    assert FilledForm.objects.get().answers["r1"]["words"] == "later"
    assert browser.post(address, {"round": "7", "n": "30"}).status_code == 409


@pytest.mark.django_db
def test_a_new_round_begins_once_and_the_old_one_stays() -> None:
    trajectory, mentor, educator = of_three()
    form = a_form(trajectory, who_of(educator))
    learner = who_is(trajectory.learner)
    with pytest.raises(Refused):
        actions.begin_round(by=learner, trajectory=trajectory, form=form, after=1)
    actions.fill_in(by=learner, trajectory=trajectory, form=form, round=1, answers=WHOLE, hand_in=True)
    for _time in range(2):
        assert actions.begin_round(by=learner, trajectory=trajectory, form=form, after=1) == 2
    with pytest.raises(Refused):
        actions.fill_in(by=who_of(mentor), trajectory=trajectory, form=form, round=1, answers=WHOLE)
    assert filling_of(learner, trajectory, form, 1).rows[0].answers
    assert filling_of(learner, trajectory, form, None).is_open


@given(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1), st.sampled_from([-1, 1]))
def test_moving_keeps_every_row(names: list[str], step: int) -> None:
    rows = [{"id": name} for name in names]
    for name in names:
        after = moved(rows, name, step)
        assert sorted(row["id"] for row in after) == sorted(names)
    assert new_part_id([{"id": "r9"}, {"id": "r2"}], "r") == "r10"


@given(st.lists(st.sampled_from(["l1", "l2", "l3", "?"]), max_size=4))
def test_how_far_does_not_depend_on_who_says_it(chosen: list[str]) -> None:
    levels = ["l1", "l2", "l3"]
    assert how_far(levels, chosen) == how_far(levels, chosen[::-1])
    assert (how_far(levels, chosen) == "") == (sum(one in levels for one in chosen) < 2)


def test_answers_hold_only_what_the_form_has() -> None:
    kept = clean_answers(
        {"r1": {"level": "l9", "words": " x "}, "r2": "?", "r9": {"level": "l1"}}, ["r1", "r2"], ["l1"]
    )
    assert kept == {"r1": {"level": "", "words": "x"}}
    assert unanswered(kept, ["r1", "r2"]) == ["r1", "r2"]
