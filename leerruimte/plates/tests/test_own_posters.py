"""A poster of one's own: a file comes in, somebody looks, it is kept; it is shared, taken along and read in."""

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings as site_settings
from django.urls import get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from leerruimte.base.links import sign_link
from leerruimte.encounters.tests.make import a_partnership
from leerruimte.people.middleware import HOSTS
from leerruimte.people.models import Role
from leerruimte.people.tests.make import browser_of, somebody
from leerruimte.plates.models import Licence, Picture, Plate, UploadedDrawing
from leerruimte.plates.pictures.files import picture_path
from leerruimte.plates.praatplaat.schema import schema_text
from leerruimte.plates.rules import RESERVED, free_slug
from leerruimte.plates.tests import make
from leerruimte.plates.tests import make_files as files
from leerruimte.plates.tests.make_own import a_plate_of_ones_own

pytestmark = pytest.mark.django_db
# What no page of ours has, and half of the payloads bring.
FOREIGN = re.compile(r'<(script(?! type="module" src="/static)|iframe|object|embed|style|math|img src=[^"/])')
SAID = {"title": "Onze plaat", "claim": "Kijk eens", "credit": "Groep 8", "licence": "CC-BY-SA-4.0"}


@pytest.fixture
def partnership():
    return a_partnership()


@pytest.fixture
def host(client, partnership):
    return as_host(client, partnership)


def as_host(client, partnership):
    session = client.session
    session[HOSTS] = {str(partnership.pk): partnership.host_number}
    session.save()
    client.cookies[site_settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def send(client, partnership, data: bytes, name: str = "tekening.png", **more):
    """Upload a drawing, as the form does."""
    form = {"partnership": partnership.pk, "id": uuid.uuid4(), "page": "1", **more}
    return client.post(reverse("plates:new"), {**form, "file": files.uploaded(data, name)})


def a_plate_of(client, partnership, data: bytes | None = None, **said) -> Plate:
    """Upload a drawing and keep it."""
    address = send(client, partnership, data or files.a_photo())["location"]
    answer = client.post(address, {**SAID, **said})
    assert answer.status_code == 302, answer.content.decode()
    return Plate.objects.get(slug=answer["location"].strip("/").split("/")[-1])


def messages_beside_file(answer) -> str:
    assert answer.status_code == 422
    page = answer.content.decode()
    assert not UploadedDrawing.objects.exists()
    return " ".join(re.findall(r'class="msg">.*?<span>(.*?)</span>', page, re.DOTALL))


def test_a_drawing_is_looked_at_and_becomes_a_plate(host, partnership):
    answer = send(host, partnership, files.a_photo_that_tells_where(), "Mijn foto.jpg")
    page = host.get(answer["location"]).content.decode()
    assert "Mijn foto.jpg" in page
    assert "/platen/afbeelding/" in page
    assert not Plate.objects.exists()
    kept = host.post(answer["location"], SAID)
    plate = Plate.objects.get()
    assert kept["location"] == reverse("plates:plate", args=["onze-plaat"])
    version = plate.versions.get()
    assert (version.number, version.hotspots.count(), version.questions.count()) == (1, 0, 5)
    assert (plate.object.partnership, plate.credit, version.title) == (partnership, "Groep 8", {"nl": "Onze plaat"})
    shown = host.get(kept["location"]).content.decode()
    assert "Groep 8" in shown
    assert re.search(r'<image href="/platen/afbeelding/[^"]+"', shown)


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "leeg.png", "leeg"),
        (b"<!doctype html><script>alert(1)</script>", "plaat.png", "SVG, PNG, JPEG, WebP of PDF"),
        (b"GIF89a/*", "plaat.png", "SVG, PNG, JPEG, WebP of PDF"),
        (files.a_picture()[:60], "half.png", "stuk|niet compleet"),
        (b"%PDF-1.4", "stuk.pdf", "PDF"),
        (files.a_zip({"a": b"b"}), "plaat.svg", "ZIP"),
        (files.an_svg().replace(b"<svg", b"<!DOCTYPE svg><svg", 1), "plaat.svg", "DOCTYPE"),
    ],
)
def test_what_is_no_drawing_is_said_beside_the_field(host, partnership, data, name, word):
    assert re.search(word, messages_beside_file(send(host, partnership, data, name)))


def test_a_file_that_is_too_large_is_not_kept_while_it_comes_in(host, partnership):
    data = files.a_picture() + b"\0" * (20 * 1024 * 1024)
    assert "20 MB" in messages_beside_file(send(host, partnership, data))


def test_a_page_that_is_not_there_is_said_beside_it(host, partnership):
    answer = send(host, partnership, files.a_pdf(2), "twee.pdf", page="9")
    assert "2" in messages_beside_file(answer)


def test_what_a_file_says_of_itself_is_only_words(host, partnership):
    name = "<img src=x onerror=alert(1)>.svg"
    hostile = files.an_svg("<script/><title>&lt;script&gt;alert(1)&lt;/script&gt;</title>")
    page = host.get(send(host, partnership, hostile, name)["location"]).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x onerror" in page


def test_what_was_left_out_is_said(host, partnership):
    page = host.get(send(host, partnership, files.an_svg("<script/><animate/>"), "a.svg")["location"]).content.decode()
    assert "uit zichzelf" in page
    assert "stil" in page


def test_the_same_form_twice_is_one_drawing_and_one_plate(host, partnership):
    same = uuid.uuid4()
    first, again = (send(host, partnership, files.a_photo(), id=same)["location"] for _time in range(2))
    assert first == again
    kept = [host.post(first, SAID)["location"] for _time in range(2)]
    assert kept[0] == kept[1]
    assert Plate.objects.count() == 1


def test_what_was_typed_stays_when_something_is_missing(host, partnership):
    address = send(host, partnership, files.a_picture())["location"]
    answer = host.post(address, {**SAID, "claim": ""})
    assert answer.status_code == 422
    assert "Onze plaat" in answer.content.decode()
    assert not Plate.objects.exists()


def test_drawings_that_nobody_kept_go_and_their_pictures_too(host, partnership):
    send(host, partnership, files.a_photo())
    kept = a_plate_of(host, partnership, files.a_picture())
    old = timezone.now() - timedelta(days=2)
    UploadedDrawing.objects.update(made_at=old)
    Picture.objects.update(made_at=old)
    send(host, partnership, files.a_pdf(), "a.pdf")
    shown = set(kept.versions.get().pictures.values_list("pk", flat=True))
    assert set(Picture.objects.filter(made_at=old).values_list("pk", flat=True)) == shown


@pytest.mark.parametrize("role", [Role.STUDENT, Role.CAREER_CHANGER, Role.STARTER])
def test_learners_take_part_and_do_not_make_posters_for_the_partnership(partnership, role):
    assert browser_of(somebody(role, partnership)).get(reverse("plates:new")).status_code == 403


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_EDUCATOR, Role.COORDINATOR])
def test_whoever_guides_makes_posters_without_a_link(partnership, role):
    client = browser_of(somebody(role, partnership))
    plate = a_plate_of(client, partnership)
    assert client.get(reverse("plates:plate", args=[plate.slug])).status_code == 200


def test_a_drawing_that_waits_is_of_its_partnership_alone(client, host, partnership):
    address = send(host, partnership, files.a_picture())["location"]
    as_host(client, a_partnership("Ander"))
    assert client.get(address).status_code == 404
    assert client.post(address, SAID).status_code == 404


# ---- pictures ----


def test_a_picture_comes_as_what_we_say_it_is(host, partnership):
    plate = a_plate_of(host, partnership)
    page = host.get(reverse("plates:plate", args=[plate.slug])).content.decode()
    answer = host.get(re.search(r'href="(/platen/afbeelding/[^"]+)"', page)[1])
    assert answer["content-type"] == "image/jpeg"
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["content-disposition"].startswith("inline; filename=")
    assert "private" in answer["cache-control"]
    assert "immutable" in answer["cache-control"]
    assert "default-src 'none'" in answer["content-security-policy"]


def test_a_picture_has_an_address_that_nobody_makes_up(host, partnership):
    a_plate_of(host, partnership)
    picture = Picture.objects.get()
    other = a_partnership("Ander")
    for token in (
        f"{picture.sha256}.{partnership.pk}",
        sign_link("picture", picture.sha256, other.pk),
        sign_link("drawing", picture.sha256, partnership.pk),
        "x",
    ):
        assert host.get(reverse("plates:picture", args=[token])).status_code == 404


def test_a_picture_whose_file_is_gone_is_not_found(host, partnership):
    a_plate_of(host, partnership)
    picture = Picture.objects.get()
    picture_path(picture.sha256).unlink()
    token = sign_link("picture", picture.sha256, partnership.pk)
    assert host.get(reverse("plates:picture", args=[token])).status_code == 404


def test_the_bare_drawing_has_its_picture_inside(host, partnership):
    plate = a_plate_of(host, partnership)
    drawing = host.get(reverse("plates:drawing", args=[plate.slug])).content.decode()
    assert "data:image/jpeg;base64," in drawing
    assert "/platen/" not in drawing


def test_a_printed_poster_holds_its_picture(host, partnership):
    plate = a_plate_of(host, partnership)
    answer = host.get(reverse("plates:print", args=[plate.slug, "poster-a3"]))
    assert answer["content-type"] == "application/pdf"
    images = [image for page in PdfReader(BytesIO(answer.content)).pages for image in page.images]
    assert (200, 150) in {image.image.size for image in images}


# ---- the library ----


def test_what_is_shared_everybody_sees_and_takes_until_it_is_not(client, host, partnership):
    plate = a_plate_of(host, partnership)
    addresses = [reverse(f"plates:{name}", args=[plate.slug]) for name in ("plate", "drawing", "file")]
    share = reverse("plates:share", args=[plate.slug])
    stranger = type(client)()
    assert {stranger.get(one).status_code for one in addresses} == {404}
    host.post(share, {"delen": "1"})
    assert {stranger.get(one).status_code for one in addresses} == {200}
    assert "Onze plaat" in stranger.get(reverse("plates:library")).content.decode()
    assert plate.slug not in stranger.get(reverse("plates:plates")).content.decode()
    host.post(share, {"delen": "0"})
    assert {stranger.get(one).status_code for one in addresses} == {404}


def test_what_its_maker_keeps_is_not_shared(host, partnership):
    plate = a_plate_of(host, partnership, licence=Licence.OWN)
    host.post(reverse("plates:share", args=[plate.slug]), {"delen": "1"})
    plate.refresh_from_db()
    assert plate.shared_at is None


def test_others_and_those_that_ship_are_not_shared_by_anybody(client, host, partnership):
    plate = a_plate_of(host, partnership)
    make.the_first_plate()
    assert host.post(reverse("plates:share", args=["samen-leren"])).status_code == 404
    as_host(client, a_partnership("Ander"))
    assert client.post(reverse("plates:share", args=[plate.slug])).status_code == 404


def test_the_library_is_searched_by_words_and_by_part(client, partnership):
    plate = a_plate_of_ones_own(partnership, shared=True).plate
    address = reverse("plates:library")
    for query, found in (
        ({"q": "FOTO groep"}, True),
        ({"q": partnership.name.lower()}, True),
        ({"q": "onvindbaar"}, False),
        ({"deel": "heaps"}, False),
        ({"q": "' OR 1=1 --<script>"}, False),
        ({"deel": "verzonnen"}, True),
    ):
        page = client.get(address, query).content.decode()
        assert (f"/platen/{plate.slug}/" in page) == found, query
        assert "<script>" not in page
    plate.versions.get().parts.create(kind="heaps", settings={})
    assert plate.slug in client.get(address, {"deel": "heaps"}).content.decode()


def test_the_library_asks_as_much_for_one_as_for_many(client, partnership, django_assert_max_num_queries):
    for _plate in range(6):
        a_plate_of_ones_own(partnership, shared=True)
    with django_assert_max_num_queries(5):
        client.get(reverse("plates:library"))


def test_a_plate_page_with_a_picture_asks_little(host, partnership, django_assert_max_num_queries):
    plate = a_plate_of(host, partnership)
    host.get(reverse("plates:plate", args=[plate.slug]))
    with django_assert_max_num_queries(9):
        host.get(reverse("plates:plate", args=[plate.slug]))


# ---- taken along and read in ----


def read_in(client, partnership, data: bytes):
    form = {"partnership": partnership.pk, "file": files.uploaded(data, "plaat.praatplaat")}
    return client.post(reverse("plates:import"), form, follow=True)


def test_a_plate_goes_to_another_partnership_in_one_file(client, host, partnership):
    plate = a_plate_of(host, partnership)
    answer = host.get(reverse("plates:file", args=[plate.slug]))
    assert answer["content-disposition"] == 'attachment; filename="onze-plaat.praatplaat"'
    other = a_partnership("Ander")
    as_host(client, other)
    page = read_in(client, other, answer.content).content.decode()
    there = Plate.objects.get(object__partnership=other)
    assert there.slug == "onze-plaat-2"
    assert "Groep 8" in page
    again = read_in(client, other, answer.content).content.decode()
    assert "heb je al" in again
    assert Plate.objects.filter(object__partnership=other).count() == 1


def test_everything_wrong_in_a_file_stands_beside_the_field_and_is_escaped(host, partnership):
    broken = files.files_of_a_praatplaat(version=7, extra="<img src=x onerror=alert(1)>")
    broken["texts/nl.json"]["<img src=x onerror=alert(1)>"] = "x"
    answer = read_in(host, partnership, files.packed(broken))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "manifest.version" in page
    assert "<img src=x" not in page
    assert not Plate.objects.exists()


def test_a_praatplaat_that_is_too_large_is_refused(host, partnership):
    answer = read_in(host, partnership, b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024))
    assert "20 MB" in answer.content.decode()


@pytest.mark.skipif(not files.payloads(), reason="no list of hostile payloads beside the repository")
def test_no_payload_of_the_long_list_is_more_than_words_on_the_pages(host, partnership):
    good = files.files_of_a_praatplaat()
    for payload in files.payloads()[::4]:
        words = {**good["texts/nl.json"], "title": payload[:200], "guide": payload, "hotspots.boom.title": payload}
        words |= {"claim": payload[:400], "links.1.title": payload, "words.zon": payload}
        link = {**good["manifest.json"]["origin"][0], "made_by": payload[:120], "title": {"nl": payload[:200]}}
        changed = {**good, "texts/nl.json": words, "manifest.json": {**good["manifest.json"], "origin": [link]}}
        answer = read_in(host, partnership, files.packed(changed))
        page = answer.content.decode()
        assert answer.status_code in {200, 422}
        assert not FOREIGN.search(page), payload
        assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", re.sub(r'"[^"]*"', '""', page)), payload


# ---- addresses ----


def test_no_plate_is_called_as_a_page_of_the_site():
    addresses = get_resolver().namespace_dict["plates"][1].url_patterns
    fixed = {str(one.pattern).split("/")[0] for one in addresses} - {"", "<slug:slug>"}
    assert fixed <= RESERVED
    for word in RESERVED:
        assert free_slug(word, set()) == f"{word}-2"
    assert free_slug("Onze plaat", {"onze-plaat", "onze-plaat-2"}) == "onze-plaat-3"
    assert free_slug("🙂", set()) == "plaat"


def test_the_schema_is_published(client):
    answer = client.get(reverse("plates:schema"))
    assert answer.content.decode() == schema_text()
    assert answer["content-type"] == "application/schema+json"
