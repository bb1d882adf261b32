"""The desk: what stands on it, its forms with and without scripts, and who may not come near it."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leerruimte.base.links import sign_link
from leerruimte.conversations.actions import leading, moderating
from leerruimte.conversations.actions.opening import close_conversation
from leerruimte.conversations.models import Conversation, Note
from leerruimte.conversations.queries import desk as seen
from leerruimte.conversations.queries.desk_contributions import PAGE, Choice, desk_contributions, others_to_merge
from leerruimte.conversations.tests.make import (
    HEAPS,
    OWN_WORDS,
    a_contribution,
    a_conversation,
    a_participant,
    a_partnership,
    a_plate,
    a_stance,
    desk_of,
    phone_of,
    refreshed,
    the_host,
    the_leader,
)
from leerruimte.conversations.views.opening import A_PAGE
from leerruimte.encounters.models import Contribution

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Leerruimte": "1"}
PARTS = ("nu", "scherm", "mensen", "notities", "inbreng", "logboek", "wegwijzer")


@pytest.fixture
def conversation() -> Conversation:
    return a_conversation(on=a_plate(number=1))


@pytest.fixture
def desk(conversation: Conversation) -> Client:
    return desk_of(conversation)


def address(name: str, conversation: Conversation) -> str:
    return reverse(f"conversations:{name}", args=[conversation.pk])


def page_of(desk: Client, conversation: Conversation, query: str = "") -> str:
    answer = desk.get(address("desk", conversation) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_shows_question_code_people_and_contributions(desk: Client, conversation: Conversation) -> None:
    a_contribution(conversation, text="Wij leren op donderdag")
    page = page_of(desk, conversation)
    code = conversation.encounter.join_code
    for words in ("Wat doe je anders?", f"{code[:-3]} {code[-3:]}", "Wij leren op donderdag", str(conversation)):
        assert words in page


def test_whoever_does_not_lead_does_not_know_of_it(conversation: Conversation) -> None:
    somebody = a_participant(conversation)
    elsewhere = desk_of(a_conversation())
    for browser in (Client(), phone_of(somebody), elsewhere):
        assert browser.get(address("desk", conversation)).status_code == 404
        for part in PARTS:
            assert browser.get(reverse("conversations:desk_part", args=[conversation.pk, part])).status_code == 404
        assert browser.post(address("change_phase", conversation), {"fase": 2}).status_code == 404


def test_reading_the_desk_changes_nothing(desk: Client, conversation: Conversation) -> None:
    for name in ("change_phase", "change_clock", "change_question", "pause", "change_screen", "change_tables"):
        assert desk.get(address(name, conversation)).status_code == 405
    for name in ("keep_note", "hide", "change_theme", "put_in_theme", "close"):
        assert desk.get(address(name, conversation)).status_code == 405


def test_the_desk_lets_this_browser_listen_as_facilitator(desk: Client, conversation: Conversation) -> None:
    answer = desk.get(address("desk", conversation))
    assert f"leid-{conversation.encounter.room}" in answer.cookies


def test_without_scripts_a_form_comes_back_to_its_part_of_the_desk(desk: Client, conversation: Conversation) -> None:
    answer = desk.post(address("change_phase", conversation), {"fase": "2"})
    assert answer["Location"] == address("desk", conversation) + "#nu"
    phase = refreshed(conversation).phase
    assert phase is not None
    assert phase.order == 2


def test_a_script_gets_a_word_instead_of_the_page(desk: Client, conversation: Conversation) -> None:
    assert desk.post(address("pause", conversation), {"pauze": "1"}, headers=SCRIPT).status_code == 204
    refused = desk.post(address("change_phase", conversation), {"fase": "9"}, headers=SCRIPT)
    assert refused.status_code == 409
    assert refused.json()["message"]


@pytest.mark.parametrize("typed", ["", "x", "99999999", "1e3", "٣x"])
def test_a_number_that_is_none_is_refused_with_a_sentence(desk: Client, conversation: Conversation, typed: str) -> None:
    answer = desk.post(address("change_tables", conversation), {"tafels": typed, "waren": "0"}, headers=SCRIPT)
    assert answer.status_code == 409


def test_the_clock_is_held_goes_on_and_gets_more_minutes(desk: Client, conversation: Conversation) -> None:
    place = address("change_clock", conversation)
    desk.post(place, {"doe": "vast"})
    phase = refreshed(conversation).phase
    assert phase is not None
    left = phase.seconds_left
    assert left is not None
    desk.post(place, {"doe": "5"})
    desk.post(place, {"doe": "verder"})
    phase = refreshed(conversation).phase
    assert phase is not None
    assert phase.seconds_left is None
    assert phase.ends_at is not None
    assert (phase.ends_at - timezone.now()).total_seconds() > left + 290


def test_questions_are_asked_closed_and_opened(desk: Client, conversation: Conversation) -> None:
    place = address("change_question", conversation)
    desk.post(place, {"vraag": HEAPS, "doe": "stel"})
    question = refreshed(conversation).question
    assert question is not None
    assert question.key == HEAPS
    desk.post(place, {"vraag": HEAPS, "doe": "sluit"})
    assert conversation.questions.get(key=HEAPS).closed_at is not None
    desk.post(place, {"vraag": HEAPS, "doe": "open"})
    assert conversation.questions.get(key=HEAPS).closed_at is None


def test_hiding_without_a_reason_is_said_beside_that_contribution(desk: Client, conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    answer = desk.post(address("hide", conversation), {"inbreng": contribution.pk.hex, "reden": ""})
    assert answer.status_code == 422
    assert answer.context["wrong"]["form"] == f"hide-{contribution.pk.hex}"


def test_hiding_and_showing_again_from_the_log(desk: Client, conversation: Conversation) -> None:
    contribution = a_contribution(conversation, text="Jan doet niets")
    desk.post(address("hide", conversation), {"inbreng": contribution.pk.hex, "reden": "noemt een naam"})
    page = page_of(desk, conversation)
    assert "noemt een naam" in page
    answer = desk.post(
        address("hide", conversation), {"inbreng": contribution.pk.hex, "doe": "toon", "terug": "logboek"}
    )
    assert answer["Location"].endswith("#logboek")
    assert Contribution.objects.get().hidden_at is None


def test_a_contribution_of_another_conversation_cannot_be_touched(desk: Client, conversation: Conversation) -> None:
    theirs = a_contribution(a_conversation())
    for name in ("hide", "merge", "put_in_theme"):
        for named in (theirs.pk.hex, uuid.uuid4().hex, "", "x"):
            answer = desk.post(address(name, conversation), {"inbreng": named, "reden": "weg"})
            assert answer.status_code == 404
    assert Contribution.objects.get().hidden_at is None


def test_a_theme_of_another_conversation_cannot_be_touched(desk: Client, conversation: Conversation) -> None:
    other = a_conversation()
    theirs = moderating.name_theme(by=the_leader(other), conversation=other, name="Van hen")
    contribution = a_contribution(conversation)
    desk.post(address("change_theme", conversation), {"thema": theirs.pk, "doe": "weg"})
    desk.post(address("put_in_theme", conversation), {"inbreng": contribution.pk.hex, "thema": theirs.pk})
    theirs.refresh_from_db()
    assert list(theirs.contributions.all()) == []


def test_a_double_is_chosen_on_a_page_of_its_own_the_likely_one_first(desk: Client, conversation: Conversation) -> None:
    wanted = a_contribution(conversation, text="Er is geen tijd in het rooster")
    a_contribution(conversation, text="Mijn mentor vraagt mij ook wat ik zie")
    double = a_contribution(conversation, text="In het rooster is er geen tijd")
    place = address("merge", conversation)
    page = desk.get(place, {"inbreng": double.pk.hex})
    assert [row.pk for row in page.context["others"].alike] == [wanted.pk]
    answer = desk.post(place, {"inbreng": double.pk.hex, "met": wanted.pk.hex})
    assert answer.status_code == 302
    double.refresh_from_db()
    assert double.merged_into_id == wanted.pk
    desk.post(place, {"inbreng": double.pk.hex, "doe": "los"})
    double.refresh_from_db()
    assert double.merged_into_id is None


def test_choosing_none_is_said_on_the_page(desk: Client, conversation: Conversation) -> None:
    double = a_contribution(conversation)
    answer = desk.post(address("merge", conversation), {"inbreng": double.pk.hex})
    assert answer.status_code == 422
    assert answer.context["message"]


def test_others_are_found_by_their_words(conversation: Conversation) -> None:
    one = a_contribution(conversation, text="Wij leren samen")
    found = a_contribution(conversation, text="Rooster en TIJD")
    a_contribution(conversation, text="Iets anders")
    assert others_to_merge(one, "tijd rooster").newest == (found,)


def test_themes_are_made_renamed_filled_and_dropped(desk: Client, conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    place = address("change_theme", conversation)
    desk.post(place, {"naam": "Tijd"})
    theme = conversation.themes.get()
    desk.post(place, {"naam": "Tijd en rust", "thema": theme.pk, "doe": "noem"})
    theme.refresh_from_db()
    assert theme.name == "Tijd en rust"
    desk.post(address("put_in_theme", conversation), {"inbreng": contribution.pk.hex, "thema": theme.pk})
    assert list(theme.contributions.all()) == [contribution]
    desk.post(address("put_in_theme", conversation), {"inbreng": contribution.pk.hex, "thema": ""})
    assert list(theme.contributions.all()) == []
    desk.post(place, {"thema": theme.pk, "doe": "weg"})
    assert not conversation.themes.exists()


def test_a_name_that_is_taken_stays_typed_beside_its_theme(desk: Client, conversation: Conversation) -> None:
    by = the_leader(conversation)
    moderating.name_theme(by=by, conversation=conversation, name="Tijd")
    other = moderating.name_theme(by=by, conversation=conversation, name="Rooster")
    answer = desk.post(address("change_theme", conversation), {"thema": other.pk, "naam": "tijd", "doe": "noem"})
    assert answer.status_code == 422
    assert answer.context["wrong"]["form"] == f"theme-{other.pk}"
    assert 'value="tijd"' in answer.content.decode()


def test_a_note_without_scripts_comes_back_when_another_desk_was_first(
    desk: Client, conversation: Conversation
) -> None:
    place = address("keep_note", conversation)
    desk.post(place, {"fase": "1", "tekst": "van de laptop", "eerst": ""})
    answer = desk.post(place, {"fase": "1", "tekst": "van de telefoon", "eerst": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "van de telefoon" in page
    assert "van de laptop" in page
    assert Note.objects.get().text == "van de laptop"


def test_new_contributions_are_counted_and_nothing_shifts(desk: Client, conversation: Conversation) -> None:
    a_contribution(conversation, text="eerste")
    first = desk_contributions(conversation, Choice())
    assert [item.text for item in first.items] == ["eerste"]
    a_contribution(conversation, text="tweede")
    a_contribution(conversation, text="derde")
    still = desk_contributions(conversation, Choice(until=first.until))
    assert [item.text for item in still.items] == ["eerste"]
    assert still.newer == 2
    fresh = desk_contributions(conversation, Choice())
    assert [item.text for item in fresh.items] == ["derde", "tweede", "eerste"]
    assert fresh.newer == 0


def test_while_nothing_is_there_the_first_ones_appear_by_themselves(conversation: Conversation) -> None:
    empty = desk_contributions(conversation, Choice())
    a_contribution(conversation, text="eerste")
    assert [i.text for i in desk_contributions(conversation, Choice(until=empty.until)).items] == ["eerste"]


def test_contributions_are_chosen_by_question_and_by_theme(conversation: Conversation) -> None:
    by = the_leader(conversation)
    a_contribution(conversation, text="eigen woorden", question=OWN_WORDS)
    heap = a_contribution(conversation, text="bewaren", question=HEAPS, slot="keep")
    theme = moderating.name_theme(by=by, conversation=conversation, name="Tijd")
    moderating.put_in_theme(by=by, conversation=conversation, contribution=heap, theme=theme)

    def texts(**choice: str) -> list[str]:
        return [item.text for item in desk_contributions(conversation, Choice(**choice)).items]

    assert texts(question=HEAPS) == ["bewaren"]
    assert texts(theme=str(theme.pk)) == ["bewaren"]
    assert texts(theme="none") == ["eigen woorden"]


def test_older_ones_come_page_by_page(conversation: Conversation) -> None:
    by = a_participant(conversation)
    for number in range(PAGE + 3):
        a_contribution(conversation, by=by, text=f"nummer {number}")
    given = desk_contributions(conversation, Choice())
    assert (len(given.items), given.older) == (PAGE, 3)
    assert "meer=40" in given.more_query


@pytest.mark.parametrize("query", ["?tot=x", "?meer=-1", "?meer=999999", "?tot=99999999999999999", "?thema=x&vraag=y"])
def test_an_odd_address_shows_the_desk_all_the_same(desk: Client, conversation: Conversation, query: str) -> None:
    assert page_of(desk, conversation, query)


def test_roles_of_fewer_than_five_people_are_not_counted_apart(conversation: Conversation) -> None:
    for role, many in (("student", 9), ("mentor", 7), ("institute_educator", 2)):
        for _ in range(many):
            a_participant(conversation, role=role)
    people = seen.desk_people(conversation)
    assert people.people == 18
    # Two educators by themselves could be worked out from the total: the mentors go with them.
    assert people.roles == (("student", 9),)
    assert people.others == 9


def test_a_role_beside_a_contribution_needs_five_of_that_role(desk: Client, conversation: Conversation) -> None:
    a_contribution(conversation, by=a_participant(conversation, role="mentor"))
    assert desk_contributions(conversation, Choice()).items[0].role == ""
    for _ in range(4):
        a_participant(conversation, role="mentor")
    assert desk_contributions(conversation, Choice()).items[0].role == "mentor"


def test_the_log_offers_to_undo_what_holds_now(conversation: Conversation) -> None:
    by = the_leader(conversation)
    contribution = a_contribution(conversation)
    moderating.hide_contribution(by=by, conversation=conversation, contribution=contribution, reason="een")
    moderating.show_contribution(by=by, conversation=conversation, contribution=contribution)
    moderating.hide_contribution(by=by, conversation=conversation, contribution=contribution, reason="twee")
    assert [(one.entry.verb, one.undo) for one in seen.desk_log(conversation)] == [
        ("hide", True),
        ("show", False),
        ("hide", False),
    ]


def test_the_guide_for_this_size_of_group_comes_first() -> None:
    guide = "## Voorbereiden\nHang op.\n\nEn nog iets.\n\n## Met 8 mensen\nEén kring.\n\n## Met 30 mensen\nGroepjes.\n"
    assert [s.heading for s in seen.guide_for(guide, 26)] == ["Met 30 mensen", "Voorbereiden"]
    assert seen.guide_for(guide, 6)[0].paragraphs == ("Eén kring.",)
    assert seen.guide_for(guide, 0)[1].paragraphs == ("Hang op.", "En nog iets.")
    assert seen.guide_for("", 30) == ()


def test_the_beamer_can_show_what_this_plate_has(conversation: Conversation) -> None:
    assert {"path", "heaps"} <= {value for value, _word, _now in seen.desk_beamer(conversation).screens}
    assert "harvest" not in {value for value, _word, _now in seen.desk_beamer(conversation).screens}


def test_a_closed_conversation_can_still_be_tidied(desk: Client, conversation: Conversation) -> None:
    contribution = a_contribution(conversation)
    desk.post(address("close", conversation), {"closed": "1"})
    page_of(desk, conversation)
    desk.post(address("hide", conversation), {"inbreng": contribution.pk.hex, "reden": "noemt een naam"})
    assert Contribution.objects.get().hidden_at is not None


def fill(conversation: Conversation, many: int) -> None:
    by = the_leader(conversation)
    people = [a_participant(conversation, role="student") for _ in range(many)]
    theme = moderating.name_theme(by=by, conversation=conversation, name=f"Thema {many}")
    rows = [a_contribution(conversation, by=person) for person in people]
    for row in rows:
        moderating.put_in_theme(by=by, conversation=conversation, contribution=row, theme=theme)
        a_stance(row, 1, by=people[0] if row is not rows[0] else people[1])
    moderating.merge_contribution(by=by, conversation=conversation, contribution=rows[0], into=rows[1])
    moderating.hide_contribution(by=by, conversation=conversation, contribution=rows[2], reason="naam")
    leading.make_tables(by=by, conversation=conversation, tables=0)


def test_the_desk_asks_the_database_as_often_with_ten_as_with_forty(desk: Client, conversation: Conversation) -> None:
    counts = []
    for many in (8, 24):
        fill(conversation, many)
        with CaptureQueriesContext(connection) as captured:
            page_of(desk, conversation)
        counts.append(len(captured))
    assert counts[1] <= counts[0]
    assert counts[1] <= 40


def test_the_list_of_conversations_asks_as_often_with_one_as_with_four() -> None:
    partnership = a_partnership()
    counts = []
    for _ in range(2):
        for _more in range(2):
            a_contribution(a_conversation(partnership=partnership))
        with CaptureQueriesContext(connection) as captured:
            led = seen.led_seen(seen.led_in_order(the_host(partnership)))
        counts.append(len(captured))
    assert len(led) == 4
    assert counts[0] == counts[1]
    assert [one.people for one in led] == [1, 1, 1, 1]


def test_of_many_conversations_those_that_go_on_stand_on_the_first_page() -> None:
    partnership = a_partnership()
    first, *others = [a_conversation(partnership=partnership) for _ in range(A_PAGE + 1)]
    for one in others:
        close_conversation(by=the_host(partnership), conversation=one)
    led = list(seen.led_in_order(the_host(partnership)))
    assert led[0] == first
    assert led[1:] == others[::-1]
    browser = Client()
    browser.post(reverse("conversations:become_host", args=[sign_link("host", str(partnership.pk), 1)]))
    pages = [browser.get(reverse("conversations:led"), {"pagina": page}).content.decode() for page in (1, 2)]
    assert [page.count('<li class="slip plate-edge"') for page in pages] == [A_PAGE, 1]
