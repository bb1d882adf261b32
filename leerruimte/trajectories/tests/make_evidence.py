"""Evidence, forms and what was reached for tests, in the domain's words."""

from datetime import datetime, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Person
from leerruimte.people.tests.make import who_is
from leerruimte.people.who import Who
from leerruimte.trajectories.actions import assessment, evidence
from leerruimte.trajectories.evidence_files import check_file
from leerruimte.trajectories.models import (
    AssessmentForm,
    Evidence,
    Member,
    Reached,
    Remark,
    Trajectory,
)
from leerruimte.trajectories.tests import make


def who_of(member: Member) -> Who:
    """A member with an account, as who asks."""
    assert member.person
    return who_is(member.person)


def of_three() -> tuple[Trajectory, Member, Member]:
    """A trajectory that a mentor and an educator of the institute stand beside."""
    trajectory = make.a_trajectory()
    return trajectory, make.a_mentor(trajectory), make.an_educator(trajectory)


def a_photo(size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG that says where it was made."""
    image = Image.new("RGB", size, (240, 180, 30))
    exif = Image.Exif()
    exif[0x010E] = "Zandermeer, bij de zandbak"
    kept = BytesIO()
    image.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def laid(
    trajectory: Trajectory,
    by: Who | None = None,
    *,
    words: str = "De kinderen luisterden.",
    seen: str = Evidence.Seen.THREE,
    photo: bytes = b"",
    outcome: str = "PED-11",
) -> Evidence:
    """Something laid beside the measure, by the learner unless said otherwise."""
    return evidence.lay_evidence(
        by=by or who_is(trajectory.learner),
        trajectory=trajectory,
        id=new_id(),
        outcome=outcome,
        kind=Evidence.Kind.FILE if photo else Evidence.Kind.NOTE,
        title="Een les",
        seen=seen,
        words=words,
        file=check_file(photo, "bord.jpg") if photo else None,
    )


def a_remark(on: Evidence, by: Who, text: str = "Mooi gezien.") -> Remark:
    """Words in the margin."""
    return evidence.remark(by=by, evidence=on, id=new_id(), text=text)


def reached(trajectory: Trajectory, by: Who, outcome: str = "PED-11") -> Reached:
    """An educator of the institute says so."""
    return evidence.say_reached(
        by=by, trajectory=trajectory, outcome=outcome, level=2, words="Je zag wat het kind nodig had."
    )


def a_form(trajectory: Trajectory, by: Who, *, published: bool = True) -> AssessmentForm:
    """A form of two rows and three levels."""
    partnership = trajectory.object.partnership
    assert partnership
    form = assessment.make_form(
        by=by, partnership=partnership, title="Lesobservatie", levels=["nog niet", "met hulp", "zelf"], id=new_id()
    )
    form = assessment.change_form(by=by, form=form, typed={}, do="add_row")
    typed = {"title": "Lesobservatie", "rows": {"r1": {"title": "Sfeer"}, "r2": {"title": "Uitleg"}}}
    form = assessment.change_form(by=by, form=form, typed=typed)
    return assessment.publish_form(by=by, form=form) if published else form


def weeks_ago(weeks: int) -> datetime:
    """A moment in the past."""
    return timezone.now() - timedelta(weeks=weeks)


def the_person(member: Member) -> Person:
    """Whose membership it is."""
    assert member.person
    return member.person
