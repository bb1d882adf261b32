"""Addresses of trajectories: curriculum. Everybody in it reads and proposes; the INSTITUTE_EDUCATOR owns it."""

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Role
from leerruimte.trajectories.actions.curriculum import begin_draft, keep_file
from leerruimte.trajectories.curriculum_plain import to_plain
from leerruimte.trajectories.rules.curriculum import in_order
from leerruimte.trajectories.tests.make_curriculum import a_framework, a_proposal, who_is
from tests.access_people import MEMBERS, NO_FACTOR
from tests.access_rows import Row, Values, form

OWNER = frozenset({Role.INSTITUTE_EDUCATOR})
COORDINATING: dict[str, Any] = {"who": frozenset({Role.COORDINATOR}), "answer": {NO_FACTOR: 403}}
OUTCOME = {"title": "Anders", "phase": "1", "level": "1", "hours": "20", "theme": "PED"}
TABLE = b"code,title_nl\nPED-1,Kijken\n"


def make_things(things: Any) -> None:
    """A draft beside the published version, a proposal of the student, a file that waits."""
    owner = things.people[Role.INSTITUTE_EDUCATOR]
    things.more["proposal"] = a_proposal(things.version, things.people[Role.STUDENT])
    things.more["draft"] = begin_draft(by=who_is(owner), curriculum=things.version.curriculum)
    things.more["pending"] = keep_file(
        by=who_is(owner),
        id=new_id(),
        partnership=things.partnership,
        curriculum=things.version.curriculum,
        name="leerplan.csv",
        content=to_plain(in_order(a_framework(PED_11=()))),
    )


def here(cast: Any, **more: Any) -> Values:
    """An address of the partnership."""
    return {"slug": cast.partnership.slug, **more}


def one(cast: Any, **more: Any) -> Values:
    """An address of the curriculum."""
    return here(cast, curriculum_id=cast.things.version.curriculum_id, **more)


def published(cast: Any, **more: Any) -> Values:
    """An address of its published version."""
    return one(cast, number=cast.things.version.number, **more)


def draft(cast: Any, **more: Any) -> Values:
    """An address of its draft as a version."""
    return one(cast, number=cast.things.more["draft"].number, **more)


def proposal(cast: Any) -> Values:
    """An address of the student's proposal."""
    return one(cast, proposal_id=cast.things.more["proposal"].pk)


def pending(cast: Any) -> Values:
    """An address of the file that waits."""
    return here(cast, pending_id=cast.things.more["pending"].pk)


def file(_cast: Any) -> Values:
    """A form with a table."""
    return {"id": new_id(), "file": SimpleUploadedFile("leerplan.csv", TABLE)}


def proposed(_cast: Any) -> Values:
    """A proposal with an id of its own."""
    return {"id": new_id(), "why": "Dat kan beter.", **OUTCOME}


def stance(cast: Any) -> Values:
    """Agree with the proposal."""
    return {"inbreng": cast.things.more["proposal"].pk.hex, "mening": "eens"}


def rows() -> Iterator[Row]:
    """Who may what."""
    for name in ("curriculum_version", "curriculum_csv", "curriculum_case"):
        yield Row(f"trajectories:{name}", MEMBERS, at=published)
    yield Row("trajectories:curricula", MEMBERS, at=here)
    yield Row("trajectories:curriculum_proposals", MEMBERS, at=one)
    yield Row("trajectories:curriculum_proposal", MEMBERS, at=proposal)
    # The draft is its owners'.
    for name in ("curriculum_version", "curriculum_changes", "curriculum_csv", "curriculum_case"):
        yield Row(f"trajectories:{name}", OWNER, at=draft)
    for at, who in ((published, MEMBERS), (draft, OWNER)):
        yield Row("trajectories:curriculum_outcome", who, at=lambda cast, at=at: at(cast, code="PED-11"))
    yield from rows_of_proposing()
    yield from rows_of_owning()
    three = frozenset({Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR})
    of_trajectory = {"at": lambda cast: {"trajectory_id": cast.things.trajectory.pk}}
    yield Row("trajectories:trajectory_curriculum", three, **of_trajectory)
    # Only the learner moves it.
    yield Row(
        "trajectories:trajectory_curriculum", frozenset({Role.STUDENT}), "post", data=form(versie="1"), **of_trajectory
    )


def rows_of_proposing() -> Iterator[Row]:
    """Everybody proposes an addition; the talk; one's own proposal; what owners decide."""
    yield Row("trajectories:say_of_proposal", MEMBERS, "post", proposal, lambda _c: {"id": new_id(), "text": "Ja."})
    yield Row("trajectories:stand_to_proposal", MEMBERS, "post", proposal, stance)
    yield Row("trajectories:withdraw_proposal", frozenset({Role.STUDENT}), "post", proposal)
    yield Row("trajectories:decide_proposal", OWNER, "post", proposal, form(words="Goed.", besluit="niet"))
    yield Row("trajectories:propose_change", MEMBERS, at=one)
    yield Row("trajectories:propose_change", MEMBERS, "post", one, proposed)


def rows_of_owning() -> Iterator[Row]:
    """The draft, files and who the owners are."""
    code = {"at": lambda cast: one(cast, code="PED-12")}
    yield Row("trajectories:begin_draft", OWNER, "post", one)
    yield Row("trajectories:drop_draft", OWNER, "post", one)
    yield Row("trajectories:publish_curriculum", OWNER, at=one)
    yield Row("trajectories:publish_curriculum", OWNER, "post", one, form(what_changed="Niets."))
    yield Row("trajectories:add_outcome", OWNER, at=one)
    yield Row("trajectories:add_outcome", OWNER, "post", one, form(**OUTCOME))
    yield Row("trajectories:curriculum_names", OWNER, at=one)
    yield Row("trajectories:curriculum_names", OWNER, "post", one, form(title="Leerplan"))
    yield Row("trajectories:change_outcome", OWNER, **code)
    yield Row("trajectories:change_outcome", OWNER, "post", data=form(**OUTCOME), **code)
    yield Row("trajectories:take_out_outcome", OWNER, "post", **code)
    yield Row("trajectories:import_into_curriculum", OWNER, at=one)
    yield Row("trajectories:import_into_curriculum", OWNER, "post", one, file)
    yield Row("trajectories:preview_curriculum", OWNER, at=pending)
    yield Row("trajectories:preview_curriculum", OWNER, "post", pending)
    yield Row("trajectories:drop_curriculum_file", OWNER, "post", pending)
    yield Row("trajectories:import_curriculum", at=here, **COORDINATING)
    yield Row("trajectories:import_curriculum", method="post", at=here, data=file, **COORDINATING)
    yield Row("trajectories:curriculum_owners", at=one, **COORDINATING)
    yield Row(
        "trajectories:curriculum_owners",
        method="post",
        at=one,
        data=lambda cast: {"owners": [cast.things.people[Role.INSTITUTE_EDUCATOR].pk]},
        **COORDINATING,
    )
