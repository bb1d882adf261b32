"""A plate becomes one's own, is changed in a draft, and becomes a new version; nothing is lost on the way."""

import copy

import pytest
from django.utils import timezone

from leerruimte.base.refused import Refused
from leerruimte.conversations.tests.make import a_conversation
from leerruimte.encounters.tests.make import a_partnership
from leerruimte.people.models import Role
from leerruimte.people.tests.make import somebody, who_is
from leerruimte.plates.access import get_plate, visible_plates
from leerruimte.plates.actions.adapting import (
    delete_plate,
    discard_draft,
    make_own,
    publish_draft,
    put_away,
    restore_version,
    save_section,
)
from leerruimte.plates.actions.leaving import forget
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.adapting.defaults import DEFAULTS, default_settings
from leerruimte.plates.adapting.differences import differences
from leerruimte.plates.adapting.problems import advice, problems
from leerruimte.plates.adapting.sections import HOTSPOTS, LINKS, PARTS, QUESTIONS, WORDS, stamp
from leerruimte.plates.content import as_plain, content_of, from_plain
from leerruimte.plates.models import Licence, Plate, PlateDraft, Question
from leerruimte.plates.praatplaat.reading import read_praatplaat
from leerruimte.plates.praatplaat.writing import write_praatplaat
from leerruimte.plates.queries import all_of, current_version, draft_seen, versions_seen
from leerruimte.plates.svg_cleaning import Area
from leerruimte.plates.tests.make_adapting import a_copy, change, publish, section
from leerruimte.plates.tests.make_own import a_plate_of_ones_own, who_hosts
from leerruimte.plates.working_parts import settings_wrong

pytestmark = pytest.mark.django_db
ALL_SCRIPTS = "Kijk 👩🏽‍🏫 مرحبا שלום 学习 учиться ელ ไทย हिन्दी ñ"


@pytest.fixture
def partnership():
    return a_partnership()


@pytest.fixture
def plate(partnership):
    return a_copy(partnership)


@pytest.fixture
def host(partnership):
    return who_hosts(partnership)


def refusal(action, *args, **kwargs) -> str:
    with pytest.raises(Refused) as no:
        action(*args, **kwargs)
    return no.value.code


# ---- making it one's own ----


def test_a_copy_says_and_shows_the_same_and_tells_where_it_comes_from(partnership, plate):
    original, copied = current_version("leerlandschap"), current_version(plate.slug)
    assert content_of(copied) == content_of(original)
    assert (copied.number, plate.number, plate.credit) == (1, None, partnership.name)
    assert [link["title"]["nl"] for link in plate.origin] == ["Het leerlandschap"]


def test_pressing_twice_gives_one_copy_until_it_was_changed(partnership, plate, host):
    original = current_version("leerlandschap").plate
    assert make_own(by=host, plate=original, partnership=partnership).plate == plate
    change(plate, WORDS, {**section(plate, WORDS), "title": {"nl": "Ons land"}})
    publish(plate)
    assert make_own(by=host, plate=original, partnership=partnership).plate != plate


def test_a_copy_of_a_photo_has_its_picture_too(partnership):
    theirs = a_plate_of_ones_own(a_partnership("Elders"), shared=True)
    ours = make_own(by=who_hosts(partnership), plate=theirs.plate, partnership=partnership)
    assert ours.pictures.get().sha256 == theirs.pictures.get().sha256
    assert ours.pictures.get().partnership == partnership
    assert [link["made_by"] for link in ours.plate.origin] == ["Groep 8"]
    assert ours.plate.licence == Licence.BY_SA


def test_what_the_maker_keeps_for_themselves_cannot_be_copied_elsewhere(partnership):
    theirs = a_plate_of_ones_own(a_partnership("Elders"), licence=Licence.OWN)
    assert refusal(make_own, by=who_hosts(partnership), plate=theirs.plate, partnership=partnership) == "licence"


def test_nobody_changes_a_shipped_plate_or_one_of_others(partnership, plate):
    shipped = current_version("leerlandschap").plate
    stranger = who_hosts(a_partnership("Elders"))
    for who, what in ((who_hosts(partnership), shipped), (stranger, plate)):
        assert refusal(save_section, by=who, plate=what, section=PARTS, value=[], begun="") == "not_allowed"
        for action in (publish_draft, discard_draft, delete_plate):
            assert refusal(action, by=who, plate=what) == "not_allowed"
        assert refusal(restore_version, by=who, plate=what, number=1) == "not_allowed"
        assert refusal(put_away, by=who, plate=what, away=True) == "not_allowed"


def test_learners_change_nothing(partnership, plate):
    student = who_is(somebody(Role.STUDENT, partnership))
    assert refusal(publish_draft, by=student, plate=plate) == "not_allowed"


# ---- a draft ----


def test_a_draft_changes_nothing_until_it_is_made_the_new_version(plate, partnership):
    before = content_of(current_version(plate.slug))
    mentor = somebody(Role.MENTOR, partnership)
    change(plate, WORDS, {**section(plate, WORDS), "claim": {"nl": "Dit is ons land"}}, by=who_is(mentor))
    assert content_of(current_version(plate.slug)) == before
    assert PlateDraft.objects.get().changed_by == mentor
    version = publish_draft(by=who_is(mentor), plate=plate)
    assert (version.number, version.made_by, version.claim) == (2, mentor, {"nl": "Dit is ons land"})
    # The head of the printed poster follows.
    assert version.words["bewering-1"]["nl"] + " " + version.words["bewering-2"]["nl"] == "Dit is ons land"
    assert not PlateDraft.objects.exists()


def test_a_conversation_keeps_the_version_it_was_held_on(plate, partnership):
    conversation = a_conversation(on=current_version(plate.slug), partnership=partnership, asking="missen")
    change(plate, WORDS, {**section(plate, WORDS), "title": {"nl": "Ons land"}})
    publish(plate)
    conversation.refresh_from_db()
    assert (conversation.plate.number, conversation.plate.title["nl"]) == (1, "Het leerlandschap")
    later = a_conversation(on=current_version(plate.slug), partnership=partnership, asking="missen")
    assert later.plate.title["nl"] == "Ons land"


def test_two_people_at_one_section_lose_nothing(plate, host):
    begun = stamp(section(plate, WORDS))
    words = section(plate, WORDS)
    change(plate, WORDS, {**words, "aim": {"nl": "Van Sanne"}}, begun=begun)
    mine = {**words, "aim": {"nl": "Van Bart"}}
    assert refusal(change, plate, WORDS, mine, begun=begun) == "stale"
    assert section(plate, WORDS)["aim"] == {"nl": "Van Sanne"}
    # Once more, after having seen it, is meant.
    change(plate, WORDS, mine)
    assert section(plate, WORDS)["aim"] == {"nl": "Van Bart"}


def test_two_people_at_two_sections_do_not_meet(plate):
    words, links = section(plate, WORDS), section(plate, LINKS)
    begun = {WORDS: stamp(words), LINKS: stamp(links)}
    change(plate, WORDS, {**words, "aim": {"nl": "Anders"}}, begun=begun[WORDS])
    change(plate, LINKS, links[:1], begun=begun[LINKS])
    assert section(plate, WORDS)["aim"] == {"nl": "Anders"}
    assert len(section(plate, LINKS)) == 1


def test_the_same_twice_is_no_quarrel(plate):
    words = section(plate, WORDS)
    begun = stamp(words)
    for _time in range(2):
        change(plate, WORDS, {**words, "aim": {"nl": "Van Sanne"}}, begun=begun)


def test_keeping_what_was_there_begins_no_draft(plate):
    change(plate, WORDS, section(plate, WORDS))
    assert not PlateDraft.objects.exists()


def test_publishing_nothing_new_is_refused(plate, host):
    assert refusal(publish_draft, by=host, plate=plate) == "nothing"
    words = section(plate, WORDS)
    change(plate, WORDS, {**words, "aim": {"nl": "Anders"}})
    change(plate, WORDS, words)
    assert refusal(publish_draft, by=host, plate=plate) == "nothing"


def test_a_draft_that_is_thrown_away_is_gone(plate, host):
    change(plate, LINKS, [])
    discard_draft(by=host, plate=plate)
    assert len(section(plate, LINKS)) == 5


def test_words_in_all_scripts_and_languages_stay_as_they_are(plate):
    words = {
        "nl": ALL_SCRIPTS,
        "en": "x",
        "ar": "مرحبا",
        "he": "שלום",
        "uk": "привіт",
        "zh": "学习",
        "tr": "ğ",
        "pl": "ż",
    }
    change(plate, WORDS, {**section(plate, WORDS), "text": words})
    assert publish(plate).text == words


# ---- what hangs together ----


def test_choosing_a_part_at_a_question_brings_it_along_ready_to_use(plate):
    questions = copy.deepcopy(section(plate, QUESTIONS))
    questions[3]["part"] = "heaps"
    change(plate, QUESTIONS, questions)
    assert section(plate, "heaps") == DEFAULTS["heaps"]
    assert problems(draft_seen(plate).content) == []
    publish(plate)


@pytest.mark.parametrize("kind", DEFAULTS)
def test_every_part_begins_right_in_both_languages(kind):
    assert list(settings_wrong(kind, default_settings(kind, Area(0, 170, 1600, 830)), ["nl", "en"])) == []


def test_a_part_that_a_question_uses_stays(plate):
    assert refusal(change, plate, PARTS, ["tomorrow"]) == "used"
    change(plate, PARTS, ["marks", "tomorrow", "scale"])
    assert section(plate, "scale")["steps"]
    change(plate, PARTS, ["marks", "tomorrow"])
    assert section(plate, "scale") is None


def test_parts_forget_hotspots_and_questions_that_are_gone(partnership):
    plate = a_copy(partnership, "canvas")
    change(plate, HOTSPOTS, [])
    change(plate, QUESTIONS, [one for one in section(plate, QUESTIONS) if one["key"] != "wie-ben-jij"])
    fields = section(plate, "canvas")["fields"]
    assert not any("hotspot" in one for one in fields)
    assert "question" not in next(one for one in fields if one["id"] == "wie")
    assert next(one for one in fields if one["id"] == "waarom")["question"] in ("waarom-dit", ["waarom-dit"])


def test_a_change_elsewhere_leaves_the_parts_as_they_were(partnership):
    plate = a_copy(partnership, "canvas")
    before = section(plate, "canvas")
    change(plate, WORDS, {**section(plate, WORDS), "aim": {"nl": "Anders."}})
    assert section(plate, "canvas") == before


def test_what_is_wrong_is_said_by_section(plate):
    content = content_of(current_version(plate.slug))
    plain = as_plain(content)
    plain["claim"] = {"en": "Only English"}
    plain["questions"] = [{**plain["questions"][0], "part": "scale", "text": {"nl": " "}}]
    plain["hotspots"] = [{**one, "number": 9} for one in plain["hotspots"][:1]]
    plain["parts"] = {"heaps": {"prompt": {"nl": "x"}, "heaps": []}}
    wrong = {one.section for one in problems(from_plain(plain, content.drawing))}
    assert wrong == {WORDS, QUESTIONS, HOTSPOTS, PARTS}
    assert [one.section for one in advice(from_plain(plain, content.drawing))] == [QUESTIONS, PARTS]


def test_a_draft_in_which_something_is_wrong_becomes_no_version(plate, host):
    spots = section(plate, HOTSPOTS)
    change(plate, HOTSPOTS, [*spots, {**spots[0], "key": "nergens", "number": 11, "area": []}])
    assert refusal(publish_draft, by=host, plate=plate) == "problems"
    assert current_version(plate.slug).number == 1


def test_an_adapted_plate_goes_to_another_installation_as_one_file(plate):
    spots = section(plate, HOTSPOTS)
    spots[2] = {**spots[2], "area": [100.0, 400.0, 300.0, 200.0]}
    change(plate, HOTSPOTS, spots[:-1])
    version = publish(plate)
    read = read_praatplaat(write_praatplaat(version))
    assert read.content == content_of(version)
    assert len(read.origin) == 2


# ---- versions ----


def test_versions_say_who_when_and_what_in_words(plate, partnership):
    mentor = somebody(Role.MENTOR, partnership)
    change(plate, WORDS, {**section(plate, WORDS), "title": {"nl": "Ons land"}, "claim": {"nl": "Van ons"}})
    spots = section(plate, HOTSPOTS)
    spots[0] = {**spots[0], "area": [100.0, 400.0, 300.0, 200.0]}
    spots[1] = {**spots[1], "text": {"nl": "Anders"}}
    change(plate, HOTSPOTS, spots[:-1])
    change(plate, PARTS, ["marks", "tomorrow", "scale"])
    publish_draft(by=who_is(mentor), plate=plate)
    newest, first = versions_seen(plate)
    assert list(newest.changes) == [
        "Veranderd: titel, stelling",
        "Praatpunten: 1 veranderd, 1 verplaatst, 1 weggehaald",
        "Werkvorm erbij: een plek op een schaal",
    ]
    assert newest.version.made_by == mentor
    assert list(first.changes) == []


def test_differences_count_what_is_new_gone_and_in_another_order(plate):
    old = as_plain(content_of(current_version(plate.slug)))
    new = copy.deepcopy(old)
    rows = list(new["questions"])
    new["questions"] = [rows[1], rows[0], *rows[3:], {**rows[0], "key": "nieuw"}]
    new["links"] = ()
    assert differences(old, new) == [
        "Vragen: 1 nieuw, 1 weggehaald, in een andere volgorde",
        "Achtergrond: 5 weggehaald",
    ]


def test_an_older_version_becomes_the_newest_again(plate, host):
    first = content_of(current_version(plate.slug))
    change(plate, LINKS, [])
    publish(plate)
    again = restore_version(by=host, plate=plate, number=1)
    assert again.number == 3
    assert content_of(again) == first
    # It is that already: nothing new.
    assert restore_version(by=host, plate=plate, number=1) == again


def test_no_version_comes_back_over_somebodys_draft(plate, host):
    change(plate, LINKS, [])
    publish(plate)
    change(plate, QUESTIONS, section(plate, QUESTIONS)[:2])
    assert refusal(restore_version, by=host, plate=plate, number=1) == "draft"


def test_an_adapted_copy_can_be_adapted_again_from_its_own_drawing(plate):
    spots = section(plate, HOTSPOTS)
    spots[0] = {**spots[0], "area": [100.0, 400.0, 300.0, 200.0]}
    change(plate, HOTSPOTS, spots)
    publish(plate)
    spots = section(plate, HOTSPOTS)[::-1]
    change(plate, HOTSPOTS, [{**one, "number": number} for number, one in enumerate(spots, start=1)])
    version = publish(plate)
    assert [one.key for one in version.hotspots.all()] == [one["key"] for one in spots]


# ---- putting away ----


def test_a_plate_with_conversations_is_put_away_and_comes_back(plate, partnership, host):
    a_conversation(on=current_version(plate.slug), partnership=partnership, asking="missen")
    Plate.objects.filter(pk=plate.pk).update(shared_at=timezone.now())
    assert refusal(delete_plate, by=host, plate=plate) == "held"
    put_away(by=host, plate=plate, away=True)
    assert plate not in visible_plates(host)
    assert get_plate(host, plate.slug).shared_at is None
    put_away(by=host, plate=plate, away=False)
    assert plate in visible_plates(host)


def test_a_plate_nobody_talked_about_can_be_deleted(plate, host):
    change(plate, LINKS, [])
    delete_plate(by=host, plate=plate)
    assert not Plate.objects.filter(pk=plate.pk).exists()
    assert current_version("leerlandschap")


# ---- of a person ----


def test_what_somebody_made_is_told_and_let_go(plate, partnership):
    mentor = somebody(Role.MENTOR, partnership)
    change(plate, LINKS, [], by=who_is(mentor))
    publish_draft(by=who_is(mentor), plate=plate)
    change(plate, QUESTIONS, section(plate, QUESTIONS)[:2], by=who_is(mentor))
    kept = all_of(mentor)
    assert [one["number"] for one in kept["versions_made"]] == [2]
    assert [one["plate__object__title"] for one in kept["drafts_changed"]] == ["Het leerlandschap"]
    forget(by=who_is(mentor), person=mentor, erase=True)
    assert all_of(mentor) == {"versions_made": [], "drafts_changed": []}
    assert PlateDraft.objects.get().changed_by is None


def test_the_shipped_plates_have_nothing_to_mend():
    load_shipped()
    for plate in Plate.objects.all():
        content = content_of(current_version(plate.slug))
        assert problems(content) == []
        assert [one.sentence for one in advice(content)] == []
        assert {one.part for one in content.questions} <= {*content.parts, Question.Part.NONE}
