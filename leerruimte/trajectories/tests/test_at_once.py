"""Two who act at the same moment: nothing is overwritten silently, nothing is half stored."""

import uuid
from functools import partial

import pytest

from leerruimte.encounters.models import Participation
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.actions.board import Making, move_piece, pin_piece
from leerruimte.trajectories.actions.planning import ask_planner
from leerruimte.trajectories.actions.triangle_together import sign
from leerruimte.trajectories.models import Agreement, Move, Piece, PlannerRun, TriangleConversation
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.at_once import at_once, needs_a_server
from leerruimte.trajectories.tests.make_board import lay_an_own, monday
from leerruimte.trajectories.tests.make_triangle import a_triangle, all_written, now, side_by_side, writes

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def test_of_two_who_move_one_piece_one_is_told_what_the_other_did() -> None:
    needs_a_server()
    trajectory = make.a_trajectory()
    mentor = make.a_mentor(trajectory).person
    assert mentor
    piece = lay_an_own(trajectory)
    for number in range(ROUNDS):
        trajectory.refresh_from_db()
        seen = trajectory.revision
        weeks = monday(1 + 2 * number), monday(2 + 2 * number)
        found = at_once(
            [
                lambda person=person, week=week, seen=seen: move_piece(
                    by=who_is(person),
                    trajectory=trajectory,
                    making=Making(uuid.uuid4(), seen),
                    piece=piece,
                    monday=week,
                )
                for person, week in zip((trajectory.learner, mentor), weeks, strict=True)
            ]
        )
        made = [one for one in found if isinstance(one, Move)]
        assert found.count("meanwhile") == 1
        assert len(made) == 1
        assert Piece.objects.get(pk=piece.pk).first_week == weeks[found.index(made[0])]


def test_two_moves_of_different_pieces_both_stand_each_with_a_number_of_its_own() -> None:
    needs_a_server()
    trajectory = make.a_trajectory()
    mentor = make.a_mentor(trajectory).person
    assert mentor
    pieces = [lay_an_own(trajectory, title) for title in ("Een boek", "Een film")]
    trajectory.refresh_from_db()
    seen = trajectory.revision
    moves = at_once(
        [
            lambda person=person, piece=piece: (
                pin_piece(
                    by=who_is(person),
                    trajectory=trajectory,
                    making=Making(uuid.uuid4(), seen),
                    piece=piece,
                    pinned=True,
                ).revision
            )
            for person, piece in zip((trajectory.learner, mentor), pieces, strict=True)
        ]
    )
    assert sorted(map(str, moves)) == [str(seen + 1), str(seen + 2)]
    trajectory.refresh_from_db()
    assert trajectory.revision == seen + 2


def test_of_two_who_ask_for_routes_one_question_is_worked_on() -> None:
    needs_a_server()
    trajectory = make.a_trajectory()
    who = who_is(trajectory.learner)
    for _round in range(ROUNDS):
        asks = [partial(ask_planner, by=who, kind="routes", problem={}, trajectory=trajectory)] * 2
        assert len(at_once(asks)) == 2
        assert PlannerRun.objects.filter(state="waiting").count() == 1
        PlannerRun.objects.all().delete()


def test_the_same_question_sent_twice_at_once_is_one() -> None:
    needs_a_server()
    trajectory = make.a_trajectory()
    who = who_is(trajectory.learner)
    for number in range(1, ROUNDS):
        ask = partial(ask_planner, by=who, kind="routes", problem={}, trajectory=trajectory, run_id=uuid.uuid4())
        first, second = at_once([ask] * 2)
        assert first == second
        assert PlannerRun.objects.filter(trajectory=trajectory).count() == number


def test_an_agreement_is_what_three_signed_however_the_last_signature_and_an_edit_meet() -> None:
    needs_a_server()
    trajectory = make.a_trajectory()
    for _round in range(ROUNDS):
        triangle = a_triangle(trajectory)
        seats = side_by_side(triangle)
        all_written(seats[0])
        seen = now(triangle)
        for seat in seats[:2]:
            sign(by=seat, revision=seen)
        edited, signed = at_once(
            [
                lambda seats=seats: writes(seats[1], "good", "Meteen."),
                lambda seats=seats, seen=seen: sign(by=seats[2], revision=seen),
            ]
        )
        phase = TriangleConversation.objects.get(pk=triangle.pk).phase
        if isinstance(signed, Agreement):
            assert (edited, phase) == ("confirmed", "confirmed")
            assert "Meteen." not in str(signed.content)
            assert Participation.objects.filter(encounter=triangle.pk).count() == 3
        else:
            assert (signed, phase) == ("changed", "together")
            assert not Agreement.objects.filter(triangle=triangle.pk).exists()
            TriangleConversation.objects.filter(pk=triangle.pk).update(phase="called_off")


def test_the_last_two_signatures_at_once_make_one_agreement() -> None:
    needs_a_server()
    trajectory = make.a_trajectory()
    for number in range(1, ROUNDS):
        triangle = a_triangle(trajectory)
        seats = side_by_side(triangle)
        all_written(seats[0])
        seen = now(triangle)
        sign(by=seats[0], revision=seen)
        at_once([lambda seat=seat, seen=seen: sign(by=seat, revision=seen) for seat in seats[1:]])
        assert trajectory.agreements.count() == number
        assert trajectory.agreements.get(triangle=triangle).number == number
