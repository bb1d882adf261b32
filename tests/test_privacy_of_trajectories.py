"""Another's needs, evidence and unprepared words are the most private things here: who cannot see them, by trying.

Each secret has a word of its own that stands nowhere else. Then everybody of the access table opens every address (and
sends every form of trajectories): pages, files, search, calendars, what is taken out. Nobody may meet a word of
somebody else's; whose it is does meet it, so that the test knows that it stood somewhere.
"""

import uuid
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from leerruimte.people.models import Person, Role
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.models import (
    EarlierRecord,
    Evidence,
    Field,
    FilledForm,
    LookBack,
    Member,
    Needs,
    PlannerRun,
    Preparation,
    Refusal,
    TriangleConversation,
)
from leerruimte.trajectories.planning.asking import question_of
from leerruimte.trajectories.rules.needs import STEPS
from leerruimte.trajectories.tests import make_evidence
from tests.access_needs import REFUSAL
from tests.access_people import HERE
from tests.access_rows import Row
from tests.test_access import PEOPLE, ROWS, Cast, client_of, make_cast

pytestmark = pytest.mark.django_db

# Whoever opens a page by the personal link of the mentor without account is that mentor, whoever they are besides.
BY_LINK = "by the link"
# Stands behind each secret word: what everybody looks for.
SOUGHT = "zeeklaver"

# Secret word -> whose it is.
NEEDS, WHY_NOT, HOME, REFUSED = "geheimwens", "geheimverhindering", "geheimdorp", "geheimreden"
EVIDENCE, NOTE_TITLE, MARGIN, OF_MENTOR = "geheimbewijs", "geheimtitel", "geheimkantlijn", "geheimnotitie"
LOOKED_BACK, SHARED_ALONE, ELSEWHERE = "geheimterugblik", "geheimervaring", "geheimelders"
OWNERS = {
    **dict.fromkeys(
        (NEEDS, WHY_NOT, HOME, REFUSED, EVIDENCE, NOTE_TITLE, MARGIN, LOOKED_BACK, ELSEWHERE), Role.STUDENT
    ),
    OF_MENTOR: Role.MENTOR,
    SHARED_ALONE: Role.MENTOR,
    "geheimvoorbereidinglerende": Role.STUDENT,
    "geheimvoorbereidingmentor": Role.MENTOR,
    "geheimvoorbereidingopleider": Role.INSTITUTE_EDUCATOR,
    "geheimvoorbereidinglink": BY_LINK,
    "geheimnognietklaar": Role.MENTOR,
    "geheimformulierlerende": Role.STUDENT,
    "geheimformuliermentor": Role.MENTOR,
}
# The only tables in which they stand: no trace, notice, search word or line of the log repeats them.
KEPT_IN = {
    "EarlierRecord", "Evidence", "FilledForm", "LookBack", "Needs", "PlannerRun", "Preparation", "Refusal", "Remark",
}  # fmt: skip


def said(word: str) -> str:
    """A secret as somebody would write it: its word first, so that no page cuts it off."""
    return f"{word} {SOUGHT}"


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Everybody of the access table, with secrets."""
    with django_db_blocker.unblock(), transaction.atomic():
        everybody = make_cast()
        lay_secrets(everybody)
        yield everybody
        transaction.set_rollback(True)


def lay_secrets(cast: Cast) -> None:
    """Of each kind of private thing one, and of the unprepared words one of each of the four."""
    trajectory = cast.things.trajectory
    Needs.objects.update_or_create(
        trajectory=trajectory,
        defaults={
            "words": {step: said(NEEDS) for step in STEPS},
            "never": [{"day": "fr", "part": None, "why": said(WHY_NOT)}],
            "home": said(HOME),
            "version": 1,
            "shared_at": None,
        },
    )
    Refusal.objects.filter(pk=cast.things.more[REFUSAL].pk).update(why=said(REFUSED))
    trajectory.refresh_from_db()
    problem = {**question_of(trajectory).as_json(), "change": {}}
    PlannerRun.objects.filter(trajectory=trajectory).update(problem=problem)
    lay_evidence(cast)
    prepare_apart(cast)
    look_back(cast)


def lay_evidence(cast: Cast) -> None:
    """Evidence that only its owner sees, words in its margin, a form that is not handed in, a record of elsewhere."""
    things = cast.things
    student, mentor = (who_is(cast.people[role]) for role in (Role.STUDENT, Role.MENTOR))
    private = Evidence.Seen.MINE
    mine = make_evidence.laid(things.trajectory, student, words=said(EVIDENCE), seen=private)
    make_evidence.a_remark(mine, student, said(MARGIN))
    make_evidence.laid(things.trajectory, mentor, words=said(OF_MENTOR), seen=private)
    Evidence.objects.filter(pk__in=[mine.pk, things.more["private"].pk]).update(
        title=said(NOTE_TITLE), file_name=f"{NOTE_TITLE}.jpg", words=said(EVIDENCE)
    )
    for role, word in ((Role.STUDENT, "geheimformulierlerende"), (Role.MENTOR, "geheimformuliermentor")):
        FilledForm.objects.create(
            form=things.more["form"],
            trajectory=things.trajectory,
            member=_member(cast, role),
            answers={"r1": {"level": "", "words": said(word)}},
        )
    EarlierRecord.objects.filter(pk=things.more["record"].pk).update(
        title=said(ELSEWHERE), seen=private, imported_at=things.more["record"].made_at
    )


def prepare_apart(cast: Cast) -> None:
    """Words that were not laid side by side; of the mentor also where the others already are."""
    more = cast.things.more
    words = {
        _member(cast, Role.STUDENT): "geheimvoorbereidinglerende",
        _member(cast, Role.MENTOR): "geheimvoorbereidingmentor",
        _member(cast, Role.INSTITUTE_EDUCATOR): "geheimvoorbereidingopleider",
        more["guest"]: "geheimvoorbereidinglink",
    }
    for member, word in words.items():
        _prepared(more["planned"], member, word)
    more["together"].ready.filter(member=_member(cast, Role.MENTOR)).delete()
    _prepared(more["together"], _member(cast, Role.MENTOR), "geheimnognietklaar")


def _prepared(triangle: TriangleConversation, member: Member, word: str) -> None:
    for field in Field.values:
        Preparation.objects.update_or_create(
            triangle=triangle, member=member, outcome="PED-11", field=field, defaults={"text": said(word)}
        )


def look_back(cast: Cast) -> None:
    """How it went, for oneself; and shared with one's role while fewer than five people did."""
    triangle = cast.things.more["together"]
    for role, word, seen in ((Role.STUDENT, LOOKED_BACK, "mine"), (Role.MENTOR, SHARED_ALONE, "role")):
        LookBack.objects.create(
            triangle=triangle, member=_member(cast, role), words=said(word), brought=said(word), seen=seen
        )


def _member(cast: Cast, role: str) -> Member:
    return Member.objects.get(trajectory=cast.things.trajectory, person=cast.people[role])


def words_in(answer: HttpResponse) -> str:
    """All that can be read in an answer: of a PDF and of a packed file too."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return "\n".join((*map(str, answer.headers.values()), *_texts(data)))


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(b"%PDF"):
        yield from (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    elif data.startswith(b"PK") and is_zipfile(BytesIO(data)):
        packed = ZipFile(BytesIO(data))
        for name in packed.namelist():
            yield name
            yield from _texts(packed.read(name))
    else:
        yield data.decode(errors="replace")


def of_others(viewer: str, text: str) -> set[str]:
    """The secrets of somebody else in a text."""
    return {word for word, owner in OWNERS.items() if owner != viewer and word in text}


def viewer_of(row: Row, person: str) -> str:
    """As whom a page is read."""
    return BY_LINK if row.name.endswith("by_link") else person


def read(row: Row, browser: Client, cast: Cast) -> str:
    """What somebody reads at an address, and at the page it leads to; the database is as before, after."""
    sent = {**row.data(cast)}
    # Who searches looks for what all secrets have in common.
    sent |= {"q": SOUGHT} if row.method == "get" else {}
    carried = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = getattr(browser, row.method)(row.url(cast), sent, follow=True)
        text = words_in(answer)
        transaction.set_rollback(True)
    browser.cookies = carried
    return "\n".join((text, *(f"{one.subject} {one.body}" for one in mail.outbox)))


@pytest.fixture(scope="module")
def browsers(cast: Cast, django_db_blocker: Any) -> dict[str, Client]:
    """A browser of each person, signed in once."""
    with django_db_blocker.unblock():
        return {person: client_of(person, cast) for person in PEOPLE}


# Who comes nearest: beside the learner, in charge, at the school, a stranger, nobody.
NEAR = (
    "nobody", "other mentor",
    Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR, Role.COORDINATOR,
)  # fmt: skip


def who_tries(row: Row) -> tuple[str, ...]:
    """Everybody opens the pages of trajectories; fewer send forms, and open what is about other things."""
    if row.method == "get" and row.name.startswith("trajectories:"):
        return PEOPLE
    if row.name.startswith(("trajectories:", "plates:", "conversations:")):
        return NEAR
    return (*NEAR, *(role for role in HERE if role not in NEAR))


TRIED = [
    row for row in ROWS if row.method == "get" or row.name.startswith("trajectories:") or row.name == "web:take_out"
]


@pytest.mark.parametrize("row", TRIED, ids=str)
def test_nobody_meets_the_private_words_of_somebody_else(row: Row, cast: Cast, browsers: dict[str, Client]):
    for person in who_tries(row):
        assert not of_others(viewer_of(row, person), read(row, browsers[person], cast)), person


@pytest.mark.parametrize("person", [Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR])
def test_whose_they_are_does_read_them(person: str, cast: Cast, browsers: dict[str, Client]):
    mine = {word for word, owner in OWNERS.items() if owner == person}
    pages = [
        row
        for row in TRIED
        if row.method == "get" and person in row.who and row.name.startswith("trajectories:") and "link" not in row.name
    ]
    # The table has no row of preparing once the others lie side by side.
    prepares = reverse("trajectories:triangle_prepare", args=[cast.things.more["together"].pk])
    text = "".join(read(row, browsers[person], cast) for row in pages) + words_in(browsers[person].get(prepares))
    assert {word for word in mine if word not in text} == set()


def test_who_has_the_link_reads_their_own_words(cast: Cast):
    row = next(row for row in TRIED if row.name == "trajectories:triangle_prepare_by_link")
    assert "geheimvoorbereidinglink" in read(row, Client(), cast)


def test_no_calendar_repeats_them(cast: Cast):
    for name, person in cast.people.items():
        Person.objects.filter(pk=person.pk).update(calendar_key=(key := uuid.uuid4()))
        answer = Client().get(reverse("web:calendar", args=[key]))
        assert answer.status_code == 200
        # Whoever reads along in a calendar may be anybody: not even one's own stand in it.
        assert "geheim" not in words_in(answer), name


def test_they_stand_in_no_other_table(cast: Cast):
    found = {
        model.__name__
        for model in apps.get_models()
        for row in model._base_manager.all().values()
        if any(word in str(value) for word in OWNERS for value in row.values())
    }
    assert found == KEPT_IN
