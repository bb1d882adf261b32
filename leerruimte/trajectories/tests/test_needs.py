"""A conversation with oneself: kept a step at a time, nothing overwritten, nothing shared before one says so."""

from typing import Any

import pytest
from django.urls import reverse

from leerruimte.people.models import Person
from leerruimte.people.tests.make import browser_of
from leerruimte.trajectories.models import Needs, Trajectory
from leerruimte.trajectories.queries.needs import step_values
from leerruimte.trajectories.rules.needs import STEPS, stamp_of
from leerruimte.trajectories.tests import make

pytestmark = pytest.mark.django_db


def a_stamp(trajectory: Trajectory, step: str) -> str:
    return stamp_of(step_values(Needs.objects.get(trajectory=trajectory), step))


def keep(trajectory: Trajectory, step: str, person: Person | None = None, **fields: Any) -> Any:
    address = reverse("trajectories:needs_step", args=[trajectory.pk, step])
    return browser_of(person or trajectory.learner).post(
        address, {"stamp": a_stamp(trajectory, step), "words": "", **fields}
    )


def test_own_words_are_kept_beside_what_the_planner_uses() -> None:
    trajectory = make.a_trajectory()
    answer = keep(trajectory, "doelen", words="Rust in de klas.", aim_2="3")
    assert answer.status_code == 302
    assert answer.url.endswith("/behoeften/sterk/")
    needs = Needs.objects.get(trajectory=trajectory)
    assert needs.words == {"doelen": "Rust in de klas."}
    assert needs.aims[0]["strength"] == 3
    assert needs.version == 1


def test_a_whole_day_a_part_and_a_time_away_are_kept_with_why() -> None:
    trajectory = make.a_trajectory()
    answer = keep(
        trajectory,
        "wanneer",
        never_mo=["morning", "afternoon", "late", "evening"],
        why_mo="werk",
        never_we=["late"],
        hours_a_week="20",
        away_first_0="2026-10-19",
        away_last_0="2026-10-23",
        away_why_0="vakantie",
    )
    assert answer.status_code == 302
    needs = Needs.objects.get(trajectory=trajectory)
    assert needs.never == [{"day": "mo", "why": "werk"}, {"day": "we", "part": "late"}]
    assert needs.away == [{"first": "2026-10-19", "last": "2026-10-23", "why": "vakantie"}]
    page = browser_of(trajectory.learner).get(reverse("trajectories:needs_step", args=[trajectory.pk, "wanneer"]))
    assert page.content.decode().count("checked") == 5


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"hours_a_week": "169"}, "hours_a_week"),
        ({"hours_a_week": "0"}, "hours_a_week"),
        ({"hours_a_week": "9", "away_first_0": "2026-10-23", "away_last_0": "2026-10-19"}, "away_last_0"),
        ({"hours_a_week": "9", "away_first_0": "2026-10-23"}, "away_last_0"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_kept(fields: dict[str, str], field: str) -> None:
    trajectory = make.a_trajectory()
    answer = keep(trajectory, "wanneer", words="Maandag werk ik.", **fields)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Maandag werk ik." in answer.content.decode()
    assert Needs.objects.get(trajectory=trajectory).version == 0


def test_an_older_tab_overwrites_nothing_and_shows_both() -> None:
    trajectory = make.a_trajectory()
    old = a_stamp(trajectory, "sterk")
    keep(trajectory, "sterk", words="Voorlezen.")
    address = reverse("trajectories:needs_step", args=[trajectory.pk, "sterk"])
    browser = browser_of(trajectory.learner)
    answer = browser.post(address, {"stamp": old, "words": "Zingen."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Voorlezen." in page
    assert "Zingen." in page
    assert Needs.objects.get(trajectory=trajectory).words["sterk"] == "Voorlezen."
    again = browser.post(address, {"stamp": answer.context["form"]["stamp"].value(), "words": "Zingen."})
    assert again.status_code == 302
    assert Needs.objects.get(trajectory=trajectory).words["sterk"] == "Zingen."


def test_another_step_kept_meanwhile_is_no_quarrel() -> None:
    trajectory = make.a_trajectory()
    stamp = a_stamp(trajectory, "sterk")
    keep(trajectory, "doelen", words="Rust.")
    address = reverse("trajectories:needs_step", args=[trajectory.pk, "sterk"])
    assert browser_of(trajectory.learner).post(address, {"stamp": stamp, "words": "Zingen."}).status_code == 302


def test_nobody_else_reads_needs_before_they_are_shared_nor_after_it_stopped() -> None:
    trajectory = make.a_trajectory()
    mentor = make.a_mentor(trajectory).person
    assert mentor
    keep(trajectory, "doelen", words="Ik ben bang voor groep acht.")
    address = reverse("trajectories:needs", args=[trajectory.pk])
    share = reverse("trajectories:share_needs", args=[trajectory.pk])
    assert browser_of(mentor).get(address).status_code == 404
    assert browser_of(mentor).post(share, {"shared": "yes"}).status_code == 404
    assert browser_of(trajectory.learner).post(share, {"shared": "yes"}).status_code == 302
    assert "Ik ben bang voor groep acht." in browser_of(mentor).get(address).content.decode()
    step = reverse("trajectories:needs_step", args=[trajectory.pk, "doelen"])
    assert browser_of(mentor).get(step).status_code == 404
    browser_of(trajectory.learner).post(share, {"shared": "no"})
    assert browser_of(mentor).get(address).status_code == 404


def test_every_step_can_be_opened_and_kept_as_it_is() -> None:
    trajectory = make.a_trajectory()
    browser = browser_of(trajectory.learner)
    for step in STEPS:
        address = reverse("trajectories:needs_step", args=[trajectory.pk, step])
        page = browser.get(address)
        assert page.status_code == 200
        form = page.context["form"]
        sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        assert browser.post(address, sent).status_code == 302
    assert Needs.objects.get(trajectory=trajectory).version == 0


def test_the_pages_ask_the_same_number_of_queries_for_more_outcomes(django_assert_max_num_queries: Any) -> None:
    for codes in ({"PED-11": ()}, {f"PED-{number}": () for number in range(30)}):
        partnership = make.a_partnership(f"p{len(codes)}")
        trajectory = make.a_trajectory(partnership, version=make.a_curriculum(partnership, codes))
        browser = browser_of(trajectory.learner)
        for address in (
            reverse("trajectories:needs", args=[trajectory.pk]),
            reverse("trajectories:needs_step", args=[trajectory.pk, "doelen"]),
        ):
            with django_assert_max_num_queries(12):
                assert browser.get(address).status_code == 200
