"""What a whole room sends at once: each kind of write, each refusal, replays and strange input."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.conversations import hot
from leerruimte.conversations.actions import leading, moderating
from leerruimte.conversations.actions.opening import close_conversation, renew_lead_link
from leerruimte.conversations.models import Conversation, Harvest, Mark
from leerruimte.conversations.rules import GRACE
from leerruimte.conversations.sentences import SENTENCES
from leerruimte.conversations.tests import make
from leerruimte.encounters.models import Contribution, Encounter, Intention, Participation, Stance
from leerruimte.live import Answer, Outcome, Write
from leerruimte.live.tokens import Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Conversation:
    return make.a_conversation()


@pytest.fixture
def mine(talk: Conversation) -> Participation:
    return make.a_participant(talk)


def send(*writes: Write) -> Outcome:
    with transaction.atomic():
        return hot.apply_batch(writes)


def answer_to(write: Write) -> Answer:
    return send(write).answers[0]


def contribute(by: Participation, text: object = "Wij leren op donderdag.", **body: object) -> Write:
    return make.a_write(by, "contribute", **{"question": make.OWN_WORDS, "text": text, **body})


def stance(by: Participation, on: Contribution, value: object = 1, n: int | None = None) -> Write:
    return make.a_write(by, "stance", n=n, contribution=on.id.hex, value=value)


def end_long_ago(talk: Conversation, ago: timedelta) -> None:
    close_conversation(by=make.the_leader(talk), conversation=talk)
    Encounter.objects.filter(pk=talk.pk).update(closed_at=timezone.now() - ago)


# ---- contributions ----


def test_a_contribution_is_kept_with_who_wrote_it_in_which_role(mine: Participation) -> None:
    write = contribute(mine)
    assert answer_to(write).outcome == "kept"
    row = Contribution.objects.get(pk=write.id)
    assert (row.text, row.role, row.participation, row.question) == (
        "Wij leren op donderdag.",
        mine.role,
        mine,
        make.OWN_WORDS,
    )


def test_the_room_hears_the_words_and_the_new_version(mine: Participation) -> None:
    before = mine.encounter.version
    outcome = send(contribute(mine))
    deltas = outcome.deltas[mine.encounter.room]
    assert [delta.name for delta in deltas] == ["version", "added"]
    assert deltas[0].data > before
    assert deltas[1].data["text"] == "Wij leren op donderdag."
    assert mine.id.hex not in str(deltas[1].data)


def test_the_same_write_again_is_answered_and_changes_nothing(mine: Participation) -> None:
    write = contribute(mine)
    send(write)
    version = Encounter.objects.get(pk=mine.encounter_id).version
    again = send(write)
    assert again.answers[0].outcome == "already"
    assert not any(delta.name == "added" for deltas in again.deltas.values() for delta in deltas)
    assert Contribution.objects.count() == 1
    assert Encounter.objects.get(pk=mine.encounter_id).version == version


def test_the_same_write_twice_in_one_batch_is_one(mine: Participation) -> None:
    write = contribute(mine)
    assert [answer.outcome for answer in send(write, write).answers] == ["kept", "already"]
    assert Contribution.objects.count() == 1


def test_a_late_copy_with_other_words_does_not_change_what_was_kept(mine: Participation) -> None:
    write = contribute(mine, "Eerst.")
    send(write)
    assert answer_to(make.a_write(mine, "contribute", id=write.id, question=make.OWN_WORDS, text="Later.")).outcome == (
        "already"
    )
    assert Contribution.objects.get().text == "Eerst."


def test_an_id_of_somebody_else_is_refused_and_theirs_stays(talk: Conversation, mine: Participation) -> None:
    write = contribute(mine, "Van mij.")
    send(write)
    other = make.a_participant(talk)
    stolen = make.a_write(other, "contribute", id=write.id, question=make.OWN_WORDS, text="Nu van mij.")
    assert answer_to(stolen).code == "foreign"
    assert Contribution.objects.get().text == "Van mij."


@pytest.mark.parametrize("text", ["", "   \n ", None, 7, ["a"], {"a": 1}, "\u202e\u2066", "\x00\x07"])
def test_nothing_is_no_contribution(mine: Participation, text: object) -> None:
    answer = answer_to(contribute(mine, text))
    assert (answer.outcome, answer.code, answer.field) == ("refused", "empty", "text")
    assert answer.message == str(SENTENCES["empty"])


@pytest.mark.parametrize(
    "text",
    [
        "🌱👩🏽‍🏫🇳🇱",
        "مرحبا بكم في المدرسة",
        "שלום",
        "𠜎𠜱𡃁 4 bytes",
        "Zo: <b>vet</b> & \"aan\" 'haling'; DROP TABLE",
        "a\nb\n\nc",
        "é" * 280,
        "🌱" * 280,
    ],
)
def test_any_writing_is_kept_as_it_is(mine: Participation, text: str) -> None:
    write = contribute(mine, text)
    assert answer_to(write).outcome == "kept"
    assert Contribution.objects.get(pk=write.id).text == text


def test_an_accent_typed_apart_counts_as_one_letter(mine: Participation) -> None:
    write = contribute(mine, "e\u0301" * 280)
    assert answer_to(write).outcome == "kept"
    assert Contribution.objects.get(pk=write.id).text == "é" * 280


def test_a_broken_emoji_becomes_a_question_mark_and_the_rest_stays(mine: Participation) -> None:
    write = contribute(mine, "Hallo \ud83c daar")
    assert answer_to(write).outcome == "kept"
    assert Contribution.objects.get(pk=write.id).text == "Hallo ? daar"


def test_words_cannot_turn_the_next_person_s_words_around(mine: Participation) -> None:
    write = contribute(mine, "\u202eomgekeerd\u202c en \u2067meer\u2069")
    send(write)
    assert Contribution.objects.get(pk=write.id).text == "omgekeerd en meer"


@pytest.mark.parametrize("text", ["x" * 281, "🌱" * 281, "x" * 100_000])
def test_too_long_is_said_beside_the_field(mine: Participation, text: str) -> None:
    answer = answer_to(contribute(mine, text))
    assert (answer.outcome, answer.code, answer.field) == ("refused", "too_long", "text")
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("question", [None, "", "bestaat-niet", 3, ["x"], "x" * 5000])
def test_a_question_that_is_not_asked_here_is_refused(mine: Participation, question: object) -> None:
    assert answer_to(contribute(mine, question=question)).code == "unknown_question"


def test_a_question_that_is_not_open_yet_is_refused(mine: Participation) -> None:
    assert answer_to(contribute(mine, question=make.HEAPS)).code == "not_open"


def test_what_was_being_written_when_the_question_closed_is_welcome_a_while(
    talk: Conversation, mine: Participation
) -> None:
    leading.close_question(by=make.the_leader(talk), conversation=talk, key=make.OWN_WORDS)
    assert answer_to(contribute(mine)).outcome == "kept"
    talk.questions.update(closed_at=timezone.now() - GRACE - timedelta(seconds=1))
    assert answer_to(contribute(mine)).code == "closed"


def test_what_was_being_written_when_it_ended_is_welcome_a_while(talk: Conversation, mine: Participation) -> None:
    end_long_ago(talk, GRACE - timedelta(minutes=1))
    assert answer_to(contribute(mine)).outcome == "kept"
    end_long_ago(talk, GRACE + timedelta(seconds=1))
    Encounter.objects.filter(pk=talk.pk).update(closed_at=timezone.now() - GRACE - timedelta(seconds=1))
    assert answer_to(contribute(mine)).code == "ended"
    assert answer_to(make.a_write(mine, "intend", what="Toch nog.")).code == "ended"


def test_a_name_stands_under_words_only_when_asked_for(talk: Conversation) -> None:
    sanne = make.a_participant(talk, first_name="Sanne")
    plain, signed, forged = contribute(sanne), contribute(sanne, signed=True), contribute(sanne, signed="Els")
    send(plain, signed, forged)
    names = {row.id: row.signed for row in Contribution.objects.all()}
    assert names == {plain.id: "", signed.id: "Sanne", forged.id: ""}


# ---- stances ----


def test_of_two_stances_the_newest_counts_whenever_it_arrives(talk: Conversation, mine: Participation) -> None:
    on = make.a_contribution(talk)
    send(stance(mine, on, 1, n=10))
    send(stance(mine, on, -1, n=12))
    late = answer_to(stance(mine, on, 0, n=11))
    assert late.outcome in ("kept", "already")
    assert Stance.objects.get().value == -1


def test_two_stances_in_one_batch_are_one(talk: Conversation, mine: Participation) -> None:
    on = make.a_contribution(talk)
    send(stance(mine, on, 1, n=11), stance(mine, on, -1, n=12), stance(mine, on, 0, n=10))
    assert Stance.objects.get().value == -1


def test_a_stance_can_be_taken_back(talk: Conversation, mine: Participation) -> None:
    on = make.a_contribution(talk)
    send(stance(mine, on, 1, n=1))
    send(stance(mine, on, None, n=2))
    assert Stance.objects.get().value is None


@pytest.mark.parametrize("value", [2, -2, "1", True, 0.5, [], {}])
def test_a_stance_is_agree_disagree_or_pass(talk: Conversation, mine: Participation, value: object) -> None:
    assert answer_to(stance(mine, make.a_contribution(talk), value)).code == "wrong_value"
    assert not Stance.objects.exists()


def test_nobody_answers_the_own_contribution(talk: Conversation, mine: Participation) -> None:
    assert answer_to(stance(mine, make.a_contribution(talk, by=mine))).code == "own"


def test_a_hidden_contribution_is_answered_by_nobody(talk: Conversation, mine: Participation) -> None:
    on = make.a_contribution(talk)
    moderating.hide_contribution(by=make.the_leader(talk), conversation=talk, contribution=on, reason="naam")
    answer = answer_to(stance(mine, on))
    assert (answer.outcome, answer.code) == ("refused", "hidden")


@pytest.mark.parametrize("id", [None, "", "x", 12, "b6d6cc7a407645659cd69b72eed049f9", "0" * 32])
def test_a_contribution_that_is_not_there_is_refused(mine: Participation, id: object) -> None:
    assert answer_to(make.a_write(mine, "stance", contribution=id, value=1)).code == "unknown"


def test_a_contribution_of_another_conversation_is_not_there(mine: Participation) -> None:
    elsewhere = make.a_contribution(make.a_conversation())
    assert answer_to(stance(mine, elsewhere)).code == "unknown"


# ---- marks, intentions, harvests ----


def test_a_mark_moves_and_can_be_taken_away(talk: Conversation, mine: Participation) -> None:
    leading.ask_question(by=make.the_leader(talk), conversation=talk, key=make.PATH)
    for n, position in ((1, 0.5), (2, 2), (3, None)):
        write = make.a_write(mine, "mark", n=n, question=make.PATH, position=position, us=1)
        assert answer_to(write).outcome == "kept"
        assert Mark.objects.get().position == position
    send(make.a_write(mine, "mark", n=2, question=make.PATH, position=1))
    assert Mark.objects.get().position is None


@pytest.mark.parametrize(
    "body",
    [
        {"position": "1"},
        {"position": True},
        {"position": float("nan")},
        {"position": float("inf")},
        {"position": -1},
        {"position": 1e9},
        {"position": 1, "us": -1},
        {"position": 1, "us": 99},
        {"position": 1, "us": "0"},
        {"position": 1, "us": True},
    ],
)
def test_a_mark_must_lie_on_the_path(talk: Conversation, mine: Participation, body: dict[str, Any]) -> None:
    leading.ask_question(by=make.the_leader(talk), conversation=talk, key=make.PATH)
    assert answer_to(make.a_write(mine, "mark", question=make.PATH, **body)).code == "wrong_place"
    assert not Mark.objects.exists()


def test_an_intention_can_be_changed_by_its_writer_only(talk: Conversation, mine: Participation) -> None:
    id = new_id()
    send(make.a_write(mine, "intend", id=id, n=5, what="Ik vraag het.", by_when="2026-12-01", with_whom="Mo"))
    send(make.a_write(mine, "intend", id=id, n=7, what="Ik vraag het na.", needed="tijd"))
    assert answer_to(make.a_write(mine, "intend", id=id, n=6, what="Ouder.")).outcome == "already"
    row = Intention.objects.get()
    assert (row.what, row.by_when, row.needed) == ("Ik vraag het na.", None, "tijd")
    other = make.a_participant(talk)
    assert answer_to(make.a_write(other, "intend", id=id, n=9, what="Van een ander.")).code == "foreign"
    assert Intention.objects.get().what == "Ik vraag het na."


@pytest.mark.parametrize("by_when", ["2026-02-31", "morgen", "31-12-2026", 20261231, ["2026-12-31"]])
def test_a_day_that_does_not_exist_is_said_beside_the_field(mine: Participation, by_when: object) -> None:
    answer = answer_to(make.a_write(mine, "intend", what="Iets.", by_when=by_when))
    if by_when == 20261231:
        return  # read as ISO 8601's basic form
    assert (answer.code, answer.field) == ("wrong_date", "by_when")


@pytest.mark.parametrize(
    ("field", "longest"), [("what", 280), ("with_whom", 120), ("needed", 280), ("asks_of_me", 280)]
)
def test_each_field_of_an_intention_has_its_length(mine: Participation, field: str, longest: int) -> None:
    body = {"what": "Iets.", field: "x" * (longest + 1)}
    answer = answer_to(make.a_write(mine, "intend", **body))
    assert (answer.code, answer.field) == ("too_long", field)


def test_a_harvest_is_of_the_own_table(talk: Conversation) -> None:
    people = [make.a_participant(talk) for _ in range(8)]
    assert answer_to(make.a_write(people[0], "harvest", text="Nog geen tafel.")).code == "no_table"
    leading.make_tables(by=make.the_leader(talk), conversation=talk, tables=2)
    seated = Participation.objects.get(pk=people[0].pk)
    outcome = send(make.a_write(seated, "harvest", text="Wij nemen mee.", table=99))
    assert Harvest.objects.get().table == seated.table
    assert outcome.deltas[talk.encounter.room][-1].data == {"table": seated.table, "text": "Wij nemen mee."}


# ---- taking back ----


def test_what_is_taken_back_stays_away_when_a_late_copy_comes(mine: Participation) -> None:
    write = contribute(mine, "Toch niet.")
    send(write)
    outcome = send(make.a_write(mine, "withdraw", contribution=write.id.hex))
    assert outcome.answers[0].outcome == "kept"
    assert [delta.data for delta in outcome.deltas[mine.encounter.room] if delta.name == "gone"] == [write.id.hex]
    assert answer_to(write).outcome == "already"
    row = Contribution.objects.get()
    assert row.withdrawn_at is not None
    assert row.text == ""


def test_written_and_taken_back_in_one_batch(mine: Participation) -> None:
    write = contribute(mine, "Toch niet.")
    outcome = send(write, make.a_write(mine, "withdraw", contribution=write.id.hex))
    assert [answer.outcome for answer in outcome.answers] == ["kept", "kept"]
    assert Contribution.objects.get().withdrawn_at is not None


def test_nobody_takes_back_what_another_wrote(talk: Conversation, mine: Participation) -> None:
    on = make.a_contribution(talk)
    intention = make.an_intention(talk)
    assert answer_to(make.a_write(mine, "withdraw", contribution=on.id.hex)).code == "unknown"
    assert answer_to(make.a_write(mine, "withdraw", intention=intention.id.hex)).code == "unknown"
    assert not Contribution.objects.exclude(withdrawn_at=None).exists()
    assert not Intention.objects.exclude(withdrawn_at=None).exists()


def test_an_intention_taken_back_stays_away(mine: Participation) -> None:
    write = make.a_write(mine, "intend", n=1, what="Toch niet.")
    send(write)
    send(make.a_write(mine, "withdraw", intention=write.id.hex))
    assert answer_to(make.a_write(mine, "intend", id=write.id, n=9, what="Weer wel?")).outcome == "already"
    assert Intention.objects.get().what == ""


# ---- who sends ----


def test_who_was_deleted_hears_to_join_again(talk: Conversation, mine: Participation) -> None:
    write = contribute(mine)
    mine.delete()
    assert answer_to(write).code == "gone"


def test_a_token_of_another_room_opens_nothing(mine: Participation) -> None:
    elsewhere = make.a_conversation()
    forged = Write(
        id=new_id(),
        n=1,
        kind="contribute",
        body={"question": make.OWN_WORDS, "text": "Hoi."},
        token=Token("guest", elsewhere.encounter.room, mine.id.hex),
        language="nl",
    )
    assert answer_to(forged).code == "gone"
    assert not Contribution.objects.exists()


def test_sentences_come_in_the_language_of_the_phone(mine: Participation) -> None:
    write = contribute(mine, "")
    english = Write(id=write.id, n=write.n, kind=write.kind, body=write.body, token=write.token, language="en")
    assert answer_to(write).message == "Schrijf eerst iets. Eén zin is genoeg."
    assert answer_to(english).message == "Write something first. One sentence is enough."


def test_every_refusal_has_a_sentence() -> None:
    from pathlib import Path
    from re import findall

    sources = "".join(module.read_text() for module in Path(hot.__file__).parent.glob("*.py"))
    codes = set(findall(r'No\("(\w+)"', sources))
    assert len(codes) > 10
    assert codes <= set(SENTENCES)


# ---- together ----


def test_one_bad_write_does_not_sink_its_neighbours(talk: Conversation, mine: Participation) -> None:
    on = make.a_contribution(talk)
    outcome = send(contribute(mine, ""), contribute(mine, "Goed."), stance(mine, on, 7), stance(mine, on, 1))
    assert [answer.outcome for answer in outcome.answers] == ["refused", "kept", "refused", "kept"]


def test_the_number_of_queries_does_not_grow_with_the_batch(talk: Conversation) -> None:
    on = make.a_contribution(talk)
    people = [make.a_participant(talk) for _ in range(24)]

    def measured(size: int) -> int:
        batch = [write for person in people[:size] for write in (contribute(person), stance(person, on))]
        with CaptureQueriesContext(connection) as queries:
            send(*batch)
        return len(queries)

    few, many = measured(3), measured(24)
    assert many <= few <= 20


def test_two_rooms_in_one_batch_hear_only_their_own(mine: Participation) -> None:
    other = make.a_participant(make.a_conversation())
    outcome = send(contribute(mine, "Hier."), contribute(other, "Daar."))
    for person, words in ((mine, "Hier."), (other, "Daar.")):
        heard = [delta.data["text"] for delta in outcome.deltas[person.encounter.room] if delta.name == "added"]
        assert heard == [words]


def test_a_screen_whose_link_was_withdrawn_hears_nothing_more() -> None:
    talk = make.a_conversation()
    room = talk.encounter.room
    assert hot.may_watch(Token("lead", room, "1"))
    assert hot.may_watch(Token("screen", room, "1"))
    renew_lead_link(by=make.the_leader(talk), conversation=talk)
    assert not hot.may_watch(Token("lead", room, "1"))
    assert not hot.may_watch(Token("screen", room, ""))
    assert not hot.may_watch(Token("lead", "0" * 32, "1"))
