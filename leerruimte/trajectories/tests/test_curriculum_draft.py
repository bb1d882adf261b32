"""What owners do with a draft: names, two owners at once, a file in its place, and putting it away."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.encounters.models import BoundaryObject
from leerruimte.people.tests.make import browser_of
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.curriculum import (
    begin_draft,
    drop_draft,
    import_curriculum,
    keep_file,
    publish_version,
    take_in,
)
from leerruimte.trajectories.actions.curriculum_draft import (
    Names,
    add_outcome,
    call_parts,
    change_outcome,
    take_out_outcome,
)
from leerruimte.trajectories.actions.curriculum_proposals import decide_proposal
from leerruimte.trajectories.curriculum_plain import to_plain
from leerruimte.trajectories.models import ChangeProposal, Curriculum, CurriculumVersion, Outcome, PendingCurriculum
from leerruimte.trajectories.queries.curriculum import case_documents, framework_of
from leerruimte.trajectories.rules.curriculum import digest
from leerruimte.trajectories.tests.make import a_curriculum, a_partnership
from leerruimte.trajectories.tests.make_curriculum import a_framework, a_proposal, an_owner, who_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> CurriculumVersion:
    """The draft of a second version."""
    version = a_curriculum(a_partnership())
    return begin_draft(by=who_is(an_owner(version)), curriculum=version.curriculum)


@pytest.fixture
def owner(draft: CurriculumVersion) -> Who:
    """Who owns it."""
    return who_is(draft.curriculum.owners.get())


@pytest.fixture
def browser(draft: CurriculumVersion) -> Client:
    """The browser of its owner."""
    return browser_of(draft.curriculum.owners.get())


def address(draft: CurriculumVersion, rest: str) -> str:
    """An address of the curriculum."""
    return f"/leerplan/waardland/{draft.curriculum_id}/{rest}"


def called(draft: CurriculumVersion, parts: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """What is said of names in the draft, and its title."""
    return {("title", ""): "Leerplan", **parts}


# ---- names ----


def test_parts_are_called_otherwise_in_one_language_and_the_others_stay(draft: CurriculumVersion, owner: Who) -> None:
    names = called(
        draft, {("theme", "PED"): "Omgaan met kinderen", ("phase", "1"): "Het begin", ("level", "2"): "samen"}
    )
    call_parts(by=owner, version=draft, names=Names(names), language="nl")
    call_parts(
        by=owner, version=draft, names=Names({("title", ""): "Curriculum", ("phase", "1"): "Start"}), language="en"
    )
    now = framework_of(CurriculumVersion.objects.get(pk=draft.pk))
    assert now.title == {"nl": "Leerplan", "en": "Curriculum"}
    assert now.phases[1] == {"nl": "Het begin", "en": "Start"}
    assert {one.code: one.title for one in now.themes}["PED"]["nl"] == "Omgaan met kinderen"
    assert {one.number: one.title for one in now.levels}[2]["nl"] == "samen"


def test_a_theme_and_a_level_come_and_go_with_their_name_when_no_outcome_has_them(
    draft: CurriculumVersion, owner: Who
) -> None:
    more = Names(called(draft, {}), new_theme="Buiten", new_code="BUI", new_level="meester")
    call_parts(by=owner, version=draft, names=more, language="nl")
    assert draft.themes.get(code="BUI").title == {"nl": "Buiten"}
    last = draft.levels.order_by("-number")[0]
    assert last.title == {"nl": "meester"}
    gone = called(draft, {("theme", "BUI"): "", ("level", str(last.number)): ""})
    call_parts(by=owner, version=draft, names=Names(gone), language="nl")
    assert set(draft.themes.values_list("code", flat=True)) == {"PED", "DID"}
    assert not draft.levels.filter(number=last.number).exists()


def test_a_theme_that_outcomes_have_keeps_a_name(draft: CurriculumVersion, owner: Who) -> None:
    call_parts(by=owner, version=draft, names=Names(called(draft, {("theme", "PED"): ""})), language="nl")
    assert "nl" not in draft.themes.get(code="PED").title
    without = Names({("title", ""): "Curriculum", ("theme", "PED"): ""})
    with pytest.raises(Refused) as no:
        call_parts(by=owner, version=draft, names=without, language="en")
    assert no.value.field == "theme-PED"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"new_theme": "Buiten"}, "new_code"),
        ({"new_code": "BUI"}, "new_theme"),
        ({"new_theme": "Nog een", "new_code": "PED"}, "new_code"),
    ],
)
def test_a_theme_that_cannot_be_is_told_and_nothing_is_kept(
    draft: CurriculumVersion, owner: Who, more: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as no:
        call_parts(by=owner, version=draft, names=Names({("title", ""): "Anders"}, **more), language="nl")
    assert no.value.field == field
    assert framework_of(CurriculumVersion.objects.get(pk=draft.pk)).title != {"nl": "Anders"}


def test_the_page_of_names_shows_them_and_keeps_what_is_typed(draft: CurriculumVersion, browser: Client) -> None:
    page = browser.get(address(draft, "concept/namen/")).content.decode()
    assert 'name="theme-PED"' in page
    typed = {"title": "Ons leerplan", "theme-PED": "Kinderen", "theme-DID": "Lessen", "phase-1": "", "new_theme": "x"}
    assert browser.post(address(draft, "concept/namen/"), {**typed, "title": ""}).status_code == 422
    wrong = browser.post(address(draft, "concept/namen/"), typed)
    assert wrong.status_code == 422
    assert 'value="Kinderen"' in wrong.content.decode()
    assert browser.post(address(draft, "concept/namen/"), {**typed, "new_code": "X"}).status_code == 302
    assert 'value="Kinderen"' in browser.get(address(draft, "concept/namen/")).content.decode()
    assert browser.get(address(draft, "concept/erbij/")).content.decode().count('<option value="X"') == 1


def test_a_code_cannot_have_signs_that_stand_between_codes(draft: CurriculumVersion, browser: Client) -> None:
    values = {"id": str(uuid4()), "title": "Nieuw", "theme": "PED", "phase": "1", "level": "1", "hours": "1"}
    assert browser.post(address(draft, "concept/erbij/"), {**values, "code": "A;B"}).status_code == 422
    names = {"title": "Leerplan", "new_theme": "Nieuw", "new_code": "A|B"}
    assert browser.post(address(draft, "concept/namen/"), names).status_code == 422


# ---- two owners at once ----


def test_what_another_owner_changed_meanwhile_is_not_lost_unseen(draft: CurriculumVersion, browser: Client) -> None:
    there = address(draft, "concept/uitkomst/PED-11/")
    seen = browser.get(there).context["seen"]
    other = who_is(an_owner(draft))
    change_outcome(by=other, version=draft, code="PED-11", values={"hours": 99}, language="nl")
    typed = {"title": "Kijken", "phase": "1", "level": "1", "hours": "20"}
    answer = browser.post(there, {**typed, "gezien": seen})
    assert answer.status_code == 422
    assert 'value="Kijken"' in answer.content.decode()
    assert Outcome.objects.get(version=draft, code="PED-11").hours == 99
    # Having seen it, they may keep theirs.
    assert browser.post(there, {**typed, "gezien": answer.context["seen"]}).status_code == 302
    assert Outcome.objects.get(version=draft, code="PED-11").hours == 20


def test_names_that_another_owner_gave_meanwhile_are_not_lost_unseen(draft: CurriculumVersion, browser: Client) -> None:
    there = address(draft, "concept/namen/")
    seen = browser.get(there).context["seen"]
    names = Names(called(draft, {("theme", "PED"): "Kinderen"}))
    call_parts(by=who_is(an_owner(draft)), version=draft, names=names, language="nl")
    assert browser.post(there, {"title": "Leerplan", "theme-PED": "Oud", "gezien": seen}).status_code == 422
    assert draft.themes.get(code="PED").title["nl"] == "Kinderen"


def test_only_what_was_shown_is_published(draft: CurriculumVersion, browser: Client) -> None:
    there = address(draft, "concept/uitgeven/")
    seen = browser.get(there).context["seen"]
    take_out_outcome(by=who_is(an_owner(draft)), version=draft, code="DID-12")
    answer = browser.post(there, {"what_changed": "Niets.", "gezien": seen})
    assert answer.status_code == 422
    assert "DID-12" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None
    assert browser.post(there, {"what_changed": "Minder.", "gezien": answer.context["seen"]}).status_code == 302


# ---- a file in the place of the draft ----


def a_file(draft: CurriculumVersion, owner: Who, id: UUID | None = None, code: str = "PED_11") -> PendingCurriculum:
    """A file with one outcome that waits."""
    partnership = draft.curriculum.object.partnership
    assert partnership
    content = to_plain(a_framework(**{code: ()}))
    return keep_file(
        by=owner, id=id or new_id(), partnership=partnership, curriculum=draft.curriculum, name="x.csv", content=content
    )


def test_a_file_does_not_take_the_place_of_a_draft_that_was_changed_meanwhile(
    draft: CurriculumVersion, owner: Who, browser: Client
) -> None:
    there = f"/leerplan/waardland/inlezen/{a_file(draft, owner).pk}/"
    seen = browser.get(there).context["seen"]
    values = {"title": "Nieuw", "theme": "PED", "phase": 1, "level": 1, "hours": 1}
    code = add_outcome(by=owner, version=draft, id=new_id(), values=values, language="nl")
    answer = browser.post(there, {"gezien": seen}, follow=True)
    assert code in answer.content.decode()
    assert Outcome.objects.filter(version=draft, code=code).exists()
    browser.post(there, {"gezien": answer.context["seen"]})
    assert [one.code for one in Outcome.objects.filter(version__published_at=None)] == ["PED-11"]


def test_another_file_from_the_same_form_comes_in_the_place_of_the_first(
    draft: CurriculumVersion, browser: Client
) -> None:
    id = str(uuid4())
    for title in ("Eerst", "Daarna"):
        file = SimpleUploadedFile("leerplan.csv", f"code,title_nl\nPED-11,{title}\n".encode())
        answer = browser.post(address(draft, "inlezen/"), {"id": id, "file": file})
        page = browser.get(answer["Location"]).content.decode()
        assert title in page
    assert "Eerst" not in page


def test_what_was_taken_over_and_is_not_in_a_file_is_told_and_open_again(
    draft: CurriculumVersion, owner: Who, browser: Client
) -> None:
    published = draft.curriculum.versions.get(number=1)
    lost = a_proposal(published)
    held = a_proposal(published, kind="remove", code="DID-12", values={})
    for one in (lost, held):
        decide_proposal(by=owner, proposal=one, taken=True, words="Ja.")
    pending = a_file(draft, owner)
    page = browser.get(f"/leerplan/waardland/inlezen/{pending.pk}/")
    assert page.context["reopened"] == [lost]
    assert str(lost.pk) in page.content.decode()
    new = take_in(by=owner, pending=pending, framework=a_framework(PED_11=()))
    lost.refresh_from_db()
    held.refresh_from_db()
    assert (lost.decision, lost.taken_in, lost.decision_words) == (ChangeProposal.Decision.OPEN, None, "")
    assert lost.encounter
    assert lost.encounter.closed_at is None
    assert (held.decision, held.taken_in) == (ChangeProposal.Decision.TAKEN, new)


def test_a_draft_that_is_put_away_opens_what_was_taken_over_in_it(draft: CurriculumVersion, owner: Who) -> None:
    proposal = a_proposal(draft.curriculum.versions.get(number=1))
    decide_proposal(by=owner, proposal=proposal, taken=True, words="Ja.")
    drop_draft(by=owner, version=draft)
    proposal.refresh_from_db()
    assert proposal.decision == ChangeProposal.Decision.OPEN
    assert Curriculum.objects.filter(pk=draft.curriculum_id).exists()


def test_of_a_curriculum_with_only_a_draft_nothing_is_left(owner: Who) -> None:
    before = BoundaryObject.objects.count()
    partnership = a_partnership("elders", "Elders")
    drop_draft(by=owner, version=import_curriculum(by=owner, partnership=partnership, framework=a_framework(A_1=())))
    assert BoundaryObject.objects.count() == before
    assert not Curriculum.objects.filter(object__partnership=partnership).exists()


# ---- out again ----


def test_each_version_is_a_document_that_replaces_the_one_before(
    draft: CurriculumVersion, owner: Who, browser: Client
) -> None:
    publish_version(by=owner, version=draft, what_changed="Niets.")
    first, second = (browser.get(address(draft, f"versie/{number}/leerplan.json")).json() for number in (1, 2))
    old, new = first["CFDocument"]["identifier"], second["CFDocument"]["identifier"]
    assert [old, new] == case_documents(draft)
    assert not [one for one in first["CFAssociations"] if one["associationType"] == "replacedBy"]
    (link,) = [one for one in second["CFAssociations"] if one["associationType"] == "replacedBy"]
    assert (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"]) == (old, new)
    # Outcomes are known by the same in both.
    assert {one["identifier"] for one in first["CFItems"] if one["CFItemType"] == "Outcome"} == {
        one["identifier"] for one in second["CFItems"] if one["CFItemType"] == "Outcome"
    }


def test_a_title_that_was_typed_is_the_title_in_the_package_too(owner: Who) -> None:
    partnership = a_partnership("elders", "Elders")
    nameless = a_framework(A_1=())
    draft = import_curriculum(
        by=owner, partnership=partnership, framework=type(nameless)({}, outcomes=nameless.outcomes), title="Leren hier"
    )
    assert draft.title == {"nl": "Leren hier"}
    assert digest(framework_of(draft)) == digest(framework_of(CurriculumVersion.objects.get(pk=draft.pk)))
