"""The record that goes with a learner, badges, and the whole road."""

import io
import json
import uuid
import zipfile
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from leerruimte.people.models import AuditEntry, Partnership, Person, Role
from leerruimte.people.tests.make import a_role, browser_of, who_is
from leerruimte.people.who import Who
from leerruimte.trajectories import badges
from leerruimte.trajectories.actions.assessment import begin_round, fill_in
from leerruimte.trajectories.actions.evidence import take_back_reached
from leerruimte.trajectories.models import EarlierFile, EarlierRecord, Evidence, Piece, Reached, Trajectory
from leerruimte.trajectories.queries.record import files_of, record_of
from leerruimte.trajectories.queries.whole_road import whole_road
from leerruimte.trajectories.record import BrokenRecord, as_json, as_zip, read_record, sealed
from leerruimte.trajectories.record_words import in_words
from leerruimte.trajectories.road_drawing import BESIDE, LETTER, WIDTH, draw_road, line_of, point_at
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_evidence import (
    a_form,
    a_photo,
    a_remark,
    laid,
    of_three,
    reached,
    the_person,
    who_of,
)
from leerruimte.trajectories.tests.make_triangle import a_triangle_in, an_agreement


def a_road() -> tuple[Trajectory, Partnership]:
    """A trajectory with something of everything."""
    trajectory, mentor, educator = of_three()
    partnership = trajectory.object.partnership
    assert partnership
    a_remark(laid(trajectory, photo=a_photo()), who_of(mentor), "Wat een mooi bord.")
    laid(trajectory, words="Alleen voor mij.", seen=Evidence.Seen.MINE)
    laid(trajectory, who_of(mentor), words="Alleen voor de mentor.", seen=Evidence.Seen.MINE)
    an_agreement(trajectory)
    reached(trajectory, who_of(educator))
    monday = make.MONDAY
    Piece.objects.create(
        trajectory=trajectory, title="Kijken naar kinderen", where="school", first_week=monday, last_week=monday
    )
    return trajectory, partnership


def elsewhere(person: Person) -> Partnership:
    """Another partnership in which somebody learns."""
    other = make.a_partnership("duinrand", "Duinrand Leert")
    a_role(person, Role.STUDENT, other)
    return other


# ---- the road ----


@pytest.mark.django_db
def test_the_whole_road_shows_each_viewer_what_they_may_see() -> None:
    trajectory, partnership = a_road()
    induction = make.a_trajectory(
        partnership, learner=trajectory.learner, version=trajectory.version, school=trajectory.school
    )
    a_triangle_in(trajectory, "confirmed", timezone.now())
    assert len(whole_road(who_is(trajectory.learner), trajectory).stretches) == 2
    mentor = trajectory.members.get(role=Role.MENTOR)
    seen = whole_road(who_of(mentor), trajectory)
    assert [one.trajectory for one in seen.stretches] == [trajectory]
    # The photo, and the mentor's own; never what is only the learner's.
    assert seen.stretches[0].evidence == 2
    page = browser_of(trajectory.learner).get(reverse("trajectories:whole_road", args=[induction.pk]))
    words = page.content.decode()
    assert all(part in words for part in ("Kijken naar kinderen", "Leren PED-11", "met hulp"))
    assert len(page.content) < 150_000


@pytest.mark.django_db
def test_the_road_asks_as_much_of_the_database_however_long_it_is() -> None:
    trajectory, partnership = a_road()
    browser, asked = browser_of(trajectory.learner), []
    address = reverse("trajectories:whole_road", args=[trajectory.pk])
    for many in (1, 4):
        for _one in range(many):
            more = make.a_trajectory(
                partnership, learner=trajectory.learner, version=trajectory.version, school=trajectory.school
            )
            an_agreement(more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 25


@given(st.integers(0, 40), st.lists(st.integers(0, 1000), max_size=30))
def test_everything_lies_on_the_sheet(stages: int, days: list[int]) -> None:
    first = date(2026, 9, 1)
    road = draw_road(
        first, first + timedelta(days=1000), stages, [("reached", first + timedelta(days=d), "1") for d in days]
    )
    assert all(-WIDTH * 2 <= mark.at.x <= WIDTH * 3 and 0 <= mark.at.y <= road.height for mark in road.marks)
    assert point_at(0, 3).y < point_at(1, 3).y
    assert line_of(3).count("A") == 2


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=20, unique=True), st.integers(0, 1500))
def test_the_names_of_stages_do_not_lie_over_each_other(days: list[int], length: int) -> None:
    first = date(2026, 9, 1)
    laid = [("stage", first + timedelta(days=day), "Periode 1 2026-2027") for day in sorted(days)]
    road = draw_road(first, first + timedelta(days=max(*days, length)), len(days), laid)
    spans: dict[int, list[tuple[int, int]]] = {}
    for mark in road.marks:
        length = len(mark.words) * LETTER
        begins = mark.at.x - BESIDE - length if mark.at.turned else mark.at.x + BESIDE
        if mark.words:
            spans.setdefault(mark.at.y, []).append((begins, begins + length))
    for there in spans.values():
        there.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(there))
    assert all(mark.words in ("", "Periode", "Periode 1", "Periode 1 2026-2027") for mark in road.marks)


def test_a_year_with_room_names_its_stages_whole() -> None:
    first = date(2026, 9, 1)
    laid = [("stage", first + timedelta(weeks=weeks), "Periode 1 2026-2027") for weeks in (0, 11, 23, 36)]
    assert {mark.words for mark in draw_road(first, first + timedelta(weeks=46), 4, laid).marks} == {
        "Periode 1 2026-2027"
    }


def test_a_start_is_named_beside_its_flag_and_hides_no_conversation() -> None:
    first = date(2026, 9, 1)
    laid = [
        ("start", first, "Fase 2, 2026-2027 in de bovenbouw"),
        ("stage", first, "Periode 1"),
        ("triangle", first + timedelta(days=3), "1"),
        ("reached", first + timedelta(days=80), "2"),
    ]
    marks = {mark.kind: mark for mark in draw_road(first, first + timedelta(days=320), 4, laid).marks}
    assert marks["triangle"].at.x - marks["start"].at.x >= 74
    assert marks["start"].words == "Fase 2, 2026-2027"
    # Where a stage begins lies under all else.
    assert next(iter(marks)) == "stage"


# ---- out and in ----


@pytest.mark.django_db
def test_the_record_goes_along_whole_and_comes_in_elsewhere_to_be_read() -> None:
    trajectory, _partnership = a_road()
    sanne = trajectory.learner
    answer = browser_of(sanne).post(reverse("trajectories:take_along", args=[trajectory.pk]), {"vorm": "zip"})
    assert AuditEntry.objects.get(verb="took_out").about == sanne
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names, content = packed.namelist(), json.loads(packed.read("record.json"))
        pdf = packed.read("leesbaar.pdf")
    assert len([name for name in names if name.startswith("files/")]) == 1
    text = json.dumps(content, ensure_ascii=False)
    assert "Alleen voor mij." in text
    assert "Alleen voor de mentor." not in text
    assert "Kijken naar kinderen" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    other = elsewhere(sanne)
    browser = browser_of(sanne)
    file = SimpleUploadedFile("mijn-weg.zip", answer.content)
    came = browser.post(reverse("trajectories:bring_record", args=[other.slug]), {"file": file})
    record = EarlierRecord.objects.get()
    assert (record.whole, record.imported_at) == (True, None)
    page = browser.get(came["Location"]).content.decode()
    assert all(words in page for words in ("Drie kinderen herkend.", "Wat een mooi bord.", "Kijken naar kinderen"))
    # The same once more is the same one.
    browser.post(
        reverse("trajectories:bring_record", args=[other.slug]), {"file": SimpleUploadedFile("x", answer.content)}
    )
    assert EarlierRecord.objects.get() == record
    browser.post(came["Location"], {"seen": "mine"})
    record.refresh_from_db()
    assert record.imported_at
    kept = EarlierFile.objects.get()
    address = reverse("trajectories:earlier_file", args=[other.slug, record.pk, kept.name])
    assert browser.get(address).content[:2] == b"\xff\xd8"


@pytest.mark.django_db
def test_forms_go_along_as_far_as_the_learner_could_read_them() -> None:
    trajectory, mentor, educator = of_three()
    partnership, sanne = trajectory.object.partnership, trajectory.learner
    assert partnership
    form = a_form(trajectory, who_of(educator))
    whole = {"r1": {"level": "l2", "words": "Ik zie het eerder."}, "r2": {"level": "l1"}}

    def fill(who: Who, words: str, round: int = 1, *, hand_in: bool = True) -> None:
        answers = {**whole, "r1": {"level": "l2", "words": words}}
        fill_in(by=who, trajectory=trajectory, form=form, round=round, answers=answers, hand_in=hand_in)

    def went_along() -> list[str]:
        content = read_record(as_json(record_of(sanne, partnership, timezone.now()))).content
        [road] = in_words(content)["trajectories"]
        return [one["answers"][0]["text"] for one in road["forms"]]

    fill(who_of(mentor), "Van de mentor.")
    fill(who_of(educator), "Nog niet klaar.", hand_in=False)
    assert went_along() == []
    fill(who_is(sanne), "Van Sanne.")
    assert sorted(one.partition(". ")[2] for one in went_along()) == ["Van Sanne.", "Van de mentor."]
    begin_round(by=who_is(sanne), trajectory=trajectory, form=form, after=1)
    fill(who_of(mentor), "Later.", 2)
    assert not any("Later." in one for one in went_along())
    pdf = browser_of(sanne).post(reverse("trajectories:take_along", args=[trajectory.pk]), {"vorm": "pdf"}).content
    assert "Van de mentor." in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.django_db
def test_a_record_from_elsewhere_is_shown_to_who_stands_beside_only_when_its_learner_chose_that() -> None:
    trajectory, partnership = a_road()
    other = elsewhere(trajectory.learner)
    there = make.a_trajectory(other, learner=trajectory.learner)
    mentor = make.a_mentor(there)
    data = as_json(record_of(trajectory.learner, partnership, timezone.now()))
    browser = browser_of(trajectory.learner)
    browser.post(reverse("trajectories:bring_record", args=[other.slug]), {"file": SimpleUploadedFile("a", data)})
    record = EarlierRecord.objects.get()
    address = reverse("trajectories:earlier_record", args=[other.slug, record.pk])
    beside = browser_of(the_person(mentor))
    assert beside.get(address).status_code == 404
    browser.post(address, {"seen": "mine"})
    assert beside.get(address).status_code == 404
    browser.post(address, {"seen": "three"})
    assert beside.get(address).status_code == 200
    assert beside.post(address, {"seen": "mine"}).status_code == 404
    browser.post(reverse("trajectories:let_go_of_record", args=[other.slug, record.pk]))
    assert not EarlierRecord.objects.exists()


@pytest.mark.django_db
def test_a_record_that_was_changed_is_told() -> None:
    trajectory, partnership = a_road()
    content = record_of(trajectory.learner, partnership, timezone.now())
    files = dict(files_of(trajectory.learner, partnership))
    assert read_record(as_zip(content, files, {})).whole
    content["trajectories"][0]["agreements"][0]["content"]["outcomes"][0]["fields"]["good"]["text"] = "Beter."
    name = next(iter(files))
    changed = read_record(as_zip(content, {name: a_photo((9, 9))}, {}))
    assert changed.changed == ("record", "agreement 1", f"file {name}")
    # Made to fit again as a whole: the agreement still tells.
    assert read_record(as_json(sealed(content))).changed == ("agreement 1",)
    other = elsewhere(trajectory.learner)
    browser = browser_of(trajectory.learner)
    file = SimpleUploadedFile("a.json", as_json(content))
    page = browser.post(reverse("trajectories:bring_record", args=[other.slug]), {"file": file}, follow=True)
    assert "agreement 1" in page.content.decode()
    assert not EarlierRecord.objects.get().whole


def a_zip(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("_", "."), data)
    return kept.getvalue()


A_ROAD: dict[str, Any] = {"trajectories": [{"title": "x"}]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "broken"),
        (b"PK\x03\x04 half", "broken"),
        (b"[" * 100_000, "broken"),
        (b'{"format": "leerruimte-record", "version": 1, "x": NaN}', "broken"),
        (b"[]", "other"),
        (b'{"format": "iets"}', "other"),
        (b'{"format": "leerruimte-record", "version": 99}', "version"),
        (b'{"format": "leerruimte-record", "version": 1}', "empty"),
        (a_zip(readme_txt=b"x"), "other"),
        (a_zip(record_json=b"{", bomb=b"\0" * 101 * 1024 * 1024), "too_large"),
        (a_zip(record_json=b" " * 11 * 1024 * 1024), "too_large"),
        (as_json(sealed(A_ROAD))[:-20], "broken"),
    ],
)
def test_what_is_no_record_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(BrokenRecord) as no:
        read_record(data)
    assert no.value.code == code


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = ("title", "outcomes", "pieces", "agreements", "reached", "evidence", "beside", "levels", "curriculum", "first")


@hypothesis_settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ANYTHING), min_size=1, max_size=3))
def test_whatever_stands_in_a_record_it_can_be_read_and_shown(roads: list[dict[str, Any]]) -> None:
    read = read_record(as_json(sealed({"trajectories": roads})))
    assert len(in_words(read.content)["trajectories"]) == len(roads)
    # Once more gives the same.
    again = read_record(as_json(sealed({key: value for key, value in read.content.items() if key != "digest"})))
    assert again.content["trajectories"] == read.content["trajectories"]


@pytest.mark.django_db
def test_a_link_in_a_record_that_runs_something_is_left_out_and_a_bad_file_too() -> None:
    evidence = {"title": "x", "link": "javascript:alert(1)", "file": {"name": "a.pdf", "size": 1, "sha256": ""}}
    sanne = make.a_trajectory().learner
    other = elsewhere(sanne)
    data = as_zip(sealed({"trajectories": [{"title": "x", "evidence": [evidence]}]}), {"a.pdf": b"MZ\x90"}, {})
    page = browser_of(sanne).post(
        reverse("trajectories:bring_record", args=[other.slug]), {"file": SimpleUploadedFile("a", data)}, follow=True
    )
    assert "javascript:" not in page.content.decode().replace("javascript: false", "")
    assert not EarlierFile.objects.exists()


# ---- badges ----


@pytest.mark.django_db
def test_a_badge_can_be_checked_offline_and_by_anybody() -> None:
    trajectory, partnership = a_road()
    one = Reached.objects.get()
    nobody = Client()
    page = reverse("trajectories:badges", args=[partnership.slug])
    assert nobody.get(page).status_code == 404
    address = reverse("trajectories:take_credential", args=[trajectory.pk, one.pk])
    mentor = trajectory.members.get(role=Role.MENTOR)
    assert browser_of(the_person(mentor)).post(address).status_code == 404
    token = browser_of(trajectory.learner).post(address).content.decode()
    keys = nobody.get(reverse("trajectories:badge_keys", args=[partnership.slug])).json()["keys"]
    # As a third party does it: the public key alone, with a library of their own.
    claims = jwt.decode(token, jwt.PyJWK(keys[0]), algorithms=["EdDSA"])
    assert claims == badges.verify(token, keys)
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (
        claims["issuer"]["id"]
        == nobody.get(reverse("trajectories:badge_profile", args=[partnership.slug])).json()["id"]
    )
    subject = claims["credentialSubject"]
    assert subject["achievement"]["name"] == "Leren PED-11"
    assert subject["narrative"] == one.words
    assert trajectory.learner.email not in json.dumps(claims)
    assert "state saved" in nobody.post(page, {"badge": token}).content.decode()
    educator = trajectory.members.get(role=Role.INSTITUTE_EDUCATOR)
    take_back_reached(by=who_of(educator), reached=one, why="Toch niet.")
    revoked = nobody.get(reverse("trajectories:badges_revoked", args=[partnership.slug])).json()
    assert [row["id"] for row in revoked["revokedCredential"]] == [claims["id"]]
    assert "Toch niet." not in json.dumps(revoked)
    assert "state wrong" in nobody.post(page, {"badge": token}).content.decode()


def test_a_badge_that_was_changed_or_signed_by_another_is_refused() -> None:
    mine, other = "a secret of ours", "a secret of theirs"
    content = badges.credential(an_achievement(), "https://leerruimte.example/badges/waardland/")
    token = badges.sign(content, mine)
    keys = [badges.public_jwk(badges.key_of(mine))]
    assert badges.verify(token, keys)["id"] == content["id"]
    head, body, signature = token.split(".")
    # The last sign of a base64 text may carry bits that mean nothing: change one in the middle.
    middle = len(body) // 2
    broken = f"{head}.{body[:middle]}{'A' if body[middle] != 'A' else 'B'}{body[middle + 1 :]}.{signature}"
    unsigned = jwt.encode(content, None, algorithm="none")
    symmetric = jwt.encode(content, keys[0]["x"] * 2, algorithm="HS256", headers={"kid": keys[0]["kid"]})
    for bad in ("", "x.y.z", broken, unsigned, symmetric, badges.sign(content, other), token * 2000):
        with pytest.raises(badges.NotSigned):
            badges.verify(bad, keys)


def test_the_key_is_the_same_every_time_and_not_the_secret_itself() -> None:
    assert badges.public_jwk(badges.key_of("a")) == badges.public_jwk(badges.key_of("a"))
    assert badges.public_jwk(badges.key_of("a"))["x"] != badges.public_jwk(badges.key_of("b"))["x"]
    assert "d" not in badges.public_jwk(badges.key_of(settings.SECRET_KEY))


def an_achievement() -> badges.Achievement:
    """Something that was reached."""
    return badges.Achievement(
        credential=uuid.UUID(int=1), email="sanne@waardland.example", identifier=uuid.UUID(int=2), name="Uitleggen",
        description="", criteria="", level="zelfstandig", narrative="Gezien.", reached_at=timezone.now(),
        partnership="Waardland",
    )  # fmt: skip
