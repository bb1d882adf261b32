"""What the audit trail keeps as stable words reads as a sentence, in the language of who reads it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from leerruimte.conversations.tests.make import a_partnership
from leerruimte.people.actions.audit import note_audit
from leerruimte.people.audit_words import KINDS, PHRASES, about_words, said_words
from leerruimte.people.models import AuditEntry, Role
from leerruimte.people.tests.make import a_coordinator, browser_of, somebody, who_is


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("given: school_educator", "as school-based educator"),
        ("mentor: until 2026-07-31", "mentor, until 31 July 2026"),
        ("mentor: until -", "mentor, without an end"),
        ("until 2026-07-31", "until 31 July 2026"),
        ("3 new, 1 changed", "3 new, 1 changed"),
        ("120 rows, xlsx", "120 rows, XLSX"),
        ("2026-11-25: erased", "25 November 2026, with all that was said"),
        ("Periode 4 2026-2027: 8 promised", "Periode 4 2026-2027: 8, promised"),
        ("reached SPH-2.1 3", "reached SPH-2.1, level 3"),
        ("postcode, latitude, longitude", "postcode, place on the map"),
        ("something nobody thought of: 100%", "something nobody thought of: 100%"),
        ("", ""),
    ],
)
def test_what_was_kept_reads_as_words(kept, read):
    with override("en"):
        assert said_words(kept) == read


def test_a_role_and_a_day_are_said_in_the_language_of_who_reads():
    with override("nl"):
        assert "coördinator" in said_words("given: coordinator")
        assert "31 juli 2026" in said_words("mentor: until 2026-07-31")
        assert about_words("role") == "een rol"


def test_each_phrase_is_reached_by_what_it_is_for():
    """An earlier, wider phrase must not stand in the way of a later one."""
    examples = {"role": "mentor", "day": "2026-07-31", "name": "csv", "outcome": "A1", "period": "Periode 1"}
    for pattern, sentence in PHRASES.items():
        kept = pattern
        while "(?P<" in kept:
            begin, end = kept.index("(?P<"), kept.index(")", kept.index("(?P<"))
            kept = kept[:begin] + examples.get(kept[begin + 4 : kept.index(">", begin)], "3") + kept[end + 1 :]
        kept = kept.replace("(?:given|taken up)", "given")
        with override("en"):
            assert said_words(kept).split("%")[0].startswith(str(sentence).split("%(")[0]), kept


@pytest.mark.django_db
def test_a_coordinator_reads_the_trail_in_dutch():
    partnership = a_partnership()
    coordinator, student = a_coordinator(partnership), somebody(Role.STUDENT, partnership)
    note_audit(
        by=who_is(coordinator),
        verb=AuditEntry.Verb.CHANGED,
        kind="role",
        partnership=partnership,
        about=student,
        words="given: student",
    )
    page = browser_of(coordinator).get(reverse("people:audit", args=[partnership.slug])).content.decode()
    assert "given:" not in page
    assert student.name in page


def test_kinds_are_words_that_are_stored():
    assert all(len(kind) <= 30 for kind in KINDS)
