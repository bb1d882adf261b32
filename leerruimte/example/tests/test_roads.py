"""The trajectories of the full example, of some of its people: they keep to all that holds, spread as in life."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from leerruimte.example import roads
from leerruimte.example.partnership import fill_partnership
from leerruimte.example.trajectories import fill_trajectories
from leerruimte.people.models import Partnership, Role
from leerruimte.plates.actions.shipping import load_shipped
from leerruimte.trajectories.models import (
    Agreement,
    Capacity,
    Cohort,
    Edition,
    Line,
    Member,
    Opportunity,
    Outcome,
    Piece,
    Preparation,
    Seat,
    Signature,
    Trajectory,
    TriangleConversation,
)
from leerruimte.trajectories.queries.guiding import learners_of
from leerruimte.trajectories.queries.triangle_together import places_open
from leerruimte.trajectories.rules.triangle import digest

PEOPLE = 80
TODAY = date(2026, 11, 25)


def quiet(_line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def waardland(django_db_setup: None, django_db_blocker) -> Iterator[Partnership]:  # type: ignore[no-untyped-def]
    """The whole partnership, with the trajectories of some of its learners."""
    most, roads.MOST = roads.MOST, PEOPLE
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped()
        partnership = fill_partnership("full", timezone.localdate())
        fill_trajectories(partnership, "full", timezone.localdate(), quiet)
        yield partnership
        transaction.set_rollback(True)
    roads.MOST = most


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waardland")]


def drawn() -> list[object]:
    """All that was drawn by chance."""
    return [
        *Piece.objects.order_by("pk").values_list("title", "first_week", "state", "pinned"),
        *Line.objects.order_by("pk").values_list("outcome", "field", "text"),
        *TriangleConversation.objects.order_by("pk").values_list("phase", "outcomes"),
    ]


def test_every_row_keeps_to_what_its_model_says():
    wrong = Counter[str]()
    for model in apps.get_app_config("trajectories").get_models():
        # An empty list or mapping says "none": full_clean takes it for forgotten.
        empty = {field.name for field in model._meta.fields if field.get_internal_type() == "JSONField"}
        for row in model._default_manager.order_by("?")[:40]:
            row.full_clean(exclude=empty)
            wrong[model.__name__] += 1
    assert wrong["TriangleConversation"] == wrong["Agreement"] == 40


def test_there_is_as_much_as_a_partnership_has(waardland: Partnership):
    # Jan has one too, and Sanne two.
    assert Trajectory.objects.count() == PEOPLE + 2
    a_learner = Piece.objects.count() / Trajectory.objects.count()
    assert 6 < a_learner < 9
    assert 2.5 < TriangleConversation.objects.count() / Trajectory.objects.count() <= 3
    assert 4500 < Opportunity.objects.count() < 6000
    assert Capacity.objects.values("organisation").distinct().count() == 350
    phases = Counter(TriangleConversation.objects.values_list("phase", flat=True))
    assert phases["confirmed"] > 0.8 * sum(phases.values())
    assert phases["preparing"] > 0
    assert Cohort.objects.filter(period__partnership=waardland).exists()


def test_pieces_lie_within_their_trajectory_where_they_are_given_and_fit_its_phases():
    codes = dict(Outcome.objects.values_list("code", "phase"))
    for piece in Piece.objects.exclude(edition=None).select_related("trajectory", "edition"):
        assert piece.edition
        assert piece.edition.opportunity_id == piece.opportunity_id
        assert piece.first_week.weekday() == piece.last_week.weekday() == 0
        assert piece.trajectory.first <= piece.first_week <= piece.last_week <= piece.trajectory.last
        assert sum(piece.contributes.values()) == piece.hours
        assert {codes[code] for code in piece.contributes} & set(piece.trajectory.phases)


def test_an_agreement_is_what_was_signed_by_all_and_nothing_was_left_open():
    assert Agreement.objects.count() == TriangleConversation.objects.filter(phase="confirmed").count()
    for agreement in Agreement.objects.select_related("triangle__trajectory").order_by("?")[:30]:
        triangle = agreement.triangle
        assert triangle
        assert digest(agreement.content) == agreement.digest
        assert places_open(triangle) == []
        members = set(triangle.members.values_list("pk", flat=True))
        signed = Signature.objects.filter(triangle=triangle, revision=triangle.revision)
        assert set(signed.values_list("member", flat=True)) == members
        assert triangle.encounter.participations.count() == len(members)
        assert triangle.encounter.made_at < triangle.encounter.closed_at <= timezone.now()  # type: ignore[operator]


def test_nobody_prepared_words_before_saying_to_be_ready_is_asked():
    for triangle in TriangleConversation.objects.filter(phase="preparing"):
        ready = set(triangle.ready.values_list("member", flat=True))
        assert len(ready) < triangle.members.count()
    assert Preparation.objects.exists()


def test_no_edition_has_more_people_than_seats():
    taken = Seat.objects.filter(state="taken").values("edition").annotate(many=Count("pk"))
    seats = dict(Edition.objects.exclude(seats=None).values_list("pk", "seats"))
    assert [one for one in taken if one["many"] > seats[one["edition"]]] == []
    assert taken


def test_a_mentor_guides_a_few_and_an_educator_of_the_institute_tens():
    def most(role: Role) -> int:
        rows = Member.objects.filter(role=role, person__isnull=False).exclude(person=F("trajectory__learner"))
        return max(rows.values_list("person").annotate(many=Count("pk")).values_list("many", flat=True))

    assert most(Role.MENTOR) <= 8
    assert most(Role.INSTITUTE_EDUCATOR) <= 63
    educator = Member.objects.filter(role=Role.INSTITUTE_EDUCATOR).order_by("pk")[0]
    assert educator.person
    assert learners_of(educator.person)


def test_everybody_is_met_by_three(waardland: Partnership):
    for trajectory in Trajectory.objects.filter(purpose="diploma").prefetch_related("members"):
        roles = {member.role for member in trajectory.members.all()}
        assert Role.INSTITUTE_EDUCATOR in roles
        assert roles & {Role.MENTOR, Role.SCHOOL_EDUCATOR}


def test_twice_changes_nothing_and_the_same_seed_gives_the_same(waardland: Partnership):
    first = drawn()
    fill_trajectories(waardland, "full", timezone.localdate(), quiet)
    assert drawn() == first
