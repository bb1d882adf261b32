"""Signing in at an institution, against a real provider."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client

from leerruimte.people.models import Person
from leerruimte.people.tests.make import PASSWORD, a_person, browser_of
from tests.sign_on.conftest import SignOn, with_another

pytestmark = pytest.mark.django_db


def asks(client: Client, **typed: str) -> str:
    """Press the button of the institution; gives the address there."""
    page = client.post("/account/instituten/hw/", typed)
    assert page.status_code == 200
    return html.unescape(re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())[0])


def is_signed_in(client: Client) -> bool:
    return client.get("/mijn-account/").status_code == 200


def test_the_button_stands_on_the_page(sign_on: SignOn):
    assert "Hogeschool Waardland" in Client().get("/account/aanmelden/").content.decode()


def test_somebody_new_gets_an_account_and_nothing_more_is_kept(sign_on: SignOn):
    client = Client()
    asked = asks(client, next="/mijn-account/")
    assert "code_challenge=" in asked
    assert "nonce=" in asked
    answer = client.get(sign_on.sign_in(asked))
    assert answer["Location"] == "/mijn-account/"
    assert is_signed_in(client)
    person = Person.objects.get(email="els@waardland.example")
    assert person.name == "Els Bakker"
    assert EmailAddress.objects.get(user=person).verified
    account = SocialAccount.objects.get(user=person)
    assert (account.provider, account.uid, account.extra_data) == ("hw", "els-1", {})
    assert not SocialToken.objects.exists()
    assert not mail.outbox
    assert client.session.get_expire_at_browser_close()


def test_the_same_person_again_is_the_same_account_whatever_the_address(sign_on: SignOn):
    client = Client()
    client.get(sign_on.sign_in(asks(client)))
    Person.objects.update(email="anders@waardland.example")
    again = Client()
    again.get(sign_on.sign_in(asks(again)))
    assert is_signed_in(again)
    assert Person.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}


def test_an_address_that_was_not_confirmed_there_is_confirmed_here(sign_on: SignOn):
    client = Client()
    answer = client.get(sign_on.sign_in(asks(client), "mo-2"))
    assert answer["Location"] == "/account/adres/code/"
    assert not is_signed_in(client)
    assert mail.outbox[0].to == ["mo@waardland.example"]


def test_what_the_institution_does_not_tell_is_asked_here(sign_on: SignOn):
    client = Client()
    asked = client.get(sign_on.sign_in(asks(client), "iris-3"))
    assert asked["Location"] == "/account/instituten/nieuw/"
    page = client.get(asked["Location"]).content.decode()
    assert "Hogeschool Waardland" in page
    assert 'value="Iris"' in page
    typed = {"email": "iris@waardland.example", "first_name": "Iris", "last_name": "Bos", "language": "en"}
    assert client.post(asked["Location"], typed)["Location"] == "/account/adres/code/"
    assert Person.objects.get(email="iris@waardland.example").language == "en"


def test_an_account_with_the_same_address_is_not_taken_over(sign_on: SignOn):
    owner = a_person(email="els@waardland.example")
    client = Client()
    client.get(sign_on.sign_in(asks(client)))
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert "koppel je instelling" in mail.outbox[0].body
    # Who signs in first can connect it, and sign in with it from then on.
    own = Client()
    own.post("/account/aanmelden/", {"login": owner.email, "password": PASSWORD})
    back = own.get(sign_on.sign_in(asks(own, process="connect")))
    assert back["Location"] == "/account/instituten/"
    assert SocialAccount.objects.get().user == owner
    again = Client()
    again.get(sign_on.sign_in(asks(again)))
    assert is_signed_in(again)


def test_what_is_connected_to_one_cannot_be_connected_to_another(sign_on: SignOn):
    first = Client()
    first.get(sign_on.sign_in(asks(first)))
    other = browser_of(a_person("Mo"))
    other.get(sign_on.sign_in(asks(other, process="connect")))
    assert SocialAccount.objects.get().user.email == "els@waardland.example"
    assert "meldt iemand zich hier al aan" in other.get("/account/instituten/").content.decode()


def test_disconnecting_asks_for_another_way_in_first(sign_on: SignOn):
    client = Client()
    client.get(sign_on.sign_in(asks(client)))
    account = SocialAccount.objects.get()
    page = client.post("/account/instituten/", {"account": account.pk})
    assert "Kies eerst een wachtwoord" in page.content.decode()
    new = "drie lege stoelen"
    client.post("/account/wachtwoord/kiezen/", {"password1": new, "password2": new})
    client.post("/account/instituten/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_the_answer_to_another_question_is_not_believed(sign_on: SignOn):
    client = Client()
    other_question = with_another(asks(client), nonce="of-somebody-else")
    answer = client.get(sign_on.sign_in(other_question))
    assert answer.status_code == 401
    assert "Aanmelden is niet gelukt" in answer.content.decode()
    assert not is_signed_in(client)
    assert not Person.objects.exists()


@pytest.mark.parametrize("state", ["", "made-up"])
def test_an_answer_that_was_not_asked_for_is_not_believed(sign_on: SignOn, state: str):
    client = Client()
    answer = client.get(with_another(sign_on.sign_in(asks(client)), state=state))
    assert answer.status_code == 401
    assert not is_signed_in(client)


def test_an_answer_works_once_and_in_the_browser_that_asked(sign_on: SignOn):
    client = Client()
    back = sign_on.sign_in(asks(client))
    thief = Client()
    assert thief.get(back).status_code == 401
    client.get(back)
    assert is_signed_in(client)
    assert client.get(back).status_code == 401


def test_a_code_of_another_question_is_refused_by_the_institution(sign_on: SignOn):
    first, second = Client(), Client()
    code = re.findall(r"code=([^&]+)", sign_on.sign_in(asks(first)))[0]
    answer = second.get(with_another(sign_on.sign_in(asks(second)), code=code))
    assert answer.status_code == 401
    assert not is_signed_in(second)


def test_who_says_no_there_is_not_signed_in_here(sign_on: SignOn):
    client = Client()
    answer = client.get(sign_on.sign_in(asks(client), agrees=False))
    assert answer["Location"] == "/account/instituten/afgebroken/"
    assert "er is niets doorgegeven" in client.get(answer["Location"]).content.decode()
    assert not Person.objects.exists()


def test_an_institution_that_does_not_answer_is_said(sign_on: SignOn, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:1"
    page = Client().post("/account/instituten/hw/")
    assert page.status_code == 401
    assert "Aanmelden is niet gelukt" in page.content.decode()


def test_going_there_is_pressed_not_followed(sign_on: SignOn):
    assert Client().get("/account/instituten/hw/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/account/instituten/hw/").status_code == 403
    assert Client().post("/account/instituten/elders/").status_code == 404
