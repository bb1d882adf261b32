"""How an installation begins: a partnership and the link for its facilitators."""

import re
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from leerruimte.people.models import Invitation, Partnership, Role

pytestmark = pytest.mark.django_db


def link_of(*words: str) -> str:
    """Run the command; gives the path of the link that it prints."""
    out = StringIO()
    call_command("open_partnership", *words, "--address", "https://leerruimte.example", stdout=out)
    return urlsplit(out.getvalue().split()[-1]).path


def test_the_link_lets_somebody_open_conversations_in_the_partnership():
    client = Client()
    assert client.post(link_of("Waardland  Leert Samen")).status_code == 302
    assert client.get("/leiden/nieuw/").status_code == 200
    assert Partnership.objects.get().name == "Waardland Leert Samen"


def test_the_same_name_again_gives_the_same_link():
    assert link_of("Waardland Leert Samen") == link_of("Waardland Leert Samen")
    assert Partnership.objects.count() == 1


def test_a_renewed_link_makes_the_older_one_worthless():
    older = link_of("Waardland Leert Samen")
    newer = link_of("Waardland Leert Samen", "--renew")
    assert Client().post(older).status_code == 404
    assert Client().post(newer).status_code == 302


def test_a_name_without_letters_is_refused():
    with pytest.raises(CommandError, match="name with letters"):
        link_of("...")
    assert not Partnership.objects.exists()


def test_the_first_coordinator_is_invited_by_a_link(capsys):
    call_command("open_partnership", "Waardland Leert Samen", coordinator="ria@waardland.example")
    told = capsys.readouterr().out
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.email) == (Role.COORDINATOR, "ria@waardland.example")
    address = re.search(r"http://localhost:8000(/uitnodiging/\S+)", told)
    assert address
    assert Client().get(address[1]).status_code == 200


def test_a_coordinator_without_an_address_is_refused():
    with pytest.raises(CommandError):
        call_command("open_partnership", "Waardland Leert Samen", coordinator="ria")
    assert not Invitation.objects.exists()
