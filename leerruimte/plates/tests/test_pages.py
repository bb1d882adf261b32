"""The pages about plates, as a browser without scripts gets them."""

import gzip
import re

import pytest
from django.conf import settings
from django.urls import reverse

from leerruimte.encounters.tests.make import a_partnership
from leerruimte.people.middleware import HOSTS
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.plates.models import Plate
from leerruimte.plates.queries import current_version
from leerruimte.plates.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make.the_first_plate()


def page_of(client, *, language="nl", name="plates:plate", slug="samen-leren", **query) -> str:
    answer = client.get(reverse(name, args=[slug]), query, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def host_of(client, partnership, number=None):
    session = client.session
    session[HOSTS] = {str(partnership.pk): number or partnership.host_number}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@pytest.mark.parametrize("language", make.BOTH)
def test_the_page_says_everything_there_is(client, version, language):
    page = page_of(client, language=language)
    texts = [version.title, version.claim, version.aim]
    for spot in version.hotspots.all():
        texts += [spot.title, spot.question]
    texts += [question.text for question in version.questions.all()]
    texts += [link.about for link in version.links.all()]
    for words in texts:
        assert words[language].replace("'", "&#x27;") in page


def test_the_list_of_numbers_is_in_reading_order(client, version):
    page = page_of(client)
    listed = re.findall(r'<span class="number">(\d+)</span>', page)
    assert listed == [str(number) for number in range(1, 11)]
    assert re.findall(r'id="punt-([\w-]+)"', page) == [spot.key for spot in version.hotspots.all()]


def test_each_link_in_the_drawing_leads_to_words_on_the_page(client, version):
    page = page_of(client)
    targets = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'class="hs-link" href="#([^"]+)"', page)
    assert len(links) == 10
    assert set(links) <= targets


def test_nothing_on_the_page_breaks_the_content_policy(client, version):
    for page in (page_of(client), page_of(client, name="plates:poster")):
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", page)


@pytest.mark.parametrize("slug", make.shipped_slugs())
def test_the_compressed_page_is_small(client, version, slug):
    assert len(gzip.compress(page_of(client, slug=slug).encode())) < 80_000


@pytest.mark.parametrize("slug", make.shipped_slugs())
def test_the_page_of_each_plate_leads_from_its_drawing_to_its_words(client, version, slug):
    page = page_of(client, slug=slug)
    spots = current_version(slug).hotspots.all()
    assert re.findall(r'id="punt-([\w-]+)"', page) == [spot.key for spot in spots]
    assert set(re.findall(r'class="hs-link" href="#punt-([^"]+)"', page)) == {spot.key for spot in spots}


def test_a_host_can_open_a_conversation_from_here(client, version):
    address = reverse("conversations:open") + "?plaat=samen-leren"
    assert address not in page_of(client)
    host_of(client, a_partnership())
    assert address in page_of(client)


@pytest.mark.parametrize(("name", "most"), [("plates:plate", 6), ("plates:poster", 5)])
def test_a_page_asks_little_of_the_database(client, version, django_assert_max_num_queries, name, most):
    page_of(client, name=name)
    with django_assert_max_num_queries(most):
        page_of(client, name=name)


def test_the_list_asks_as_much_for_one_plate_as_for_many(client, version, tmp_path, django_assert_num_queries):
    address = reverse("plates:plates")
    with django_assert_num_queries(2):
        client.get(address)
    for n in range(5):
        load_shipped(folder=make.a_folder_with(tmp_path, make.small_words(slug=f"klein-{n}", number=n + 20)))
    with django_assert_num_queries(2):
        answer = client.get(address)
    assert re.findall(r'plate-card[^>]*href="/platen/([\w-]+)/"', answer.content.decode()) == [
        *make.shipped_slugs(),
        *(f"klein-{n}" for n in range(5)),
    ]


def test_a_plate_that_is_not_there_is_not_found(client, version):
    for name in ("plates:plate", "plates:poster", "plates:drawing"):
        assert client.get(reverse(name, args=["bestaat-niet"])).status_code == 404


def test_a_partnerships_own_plate_is_seen_by_its_hosts_only(client, tmp_path):
    load_shipped(folder=make.a_folder_with(tmp_path, make.small_words()))
    own, other = a_partnership("Ons"), a_partnership("Ander")
    plate = Plate.objects.get(slug="klein")
    plate.object.partnership = own
    plate.object.save()
    address = reverse("plates:plate", args=["klein"])
    assert client.get(address).status_code == 404
    host_of(client, other)
    assert client.get(address).status_code == 404
    host_of(client, own, own.host_number + 1)
    assert client.get(address).status_code == 404
    host_of(client, own)
    assert client.get(address).status_code == 200


def test_the_poster_is_on_paper_of_the_size_asked_for(client, version):
    assert "poster-a3" in page_of(client, name="plates:poster")
    assert "poster-a4" in page_of(client, name="plates:poster", formaat="a4")
    assert "poster-a3" in page_of(client, name="plates:poster", formaat="a0")


def test_the_bare_drawing_is_a_picture_that_browsers_keep(client, version):
    address = reverse("plates:drawing", args=["samen-leren"])
    answer = client.get(address)
    assert answer["content-type"] == "image/svg+xml"
    assert "<text" not in answer.content.decode()
    assert client.get(address, headers={"if-none-match": answer["etag"]}).status_code == 304


def test_pages_are_only_read(client, version):
    for name in ("plates:plate", "plates:poster", "plates:drawing"):
        assert client.post(reverse(name, args=["samen-leren"])).status_code == 405
