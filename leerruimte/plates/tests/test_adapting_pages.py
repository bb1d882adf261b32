"""The pages on which a plate is changed: plain forms, that keep what was typed and show everything as words."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leerruimte.conversations.tests.make import a_conversation
from leerruimte.encounters.tests.make import a_partnership
from leerruimte.people.models import Role
from leerruimte.people.tests.make import a_role, browser_of, somebody
from leerruimte.plates.adapting.sections import HOTSPOTS, LINKS, PARTS, QUESTIONS, SECTIONS, WORDS
from leerruimte.plates.models import Plate, PlateDraft
from leerruimte.plates.queries import current_version
from leerruimte.plates.tests import make_files as files
from leerruimte.plates.tests.make_adapting import a_copy, change, publish, section, typed
from leerruimte.plates.tests.make_own import a_plate_of_ones_own

pytestmark = pytest.mark.django_db
PAYLOADS = files.payloads()[:40] or ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
FORMS = [WORDS, QUESTIONS, HOTSPOTS, LINKS]
KINDS = ["path", "marks", "heaps", "form", "canvas", "scale", "tomorrow"]


@pytest.fixture
def partnership():
    return a_partnership()


@pytest.fixture
def plate(partnership):
    return a_copy(partnership)


@pytest.fixture
def mentor(partnership):
    return somebody(Role.MENTOR, partnership)


@pytest.fixture
def browser(mentor):
    return browser_of(mentor)


def address(plate: Plate, name: str) -> str:
    if name == PARTS:
        return reverse("plates:adapt_parts", args=[plate.slug])
    route = "plates:adapt_part" if name in KINDS else "plates:adapt_section"
    return reverse(route, args=[plate.slug, name])


def form_of(browser, plate: Plate, name: str):
    answer = browser.get(address(plate, name))
    assert answer.status_code == 200
    return typed(answer.content.decode())


def send(browser, plate: Plate, name: str, form):
    return browser.post(address(plate, name), form.urlencode(), content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    "slug", ["samen-leren", "leren-laten-werken", "leerlandschap", "leerplan", "partner", "canvas"]
)
def test_a_form_that_nobody_touches_changes_nothing(browser, partnership, slug):
    plate = a_copy(partnership, slug)
    for name in [*FORMS, *section(plate, PARTS)]:
        assert send(browser, plate, name, form_of(browser, plate, name)).status_code == 302, name
        assert not PlateDraft.objects.exists(), name


def test_each_part_can_be_chosen_and_made_ones_own_at_once(browser, plate):
    answer = browser.post(address(plate, PARTS), {"soort": KINDS, "begun": begun(browser, plate)})
    assert answer.status_code == 302
    assert section(plate, PARTS) == sorted(KINDS)
    for kind in KINDS:
        form = form_of(browser, plate, kind)
        form["blad-prompt_nl"] = "Van ons"
        assert send(browser, plate, kind, form).status_code == 302, kind
        assert section(plate, kind)["prompt"]["nl"] == "Van ons"
    publish(plate)


def begun(browser, plate: Plate) -> str:
    page = browser.get(address(plate, PARTS)).content.decode()
    return re.search(r'name="begun" value="(\w+)"', page)[1]


def test_a_question_is_changed_added_moved_and_taken_away_without_scripts(browser, plate):
    keys = [one["key"] for one in section(plate, QUESTIONS)]
    form = form_of(browser, plate, QUESTIONS)
    form[f"questions-{keys[0]}-text_nl"] = "Wat zie jij?"
    for does in (f"weg:questions:{keys[1]}", f"neer:questions:{keys[0]}", "erbij:questions"):
        form["doe"] = does
        answer = send(browser, plate, QUESTIONS, form)
        assert answer.status_code == 200
        assert not PlateDraft.objects.exists()
        form = typed(answer.content.decode())
    new = form.getlist("questions-rij")[-1]
    form[f"questions-{new}-text_nl"] = "En verder?"
    assert send(browser, plate, QUESTIONS, form).status_code == 302
    found = section(plate, QUESTIONS)
    assert [one["key"] for one in found] == [keys[2], keys[0], *keys[3:], new]
    assert [found[1]["text"]["nl"], found[-1]["text"], found[-1]["part"]] == [
        "Wat zie jij?",
        {"nl": "En verder?"},
        "none",
    ]


def test_what_was_typed_stays_when_something_is_wrong(browser, plate):
    form = form_of(browser, plate, HOTSPOTS)
    form["hotspots-gewenst-title_nl"] = ""
    form["hotspots-gewenst-text_nl"] = "Dit blijft staan"
    form["hotspots-versterken-width"] = "breed"
    answer = send(browser, plate, HOTSPOTS, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dit blijft staan" in page
    assert "Schrijf het in het Nederlands" in page
    assert typed(page)["hotspots-versterken-width"] == "breed"
    assert not PlateDraft.objects.exists()


@pytest.mark.parametrize(
    "wrong", ["javascript:alert(1)", "https://a b", 'https://a"onclick=', "//elders.example", "ftp://x"]
)
def test_an_address_of_background_leads_to_the_web(browser, plate, wrong):
    form = form_of(browser, plate, LINKS)
    form["links-r1-url"] = wrong
    assert send(browser, plate, LINKS, form).status_code == 422


def test_a_second_editor_sees_both_and_loses_nothing(browser, plate, partnership):
    form = form_of(browser, plate, WORDS)
    change(plate, WORDS, {**section(plate, WORDS), "aim": {"nl": "Van Sanne, eerst."}})
    form["blad-aim_nl"] = "Van Bart, daarna."
    answer = send(browser, plate, WORDS, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ">Doel:</span> Van Sanne, eerst." in page
    assert typed(page)["blad-aim_nl"] == "Van Bart, daarna."
    assert section(plate, WORDS)["aim"]["nl"] == "Van Sanne, eerst."
    assert send(browser, plate, WORDS, typed(page)).status_code == 302
    assert section(plate, WORDS)["aim"]["nl"] == "Van Bart, daarna."


def test_other_languages_of_a_plate_stay_when_dutch_and_english_change(browser, plate):
    words = section(plate, WORDS)
    change(plate, WORDS, {**words, "title": {**words["title"], "ar": "مشهد", "tr": "Manzara"}})
    form = form_of(browser, plate, WORDS)
    form["blad-title_nl"], form["blad-title_en"] = "Ons land", ""
    send(browser, plate, WORDS, form)
    assert section(plate, WORDS)["title"] == {"nl": "Ons land", "ar": "مشهد", "tr": "Manzara"}


def test_whatever_is_typed_is_shown_as_words(browser, plate, partnership):
    change(plate, PARTS, KINDS)
    for number, name in enumerate([*FORMS, *KINDS]):
        form = form_of(browser, plate, name)
        for place, field in enumerate(form):
            if field.endswith(("_nl", "_en")):
                form[field] = PAYLOADS[(number + place) % len(PAYLOADS)][:60]
                # Of choices there are at least two, a line each.
                if "-choices_" in field:
                    form[field] += "\nAnders"
        assert send(browser, plate, name, form).status_code == 302, name
    pages = [address(plate, name) for name in [*FORMS, PARTS, *KINDS]]
    pages += [reverse(f"plates:{name}", args=[plate.slug]) for name in ("adapt", "preview")]
    for page in pages:
        assert_bare(browser.get(page).content.decode())
    browser.post(reverse("plates:publish", args=[plate.slug]))
    assert current_version(plate.slug).number == 2
    for name in ("plate", "poster", "versions", "drawing"):
        assert_bare(browser.get(reverse(f"plates:{name}", args=[plate.slug])).content.decode())


@pytest.mark.parametrize("payload", [one[:400] for one in PAYLOADS[:12]])
def test_what_comes_back_to_be_mended_is_shown_as_words_too(browser, plate, payload):
    form = form_of(browser, plate, WORDS)
    change(plate, WORDS, {**section(plate, WORDS), "aim": {"nl": f"Een ander {payload}"}})
    form["blad-aim_nl"] = payload
    stale = send(browser, plate, WORDS, form)
    form["blad-title_nl"] = ""
    wrong = send(browser, plate, WORDS, form)
    form["doe"] = "erbij:words"
    unsaved = send(browser, plate, WORDS, form)
    assert [stale.status_code, wrong.status_code, unsaved.status_code] == [409, 422, 200]
    for answer in (stale, wrong, unsaved):
        assert_bare(answer.content.decode())
        assert payload not in answer.content.decode() or "<" not in payload


def assert_bare(page: str) -> None:
    """No element and no handler that we did not write."""
    assert not re.search(r"<script(?! type=\"(module|application/json)\"|[^>]* src=\"/static)", page)
    assert not re.search(r"<(iframe|object|embed|math|style|svg/onload|details/)", page)
    assert not re.search(r"<[a-z]+[^<>\"]*(\"[^\"]*\"[^<>\"]*)*\son\w+=", page)


def test_rows_with_keys_that_are_none_are_not_there(browser, plate):
    form = form_of(browser, plate, QUESTIONS)
    for key in ('"><script>', "a_b", "A", "x" * 41, "../.."):
        form.appendlist("questions-rij", key)
        form[f"questions-{key}-text_nl"] = "Nee"
    assert send(browser, plate, QUESTIONS, form).status_code == 302
    assert len(section(plate, QUESTIONS)) == 6


def test_more_rows_than_there_may_be_are_refused(browser, plate):
    form = form_of(browser, plate, QUESTIONS)
    for number in range(9):
        form.appendlist("questions-rij", f"n{number}")
        form[f"questions-n{number}-text_nl"] = "Nog een"
        form[f"questions-n{number}-movement"] = "look"
        form[f"questions-n{number}-part"] = "none"
    assert send(browser, plate, QUESTIONS, form).status_code == 422


def test_a_station_that_moves_leaves_the_bends_of_its_stretch(browser, partnership):
    plate = a_copy(partnership, "samen-leren")
    before = section(plate, "path")["stations"]
    assert all("via" in one for one in before[:2])
    form = form_of(browser, plate, "path")
    form[f"stations-{before[1]['id']}-x"] = "500"
    send(browser, plate, "path", form)
    after = section(plate, "path")["stations"]
    assert after[1]["x"] == 500
    assert "via" not in after[0]
    assert "via" not in after[1]
    assert after[2] == before[2]


def test_choices_and_the_question_of_a_field_are_changed(browser, partnership):
    plate = a_copy(partnership, "canvas")
    before = {one["id"]: one for one in section(plate, "canvas")["fields"]}
    form = form_of(browser, plate, "canvas")
    names = form["fields-hoe-choices_nl"].splitlines()
    form["fields-hoe-choices_nl"] = "\n".join([names[1], names[0], "dromen"])
    form["fields-hoe-choices_en"] = "think along\nevaluate\ndream"
    form["fields-hoe-question"] = "waarom-dit"
    assert send(browser, plate, "canvas", form).status_code == 302
    after = {one["id"]: one for one in section(plate, "canvas")["fields"]}
    old = [one["id"] for one in before["hoe"]["choices"]]
    assert [one["id"] for one in after["hoe"]["choices"]] == [old[1], old[0], "keuze-3"]
    assert after["hoe"]["choices"][2]["label"] == {"nl": "dromen", "en": "dream"}
    assert after["hoe"]["question"] == "waarom-dit"
    assert {**after, "hoe": 0} == {**before, "hoe": 0}
    assert publish(plate).number == 2


def test_one_choice_is_none(browser, partnership):
    plate = a_copy(partnership, "canvas")
    form = form_of(browser, plate, "canvas")
    form["fields-hoe-choices_nl"] = "alleen dit"
    assert send(browser, plate, "canvas", form).status_code == 422
    form["fields-hoe-choices_nl"] = form["fields-hoe-choices_en"] = ""
    assert send(browser, plate, "canvas", form).status_code == 302
    assert "choices" not in next(one for one in section(plate, "canvas")["fields"] if one["id"] == "hoe")


def test_heaps_of_ones_own_can_lie_in_weeks_and_be_of_kinds(browser, plate):
    change(plate, PARTS, [*section(plate, PARTS), "heaps"])
    form = form_of(browser, plate, "heaps")
    form["blad-weeks"] = "8"
    form.setlist("kinds-rij", ["a", "b"])
    form["kinds-a-label_nl"], form["kinds-b-label_nl"] = "op het rooster", "tussendoor"
    assert send(browser, plate, "heaps", form).status_code == 302
    settings = section(plate, "heaps")
    assert (settings["weeks"], [one["id"] for one in settings["kinds"]]) == (8, ["a", "b"])
    form["blad-weeks"] = ""
    form.setlist("kinds-rij", [])
    form["begun"] = form_of(browser, plate, "heaps")["begun"]
    assert send(browser, plate, "heaps", form).status_code == 302
    assert not {"weeks", "kinds"} & section(plate, "heaps").keys()


def test_who_reads_english_sees_the_english_words_of_a_row(browser, plate):
    page = browser.get(address(plate, QUESTIONS), headers={"Accept-Language": "en"}).content.decode()
    english = section(plate, QUESTIONS)[0]["text"]["en"]
    assert f'<span class="row-heading">{english[:60]}' in html.unescape(page)


def test_unknown_sections_and_parts_are_not_there(browser, plate):
    for route, word in (("adapt_section", "iets"), ("adapt_part", "heaps"), ("adapt_part", "none")):
        assert browser.get(reverse(f"plates:{route}", args=[plate.slug, word])).status_code == 404
    assert browser.get(reverse("plates:version", args=[plate.slug, 7])).status_code == 404
    assert browser.post(reverse("plates:restore", args=[plate.slug, 7])).status_code == 404


def test_with_several_partnerships_one_chooses(mentor, browser, plate, partnership):
    other = a_partnership("Elders")
    page = browser.get(reverse("plates:plate", args=["leerlandschap"])).content.decode()
    assert f'name="partnership" value="{partnership.pk}"' in page
    assert "<select" not in page
    a_role(mentor, Role.MENTOR, other)
    page = browser.get(reverse("plates:plate", args=["leerlandschap"])).content.decode()
    assert f'<option value="{other.pk}">' in page
    answer = browser.post(reverse("plates:make_ours", args=["leerlandschap"]), {"partnership": other.pk})
    made = Plate.objects.get(object__partnership=other)
    assert answer["location"] == reverse("plates:adapt", args=[made.slug])


@pytest.mark.parametrize("chosen", ["", "0", "-1", "x", "9" * 5000])
def test_a_partnership_that_is_none_is_not_there(browser, plate, chosen):
    answer = browser.post(reverse("plates:make_ours", args=["leerlandschap"]), {"partnership": chosen})
    assert answer.status_code == 404


def test_the_preview_is_the_page_as_it_becomes_and_says_so(browser, plate):
    change(plate, WORDS, {**section(plate, WORDS), "claim": {"nl": "Wij zorgen samen"}})
    change(plate, HOTSPOTS, section(plate, HOTSPOTS)[:2])
    page = browser.get(reverse("plates:preview", args=[plate.slug])).content.decode()
    assert "Wij zorgen samen" in page
    assert page.count('class="hs-link"') == 2
    assert reverse("plates:publish", args=[plate.slug]) in page
    assert "Wij zorgen samen" not in browser.get(reverse("plates:plate", args=[plate.slug])).content.decode()


def test_an_older_version_shows_as_it_was(browser, plate):
    change(plate, WORDS, {**section(plate, WORDS), "claim": {"nl": "Dit is ons land"}})
    publish(plate)
    old = browser.get(reverse("plates:version", args=[plate.slug, 1])).content.decode()
    assert "Een landschap verzorg je samen" in old
    assert "Dit is versie 1" in old


def test_a_plate_that_was_put_away_is_offered_no_more(browser, plate, partnership):
    a_conversation(on=current_version(plate.slug), partnership=partnership, asking="missen")
    overview = browser.get(reverse("plates:adapt", args=[plate.slug])).content.decode()
    assert "Wis voorgoed" not in overview
    browser.post(reverse("plates:keeping", args=[plate.slug]), {"doe": "weg"})
    opening = reverse("conversations:open")
    assert plate.slug not in browser.get(opening).content.decode()
    assert "opgeborgen" in browser.get(reverse("plates:plate", args=[plate.slug])).content.decode()
    browser.post(reverse("plates:keeping", args=[plate.slug]), {"doe": "terug"})
    assert plate.slug in browser.get(opening).content.decode()


def test_a_photo_gets_numbers(browser, partnership):
    plate = a_plate_of_ones_own(partnership).plate
    form = form_of(browser, plate, HOTSPOTS)
    form.appendlist("hotspots-rij", "nboom")
    form.update({f"hotspots-nboom-{name}": value for name, value in SPOT.items()})
    assert send(browser, plate, HOTSPOTS, form).status_code == 302
    version = publish(plate)
    assert (version.hotspots.get().number, version.hotspots.get().area) == (1, [100.0, 120.5, 200.0, 90.0])
    assert 'data-hotspot="nboom"' in version.drawing
    assert version.pictures.count() == 1


SPOT = {"title_nl": "Boom", "title_en": "", "text_nl": "", "text_en": "", "question_nl": "", "question_en": ""} | {
    "x": "100",
    "y": "120.5",
    "width": "200",
    "height": "90",
}


def test_pages_ask_the_database_no_more_when_there_is_more(browser, plate):
    def asked(page: str) -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    pages = [address(plate, name) for name in SECTIONS]
    pages += [reverse(f"plates:{name}", args=[plate.slug]) for name in ("adapt", "preview", "versions")]
    few = [asked(page) for page in pages]
    for number in range(3):
        change(plate, WORDS, {**section(plate, WORDS), "aim": {"nl": f"Doel {number}"}})
        publish(plate)
    change(plate, WORDS, {**section(plate, WORDS), "aim": {"nl": "Nog een doel"}})
    many = [asked(page) for page in pages]
    assert max(few) <= 20
    # A draft is asked with what it was begun from; nothing is asked once a row.
    assert all(later <= before + 1 for before, later in zip(few, many, strict=True)), (few, many)
