"""Moves on a board: what goes through, what is refused with a sentence, and what happens when two move at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from leerruimte.base.refused import Refused
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.actions import board as actions
from leerruimte.trajectories.models import Contributes, Move, Piece, Refusal, Seat, Trajectory
from leerruimte.trajectories.tests import make
from leerruimte.trajectories.tests.make_board import a_making, an_offer, another_edition, lay, lay_an_own, monday

pytestmark = pytest.mark.django_db


def a_board() -> Trajectory:
    """A trajectory with a mentor beside the learner."""
    trajectory = make.a_trajectory()
    make.a_mentor(trajectory)
    return trajectory


def mentor_of(trajectory: Trajectory):  # type: ignore[no-untyped-def]
    """Who the mentor is."""
    person = trajectory.members.get(role="mentor").person
    assert person
    return who_is(person)


def move_to(trajectory: Trajectory, piece: Piece, week: int, *, by=None, **more) -> Move:  # type: ignore[no-untyped-def]
    """Move a piece to a week, from 0."""
    return actions.move_piece(
        by=by or who_is(trajectory.learner),
        trajectory=trajectory,
        making=a_making(trajectory, **more),
        piece=piece,
        monday=monday(week),
    )


def test_an_offer_is_laid_in_its_weeks_with_its_hours_for_outcomes() -> None:
    trajectory = a_board()
    offer = an_offer(trajectory, gives={"PED-11": 10, "DID-11": 30}, times=4)
    Contributes.objects.filter(opportunity=offer, code="DID-11").update(hours=None)
    piece = lay(trajectory, offer)
    assert (piece.first_week, piece.last_week) == (monday(0), monday(3))
    assert piece.contributes == {"PED-11": 10, "DID-11": 30}
    assert (piece.where, piece.state, piece.laid_by) == ("school", "proposed", trajectory.learner)
    trajectory.refresh_from_db()
    assert trajectory.revision == 1


def test_the_same_move_again_does_nothing_again() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    making = a_making(trajectory)
    ask = {"by": who_is(trajectory.learner), "trajectory": trajectory, "making": making, "piece": piece}
    first = actions.move_piece(**ask, monday=monday(4))
    again = actions.move_piece(**ask, monday=monday(4))
    assert first.pk == again.pk
    trajectory.refresh_from_db()
    assert (trajectory.revision, Move.objects.filter(trajectory=trajectory).count()) == (2, 2)


def test_what_somebody_else_moved_meanwhile_is_not_overwritten_and_said() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory, "Ouderavond")
    move_to(trajectory, piece, 6, by=mentor_of(trajectory))
    with pytest.raises(Refused) as no:
        move_to(trajectory, piece, 2, revision=1)
    assert no.value.code == "meanwhile"
    assert "mentor" in no.value.message
    assert "Ouderavond" in no.value.message
    piece.refresh_from_db()
    assert piece.first_week == monday(6)


def test_another_piece_moved_meanwhile_is_no_hindrance() -> None:
    trajectory = a_board()
    one, other = lay_an_own(trajectory, "een"), lay_an_own(trajectory, "twee")
    move_to(trajectory, one, 6, by=mentor_of(trajectory))
    move_to(trajectory, other, 3, revision=2)
    other.refresh_from_db()
    trajectory.refresh_from_db()
    assert (other.first_week, trajectory.revision) == (monday(3), 4)


def test_a_route_laid_meanwhile_counts_for_each_piece_it_touched() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    mentor = mentor_of(trajectory)
    Move.objects.create(
        trajectory=trajectory, revision=2, kind="route", before={str(piece.pk): {}}, after={}, by_id=mentor.person
    )
    Trajectory.objects.filter(pk=trajectory.pk).update(revision=2)
    with pytest.raises(Refused, match=r"."):
        move_to(trajectory, piece, 3, revision=1)


def test_what_is_given_lies_only_where_it_is_given() -> None:
    trajectory = a_board()
    offer = an_offer(trajectory, times=3)
    piece = lay(trajectory, offer)
    with pytest.raises(Refused) as no:
        move_to(trajectory, piece, 5)
    assert no.value.code == "not_given"
    later = another_edition(offer, 8)
    move_to(trajectory, piece, 8)
    piece.refresh_from_db()
    assert (piece.edition, piece.last_week) == (later, monday(10))


def test_what_was_agreed_is_changed_only_by_who_says_so_and_is_a_proposal_again() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    Piece.objects.filter(pk=piece.pk).update(state="agreed")
    for act in (lambda: move_to(trajectory, piece, 4), lambda: take_off(trajectory, piece)):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.code == "agreed"
    move_to(trajectory, piece, 4, anyway=True)
    piece.refresh_from_db()
    assert (piece.state, piece.first_week) == ("proposed", monday(4))


def take_off(trajectory: Trajectory, piece: Piece, **more) -> Move:  # type: ignore[no-untyped-def]
    """Take a piece off."""
    return actions.take_off_piece(
        by=who_is(trajectory.learner), trajectory=trajectory, making=a_making(trajectory, **more), piece=piece
    )


def test_what_is_pinned_is_loosened_first() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    ask = {"by": mentor_of(trajectory), "trajectory": trajectory, "piece": piece}
    actions.pin_piece(**ask, making=a_making(trajectory), pinned=True)
    with pytest.raises(Refused) as no:
        move_to(trajectory, piece, 4)
    assert no.value.code == "pinned"
    actions.pin_piece(**ask, making=a_making(trajectory), pinned=False)
    move_to(trajectory, piece, 4)


def test_done_and_not_done_after_all() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    Piece.objects.filter(pk=piece.pk).update(state="agreed")
    ask = {"by": who_is(trajectory.learner), "trajectory": trajectory, "piece": piece}
    for done, state in ((True, "done"), (False, "agreed")):
        actions.mark_piece(**ask, making=a_making(trajectory), done=done)
        piece.refresh_from_db()
        assert piece.state == state


def test_undo_takes_back_ones_own_moves_one_by_one() -> None:
    trajectory = a_board()
    learner = who_is(trajectory.learner)
    piece = lay_an_own(trajectory, week=1)
    move_to(trajectory, piece, 5)
    take_off(trajectory, piece)
    wheres = []
    for _number in range(3):
        actions.undo_own_move(by=learner, trajectory=trajectory, making=a_making(trajectory))
        piece.refresh_from_db()
        wheres.append((piece.first_week, piece.removed_at is None))
    assert wheres == [(monday(5), True), (monday(1), True), (monday(1), False)]
    with pytest.raises(Refused):
        actions.undo_own_move(by=learner, trajectory=trajectory, making=a_making(trajectory))


def test_undo_leaves_alone_what_somebody_else_changed_since() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    move_to(trajectory, piece, 5)
    move_to(trajectory, piece, 7, by=mentor_of(trajectory))
    with pytest.raises(Refused) as no:
        actions.undo_own_move(by=who_is(trajectory.learner), trajectory=trajectory, making=a_making(trajectory))
    assert no.value.code == "meanwhile"


def test_what_all_three_agreed_upon_is_not_undone_by_who_signed_last() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    move_to(trajectory, piece, 5)
    trajectory.refresh_from_db()
    Piece.objects.filter(pk=piece.pk).update(state="agreed")
    Trajectory.objects.filter(pk=trajectory.pk).update(revision=trajectory.revision + 1)
    trajectory.moves.create(revision=trajectory.revision + 1, kind="agree", piece=piece, by=trajectory.learner)
    with pytest.raises(Refused) as no:
        actions.undo_own_move(by=who_is(trajectory.learner), trajectory=trajectory, making=a_making(trajectory))
    assert no.value.code == "meanwhile"
    piece.refresh_from_db()
    assert (piece.state, piece.first_week) == ("agreed", monday(5))


def test_the_others_read_what_was_undone_as_what_it_came_to() -> None:
    trajectory = a_board()
    learner = who_is(trajectory.learner)
    piece = lay_an_own(trajectory, "Een boek", week=1)
    actions.pin_piece(by=learner, trajectory=trajectory, making=a_making(trajectory), piece=piece, pinned=True)
    said = [actions.undo_own_move(by=learner, trajectory=trajectory, making=a_making(trajectory))]
    take_off(trajectory, piece)
    said.append(actions.undo_own_move(by=learner, trajectory=trajectory, making=a_making(trajectory)))
    assert [move.kind for move in said] == ["loosen", "lay"]


def test_an_offer_that_is_closed_full_refused_or_lies_already_is_not_laid() -> None:
    trajectory = a_board()
    offer = an_offer(trajectory, seats=1)
    edition = offer.editions.get()
    somebody = make.somebody("student", make.a_partnership())
    seat = Seat.objects.create(edition=edition, person=somebody, state=Seat.State.TAKEN)
    assert refused(trajectory, offer) == "full"
    seat.delete()
    refusal = Refusal.objects.create(trajectory=trajectory, opportunity=offer, by=trajectory.learner)
    assert refused(trajectory, offer) == "refused_before"
    refusal.taken_back_at = timezone.now()
    refusal.save()
    lay(trajectory, offer)
    assert refused(trajectory, offer) == "already"
    offer.closed_at = timezone.now()
    offer.save()
    assert refused(trajectory, offer) == "closed"


def refused(trajectory: Trajectory, offer) -> str:  # type: ignore[no-untyped-def]
    """Why an offer is not laid."""
    with pytest.raises(Refused) as no:
        lay(trajectory, offer)
    assert no.value.message
    return no.value.code


def test_a_seat_of_ones_own_does_not_make_it_full() -> None:
    trajectory = a_board()
    offer = an_offer(trajectory, seats=1)
    Seat.objects.create(edition=offer.editions.get(), person=trajectory.learner, state=Seat.State.TAKEN)
    assert lay(trajectory, offer).opportunity == offer


def test_strangers_and_who_no_longer_stands_beside_move_nothing() -> None:
    trajectory = a_board()
    piece = lay_an_own(trajectory)
    member = trajectory.members.get(role="mentor")
    mentor = mentor_of(trajectory)
    member.until_date = timezone.localdate() - timedelta(days=1)
    member.from_date = member.until_date
    member.save()
    for who in (mentor, who_is(make.somebody("mentor", make.a_partnership(), trajectory.school))):
        with pytest.raises(PermissionDenied):
            move_to(trajectory, piece, 3, by=who)
    Trajectory.objects.filter(pk=trajectory.pk).update(ended_at=timezone.now())
    with pytest.raises(PermissionDenied):
        move_to(trajectory, piece, 3)
