"""Making an account, signing in, and keeping it one's own."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from leerruimte.base.refused import Refused
from leerruimte.people.actions.accounts import correct_account, make_account
from leerruimte.people.middleware import PROOF_SECONDS
from leerruimte.people.models import Partnership, Person, Role
from leerruimte.people.tests.make import (
    PASSWORD,
    SIGN_IN,
    a_person,
    a_role,
    browser_of,
    is_signed_in,
    signs_in,
    who_is,
)
from leerruimte.people.who import NOBODY

pytestmark = pytest.mark.django_db

SIGN_UP = "/account/nieuw/"
ABOUT_ME = {
    "email": "Els@Waardland.example",
    "first_name": "Els",
    "last_name": "d'Artagnan",
    "language": "en",
    "password1": PASSWORD,
}


@pytest.fixture(autouse=True)
def nobody_tried_before(settings):
    """Each test begins with all its tries, and does not wait for a password to be tried."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def the_code() -> str:
    """The code in the newest letter."""
    return re.findall(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[0]


def code_of_the_app(person: Person) -> str:
    """What the app on their phone shows now."""
    app = Authenticator.objects.get(user=person, type="totp").wrap()
    from allauth.mfa.utils import decrypt

    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(decrypt(app.instance.data["secret"]), counter))


# ---- making one ----


def test_somebody_makes_an_account_with_a_code_from_a_letter():
    client = Client()
    asked = client.post(SIGN_UP, ABOUT_ME)
    assert asked["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    [letter] = mail.outbox
    assert letter.to == ["els@waardland.example"]
    assert "Hallo," in letter.body
    assert len(letter.body.splitlines()) < 15
    wrong = client.post(asked["Location"], {"code": "BBBB-BBBB"})
    assert "Dit is niet de code" in wrong.content.decode()
    client.post(asked["Location"], {"code": the_code().lower().replace("-", " ")})
    assert is_signed_in(client)
    person = Person.objects.get(email="els@waardland.example")
    assert (person.name, person.language) == ("Els d'Artagnan", "en")
    assert EmailAddress.objects.get(user=person).verified
    assert client.cookies["taal"].value == "en"


def test_three_wrong_codes_and_it_is_over():
    client = Client()
    client.post(SIGN_UP, ABOUT_ME)
    for _ in range(3):
        last = client.post("/account/adres/code/", {"code": "BBBB-BBBB"})
    assert last["Location"] == SIGN_IN
    client.post("/account/adres/code/", {"code": the_code()})
    assert not is_signed_in(client)


def test_a_name_is_asked_beside_its_field_and_what_was_typed_stays():
    page = Client().post(SIGN_UP, {**ABOUT_ME, "first_name": ""}).content.decode()
    assert "Vul je naam in" in page
    assert "Els@Waardland.example" in page
    assert "d&#x27;Artagnan" in page


@pytest.mark.parametrize("password", ["kort", "wachtwoord1", "els@waardland.example", "1234567890"])
def test_a_password_that_is_easily_guessed_is_refused(password):
    Client().post(SIGN_UP, {**ABOUT_ME, "password1": password})
    accepted = Person.objects.filter(email="els@waardland.example").exists()
    # "wachtwoord1" stands in no English list; it is long enough.
    assert accepted == (password == "wachtwoord1")


def test_an_address_that_is_taken_looks_the_same_and_its_owner_gets_a_letter():
    owner = a_person(email="els@waardland.example")
    of_somebody, of_nobody = Client(), Client()
    taken = of_somebody.post(SIGN_UP, ABOUT_ME)
    assert "al een account" in mail.outbox[-1].subject
    free = of_nobody.post(SIGN_UP, {**ABOUT_ME, "email": "vrij@waardland.example"})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    pages = [client.get(taken["Location"]).content.decode() for client in (of_somebody, of_nobody)]
    csrf = re.compile(r'csrfmiddlewaretoken" value="\w+"')
    assert csrf.sub("", pages[0]) == csrf.sub("", pages[1]).replace("vrij@", "els@")
    owner.refresh_from_db()
    assert owner.first_name == "Sanne"
    assert owner.check_password(PASSWORD)


# ---- signing in ----


def test_the_same_words_for_a_wrong_password_and_an_unknown_address():
    person = a_person()
    wrong = signs_in(Client(), person, "een koe vol boeken").content.decode()
    unknown = Client().post(SIGN_IN, {"login": "niemand@waardland.example", "password": PASSWORD}).content.decode()
    sentence = "Dit adres en wachtwoord horen niet bij elkaar"
    assert sentence in wrong
    assert sentence in unknown


def test_signing_in_with_a_code_says_nothing_of_who_has_an_account():
    person = a_person()
    answers = []
    for address in (person.email, "niemand@waardland.example"):
        client = Client()
        asked = client.post("/account/aanmelden/code/", {"email": address})
        answers.append((asked.status_code, asked["Location"], client.get(asked["Location"]).status_code))
    assert answers[0] == answers[1]
    assert [letter.subject.split(" ", 1)[1] for letter in mail.outbox] == [
        "is je code om je aan te melden",
        "is geen account met dit adres",
    ]


def test_with_a_code_one_is_in_and_the_session_ends_with_the_browser():
    person, client = a_person(), Client()
    client.post("/account/aanmelden/code/?next=/mijn-account/", {"email": person.email})
    answer = client.post("/account/aanmelden/code/invullen/?next=/mijn-account/", {"code": the_code()})
    assert answer["Location"] == "/mijn-account/"
    assert is_signed_in(client)
    assert client.session.get_expire_at_browser_close()


def test_being_remembered_is_a_choice():
    person = a_person()
    short, long = Client(), Client()
    signs_in(short, person)
    long.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "remember": "on"})
    assert short.session.get_expire_at_browser_close()
    assert not long.session.get_expire_at_browser_close()


@pytest.mark.parametrize("wherever", ["https://elders.example/", "//elders.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(wherever):
    person = a_person()
    answer = Client().post(
        f"{SIGN_IN}?next={wherever}", {"login": person.email, "password": PASSWORD, "next": wherever}
    )
    assert answer["Location"] == "/"


def test_a_closed_account_lets_nobody_in():
    person, client = a_person(), Client()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    answer = signs_in(client, person)
    assert not is_signed_in(client)
    assert "gesloten" in client.get(answer["Location"]).content.decode() if answer.status_code == 302 else True


# ---- who tries too often ----


def tries(client: Client, person: Person, times: int, **more: str):
    for number in range(times):
        answer = signs_in(client, person, f"fout nummer {number}", **more)
    return answer


def test_after_five_wrong_passwords_one_waits():
    person = a_person()
    assert "Wacht vijf minuten" not in tries(Client(), person, 5).content.decode()
    assert "Wacht vijf minuten" in signs_in(Client(), person).content.decode()


def test_a_stranger_cannot_lock_somebody_out_on_their_own_device():
    person, own = a_person(), Client()
    signs_in(own, person)
    own.post("/account/afmelden/")
    tries(Client(), person, 8)
    assert "Wacht vijf minuten" in signs_in(Client(), person).content.decode()
    signs_in(own, person)
    assert is_signed_in(own)


def test_a_device_of_somebody_else_gives_no_tries_of_its_own():
    person, own = a_person(), Client()
    signs_in(own, a_person("Mo"))
    own.post("/account/afmelden/")
    tries(Client(), person, 5)
    assert "Wacht vijf minuten" in signs_in(own, person).content.decode()


def test_many_addresses_together_do_not_get_more_tries():
    person = a_person()
    for number in range(50):
        signs_in(Client(), person, "fout", REMOTE_ADDR=f"10.0.0.{number}")
    assert "Wacht vijf minuten" in signs_in(Client(), person, REMOTE_ADDR="10.0.1.1").content.decode()


def test_a_whole_school_behind_one_address_signs_in_at_once():
    people = [a_person(f"p{number}") for number in range(40)]
    for person in people:
        tries(client := Client(), person, 2)
        signs_in(client, person)
        assert is_signed_in(client)


def test_behind_a_proxy_the_address_of_the_phone_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person = a_person()
    tries(Client(), person, 5, HTTP_X_FORWARDED_FOR="1.2.3.4, 10.0.0.1")
    # What the phone itself wrote before it does not count.
    again = signs_in(Client(), person, HTTP_X_FORWARDED_FOR="9.9.9.9, 10.0.0.1").content.decode()
    assert "Wacht vijf minuten" in again
    assert signs_in(Client(), person, HTTP_X_FORWARDED_FOR="1.2.3.4, 10.0.0.2").status_code == 302


def test_nobody_gets_a_heap_of_codes_by_mail():
    person = a_person()
    answers = [Client().post("/account/aanmelden/code/", {"email": person.email}) for _ in range(5)]
    assert len(mail.outbox) == 3
    assert "Wacht" in answers[-1].content.decode()


# ---- keeping it ----


def test_a_forgotten_password_is_chosen_anew_and_other_devices_are_signed_out():
    person, other = a_person(), Client()
    signs_in(other, person)
    client = Client()
    asked = client.post("/account/wachtwoord/vergeten/", {"email": person.email})
    confirmed = client.post(asked["Location"], {"code": the_code()})
    new = "drie lege stoelen"
    client.post(confirmed["Location"], {"password1": new, "password2": new})
    assert "nieuw wachtwoord gekozen" in mail.outbox[-1].body
    signs_in(client, person, new)
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_another_password_asks_for_the_present_one():
    person, new = a_person(), "drie lege stoelen"
    client = browser_of(person)
    typed = {"oldpassword": "fout", "password1": new, "password2": new}
    assert "Dit is niet je" in client.post("/account/wachtwoord/", typed).content.decode()
    answer = client.post("/account/wachtwoord/", {**typed, "oldpassword": PASSWORD})
    assert answer["Location"] == "/mijn-account/"
    assert signs_in(Client(), person, new).status_code == 302


def test_another_address_counts_from_its_code_on():
    person = a_person(email="oud@waardland.example")
    client = Client()
    signs_in(client, person)
    client.post("/account/adres/", {"action_add": "1", "email": "nieuw@waardland.example"})
    person.refresh_from_db()
    assert person.email == "oud@waardland.example"
    client.post("/account/adres/code/", {"code": the_code()})
    person.refresh_from_db()
    assert person.email == "nieuw@waardland.example"
    assert [one.email for one in EmailAddress.objects.filter(user=person)] == ["nieuw@waardland.example"]
    assert mail.outbox[-1].to == ["oud@waardland.example"]


def test_name_and_language_are_corrected_by_their_owner():
    person = a_person()
    client = browser_of(person)
    answer = client.post("/mijn-account/", {"first_name": "San", "last_name": "Wit", "language": "en"})
    person.refresh_from_db()
    assert (answer.status_code, person.name, person.language) == (302, "San Wit", "en")
    assert "Kept." in client.get("/mijn-account/").content.decode()
    assert client.post("/mijn-account/", {"first_name": ""}).status_code == 422
    with pytest.raises(Refused):
        correct_account(by=who_is(a_person("Mo")), person=person, first_name="M", last_name="", language="nl")


def test_ones_account_takes_few_queries(django_assert_max_num_queries):
    person = a_person()
    for _ in range(3):
        client = Client()
        signs_in(client, person)
    with django_assert_max_num_queries(12):
        client.get("/mijn-account/")


# ---- a second step ----


def test_an_app_with_codes_is_added_and_asked_for():
    person, client = a_person(), Client()
    signs_in(client, person)
    page = client.get("/account/tweede-stap/app/?next=/mijn-account/").content.decode()
    secret = re.findall(r'app-key">(\w+)<', page)[0]
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    added = client.post("/account/tweede-stap/app/?next=/mijn-account/", {"code": code})
    assert added["Location"] == "/account/tweede-stap/noodcodes/?next=%2Fmijn-account%2F"
    assert 'href="/mijn-account/">Ik heb ze bewaard' in client.get(added["Location"]).content.decode()
    assert secret not in str(Authenticator.objects.get(user=person, type="totp").data)
    again = Client()
    assert signs_in(again, person)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(again)
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "Deze code klopt niet" in wrong


def test_an_emergency_code_works_once():
    person, codes = make_account(
        by=NOBODY, email="iris@waardland.example", first_name="Iris", last_name="Bos", password=PASSWORD
    )
    for allowed in (True, False):
        client = Client()
        signs_in(client, person)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_signed_in(client) == allowed


def test_an_account_by_command_can_be_made_twice():
    given = {"by": NOBODY, "email": "Iris@Waardland.example", "first_name": "Iris", "last_name": "Bos"}
    first, again = make_account(**given), make_account(**given, password=PASSWORD)
    assert first == again
    assert len(first[1]) == 10
    assert not first[0].check_password(PASSWORD)
    with pytest.raises(Refused):
        make_account(by=NOBODY, email="", first_name="", last_name="")


@pytest.fixture
def partnership():
    return Partnership.objects.create(name="Waardland Leert Samen", slug="waardland")


DESK = "/partnerschap/waardland/wie-keek/"


def test_who_coordinates_is_asked_for_one_more_step(partnership):
    person, client = a_person(), Client()
    a_role(person, Role.COORDINATOR, partnership)
    signs_in(client, person)
    asked = client.get(f"{DESK}?bladzij=2")
    page = asked.content.decode()
    assert asked.status_code == 403
    assert "Nog één stap" in page
    assert "/account/tweede-stap/sleutels/nieuw/?next=%2Fpartnerschap%2Fwaardland%2Fwie-keek%2F%3Fbladzij%3D2" in page


def test_a_second_step_shown_later_counts_for_twelve_hours(partnership, monkeypatch):
    person, codes = make_account(
        by=NOBODY, email="iris@waardland.example", first_name="Iris", last_name="Bos", password=PASSWORD
    )
    a_role(person, Role.COORDINATOR, partnership)
    client = browser_of(person, second_factor=False)
    assert "Code van mijn app" in client.get(DESK).content.decode()
    answer = client.post(f"{reverse('mfa_reauthenticate')}?next={DESK}", {"code": code_of_the_app(person)})
    assert answer["Location"] == DESK
    assert client.get(DESK).status_code == 200
    later = time.time() + PROOF_SECONDS + 1
    monkeypatch.setattr("leerruimte.people.middleware.time.time", lambda: later)
    assert client.get(DESK).status_code == 403
    assert codes


def test_somebody_elses_passkey_does_not_exist():
    mine, theirs = a_person(), a_person("Mo")
    key = Authenticator.objects.create(user=theirs, type="webauthn", data={"name": "Sleutel", "credential": {}})
    for address in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert browser_of(mine).get(reverse(address, args=[key.pk])).status_code == 404
        assert browser_of(mine).post(reverse(address, args=[key.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_changing_how_one_signs_in_asks_for_the_password_after_a_while(monkeypatch):
    person, client = a_person(), Client()
    signs_in(client, person)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    later = time.time() + timedelta(minutes=6).total_seconds()
    monkeypatch.setattr("leerruimte.people.adapters.time.time", lambda: later)
    asked = client.get(reverse("mfa_add_webauthn"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))


# ---- letters ----


class NoPost(BaseEmailBackend):
    """A post office that is closed."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError


def test_a_letter_that_could_not_be_sent_is_said(settings):
    settings.EMAIL_BACKEND = "leerruimte.people.tests.test_accounts.NoPost"
    answer = Client().post("/account/aanmelden/code/", {"email": a_person().email})
    assert answer.status_code == 503
    assert "De mail kon niet weg" in answer.content.decode()


def test_letters_are_plain_and_hold_what_was_written():
    a_person(email="d'artagnan@waardland.example")
    Client().post(SIGN_UP, {**ABOUT_ME, "email": "d'artagnan@waardland.example"})
    [letter] = mail.outbox
    assert not re.search(r"[<>&]", letter.body)
    assert "d'artagnan" in letter.to[0]
