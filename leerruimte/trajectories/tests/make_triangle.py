"""Triangle conversations for tests: three around one trajectory, in whatever phase."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.encounters.models import Encounter
from leerruimte.people.models import Role
from leerruimte.people.who import NOBODY, Who
from leerruimte.trajectories.access.triangle import Seat, active_members, conversations
from leerruimte.trajectories.actions.beginning import stand_beside
from leerruimte.trajectories.actions.triangle import plan_triangle
from leerruimte.trajectories.actions.triangle_preparing import Words, lay_side_by_side, prepare, say_ready
from leerruimte.trajectories.actions.triangle_together import sign, write_line
from leerruimte.trajectories.models import Agreement, Line, Member, Piece, Trajectory, TriangleConversation
from leerruimte.trajectories.rules.triangle import digest
from leerruimte.trajectories.tests.make import MONDAY, a_mentor, a_trajectory, an_educator

LEARNER, MENTOR, EDUCATOR = range(3)


def a_guest(trajectory: Trajectory, name: str = "Els Bakker", email: str = "") -> Member:
    """A mentor without an account."""
    return stand_beside(
        by=NOBODY, trajectory=trajectory, name=name, email=email, role=Role.MENTOR, organisation=trajectory.school,
        from_date=trajectory.first,
    )  # fmt: skip


def a_triangle(
    trajectory: Trajectory | None = None,
    *,
    dates: int = 1,
    guest: bool = False,
    outcomes: Sequence[str] = ("PED-11", "DID-11"),
) -> TriangleConversation:
    """A conversation of learner, mentor and educator about two outcomes; with one date each may prepare at once."""
    trajectory = trajectory or a_trajectory()
    if not trajectory.members.filter(role__in=(Role.MENTOR, Role.INSTITUTE_EDUCATOR)).exists():
        if guest:
            a_guest(trajectory)
        else:
            a_mentor(trajectory)
        an_educator(trajectory)
    begins = timezone.now().replace(microsecond=0, second=0) + timedelta(days=7)
    return plan_triangle(
        by=Who(person=trajectory.learner_id),
        trajectory=trajectory,
        triangle_id=new_id(),
        members=list(active_members(trajectory)),
        outcomes=outcomes,
        dates=[begins + timedelta(days=number) for number in range(dates)],
        way=TriangleConversation.Way.OWN_SCREENS,
        where="lokaal 3",
    )


def a_triangle_in(
    trajectory: Trajectory, phase: str, at: datetime | None = None, *, number: int = 1
) -> TriangleConversation:
    """A conversation of everybody who takes part, just as it stands in a phase: nothing was said in it."""
    encounter = Encounter.objects.create(
        kind=Encounter.Kind.TRIANGLE,
        object=trajectory.object,
        partnership=trajectory.object.partnership,
        title="Driehoeksgesprek",
    )
    triangle = TriangleConversation.objects.create(
        encounter=encounter, trajectory=trajectory, number=number, phase=phase, starts_at=at
    )
    triangle.members.set(trajectory.members.all())
    return triangle


def phase_of(triangle: TriangleConversation) -> str:
    """The phase it is in now."""
    return TriangleConversation.objects.get(pk=triangle.pk).phase


def seats_of(triangle: TriangleConversation) -> list[Seat]:
    """The seats: learner, school, institute."""
    fresh = conversations().get(pk=triangle.pk)
    return [Seat(fresh, member) for member in Seat(fresh, next(iter(fresh.members.all()))).members]


def a_piece(trajectory: Trajectory, title: str = "Kijken naar kinderen", **more: object) -> Piece:
    """A proposal on the board."""
    values = {"where": Piece.Where.SCHOOL, "contributes": {"PED-11": 40}, **more}
    return Piece.objects.create(
        trajectory=trajectory, title=title, first_week=MONDAY, last_week=MONDAY + timedelta(weeks=3), **values
    )


def prepares(seat: Seat, field: str, text: str, *, outcome: str = "PED-11", **more: object) -> None:
    """One of the three writes in a field of their own."""
    prepare(by=seat, words=Words(outcome, field, text, **more))  # type: ignore[arg-type]


def side_by_side(triangle: TriangleConversation) -> list[Seat]:
    """All are ready, and it lies side by side."""
    for seat in seats_of(triangle):
        say_ready(by=seat)
    lay_side_by_side(by=seats_of(triangle)[LEARNER])
    return seats_of(triangle)


def writes(
    seat: Seat, field: str, text: str, *, outcome: str = "PED-11", after: Line | None = None, **more: object
) -> Line:
    """One of the three writes a text that all make together."""
    words = Words(outcome, field, text, **more)  # type: ignore[arg-type]
    return write_line(by=seat, line_id=new_id(), words=words, after=after.pk if after else None)


def all_written(seat: Seat, text: str = "Ik leer kijken naar kinderen.") -> None:
    """What is needed to confirm, in each of its outcomes."""
    for outcome in seat.triangle.outcomes:
        for field in ("outcome", "sufficient", "route"):
            writes(seat, field, text, outcome=outcome)


def now(triangle: TriangleConversation) -> int:
    """The revision that stands now."""
    return TriangleConversation.objects.get(pk=triangle.pk).revision


def all_sign(triangle: TriangleConversation) -> Agreement:
    """Each of the three confirms what stands there now."""
    agreements = [sign(by=seat, revision=now(triangle)) for seat in seats_of(triangle)]
    assert agreements[-1]
    return agreements[-1]


def confirmed(triangle: TriangleConversation | None = None, text: str = "Ik leer kijken naar kinderen.") -> Agreement:
    """A conversation that all confirmed."""
    triangle = triangle or a_triangle()
    seats = side_by_side(triangle)
    all_written(seats[LEARNER], text)
    return all_sign(triangle)


def an_agreement(trajectory: Trajectory, *, sufficient: str = "Drie kinderen herkend.") -> Agreement:
    """What all who take part confirmed about one outcome, without a conversation before it."""
    lines = {"sufficient": {"text": sufficient}, "good": {"text": "En uitgelegd."}}
    content = {
        "outcomes": [{"code": "PED-11", "title": {"nl": "Leren PED-11"}, "fields": lines}],
        "names": [
            {"name": str(member), "role": member.role, "at": "2026-10-01T10:00:00+00:00"}
            for member in trajectory.members.all()
        ],
    }
    return Agreement.objects.create(
        trajectory=trajectory,
        number=trajectory.agreements.count() + 1,
        content=content,
        digest=digest(content),
        confirmed_at=timezone.now(),
    )
