"""Evidence beside the measure: who sees it, what a file may be, the margin, and what was reached."""

import json
import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.people.models import AuditEntry, Role, Side
from leerruimte.people.tests.make import browser_of, somebody, who_is
from leerruimte.trajectories.access.evidence import visible_evidence
from leerruimte.trajectories.actions import evidence as actions
from leerruimte.trajectories.evidence_files import JPEG, PDF, TEXT, check_file, safe_name
from leerruimte.trajectories.models import Evidence, EvidenceFile, Reached, Remark
from leerruimte.trajectories.queries.evidence import outcomes_seen
from leerruimte.trajectories.rules.measures import measure_of
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_evidence import (
    a_photo,
    a_remark,
    laid,
    of_three,
    reached,
    the_person,
    who_of,
)
from leerruimte.trajectories.tests.make_triangle import an_agreement
from tests.data_beside import beside


@pytest.mark.django_db
def test_what_is_only_mine_is_seen_by_nobody_else() -> None:
    trajectory, mentor, educator = of_three()
    private, shared = laid(trajectory, seen=Evidence.Seen.MINE), laid(trajectory)
    learner = who_is(trajectory.learner)
    assert set(visible_evidence(learner)) == {private, shared}
    for member in (mentor, educator):
        assert set(visible_evidence(who_of(member))) == {shared}
        page = browser_of(the_person(member)).get(reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"]))
        assert str(private.pk) not in page.content.decode()
    of_the_mentor = laid(trajectory, who_of(mentor), seen=Evidence.Seen.MINE)
    assert of_the_mentor not in visible_evidence(learner)
    stranger = somebody(Role.MENTOR, make.a_partnership(), trajectory.school)
    assert not visible_evidence(who_is(stranger)).exists()


@pytest.mark.django_db
def test_who_may_see_it_must_be_chosen_and_what_was_typed_stays() -> None:
    trajectory, *_rest = of_three()
    address = reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"])
    answer = browser_of(trajectory.learner).post(address, {"id": new_id(), "words": "Ik keek naar drie kinderen."})
    assert answer.status_code == 422
    assert "Ik keek naar drie kinderen." in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.django_db
def test_a_double_click_lays_it_once() -> None:
    trajectory, *_rest = of_three()
    address = reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"])
    typed = {"id": str(new_id()), "words": "Ik keek naar drie kinderen.", "seen": "three"}
    browser = browser_of(trajectory.learner)
    for _time in range(2):
        answer = browser.post(address, typed)
        assert answer.status_code == 302
        # To what was laid: on a phone the form stands far below it.
        assert answer["Location"] == f"{address}#bewijs-{typed['id']}"
    [one] = Evidence.objects.all()
    assert (one.kind, one.title, one.by) == ("note", "Ik keek naar drie kinderen.", trajectory.learner)


@pytest.mark.django_db
def test_a_photo_is_drawn_anew_and_only_served_to_who_may_see_it() -> None:
    trajectory, mentor, _educator = of_three()
    address = reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"])
    file = SimpleUploadedFile("../../bord.html", a_photo(), content_type="text/html")
    browser_of(trajectory.learner).post(address, {"id": new_id(), "file": file, "seen": "mine"})
    one = Evidence.objects.get()
    kept = bytes(EvidenceFile.objects.get().data)
    assert (one.kind, one.media_type, one.file_name) == ("photo", JPEG, "bord.jpg")
    assert b"Zandermeer" in a_photo()
    assert b"Zandermeer" not in kept
    shown = reverse("trajectories:evidence_file", args=[trajectory.pk, one.pk])
    answer = browser_of(trajectory.learner).get(shown)
    assert answer.content == kept
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert browser_of(the_person(mentor)).get(shown).status_code == 404
    actions.choose_readers(by=who_is(trajectory.learner), evidence=one, seen="three")
    assert browser_of(the_person(mentor)).get(shown).status_code == 200


@pytest.mark.django_db
def test_what_is_taken_away_leaves_no_words_and_no_file_and_does_not_come_back() -> None:
    trajectory, mentor, _educator = of_three()
    one = laid(trajectory, photo=a_photo())
    a_remark(one, who_of(mentor))
    with pytest.raises(Refused):
        actions.remove_evidence(by=who_of(mentor), evidence=one)
    actions.remove_evidence(by=who_is(trajectory.learner), evidence=one)
    assert not EvidenceFile.objects.exists()
    assert not Remark.objects.exists()
    again = actions.lay_evidence(
        by=who_is(trajectory.learner), trajectory=trajectory, id=one.pk, outcome="PED-11", kind="note", title="x",
        seen="three", words="x",
    )  # fmt: skip
    assert again.removed_at
    assert (again.title, again.words) == ("", "")
    assert not visible_evidence(who_is(trajectory.learner)).exists()


@pytest.mark.django_db
def test_the_margin_is_for_the_three_and_new_until_seen() -> None:
    trajectory, mentor, educator = of_three()
    one = laid(trajectory)
    remark = a_remark(one, who_of(mentor), "Wat deed jij zelf?")
    learner = who_is(trajectory.learner)

    def new() -> int:
        return sum(outcome.new for outcome in outcomes_seen(learner, trajectory))

    assert new() == 1
    actions.note_looked(by=learner, trajectory=trajectory)
    assert new() == 0
    a_remark(one, who_of(educator))
    assert new() == 1
    actions.remove_remark(by=who_of(educator), remark=remark)
    assert Remark.objects.get(pk=remark.pk).text == "Wat deed jij zelf?"
    private = laid(trajectory, seen=Evidence.Seen.MINE)
    with pytest.raises(Refused):
        a_remark(private, who_of(mentor))


@pytest.mark.django_db
def test_only_an_educator_of_the_institute_says_that_it_is_reached() -> None:
    trajectory, mentor, educator = of_three()
    for who in (who_is(trajectory.learner), who_of(mentor)):
        with pytest.raises(Refused):
            reached(trajectory, who)
    one = reached(trajectory, who_of(educator))
    assert reached(trajectory, who_of(educator)).pk == one.pk
    assert AuditEntry.objects.get(about=trajectory.learner).words == "reached PED-11 2"
    with pytest.raises(Refused) as no:
        actions.take_back_reached(by=who_of(educator), reached=one, why=" ")
    assert no.value.field == "why"
    actions.take_back_reached(by=who_of(educator), reached=one, why="Eerst nog een keer kijken.")
    page = browser_of(trajectory.learner).get(reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"]))
    assert "Eerst nog een keer kijken." in page.content.decode()
    assert reached(trajectory, who_of(educator)).pk != one.pk
    assert Reached.objects.count() == 2


@pytest.mark.django_db
def test_no_two_fields_of_the_page_have_one_id_so_each_label_is_of_its_own_field() -> None:
    trajectory, _mentor, educator = of_three()
    laid(trajectory)
    assert educator.person
    # Reached on two levels: both can be taken back on this page.
    for level in (1, 2):
        actions.say_reached(by=who_of(educator), trajectory=trajectory, outcome="PED-11", level=level, words="x")
    page = browser_of(educator.person).get(reverse("trajectories:evidence_of", args=[trajectory.pk, "PED-11"]))
    ids = re.findall(r'\bid="([^"]+)"', page.content.decode())
    assert "reached_words" in ids
    assert sum(one.startswith("back_") for one in ids) == 2
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_who_guides_and_learns_here_stands_in_the_margin_as_learner() -> None:
    trajectory, _mentor, educator = of_three()
    assert trajectory.school
    trajectory.members.filter(person=trajectory.learner).delete()
    learner = make.a_mentor(trajectory, trajectory.learner)
    one = laid(trajectory)
    a_remark(one, who_of(learner))
    a_remark(one, who_of(educator))
    [seen] = [outcome for outcome in outcomes_seen(who_of(educator), trajectory) if outcome.laid]
    assert {remark.role for remark in seen.laid[0].remarks} == {Side.LEARNER, Role.INSTITUTE_EDUCATOR}


@pytest.mark.django_db
def test_the_measure_is_what_the_three_agreed_upon() -> None:
    trajectory, *_rest = of_three()
    learner = who_is(trajectory.learner)
    before = outcomes_seen(learner, trajectory)[0].measure
    assert (before.agreed, before.criteria) == (False, ["Je laat het zien."])
    an_agreement(trajectory, sufficient="Twee kinderen.")
    an_agreement(trajectory, sufficient="Drie kinderen.")
    assert outcomes_seen(learner, trajectory)[0].measure.sufficient == "Drie kinderen."


def test_a_measure_reads_both_forms_of_a_line() -> None:
    assert measure_of({"good": "zelf"}, []).good == measure_of({"good": {"text": " zelf "}}, []).good == "zelf"
    assert not measure_of({"outcome": {"text": "x"}}, ["c"]).agreed


@pytest.mark.django_db
def test_the_page_asks_as_much_of_the_database_however_much_lies_there() -> None:
    trajectory, mentor, _educator = of_three()
    browser, address = browser_of(trajectory.learner), reverse("trajectories:evidence", args=[trajectory.pk])
    asked = []
    for many in (1, 12):
        for _one in range(many):
            a_remark(laid(trajectory), who_of(mentor))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20


# ---- what a file may be ----


def an_office_file(*names: str, first: str = "[Content_Types].xml") -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in (first, *names):
            packed.writestr(name, "<x/>")
    return kept.getvalue()


def a_bomb() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", b"\0" * 30_000_000)
    return kept.getvalue()


def a_png(size: tuple[int, int]) -> bytes:
    kept = BytesIO()
    Image.new("1", size).save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03program", "unknown_kind"),
        (b"<html><script>alert(1)</script>", "markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup"),
        (b"GIF89a\x01\x00\x01", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old_office"),
        (b"\x00\x00\x00\x18ftypheic", "film"),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>", "active_pdf"),
        (b"<script>%PDF-1.7", "odd_pdf"),
        (b"\xff\xd8\xff\xe0 half a photo", "broken_picture"),
        (b"PK\x03\x04 half", "broken"),
        (an_office_file("word/document.xml", "word/vbaProject.bin"), "macros"),
        (an_office_file("../../etc/passwd", "word/document.xml"), "unknown_kind"),
        (an_office_file("app.exe", first="readme.txt"), "unknown_kind"),
        (a_bomb(), "bomb"),
        (a_png((9000, 9000)), "too_many_dots"),
        (b"x" * (21 * 1024 * 1024), "too_large"),
        (b"x" * (11 * 1024 * 1024), "too_large"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as no:
        check_file(data, "verslag.pdf")
    assert (no.value.code, no.value.field) == (code, "file")
    assert no.value.message


def test_what_people_use_may_be_kept() -> None:
    assert check_file(b"%PDF-1.4\n1 0 obj", "a.txt").name == "a.pdf"
    assert check_file(b"%PDF-1.4\n", "a").media_type == PDF
    assert check_file("Vandaag: 3 < 4, hè?".encode(), "aantekening.html").name == "aantekening.txt"
    assert check_file(an_office_file("word/document.xml"), "plan.zip").name == "plan.docx"
    assert check_file(a_photo((3000, 1000)), "IMG.PNG").media_type == JPEG


def test_none_of_the_hostile_drawings_get_through() -> None:
    for one in json.loads(beside("hostile/dompurify-fixtures.json").read_text("utf-8")):
        payload = one["payload"]
        if "<" not in payload:
            continue
        try:
            kept = check_file(payload.encode("utf-8", "surrogatepass"), "plaatje.svg")
        except Refused:
            continue
        # Plain words, which are served as plain words to be saved.
        assert kept.media_type == TEXT
        assert kept.name == "plaatje.txt"


@given(st.text(max_size=300))
def test_a_name_never_leaves_its_folder_or_lies_about_what_it_is(name: str) -> None:
    safe = safe_name(name, PDF)
    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\"\r\n\0\u202e')
    assert len(safe) <= 84
    assert not safe.startswith(".")
