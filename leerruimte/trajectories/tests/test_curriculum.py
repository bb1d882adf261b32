"""Versions, proposals and the talk about them, on real objects."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.base.refused import Refused
from leerruimte.encounters.models import Contribution, Encounter, Participation, Stance
from leerruimte.people.models import Person, Role
from leerruimte.people.tests.make import browser_of, somebody
from leerruimte.trajectories.actions.curriculum import (
    begin_draft,
    import_curriculum,
    move_to_version,
    publish_version,
)
from leerruimte.trajectories.actions.curriculum_draft import change_outcome, take_out_outcome
from leerruimte.trajectories.actions.curriculum_proposals import (
    decide_proposal,
    propose_change,
    say_of_proposal,
    stand_to,
    withdraw_proposal,
)
from leerruimte.trajectories.models import (
    ChangeProposal,
    Curriculum,
    CurriculumVersion,
    Outcome,
    PendingCurriculum,
    Trajectory,
)
from leerruimte.trajectories.queries.curriculum import framework_of, outcomes_of, words
from leerruimte.trajectories.queries.curriculum_map import changes_between, map_of, trajectories_concerned
from leerruimte.trajectories.queries.curriculum_proposals import talk_about
from leerruimte.trajectories.queries.notices import notices_of
from leerruimte.trajectories.queries.opportunities import current_version
from leerruimte.trajectories.rules.curriculum import difference
from leerruimte.trajectories.tests.make import a_curriculum, a_partnership, a_trajectory
from leerruimte.trajectories.tests.make_curriculum import a_framework, a_proposal, an_owner, who_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> CurriculumVersion:
    """A published first version."""
    return a_curriculum(a_partnership())


def next_version(version: CurriculumVersion, owner: Person) -> CurriculumVersion:
    """A second version with another title for PED-11, published."""
    draft = begin_draft(by=who_is(owner), curriculum=version.curriculum)
    change_outcome(by=who_is(owner), version=draft, code="PED-11", values={"title": "Zien"}, language="nl")
    return publish_version(by=who_is(owner), version=draft, what_changed="Een ander woord.")


def address(version: CurriculumVersion, rest: str = "") -> str:
    """An address of the curriculum."""
    return f"/leerplan/waardland/{version.curriculum_id}/{rest}"


# ---- versions ----


def test_the_current_version_is_the_last_one_published(version: CurriculumVersion) -> None:
    owner = an_owner(version)
    begin_draft(by=who_is(owner), curriculum=version.curriculum)
    partnership = version.curriculum.object.partnership
    assert partnership
    assert current_version(partnership) == version
    assert words({"nl": "a", "en": "b"}, "en") == "b"
    assert [one.code for one in outcomes_of(version, phases=[2])] == []


def test_a_draft_is_as_the_newest_version_and_there_is_one(version: CurriculumVersion) -> None:
    owner = an_owner(version)
    draft = begin_draft(by=who_is(owner), curriculum=version.curriculum)
    assert begin_draft(by=who_is(owner), curriculum=version.curriculum) == draft
    assert framework_of(draft) == framework_of(version)
    assert draft.number == 2


def test_publishing_says_what_changed_and_running_trajectories_keep_theirs(version: CurriculumVersion) -> None:
    trajectory = a_trajectory(version=version)
    owner = an_owner(version)
    draft = begin_draft(by=who_is(owner), curriculum=version.curriculum)
    change_outcome(by=who_is(owner), version=draft, code="PED-12", values={"hours": 99}, language="nl")
    with pytest.raises(Refused) as no:
        publish_version(by=who_is(owner), version=draft)
    assert no.value.field == "what_changed"
    published = publish_version(by=who_is(owner), version=draft, what_changed="Meer tijd.")
    changes = changes_between(version, published)
    assert [(one.code, one.fields) for one in changes.changed] == [("PED-12", ("hours",))]
    assert trajectories_concerned(published, changes) == 1
    trajectory.refresh_from_db()
    assert trajectory.version == version


def test_who_a_new_version_is_about_reads_that_it_is_there(version: CurriculumVersion) -> None:
    learner = a_trajectory(version=version).learner
    # Of the same curriculum, in a phase in which nothing is different.
    another = a_trajectory(version=version)
    Trajectory.objects.filter(pk=another.pk).update(phases=[4])
    ended = a_trajectory(version=version)
    Trajectory.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    next_version(version, an_owner(version))
    told = notices_of(who_is(learner))
    assert len(told) == 1
    assert "2" in told[0].sentence
    page = browser_of(learner).get(told[0].address)
    assert page.status_code == 200
    assert notices_of(who_is(another.learner)) == notices_of(who_is(ended.learner)) == []


def test_a_published_version_never_changes(version: CurriculumVersion) -> None:
    owner = an_owner(version)
    with pytest.raises(Refused):
        change_outcome(by=who_is(owner), version=version, code="PED-11", values={"hours": 1}, language="nl")
    with pytest.raises(Refused):
        take_out_outcome(by=who_is(owner), version=version, code="PED-11")


def test_only_the_learner_moves_a_trajectory_and_only_to_a_published_version(version: CurriculumVersion) -> None:
    trajectory = a_trajectory(version=version)
    owner = an_owner(version)
    draft = begin_draft(by=who_is(owner), curriculum=version.curriculum)
    learner = who_is(trajectory.learner)
    with pytest.raises(Refused):
        move_to_version(by=learner, trajectory=trajectory, version=draft)
    newest = publish_version(by=who_is(owner), version=draft, what_changed="Niets.")
    with pytest.raises(Refused):
        move_to_version(by=who_is(owner), trajectory=trajectory, version=newest)
    other = a_curriculum(a_partnership("elders", "Elders"))
    with pytest.raises(Refused):
        move_to_version(by=learner, trajectory=trajectory, version=other)
    move_to_version(by=learner, trajectory=trajectory, version=newest)
    assert Trajectory.objects.get(pk=trajectory.pk).version == newest


def test_taking_in_twice_makes_one_draft_and_keeps_identifiers(version: CurriculumVersion) -> None:
    owner = who_is(an_owner(version))
    known = Outcome.objects.get(version=version, code="PED-11").identifier
    partnership = version.curriculum.object.partnership
    assert partnership
    for framework in (a_framework(PED_11=(), PED_13=("PED_11",)), a_framework(PED_11=())):
        draft = import_curriculum(by=owner, partnership=partnership, framework=framework, curriculum=version.curriculum)
    assert version.curriculum.versions.count() == 2
    assert [(one.code, one.identifier) for one in outcomes_of(draft)] == [("PED-11", known)]


# ---- proposals ----


def test_a_proposal_keeps_only_what_differs_and_opens_a_talk(version: CurriculumVersion) -> None:
    proposal = a_proposal(version, values={"title": "Kinderen zien", "hours": 60, "phase": 1})
    assert proposal.fields == {"title": "Kinderen zien"}
    assert proposal.role == Role.STUDENT
    assert proposal.encounter
    assert proposal.encounter.kind == Encounter.Kind.CURRICULUM_TALK
    assert proposal.encounter.object == version.curriculum.object
    taken = Participation.objects.get(encounter=proposal.encounter)
    assert taken.person == proposal.by
    assert taken.role == Role.STUDENT
    assert taken.person
    assert taken.organisation == taken.person.role_assignments.get().organisation
    proposal.encounter.refresh_from_db()
    assert proposal.encounter.version > 0


def test_the_same_proposal_sent_twice_is_one(version: CurriculumVersion) -> None:
    proposal = a_proposal(version)
    assert proposal.by
    again = propose_change(
        by=who_is(proposal.by), id=proposal.pk, version=version, kind="change", why="x", language="nl",
        code="PED-11", values={"title": "y"},
    )  # fmt: skip
    assert again == proposal
    assert ChangeProposal.objects.count() == Encounter.objects.filter(kind="curriculum_talk").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"prerequisites": ["PED-12"]}, "prerequisites"),
        ({"prerequisites": ["PED-11"]}, "prerequisites"),
        ({"prerequisites": ["ZZ-99"]}, "prerequisites"),
        ({"title": "Leren PED-11"}, ""),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_and_nothing_is_kept(
    version: CurriculumVersion, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as no:
        a_proposal(version, values=values)
    assert no.value.field == field
    assert not ChangeProposal.objects.exists()
    assert not Encounter.objects.filter(kind="curriculum_talk").exists()


def test_people_say_what_they_think_and_figures_come_after_ones_own_choice(version: CurriculumVersion) -> None:
    proposal = a_proposal(version)
    partnership = version.curriculum.object.partnership
    assert partnership
    people = [who_is(somebody(Role.MENTOR, partnership)) for _number in range(6)]
    word = new_id()
    say_of_proposal(by=people[0], proposal=proposal, id=word, text="Goed idee.", signed=True)
    say_of_proposal(by=people[0], proposal=proposal, id=word, text="Goed idee.")
    for one in people:
        stand_to(by=one, proposal=proposal, contribution=proposal.pk, value=1)
    stand_to(by=people[0], proposal=proposal, contribution=proposal.pk, value=-1)
    itself, said = talk_about(people[0], proposal)
    # Five and one: the one could be told apart, so all six are one figure.
    assert (itself.my_stance, itself.counts, itself.others) == (-1, {}, 6)
    assert (bool(said.signed), said.mine, said.my_stance, said.counts) == (True, True, None, {})
    assert Contribution.objects.filter(pk=word).count() == 1
    assert Stance.objects.filter(contribution=proposal.pk).count() == 6


def test_taking_over_puts_it_in_the_draft_and_the_proposer_reads_why(version: CurriculumVersion) -> None:
    proposal = a_proposal(version)
    decide_proposal(by=who_is(an_owner(version)), proposal=proposal, taken=True, words="Veel duidelijker.")
    proposal.refresh_from_db()
    assert proposal.decision == ChangeProposal.Decision.TAKEN
    assert proposal.decision_words == "Veel duidelijker."
    assert proposal.by
    (told,) = notices_of(who_is(proposal.by))
    assert "Veel duidelijker." in browser_of(proposal.by).get(told.address).content.decode()
    draft = proposal.taken_in
    assert draft
    assert draft.published_at is None
    assert Outcome.objects.get(version=draft, code="PED-11").title == {"nl": "Kinderen zien", "en": "Learning PED-11"}
    assert Outcome.objects.get(version=version, code="PED-11").title["nl"] == "Leren PED-11"


def test_adding_and_taking_out_by_proposal(version: CurriculumVersion) -> None:
    owner = who_is(an_owner(version))
    new = {"title": "Buiten leren", "theme": "PED", "phase": 1, "level": 2, "hours": 20, "measure": "Je doet het.",
           "prerequisites": ["PED-11"]}  # fmt: skip
    added = a_proposal(version, kind="add", code="", values=new)
    removed = a_proposal(version, kind="remove", code="DID-11", values={})
    assert added.code == "PED-13"
    for one in (added, removed):
        decide_proposal(by=owner, proposal=one, taken=True, words="Ja.")
    draft = CurriculumVersion.objects.get(curriculum=version.curriculum, published_at=None)
    found = difference(framework_of(version), framework_of(draft))
    assert [one.code for one in found.added] == ["PED-13"]
    assert [one.code for one in found.removed] == ["DID-11"]
    assert [(one.code, one.fields) for one in found.changed] == [("DID-12", ("prerequisites",))]


def test_a_decision_is_made_once_and_its_talk_closes(version: CurriculumVersion) -> None:
    proposal = a_proposal(version)
    owner = who_is(an_owner(version))
    assert proposal.by
    with pytest.raises(Refused):
        decide_proposal(by=owner, proposal=proposal, taken=False, words=" ")
    decide_proposal(by=owner, proposal=proposal, taken=False, words="Nee, want ...")
    for late in (
        lambda: decide_proposal(by=owner, proposal=proposal, taken=True, words="Toch wel"),
        lambda: say_of_proposal(by=owner, proposal=proposal, id=new_id(), text="Nog iets"),
        lambda: stand_to(by=owner, proposal=proposal, contribution=proposal.pk, value=1),
        lambda: withdraw_proposal(by=who_is(proposal.by), proposal=proposal),
    ):
        with pytest.raises(Refused):
            late()
    assert not CurriculumVersion.objects.filter(published_at=None).exists()


def test_what_was_taken_out_meanwhile_is_told_when_a_proposal_is_taken_over(version: CurriculumVersion) -> None:
    proposal = a_proposal(version)
    owner = who_is(an_owner(version))
    take_out_outcome(by=owner, version=begin_draft(by=owner, curriculum=version.curriculum), code="PED-11")
    with pytest.raises(Refused, match="PED-11"):
        decide_proposal(by=owner, proposal=proposal, taken=True, words="Ja.")
    proposal.refresh_from_db()
    assert proposal.decision == ChangeProposal.Decision.OPEN


# ---- pages ----


def a_reader(version: CurriculumVersion, role: Role = Role.STUDENT) -> Client:
    """A browser of somebody in the partnership."""
    partnership = version.curriculum.object.partnership
    assert partnership
    return browser_of(somebody(role, partnership))


def test_the_map_has_every_outcome_once_and_the_list_beneath_it_the_same(version: CurriculumVersion) -> None:
    seen = map_of(version)
    assert [(row.code, [[card.code for card in cards] for _column, cards in row.cells]) for row in seen.rows] == [
        ("PED", [["PED-11", "PED-12"]]),
        ("DID", [["DID-11", "DID-12"]]),
    ]
    page = a_reader(version).get(address(version, "versie/1/")).content.decode()
    for code in ("PED-11", "PED-12", "DID-11", "DID-12"):
        assert page.count(f"/uitkomst/{code}/") == 2


def test_the_pages_ask_the_database_as_often_however_large_the_curriculum_is() -> None:
    counts = []
    for size in (4, 60):
        needs = {f"PED-{n}": ([f"PED-{n - 1}"] if n else []) for n in range(size)}
        version = a_curriculum(a_partnership(f"w{size}"), needs)
        reader = a_reader(version)
        asked = []
        for rest in ("versie/1/", "versie/1/uitkomst/PED-1/", "voorstel/?uitkomst=PED-1", "versie/1/leerplan.json"):
            with CaptureQueriesContext(connection) as queries:
                response = reader.get(address(version, rest).replace("waardland", f"w{size}"))
            assert response.status_code == 200
            assert rest.endswith("json") or len(response.content) < 150_000
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[0]) < 30


def test_somebody_of_another_partnership_gets_what_does_not_exist(version: CurriculumVersion) -> None:
    stranger = browser_of(somebody(Role.COORDINATOR, a_partnership("elders", "Elders")), second_factor=True)
    assert stranger.get(address(version, "versie/1/")).status_code == 404
    assert stranger.get("/leerplan/elders/999999/versie/1/").status_code == 404


def test_a_learner_proposes_talks_and_reads_what_was_decided(version: CurriculumVersion) -> None:
    learner = a_reader(version)
    page = learner.get(address(version, "voorstel/?uitkomst=PED-11")).content.decode()
    assert 'value="Leren PED-11"' in page
    id = str(uuid4())
    values = {"id": id, "why": "", "title": "Kinderen zien", "phase": "1", "level": "1", "hours": "60"}
    refused = learner.post(address(version, "voorstel/?uitkomst=PED-11"), values)
    assert refused.status_code == 422
    assert "Kinderen zien" in refused.content.decode()
    kept = learner.post(address(version, "voorstel/?uitkomst=PED-11"), {**values, "why": "Duidelijker."})
    assert kept.status_code == 302
    proposal = ChangeProposal.objects.get()
    # What stood in the fields in the language of the reader and was emptied counts as a change.
    assert proposal.fields["title"] == "Kinderen zien"
    there = address(version, f"voorstellen/{proposal.pk}/")
    assert learner.post(f"{there}woord/", {"id": str(uuid4()), "text": "x" * 281}).status_code == 422
    assert learner.post(f"{there}woord/", {"id": str(uuid4()), "text": "Wie nog?"}).status_code == 302
    assert learner.post(f"{there}besluit/", {"words": "x"}).status_code == 404
    decide_proposal(by=who_is(an_owner(version)), proposal=proposal, taken=False, words="Volgend jaar.")
    assert "Volgend jaar." in learner.get(there).content.decode()
    assert "Volgend jaar." in learner.get(address(version, "voorstellen/")).content.decode()


def test_a_trajectory_page_says_what_would_change_and_only_its_learner_can_move(version: CurriculumVersion) -> None:
    trajectory = a_trajectory(version=version)
    newest = next_version(version, an_owner(version))
    learner = browser_of(trajectory.learner)
    there = f"/traject/{trajectory.pk}/leerplan/"
    assert "Zien" in learner.get(there).content.decode()
    assert learner.post(there, {"versie": "77"}).status_code == 302
    trajectory.refresh_from_db()
    assert trajectory.version == version
    learner.post(there, {"versie": "2"})
    trajectory.refresh_from_db()
    assert trajectory.version == newest


def upload(client: Client, where: str, data: bytes, name: str = "leerplan.csv") -> object:
    """Send a file."""
    return client.post(where, {"id": str(uuid4()), "file": SimpleUploadedFile(name, data)})


def test_a_file_is_looked_at_first_and_taken_in_after(version: CurriculumVersion) -> None:
    owner = browser_of(an_owner(version))
    data = b"code,title_nl,prerequisites\nPED-11,Anders,\nPED-19,Nieuw,PED-11\n"
    answer = upload(owner, address(version, "inlezen/"), data)
    assert CurriculumVersion.objects.count() == 1
    preview = owner.get(answer["Location"])  # type: ignore[index]
    assert "PED-19" in preview.content.decode()
    assert "DID-12" in preview.content.decode()
    for _twice in range(2):
        owner.post(answer["Location"])  # type: ignore[index]
    draft = CurriculumVersion.objects.get(published_at=None)
    assert [one.code for one in outcomes_of(draft)] == ["PED-11", "PED-19"]
    assert PendingCurriculum.objects.get().content == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"CFDocument": {"title": "Afgebroken', "regel 1"),
        (b"code,title_nl,prerequisites\nA-1,x,A-2\nA-2,y,A-1\n", "A-1 → A-2"),
        (b"code,title_nl\nA-1,x\nA-1,y\n", "regel 3"),
        (b"x" * (21 * 1024 * 1024), "20 MB"),
    ],
)
def test_a_file_that_is_not_right_is_told_and_nothing_is_stored(
    version: CurriculumVersion, data: bytes, words: str
) -> None:
    owner = browser_of(an_owner(version))
    answer = upload(owner, address(version, "inlezen/"), data)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert not PendingCurriculum.objects.exists()
    assert Curriculum.objects.count() == CurriculumVersion.objects.count() == 1


def test_a_version_comes_out_as_a_package_that_says_whose_it_is(version: CurriculumVersion) -> None:
    answer = a_reader(version).get(address(version, "versie/1/leerplan.json"))
    document = json.loads(answer.content)["CFDocument"]
    assert (document["creator"], document["version"]) == ("Waardland Leert Samen", "1")
    assert "attachment" in answer["Content-Disposition"]
