"""The participant's pages: what is on them, for whom, and what became of one's own."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leerruimte.conversations.actions import leading, moderating
from leerruimte.conversations.actions.joining import begin_visit
from leerruimte.conversations.actions.opening import close_conversation
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries import phone
from leerruimte.conversations.rules import in_order_to_show
from leerruimte.conversations.tests import make
from leerruimte.conversations.views.phone_texts import texts
from leerruimte.encounters.models import Contribution, Participation, Stance
from leerruimte.live.tokens import cookie_name

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    cache.clear()


@pytest.fixture
def talk() -> Conversation:
    return make.a_conversation()


def page_data(page: str, id: str = "page") -> Any:
    found = re.search(rf'<script id="{id}" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_can_be_read_without_scripts(talk: Conversation) -> None:
    mine = make.a_participant(talk)
    make.a_contribution(talk, by=mine, text="Dit schreef ik.")
    make.a_contribution(talk, text="Dit schreef een ander.")
    page = make.phone_of(mine).get(f"/gesprek/{talk.pk}/").content.decode()
    readable = page.split('<script id="page"', maxsplit=1)[0]
    for words in ("Wat doe je anders?", "Dit schreef ik.", "Dit schreef een ander.", "Dinsdagmiddag in de teamkamer"):
        assert words in readable


def test_nobody_else_can_open_anything_of_it(talk: Conversation) -> None:
    stranger = make.phone_of(make.a_participant(make.a_conversation()))
    for path in ("", "stapel/", "van-mij/", "meenemen/", "wis-mij/", "plaat/", f"vraag/{make.OWN_WORDS}/"):
        assert stranger.get(f"/gesprek/{talk.pk}/{path}").status_code == 404, path
    assert stranger.post(f"/gesprek/{talk.pk}/bezoek/").status_code == 404


def test_people_s_words_are_text_wherever_they_stand(talk: Conversation) -> None:
    mine = make.a_participant(talk, first_name="<i>Mo</i>")
    nasty = "</script><script>alert(1)</script>"
    make.a_contribution(talk, by=mine, text=nasty, signed=True)
    make.a_contribution(talk, text=nasty)
    phone_ = make.phone_of(mine)
    for path in ("", "van-mij/", "meenemen/", f"vraag/{make.OWN_WORDS}/"):
        page = phone_.get(f"/gesprek/{talk.pk}/{path}").content.decode()
        assert "<script>alert" not in page, path
        assert "<i>Mo" not in page, path


def test_the_stack_holds_others_contributions_not_answered_yet(talk: Conversation) -> None:
    mine = make.a_participant(talk)
    make.a_contribution(talk, by=mine, text="Van mij.")
    answered = make.a_contribution(talk, text="Al beantwoord.")
    make.a_stance(answered, 0, by=mine)
    taken_back = make.a_contribution(talk, text="Weer open.")
    make.a_stance(taken_back, 1, by=mine)
    make.a_stance(taken_back, None, by=mine)
    hidden = make.a_contribution(talk, text="Verborgen.")
    moderating.hide_contribution(by=make.the_leader(talk), conversation=talk, contribution=hidden, reason="naam")
    make.a_contribution(talk, text="Andere vraag.", question=make.PATH)
    waiting = make.a_contribution(talk, text="Wacht nog.")
    seen = make.phone_of(mine).get(f"/gesprek/{talk.pk}/stapel/", {"vraag": make.OWN_WORDS}).json()
    assert {item["id"] for item in seen["items"]} == {waiting.id.hex, taken_back.id.hex}
    assert seen["left"] == 2


def test_what_was_seen_least_comes_first(talk: Conversation) -> None:
    often = make.a_contribution(talk, text="Vaak gezien.")
    rarely = make.a_contribution(talk, text="Weinig gezien.")
    never = make.a_contribution(talk, text="Nooit gezien.")
    for _ in range(3):
        make.a_stance(often)
    make.a_stance(rarely)
    stack = phone.stack(talk, make.a_participant(talk), make.OWN_WORDS)
    assert [item["id"] for item in stack["items"]] == [never.id.hex, rarely.id.hex, often.id.hex]


def test_what_tells_most_may_go_before_what_was_seen_least() -> None:
    assert in_order_to_show(["a", "b", "c"], {"a": 0, "b": 1, "c": 10}, {"b": 0.2, "c": 0.1}) == ["b", "a", "c"]
    assert in_order_to_show(["a", "b"], {"a": 2, "b": 1}, {}) == ["b", "a"]
    assert in_order_to_show([], {}, {}) == []


def test_at_tables_one_answers_the_own_table(talk: Conversation) -> None:
    people = [make.a_participant(talk) for _ in range(10)]
    leading.make_tables(by=make.the_leader(talk), conversation=talk, tables=2)
    talk = make.refreshed(talk)
    people = list(Participation.objects.filter(pk__in=[person.pk for person in people]))
    for person in people:
        make.a_contribution(talk, by=person, text=f"Van tafel {person.table}.")
    stack = phone.stack(talk, people[0], make.OWN_WORDS)
    assert {item["table"] for item in stack["items"]} == {people[0].table}
    seen = make.phone_of(people[0]).get(f"/gesprek/{talk.pk}/stapel/").json()
    assert seen["table"] == people[0].table


def test_roles_of_fewer_than_five_people_are_not_shown(talk: Conversation) -> None:
    for _ in range(4):
        make.a_participant(talk, role="mentor")
    make.a_contribution(talk, by=make.a_participant(talk, role="institute_educator"), text="De enige opleider.")
    mine = make.a_participant(talk)
    page = make.phone_of(mine).get(f"/gesprek/{talk.pk}/vraag/{make.OWN_WORDS}/").content.decode()
    assert "De enige opleider." in page
    assert "instituutsopleider" not in page


def test_who_leaves_the_name_out_is_not_named(talk: Conversation) -> None:
    sanne = make.a_participant(talk, first_name="Sanne")
    make.a_contribution(talk, by=sanne, text="Zonder naam.")
    reader = make.phone_of(make.a_participant(talk))
    assert "Sanne" not in reader.get(f"/gesprek/{talk.pk}/").content.decode()
    make.a_contribution(talk, by=sanne, text="Met naam.", signed=True)
    assert "Sanne" in reader.get(f"/gesprek/{talk.pk}/").content.decode()


def test_what_became_of_it_is_told_in_words(talk: Conversation) -> None:
    leader = make.the_leader(talk)
    mine = make.a_participant(talk)
    themed = make.a_contribution(talk, by=mine, text="In een thema.")
    theme = moderating.name_theme(by=leader, conversation=talk, name="Tijd")
    moderating.put_in_theme(by=leader, conversation=talk, contribution=themed, theme=theme)
    double = make.a_contribution(talk, by=mine, text="Zegt hetzelfde.")
    other = make.a_contribution(talk, text="Zei het eerst.")
    moderating.merge_contribution(by=leader, conversation=talk, contribution=double, into=other)
    hidden = make.a_contribution(talk, by=mine, text="Weggehaald.")
    moderating.hide_contribution(by=leader, conversation=talk, contribution=hidden, reason="noemt een kind")
    for _ in range(5):
        make.a_stance(themed, 1)
    make.a_stance(themed, -1)
    page = make.phone_of(mine).get(f"/gesprek/{talk.pk}/van-mij/").content.decode()
    for words in (
        "Tijd",
        "Zei het eerst.",
        "haalde dit van de schermen",
        "5 mensen zijn het eens",
        "enkelen zijn het oneens",
    ):
        assert words in page, words
    assert "noemt een kind" not in page


@pytest.mark.parametrize(("people", "words"), [(0, "Nog niemand"), (1, "Enkelen"), (4, "Enkelen"), (5, "5 mensen")])
def test_fewer_than_five_who_agree_are_a_few(talk: Conversation, people: int, words: str) -> None:
    mine = make.a_participant(talk)
    contribution = make.a_contribution(talk, by=mine)
    for _ in range(people):
        make.a_stance(contribution, 1)
    assert words in make.phone_of(mine).get(f"/gesprek/{talk.pk}/van-mij/").content.decode()


def test_everything_of_mine_can_be_taken_out(talk: Conversation) -> None:
    mine = make.a_participant(talk, first_name="Els")
    make.a_contribution(talk, by=mine, text="Mijn woorden 🌱")
    other = make.a_contribution(talk, text="Woorden van een ander.")
    make.a_stance(other, -1, by=mine)
    make.a_mark(talk, 1.5, by=mine)
    make.an_intention(talk, by=mine, what="Ik vraag het na.")
    phone_ = make.phone_of(mine)
    page = phone_.get(f"/gesprek/{talk.pk}/meenemen/").content.decode()
    for words in ("Mijn woorden 🌱", "Woorden van een ander.", "Oneens", "Ik vraag het na.", "Els"):
        assert words in page
    answer = phone_.get(f"/gesprek/{talk.pk}/meenemen/", {"als": "json"})
    assert "attachment" in answer["Content-Disposition"]
    everything = answer.json()
    assert everything["contributions"][0]["text"] == "Mijn woorden 🌱"
    assert everything["stances"] == [
        {"on": "Woorden van een ander.", "stance": "disagree", "at": everything["stances"][0]["at"]}
    ]
    assert everything["marks"][0]["position"] == 1.5
    assert everything["intentions"][0]["what"] == "Ik vraag het na."
    assert mine.id.hex not in answer.content.decode()


def test_deleting_all_that_is_mine_leaves_nothing_and_says_so_first(talk: Conversation) -> None:
    mine = make.a_participant(talk)
    make.a_contribution(talk, by=mine)
    make.a_stance(make.a_contribution(talk), by=mine)
    phone_ = make.phone_of(mine)
    assert "1 bijdrage" in phone_.get(f"/gesprek/{talk.pk}/wis-mij/").content.decode()
    assert Participation.objects.filter(pk=mine.pk).exists()
    answer = phone_.post(f"/gesprek/{talk.pk}/wis-mij/", {"what": "all"})
    assert answer.status_code == 302
    assert not Participation.objects.filter(pk=mine.pk).exists()
    assert not Contribution.objects.filter(participation=mine.pk).exists()
    assert not Stance.objects.filter(participation=mine.pk).exists()
    assert phone_.cookies[cookie_name("guest", talk.encounter.room)].value == ""


def test_stopping_on_this_device_keeps_what_one_gave(talk: Conversation) -> None:
    mine = make.a_participant(talk)
    phone_ = make.phone_of(mine)
    phone_.post(f"/gesprek/{talk.pk}/wis-mij/", {"what": "device"})
    assert Participation.objects.filter(pk=mine.pk).exists()
    assert phone_.get(f"/gesprek/{talk.pk}/").status_code == 404


def test_open_for_days_it_says_what_is_new_since_the_last_visit() -> None:
    talk = make.a_conversation(mode=Conversation.Mode.OPEN)
    mine = make.a_participant(talk)
    old = make.a_contribution(talk, text="Van gisteren.")
    Contribution.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=1))
    phone_ = make.phone_of(mine)
    assert "Nieuw sinds" not in phone_.get(f"/gesprek/{talk.pk}/").content.decode()
    Participation.objects.filter(pk=mine.pk).update(visit_at=timezone.now() - timedelta(hours=5))
    make.a_contribution(talk, text="Van vandaag.")
    make.a_contribution(talk, by=mine, text="Van mijzelf, dus geen nieuws.")
    page = phone_.get(f"/gesprek/{talk.pk}/")
    assert [(one.question.key, one.count) for one in page.context["news"]] == [(make.OWN_WORDS, 1)]
    # The phone says that somebody looked: during this visit it stays new, at the next one it is not.
    assert phone_.post(f"/gesprek/{talk.pk}/bezoek/").status_code == 204
    assert len(phone_.get(f"/gesprek/{talk.pk}/").context["news"]) == 1
    Participation.objects.filter(pk=mine.pk).update(visit_at=timezone.now() - timedelta(minutes=31))
    Contribution.objects.update(made_at=timezone.now() - timedelta(hours=1))
    assert phone_.get(f"/gesprek/{talk.pk}/").context["news"] == []


def test_looking_writes_nothing(talk: Conversation) -> None:
    mine = make.a_participant(talk)
    Participation.objects.filter(pk=mine.pk).update(visit_at=timezone.now() - timedelta(days=2))
    before = Participation.objects.values().get(pk=mine.pk)
    phone_ = make.phone_of(mine)
    for path in ("", "stapel/", "van-mij/", "meenemen/", "wis-mij/", "plaat/", f"vraag/{make.OWN_WORDS}/"):
        assert phone_.get(f"/gesprek/{talk.pk}/{path}").status_code == 200, path
    assert Participation.objects.values().get(pk=mine.pk) == before
    begin_visit(by=Participation.objects.get(pk=mine.pk))
    assert Participation.objects.values().get(pk=mine.pk) != before


def test_a_question_that_was_not_opened_is_not_known_of(talk: Conversation) -> None:
    phone_ = make.phone_of(make.a_participant(talk))
    assert phone_.get(f"/gesprek/{talk.pk}/vraag/{make.HEAPS}/").status_code == 404
    assert phone_.get(f"/gesprek/{talk.pk}/vraag/bestaat-niet/").status_code == 404
    data = page_data(phone_.get(f"/gesprek/{talk.pk}/").content.decode())
    assert make.HEAPS not in {question["key"] for question in data["state"]["scene"]["questions"]}


def test_older_contributions_come_page_by_page(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leerruimte.conversations.views.phone.PAGE", 2)
    writer = make.a_participant(talk)
    for number in range(5):
        make.a_contribution(talk, by=writer, text=f"Nummer {number}.")
    phone_ = make.phone_of(make.a_participant(talk))
    address = f"/gesprek/{talk.pk}/vraag/{make.OWN_WORDS}/"
    assert [one.row.text for one in phone_.get(address).context["said"]] == ["Nummer 4.", "Nummer 3."]
    last = phone_.get(address, {"vanaf": "4"})
    assert [one.row.text for one in last.context["said"]] == ["Nummer 0."]
    assert last.context["older"] is None
    assert phone_.get(address, {"vanaf": "²"}).status_code == 200
    assert phone_.get(address, {"vanaf": "-1"}).status_code == 200


def test_a_closed_conversation_leads_to_its_report(talk: Conversation) -> None:
    phone_ = make.phone_of(make.a_participant(talk))
    close_conversation(by=make.the_leader(talk), conversation=talk)
    page = phone_.get(f"/gesprek/{talk.pk}/")
    assert page.context["ended"]
    assert f"/gesprek/{talk.pk}/verslag/" in page.content.decode()


def test_two_people_on_one_device_keep_their_writes_apart(talk: Conversation) -> None:
    one, other = make.a_participant(talk), make.a_participant(talk)
    data = [page_data(make.phone_of(who).get(f"/gesprek/{talk.pk}/").content.decode()) for who in (one, other)]
    assert data[0]["me"] != data[1]["me"]
    assert one.id.hex not in json.dumps(data[0])


def test_the_counter_goes_on_from_the_highest_that_the_server_has(talk: Conversation) -> None:
    mine = make.a_participant(talk)
    assert phone.mine(mine)["n"] == 0
    make.a_contribution(talk, by=mine)
    stance = make.a_stance(make.a_contribution(talk), by=mine)
    assert phone.mine(mine)["n"] == stance.n


def test_the_drawing_is_for_whoever_has_its_address(client: Client, talk: Conversation) -> None:
    data = page_data(make.phone_of(make.a_participant(talk)).get(f"/gesprek/{talk.pk}/").content.decode())
    answer = client.get(data["drawing"]["address"])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    assert client.get("/tekening/1.1.x.svg").status_code == 404


def test_the_service_worker_may_serve_the_whole_site_and_is_asked_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert "isPhonePage" in answer.content.decode()


def test_every_text_that_the_scripts_ask_for_is_there() -> None:
    folder = Path(__file__).parent.parent / "static/conversations/phone"
    scripts = "\n".join(path.read_text() for path in folder.glob("*.js"))
    asked = set(re.findall(r'words\("(\w+)"', scripts)) | set(re.findall(r'refuse\("(\w+)"', scripts))
    assert len(asked) > 40
    assert asked <= set(texts())


@pytest.mark.parametrize("path", ["", "stapel/?vraag=wat-verandert", "van-mij/", "meenemen/", "vraag/wat-verandert/"])
def test_the_number_of_queries_does_not_grow_with_the_conversation(path: str) -> None:
    def measured(people: int) -> int:
        cache.clear()
        talk = make.a_conversation()
        mine = make.a_participant(talk)
        for number in range(people):
            own = make.a_contribution(talk, by=mine)
            other = make.a_contribution(talk)
            make.a_stance(own)
            make.a_stance(other, -1, by=mine if number % 2 else None)
            make.an_intention(talk, by=mine)
        phone_ = make.phone_of(mine)
        phone_.get(f"/gesprek/{talk.pk}/{path}")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert phone_.get(f"/gesprek/{talk.pk}/{path}").status_code == 200
        return len(queries)

    few, many = measured(2), measured(12)
    assert many <= few
    assert few <= 40
