"""Finding a conversation by its code, joining it, coming back."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.conversations.actions.opening import close_conversation
from leerruimte.conversations.forms.joining import new_place
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.tests import make
from leerruimte.conversations.views.joining import MISSES_OF_A_DEVICE, MISSES_OF_AN_ADDRESS
from leerruimte.encounters.models import Participation
from leerruimte.live.tokens import cookie_name, read_token
from leerruimte.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def talk() -> Conversation:
    return make.a_conversation()


def join_address(talk: Conversation) -> str:
    return f"/doe-mee/{talk.encounter.join_code}/"


def place_in(client: Client, talk: Conversation) -> str:
    found = re.search(r'name="place" value="([^"]+)"', client.get(join_address(talk)).content.decode())
    assert found
    return found[1]


def join(client: Client, talk: Conversation, **fields: str) -> object:
    fields = {"role": Role.STUDENT, "place": place_in(client, talk), **fields}
    return client.post(join_address(talk), fields)


def test_a_code_is_found_however_it_is_typed(client: Client, talk: Conversation) -> None:
    code = talk.encounter.join_code
    for typed in (code, code.lower(), f" {code[:-3].lower()} {code[-3:]} ", f"{code[:-3]}-{code[-3:]}"):
        answer = client.get("/doe-mee/", {"code": typed})
        assert answer.status_code == 302, typed
        assert answer["Location"] == join_address(talk)


def test_an_unknown_code_gets_a_sentence_beside_the_field_and_stays_as_typed(client: Client) -> None:
    answer = client.get("/doe-mee/", {"code": "kade 999 <b>"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'value="kade 999 &lt;b&gt;"' in page
    assert 'aria-describedby="code-help code-error"' in page
    assert 'id="code-error"' in page


def test_an_empty_code_is_answered_kindly(client: Client) -> None:
    answer = client.get("/doe-mee/", {"code": "  "})
    assert answer.status_code == 200
    assert 'id="code-error"' in answer.content.decode()


def test_a_code_of_a_conversation_that_ended_says_so(client: Client, talk: Conversation) -> None:
    close_conversation(by=make.the_leader(talk), conversation=talk)
    answer = client.get(join_address(talk))
    assert answer.status_code == 410
    assert talk.encounter.join_code in answer.content.decode()


def test_a_conversation_open_for_days_cannot_be_joined_after_its_last_day(client: Client) -> None:
    talk = make.a_conversation(mode=Conversation.Mode.OPEN, closes_at=timezone.now() - timedelta(minutes=1))
    assert client.get(join_address(talk)).status_code == 410


def test_joining_gives_a_place_and_a_token_for_this_room_only(client: Client, talk: Conversation) -> None:
    answer = join(client, talk, first_name="  Sanne  ")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    mine = Participation.objects.get(encounter=talk.encounter)
    assert (mine.role, mine.first_name, mine.number) == (Role.STUDENT, "Sanne", 1)
    token = read_token(client.cookies[cookie_name("guest", talk.encounter.room)].value)
    assert token is not None
    assert (token.kind, token.room, token.subject) == ("guest", talk.encounter.room, mine.id.hex)
    assert client.get(f"/gesprek/{talk.pk}/").status_code == 200


def test_pressing_twice_is_one_place(client: Client, talk: Conversation) -> None:
    place = place_in(client, talk)
    fields = {"role": Role.STUDENT, "place": place}
    # Both requests left before the first answer came: neither carries the token.
    other = Client()
    assert client.post(join_address(talk), fields).status_code == 302
    assert other.post(join_address(talk), fields).status_code == 302
    assert Participation.objects.filter(encounter=talk.encounter).count() == 1


def test_who_joined_on_this_device_goes_straight_to_the_phone_page(client: Client, talk: Conversation) -> None:
    join(client, talk)
    answer = client.get(join_address(talk))
    assert answer.status_code == 302
    assert answer["Location"] == f"/gesprek/{talk.pk}/"


def test_a_place_nobody_gave_is_not_accepted(client: Client, talk: Conversation) -> None:
    other = make.a_conversation()
    mine = make.a_participant(talk)
    for place in ("", "nonsense", mine.id.hex, new_place(other, uuid.uuid4())):
        answer = client.post(join_address(talk), {"role": Role.STUDENT, "place": place})
        assert answer.status_code == 409, place
    assert Participation.objects.filter(encounter=talk.encounter).count() == 1


def test_a_role_must_be_one_of_those_offered_and_the_name_stays(client: Client, talk: Conversation) -> None:
    for role in ("", Role.STEERING, "koning"):
        answer = join(client, talk, role=role, first_name="Mo")
        page = answer.content.decode()  # type: ignore[attr-defined]
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert 'id="role-error"' in page
        assert 'value="Mo"' in page
    assert not Participation.objects.filter(encounter=talk.encounter).exists()


def test_without_roles_nobody_is_asked_for_one(client: Client) -> None:
    talk = make.a_conversation(roles=())
    assert 'name="role"' not in client.get(join_address(talk)).content.decode()
    join(client, talk)
    assert Participation.objects.get(encounter=talk.encounter).role == ""


def test_a_name_that_is_too_long_is_said_beside_the_field(client: Client, talk: Conversation) -> None:
    answer = join(client, talk, first_name="x" * 41)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert 'id="id_first_name_error"' in answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["Şükrü", "علي", "李雷", "Zoë 🌱", "\u202eennaS"])
def test_any_name_is_welcome_but_turns_nobody_elses_words_around(client: Client, talk: Conversation, name: str) -> None:
    join(client, talk, first_name=name)
    assert Participation.objects.get(encounter=talk.encounter).first_name == name.replace("\u202e", "")


def test_a_device_that_keeps_guessing_has_to_wait_while_its_neighbours_go_on(
    client: Client, talk: Conversation
) -> None:
    for _ in range(MISSES_OF_A_DEVICE.most):
        assert client.get("/doe-mee/", {"code": "FOUT999"}).status_code == 404
    assert client.get("/doe-mee/", {"code": "FOUT999"}).status_code == 429
    assert client.get(join_address(talk)).status_code == 429
    # The same network address, another device.
    assert Client().get(join_address(talk)).status_code == 200


def test_guessing_without_cookies_ends_at_a_ceiling_for_the_address(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leerruimte.conversations.views.joining.MISSES_OF_AN_ADDRESS", _small(MISSES_OF_AN_ADDRESS))
    for _ in range(3):
        assert Client().get("/doe-mee/", {"code": "FOUT999"}).status_code == 404
    answer = Client().get("/doe-mee/", {"code": "FOUT999"})
    assert answer.status_code == 429
    assert "10 minuten" in answer.content.decode()


def _small(limit: object) -> object:
    return type(limit)(name="small", most=3, seconds=600)  # type: ignore[call-arg]


def test_all_phones_behind_one_address_get_in(talk: Conversation) -> None:
    for _ in range(40):
        assert join(Client(), talk).status_code == 302  # type: ignore[attr-defined]
    assert Participation.objects.filter(encounter=talk.encounter).count() == 40


def test_a_personal_link_brings_the_same_participant_to_another_device(talk: Conversation) -> None:
    mine = make.a_participant(talk, first_name="Iris")
    tablet = Client()
    answer = tablet.get(f"/terug/{sign_link('back', mine.id.hex, 1)}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/gesprek/{talk.pk}/"
    assert tablet.get(f"/gesprek/{talk.pk}/").context["mine"] == mine


@pytest.mark.parametrize("token", ["x", "a.b.c", sign_link("back", uuid.uuid4().hex, 1)], ids=["x", "abc", "of nobody"])
def test_a_personal_link_that_says_nothing_is_answered_plainly(client: Client, token: str) -> None:
    answer = client.get(f"/terug/{token}/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0] == "/doe-mee/"
    assert "persoonlijke link" in answer.content.decode()


def test_looking_joins_nobody(client: Client, talk: Conversation) -> None:
    client.get(join_address(talk))
    client.head(join_address(talk))
    assert not Participation.objects.filter(encounter=talk.encounter).exists()
