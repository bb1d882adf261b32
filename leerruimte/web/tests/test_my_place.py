"""My place: what is asked of me, what I claim, what became of what I wanted to do."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from leerruimte.conversations.models import Conversation
from leerruimte.conversations.tests.make import (
    TOMORROW,
    a_contribution,
    a_conversation,
    a_participant,
    a_partnership,
    a_stranger,
    an_intention,
    phone_of,
)
from leerruimte.encounters.models import Intention, Participation
from leerruimte.people.models import Person, Role
from leerruimte.people.tests.make import a_coordinator, a_person, browser_of, somebody
from leerruimte.people.who import NOBODY
from leerruimte.trajectories.models import Needs
from leerruimte.trajectories.tests.make import a_trajectory
from leerruimte.web.actions.reminding import remind

pytestmark = pytest.mark.django_db


def of(person: Person, **about: object) -> Intention:
    """An intention of somebody with an account."""
    conversation = a_conversation(asking=TOMORROW)
    mine = a_participant(conversation)
    Participation.objects.filter(pk=mine.pk).update(person=person)
    return an_intention(conversation, by=mine, **about)  # type: ignore[arg-type]


def test_what_i_wanted_to_do_this_week_stands_on_my_place():
    iris = a_person("Iris")
    soon = of(iris, what="Ik loop mee met groep vier.", by_when=timezone.localdate() + timedelta(days=3))
    later = of(iris, what="Ik nodig de opleiding uit.", by_when=timezone.localdate() + timedelta(days=30))
    page = browser_of(iris).get(reverse("web:home")).content.decode()
    assert soon.what in page
    assert later.what not in page
    assert later.what in browser_of(iris).get(reverse("web:mine")).content.decode()


def test_an_intention_without_a_day_comes_back_after_three_weeks():
    iris = a_person("Iris")
    mine = of(iris, by_when=None)
    assert mine.day == timezone.localdate(mine.made_at) + timedelta(weeks=3)


def test_done_is_kept_and_asks_no_more():
    iris = a_person("Iris")
    mine = of(iris, by_when=timezone.localdate())
    browser = browser_of(iris)
    browser.post(reverse("web:follow_up", args=[mine.pk]), {"outcome": "done", "words": "Het was fijn."})
    mine.refresh_from_db()
    assert (mine.outcome, mine.outcome_words) == ("done", "Het was fijn.")
    assert mine not in browser.get(reverse("web:home")).context["asked"]


def test_changed_needs_the_new_words_beside_the_field_and_what_was_typed_stays():
    iris = a_person("Iris")
    mine = of(iris, by_when=timezone.localdate())
    answer = browser_of(iris).post(
        reverse("web:follow_up", args=[mine.pk]), {"outcome": "changed", "what": " ", "words": "Te druk."}
    )
    assert answer.status_code == 422
    assert "what" in answer.context["form"].errors
    assert "Te druk." in answer.content.decode()
    mine.refresh_from_db()
    assert mine.outcome == "open"


def test_somebody_without_account_follows_up_on_the_same_phone():
    conversation = a_conversation(asking=TOMORROW)
    mine = a_participant(conversation)
    intention = an_intention(conversation, by=mine)
    phone_of(mine).post(reverse("web:follow_up", args=[intention.pk]), {"outcome": "not"})
    intention.refresh_from_db()
    assert intention.outcome == "not"


def test_anothers_intention_is_not_there():
    mine = of(a_person("Iris"))
    assert browser_of(a_person("Mo")).get(reverse("web:follow_up", args=[mine.pk])).status_code == 404


def test_what_was_done_without_account_is_kept_after_asking():
    conversation = a_conversation()
    mine = a_participant(conversation)
    sanne = a_person("Sanne")
    browser = browser_of(sanne)
    browser.cookies.update(phone_of(mine).cookies)
    assert list(browser.get(reverse("web:home")).context["claimable"]) == [mine]
    mine.refresh_from_db()
    assert mine.person is None
    browser.post(reverse("web:claim", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.person == sanne
    elsewhere = browser_of(sanne).get(reverse("web:mine"))
    assert conversation in elsewhere.context["joined"]


def test_what_another_carries_cannot_be_claimed():
    mine = a_participant(a_conversation())
    browser_of(a_person("Mo")).post(reverse("web:claim", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.person is None


def test_i_can_join_what_my_partnership_opened_for_its_members_and_nothing_of_strangers():
    partnership = a_partnership()
    ours, theirs = a_conversation(partnership=partnership), a_conversation(partnership=a_stranger())
    hidden = a_conversation(partnership=partnership)
    Conversation.objects.filter(pk__in=[ours.pk, theirs.pk]).update(is_open_to_members=True)
    page = browser_of(somebody(Role.STUDENT, partnership)).get(reverse("web:home"))
    assert page.context["to_join"] == [ours]
    assert hidden not in page.context["to_join"]


def test_the_calendar_holds_each_intention_on_its_day_and_is_off_unless_chosen():
    iris = a_person("Iris")
    mine = of(iris, by_when=timezone.localdate() + timedelta(days=9))
    assert iris.calendar_key is None
    browser = browser_of(iris)
    browser.post(reverse("web:change_calendar"), {"agenda": "aan"})
    iris.refresh_from_db()
    answer = browser_of(a_person("Mo")).get(reverse("web:calendar", args=[iris.calendar_key]))
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [(event.decoded("dtstart"), str(event["summary"])) for event in events] == [(mine.day, mine.what)]
    old = iris.calendar_key
    browser.post(reverse("web:change_calendar"), {"agenda": "aan"})
    assert browser.get(reverse("web:calendar", args=[old])).status_code == 404


def test_who_asked_for_it_gets_one_letter_on_the_day():
    iris, mo = a_person("Iris"), a_person("Mo")
    Person.objects.filter(pk=iris.pk).update(reminders=Person.Reminders.MAIL)
    of(iris, what="Ik loop mee.", by_when=timezone.localdate())
    of(iris, what="Ik vraag Jan.", by_when=timezone.localdate())
    of(iris, what="Veel later.", by_when=timezone.localdate() + timedelta(days=40))
    of(mo, by_when=timezone.localdate())
    assert [remind(by=NOBODY), remind(by=NOBODY)] == [1, 0]
    (letter,) = mail.outbox
    assert letter.to == [iris.email]
    assert "Ik loop mee." in letter.body
    assert "Ik vraag Jan." in letter.body
    assert "Veel later." not in letter.body


def test_my_place_costs_the_same_for_few_and_many(django_assert_max_num_queries):
    iris = a_person("Iris")
    for _one in range(9):
        of(iris, by_when=timezone.localdate())
    browser = browser_of(iris)
    with django_assert_max_num_queries(14):
        browser.get(reverse("web:home"))


def test_what_others_said_since_i_looked_is_new():
    sanne = a_person("Sanne")
    conversation = a_conversation(asking=TOMORROW)
    mine = a_participant(conversation)
    Participation.objects.filter(pk=mine.pk).update(person=sanne, visit_at=timezone.now() - timedelta(hours=1))
    a_contribution(conversation, by=a_participant(conversation), question=TOMORROW)
    a_contribution(conversation, by=mine, question=TOMORROW)
    assert browser_of(sanne).get(reverse("web:home")).context["joined"] == [(conversation, 1)]
    Participation.objects.filter(pk=mine.pk).update(visit_at=timezone.now())
    assert browser_of(sanne).get(reverse("web:home")).context["joined"] == [(conversation, 0)]


def test_a_coordinator_finds_all_conversations_of_the_partnership_and_no_others(django_assert_max_num_queries):
    partnership = a_partnership()
    browser = browser_of(a_coordinator(partnership))
    ours = [a_conversation(partnership=partnership, title=f"Gesprek {number}") for number in range(12)]
    a_conversation(partnership=a_stranger(), title="Van een ander")
    with django_assert_max_num_queries(9):
        page = browser.get(reverse("web:conversations", args=[partnership.slug]))
    assert {one.pk for one in page.context["page"]} == {one.pk for one in ours}


def test_who_said_nothing_of_what_they_need_is_led_there_until_they_did():
    trajectory = a_trajectory()
    address = reverse("trajectories:needs", args=[trajectory.pk])
    browser = browser_of(trajectory.learner)
    assert address in browser.get("/").content.decode()
    Needs.objects.filter(trajectory=trajectory).update(version=1)
    assert address not in browser.get("/").content.decode()
