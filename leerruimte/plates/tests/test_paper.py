"""A plate keeps the paper of the drawing that it was made from: on screens, on paper, and in another partnership."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from leerruimte.encounters.tests.make import a_partnership
from leerruimte.plates.actions.adapting import make_own
from leerruimte.plates.models import Plate
from leerruimte.plates.paper import COLOURS, OWN_COLOUR, colour_of, paper_of
from leerruimte.plates.tests.make_adapting import a_copy
from leerruimte.plates.tests.make_own import a_plate_of_ones_own, who_hosts

TOKENS = Path(__file__).resolve().parents[2] / "look/static/look/tokens.css"


@pytest.mark.django_db
def test_a_copy_keeps_the_paper_and_so_does_a_copy_of_that():
    partnership = a_partnership()
    copy = a_copy(partnership, of="leerlandschap")
    again = make_own(by=who_hosts(partnership), plate=copy, partnership=partnership)
    assert [paper_of(plate) for plate in (copy, again.plate)] == [3, 3]
    assert colour_of(copy) == COLOURS[2]


@pytest.mark.django_db
def test_a_page_of_a_copy_is_on_the_paper_of_its_drawing(client):
    copy = a_copy(a_partnership(), of="leerlandschap")
    copy.shared_at = timezone.now()
    copy.save()
    page = client.get(reverse("plates:plate", args=[copy.slug])).content.decode()
    assert 'data-plate="3"' in page


@pytest.mark.django_db
def test_an_own_drawing_has_a_quiet_paper():
    plate = a_plate_of_ones_own(a_partnership()).plate
    assert paper_of(plate) is None
    assert colour_of(plate) == OWN_COLOUR


def test_who_took_only_the_title_has_no_paper_of_ours():
    link = {"title": {"nl": "Het leerlandschap"}, "made_by": "Iemand anders", "partnership": "Elders"}
    assert paper_of(Plate(origin=[link])) is None


def test_paper_and_screens_know_the_same_colours():
    found = re.findall(r'\[data-plate="(\d)"\]\{--plate-paper:(#\w{6})\}', TOKENS.read_text("utf-8"))
    assert [colour for _number, colour in sorted(found)] == list(COLOURS)
