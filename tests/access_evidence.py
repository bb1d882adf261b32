"""Addresses of trajectories: evidence, assessment forms, the whole road, the record and badges."""

from collections.abc import Iterator
from typing import Any

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Role
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.actions import evidence as actions
from leerruimte.trajectories.models import EarlierFile, EarlierRecord, Member
from leerruimte.trajectories.tests import make_evidence
from tests.access_people import EVERYBODY, MEMBERS, NO_FACTOR
from tests.access_rows import Row, Values, form

SIGNED_IN = frozenset({"person", *EVERYBODY})
EVERYONE = SIGNED_IN | {
    *("nobody", "guest", "leader", "host", "other guest", "other leader", "other host"),
}
THREE = frozenset({Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR})
LEARNER = frozenset({Role.STUDENT})
EDUCATOR = frozenset({Role.INSTITUTE_EDUCATOR})
LEARNERS = frozenset({Role.STUDENT, Role.CAREER_CHANGER, Role.STARTER})
# They make forms; a coordinator with one proof is asked for another.
MAKING: dict[str, Any] = {"who": frozenset({Role.INSTITUTE_EDUCATOR, Role.COORDINATOR}), "answer": {NO_FACTOR: 403}}


def make_things(things: Any) -> None:
    """What these addresses are about: shared and private evidence, forms, what was reached, a record of elsewhere."""
    trajectory, people = things.trajectory, things.people
    learner, educator = who_is(people[Role.STUDENT]), who_is(people[Role.INSTITUTE_EDUCATOR])
    more = things.more
    more["shared"] = make_evidence.laid(trajectory, learner, photo=make_evidence.a_photo())
    more["private"] = make_evidence.laid(trajectory, learner, seen="mine", photo=make_evidence.a_photo())
    beside = Member.objects.get(trajectory=trajectory, person=people[Role.INSTITUTE_EDUCATOR])
    more["remark"] = make_evidence.a_remark(more["shared"], make_evidence.who_of(beside))
    more["reached"] = make_evidence.reached(trajectory, educator)
    actions.ask_credential(by=learner, reached=more["reached"])
    more["draft_form"] = make_evidence.a_form(trajectory, educator, published=False)
    more["form"] = make_evidence.a_form(trajectory, educator)
    more["record"] = EarlierRecord.objects.create(
        person=people[Role.STUDENT],
        partnership=things.partnership,
        title="Elders",
        digest="x",
        content={"learner": {"name": ""}, "partnership": {"name": ""}, "trajectories": []},
    )
    EarlierFile.objects.create(
        record=more["record"], name="a.txt", file_name="a.txt", media_type="text/plain", data=b"x"
    )


def theirs(cast: Any, **more: Any) -> Values:
    """The trajectory."""
    return {"trajectory_id": cast.things.trajectory.pk, **more}


def outcome(cast: Any) -> Values:
    """One of its outcomes."""
    return theirs(cast, code="PED-11")


def shared(cast: Any, **more: Any) -> Values:
    """What the three see."""
    return theirs(cast, evidence_id=cast.things.more["shared"].pk, **more)


def private(cast: Any) -> Values:
    """What only the learner sees."""
    return theirs(cast, evidence_id=cast.things.more["private"].pk)


def remark(cast: Any) -> Values:
    """Words of the educator in the margin."""
    return shared(cast, remark_id=cast.things.more["remark"].pk)


def reached(cast: Any) -> Values:
    """What was reached."""
    return theirs(cast, reached_id=cast.things.more["reached"].pk)


def filled(cast: Any) -> Values:
    """A form in use."""
    return theirs(cast, form_id=cast.things.more["form"].pk)


def here(cast: Any, **more: Any) -> Values:
    """The partnership."""
    return {"slug": cast.partnership.slug, **more}


def a_form(cast: Any) -> Values:
    """A published form."""
    return here(cast, form_id=cast.things.more["form"].pk)


def a_draft(cast: Any) -> Values:
    """A draft of a form."""
    return here(cast, form_id=cast.things.more["draft_form"].pk)


def record(cast: Any, **more: Any) -> Values:
    """The learner's record of elsewhere."""
    return here(cast, record_id=cast.things.more["record"].pk, **more)


def file_of_record(cast: Any) -> Values:
    """A file of it."""
    return record(cast, name="a.txt")


def a_note(_cast: Any) -> Values:
    """Something to lay."""
    return {"id": str(new_id()), "words": "x", "seen": "three"}


def words(_cast: Any) -> Values:
    """Words for the margin."""
    return {"id": str(new_id()), "text": "x"}


def rows() -> Iterator[Row]:
    """Who may what."""
    yield Row("trajectories:my_learners", SIGNED_IN, refused=302)
    yield from _evidence()
    yield from _forms()
    yield from _road()


def _evidence() -> Iterator[Row]:
    yield Row("trajectories:evidence", THREE, at=theirs)
    yield Row("trajectories:looked_at_evidence", THREE, "post", theirs)
    yield Row("trajectories:evidence_of", THREE, at=outcome)
    yield Row("trajectories:evidence_of", THREE, "post", outcome, a_note)
    yield Row("trajectories:evidence_file", THREE, at=shared)
    yield Row("trajectories:evidence_file", LEARNER, at=private)
    # Who may see it and may not do it is told so on the page that follows.
    yield Row("trajectories:remove_evidence", THREE, "post", shared)
    yield Row("trajectories:remove_evidence", LEARNER, "post", private)
    yield Row("trajectories:evidence_readers", LEARNER, "post", private, form(seen="three"))
    yield Row("trajectories:remark", THREE, "post", shared, words)
    yield Row("trajectories:remark", LEARNER, "post", private, words)
    yield Row("trajectories:remove_remark", EDUCATOR, "post", remark)
    said = form(outcome="PED-12", level="1", words="x")
    yield Row("trajectories:say_reached", EDUCATOR, "post", theirs, said)
    yield Row("trajectories:take_back_reached", EDUCATOR, "post", reached, form(why="x"))
    yield Row("trajectories:take_credential", LEARNER, "post", reached)


def _forms() -> Iterator[Row]:
    yield Row("trajectories:forms_of", THREE, at=theirs)
    yield Row("trajectories:fill_form", THREE, at=filled)
    yield Row("trajectories:fill_form", THREE, "post", filled, form(round="1", do="keep"))
    yield Row("trajectories:keep_form", THREE, "post", filled, form(round="1", n="1"))
    yield Row("trajectories:begin_round", THREE, "post", filled, form(round="1"))
    yield Row("trajectories:assessment_forms", MEMBERS, at=here)
    yield Row("trajectories:assessment_forms", method="post", at=here, data=a_new_form, **MAKING)
    yield Row("trajectories:assessment_form", MEMBERS, at=a_form)
    yield Row("trajectories:assessment_form", MAKING["who"], at=a_draft)
    yield Row("trajectories:assessment_form", method="post", at=a_draft, data=form(title="x", do="keep"), **MAKING)
    yield Row("trajectories:copy_assessment_form", method="post", at=a_form, **MAKING)
    yield Row("trajectories:remove_assessment_form", method="post", at=a_draft, **MAKING)
    yield Row("trajectories:close_assessment_form", method="post", at=a_form, **MAKING)


def a_new_form(_cast: Any) -> Values:
    """A form to begin."""
    return {"id": str(new_id()), "title": "x"}


def _road() -> Iterator[Row]:
    yield Row("trajectories:whole_road", THREE, at=theirs)
    yield Row("trajectories:take_along", LEARNER, "post", theirs, form(vorm="json"))
    yield Row("trajectories:bring_record", LEARNERS, at=here)
    yield Row("trajectories:bring_record", LEARNERS, "post", here, answer=dict.fromkeys(LEARNERS, 422))
    yield Row("trajectories:earlier_record", LEARNER, at=record)
    yield Row("trajectories:earlier_record", LEARNER, "post", record, form(seen="mine"))
    yield Row("trajectories:earlier_file", LEARNER, at=file_of_record)
    yield Row("trajectories:let_go_of_record", LEARNER, "post", record)
    # Badges are for anybody to check, once somebody asked for one here.
    for name in ("badges", "badge_profile", "badge_keys", "badges_revoked"):
        yield Row(f"trajectories:{name}", EVERYONE, at=here)
    yield Row("trajectories:badges", EVERYONE, "post", here, form(badge="x"), answer=dict.fromkeys(EVERYONE, 422))
