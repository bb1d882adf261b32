"""Opening, closing and deleting a conversation, and the links that give the right to."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.conversations.actions.opening import close_conversation, renew_lead_link, reopen_conversation
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.tests.make import (
    HEAPS,
    OWN_WORDS,
    a_contribution,
    a_conversation,
    a_partnership,
    a_plate,
    a_stranger,
    desk_of,
    refreshed,
    the_leader,
)
from leerruimte.encounters.models import Contribution, Encounter, Participation
from leerruimte.people.models import Partnership
from leerruimte.plates.models import PlateVersion

pytestmark = pytest.mark.django_db


def host_link(partnership: Partnership) -> str:
    return f"/begin/{sign_link('host', str(partnership.pk), partnership.host_number)}/"


def lead_link(conversation: Conversation) -> str:
    return f"/leid/{sign_link('lead', conversation.encounter.room, conversation.lead_number)}/"


@pytest.fixture
def partnership() -> Partnership:
    return a_partnership()


@pytest.fixture
def plate() -> PlateVersion:
    return a_plate(number=1)


@pytest.fixture
def host(partnership: Partnership) -> Client:
    client = Client()
    client.post(host_link(partnership))
    return client


def filled_in(plate: PlateVersion, **changes: object) -> dict[str, object]:
    """The form as a browser sends it when only a few things are changed."""
    form = {
        "id": str(uuid.uuid4()),
        "partnership": Partnership.objects.order_by("pk").first().pk,  # type: ignore[union-attr]
        "title": "Studiedag",
        "questions": [OWN_WORDS, HEAPS],
        "mode": "live",
        "phases": ["look", "notice", "act"],
        "roles": ["student", "mentor"],
        "minutes_look": "20",
        "minutes_notice": "25",
        "minutes_act": "",
        "until": "",
    }
    return {**form, **changes}


def address(plate: PlateVersion) -> str:
    return f"/leiden/nieuw/?plaat={plate.plate.slug}"


def test_looking_at_a_partnerships_link_gives_no_right_yet(partnership: Partnership) -> None:
    client = Client()
    page = client.get(host_link(partnership))
    assert page.status_code == 200
    assert partnership.name in page.content.decode()
    assert client.get("/leiden/nieuw/").status_code == 403


def test_after_one_press_this_device_may_open_conversations(host: Client, plate: PlateVersion) -> None:
    assert host.get("/leiden/nieuw/").status_code == 200


@pytest.mark.parametrize("purpose", ["begin", "leid", "scherm"])
def test_a_link_that_was_made_up_is_answered_with_a_plain_sentence(purpose: str) -> None:
    page = Client().get(f"/{purpose}/1.1.verzonnen/")
    assert page.status_code == 404
    assert "link" in page.content.decode()


def test_a_link_of_one_kind_does_not_work_as_another(partnership: Partnership) -> None:
    token = sign_link("lead", str(partnership.pk), partnership.host_number)
    assert Client().post(f"/begin/{token}/").status_code == 404


def test_a_withdrawn_link_of_a_partnership_gives_nothing_any_more(host: Client, partnership: Partnership) -> None:
    old = host_link(partnership)
    Partnership.objects.update(host_number=2)
    assert Client().post(old).status_code == 404
    assert host.get("/leiden/nieuw/").status_code == 403


def test_a_facilitator_opens_a_conversation_and_gets_code_and_links(host: Client, plate: PlateVersion) -> None:
    answer = host.post(address(plate), filled_in(plate))
    conversation = Conversation.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("conversations:links", args=[conversation.pk])
    page = host.get(answer["Location"]).content.decode()
    code = conversation.encounter.join_code
    assert f"{code[:-3]} {code[-3:]}" in page
    assert lead_link(conversation) in page
    assert f"/doe-mee/{code}/" in page
    assert [question.key for question in conversation.questions.all()] == [OWN_WORDS, HEAPS]
    assert [phase.minutes for phase in conversation.phases.all()] == [20, 25, None]
    assert conversation.roles == ["student", "mentor"]


def test_a_double_click_opens_one_conversation(host: Client, plate: PlateVersion) -> None:
    form = filled_in(plate)
    first, second = host.post(address(plate), form), host.post(address(plate), form)
    assert first["Location"] == second["Location"]
    assert Conversation.objects.count() == 1


def test_the_id_of_another_partnerships_conversation_opens_nothing(host: Client, plate: PlateVersion) -> None:
    theirs = a_conversation(partnership=a_stranger())
    mine = Partnership.objects.exclude(pk=theirs.encounter.partnership_id).get()
    answer = host.post(address(plate), filled_in(plate, id=str(theirs.pk), partnership=mine.pk))
    assert answer.status_code == 422
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "   "),
        ("title", "x" * 121),
        ("questions", []),
        ("minutes_look", "veel"),
        ("minutes_look", "-1"),
        ("minutes_look", "100000"),
        ("mode", "soms"),
        ("roles", ["burgemeester"]),
        ("partnership", "999"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays(
    host: Client, plate: PlateVersion, field: str, typed: object
) -> None:
    answer = host.post(address(plate), filled_in(plate, **{"title": "Mijn gesprek", field: typed}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Conversation.objects.exists()
    if field != "title":
        assert "Mijn gesprek" in answer.content.decode()


def test_a_phase_that_is_not_chosen_is_left_out(host: Client, plate: PlateVersion) -> None:
    host.post(address(plate), filled_in(plate, phases=["look", "act"]))
    phases = Conversation.objects.get().phases.values_list("order", "movement")
    assert list(phases) == [(1, "look"), (2, "act")]


def test_open_for_days_has_no_clock_and_all_questions_are_open(host: Client, plate: PlateVersion) -> None:
    day = timezone.localdate() + timedelta(days=3)
    host.post(address(plate), filled_in(plate, mode="open", until=day.isoformat()))
    conversation = Conversation.objects.get()
    assert conversation.closes_at is not None
    assert timezone.localtime(conversation.closes_at).date() == day + timedelta(days=1)
    assert all(question.opened_at for question in conversation.questions.all())
    assert {phase.minutes for phase in conversation.phases.all()} == {None}


def test_a_last_day_that_is_over_is_not_accepted(host: Client, plate: PlateVersion) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = host.post(address(plate), filled_in(plate, mode="open", until=yesterday.isoformat()))
    assert list(answer.context["form"].errors) == ["until"]


def test_the_list_shows_only_conversations_that_this_device_may_lead(host: Client, partnership: Partnership) -> None:
    a_conversation(partnership=partnership, title="Van ons")
    a_conversation(partnership=a_stranger(), title="Van de buren")
    page = host.get("/leiden/").content.decode()
    assert "Van ons" in page
    assert "Van de buren" not in page
    assert "Van ons" not in Client().get("/leiden/").content.decode()


def test_the_facilitators_link_works_on_another_device_after_one_press() -> None:
    conversation = a_conversation()
    other_device = Client()
    desk = reverse("conversations:desk", args=[conversation.pk])
    assert other_device.get(lead_link(conversation)).status_code == 200
    assert other_device.get(desk).status_code == 404
    assert other_device.post(lead_link(conversation))["Location"] == desk
    assert other_device.get(desk).status_code == 200


def test_new_links_make_the_old_ones_worthless_but_this_device_goes_on() -> None:
    conversation = a_conversation()
    mine, other = desk_of(conversation), desk_of(conversation)
    old_link = lead_link(conversation)
    old_beamer = f"/scherm/{sign_link('beamer', conversation.encounter.room, conversation.lead_number)}/"
    desk = reverse("conversations:desk", args=[conversation.pk])
    mine.post(reverse("conversations:links", args=[conversation.pk]))
    assert mine.get(desk).status_code == 200
    assert other.get(desk).status_code == 404
    assert Client().post(old_link).status_code == 404
    assert Client().get(old_beamer).status_code == 404
    assert Client().post(lead_link(refreshed(conversation))).status_code == 302


def test_the_qr_code_is_a_drawing_that_only_the_facilitator_gets() -> None:
    conversation = a_conversation()
    place = reverse("conversations:qr", args=[conversation.pk])
    answer = desk_of(conversation).get(place)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg xmlns=")
    assert Client().get(place).status_code == 404


def test_closing_can_be_undone() -> None:
    conversation = a_conversation()
    desk = desk_of(conversation)
    place = reverse("conversations:close", args=[conversation.pk])
    desk.post(place, {"closed": "1"})
    assert refreshed(conversation).ended_at(timezone.now()) is not None
    desk.post(place, {"closed": "0"})
    assert refreshed(conversation).ended_at(timezone.now()) is None


def test_closing_twice_keeps_the_moment_of_the_first_time() -> None:
    conversation = a_conversation()
    by = the_leader(conversation)
    close_conversation(by=by, conversation=conversation)
    first = refreshed(conversation).encounter.closed_at
    close_conversation(by=by, conversation=conversation)
    assert refreshed(conversation).encounter.closed_at == first


def test_a_conversation_whose_last_day_is_over_goes_on_when_it_is_opened_again() -> None:
    conversation = a_conversation(mode="open", closes_at=timezone.now() - timedelta(hours=1))
    assert conversation.ended_at(timezone.now()) is not None
    reopen_conversation(by=the_leader(conversation), conversation=conversation)
    assert refreshed(conversation).ended_at(timezone.now()) is None


def test_everything_is_deleted_only_when_the_title_is_typed() -> None:
    conversation = a_conversation(title="Studiedag in mei")
    a_contribution(conversation)
    desk = desk_of(conversation)
    place = reverse("conversations:delete", args=[conversation.pk])
    wrong = desk.post(place, {"title": "Studiedag"})
    assert wrong.status_code == 422
    assert "title" in wrong.context["form"].errors
    assert Encounter.objects.exists()
    assert desk.post(place, {"title": "  studiedag in  mei "}).status_code == 302
    assert not Encounter.objects.exists()
    assert not Contribution.objects.exists()
    assert not Participation.objects.exists()


def test_looking_at_the_page_that_deletes_deletes_nothing() -> None:
    conversation = a_conversation()
    assert desk_of(conversation).get(reverse("conversations:delete", args=[conversation.pk])).status_code == 200
    assert Encounter.objects.exists()


def test_a_renewed_number_is_one_higher_each_time() -> None:
    conversation = a_conversation()
    by = the_leader(conversation)
    assert renew_lead_link(by=by, conversation=conversation).lead_number == conversation.lead_number + 1


def test_phones_that_cannot_use_localhost_are_told_where_to_go() -> None:
    conversation = a_conversation()
    place = reverse("conversations:links", args=[conversation.pk])
    desk = desk_of(conversation)
    assert "localhost" in desk.get(place, HTTP_HOST="localhost:8000").content.decode()
    assert "localhost" not in desk.get(place, HTTP_HOST="192.168.1.20:8000").content.decode()


def test_the_public_address_stands_in_links_and_qr(settings: object) -> None:
    settings.PUBLIC_URL = "https://leerruimte.example"  # type: ignore[attr-defined]
    conversation = a_conversation()
    page = desk_of(conversation).get(reverse("conversations:links", args=[conversation.pk])).content.decode()
    assert f"https://leerruimte.example/doe-mee/{conversation.encounter.join_code}/" in page
    assert "leerruimte.example/doe-mee" in page
