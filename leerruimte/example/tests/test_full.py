"""The full example: as large as a partnership is, with the people who are easily forgotten, the same each time."""

import random
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from leerruimte.conversations.models import Conversation, ElementMark, Mark
from leerruimte.encounters.models import Contribution, Intention, Participation, Stance
from leerruimte.example import full, roads
from leerruimte.example.partnership import fill_partnership, places_of
from leerruimte.example.people import FULL, KANTELBOOM, ONE_LEARNER, roster
from leerruimte.example.saying import OUTCOMES, seeds, texts
from leerruimte.people.access import LEARNERS, on_today
from leerruimte.people.models import Organisation, Partnership, Person, Role, RoleAssignment
from leerruimte.people.queries.people import people_counted
from leerruimte.plates.models import Question

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def waardland() -> Partnership:
    """The partnership with all its people, without conversations."""
    call_command("load_plates", verbosity=0)
    return fill_partnership("full", TODAY())


def people_with(**about: object) -> list[Person]:
    """People with a role like this, by name."""
    found = Person.objects.filter(role_assignments__in=RoleAssignment.objects.filter(**about))
    return list(found.distinct().order_by("sought"))


def test_it_is_as_large_as_a_partnership_is_and_has_who_is_easily_forgotten(waardland: Partnership):
    counts = people_counted(waardland).roles
    learners = counts["student"] + counts["career_changer"] + counts["starter"]
    assert (counts["student"], counts["career_changer"], counts["starter"], learners) == (3400, 350, 250, 4000)
    assert (counts["mentor"], counts["school_educator"], counts["institute_educator"]) == (1150, 230, 120)
    assert (counts["researcher"], counts["coordinator"], counts["steering"]) == (12, 4, 9)
    kinds = Organisation.objects.filter(memberships__partnership=waardland).values_list("kind", flat=True)
    assert Counter(kinds) == {"institute": 1, "board": 40, "school": 350}

    current = RoleAssignment.objects.filter(on_today(), partnership=waardland)
    # Six schools of two boards.
    wide = current.filter(person__last_name="Schröder-Öztürk").select_related("organisation")
    assert (wide.count(), len({one.organisation.board_id for one in wide})) == (6, 2)
    # Mentor and educator at once; twins; one who stopped last week; one who moved to another board.
    assert {one.role for one in current.filter(person__first_name="Noëlle")} == {"mentor", "school_educator"}
    assert len(people_with(person__first_name="Lotte", person__last_name="van der Meer")) == 2
    assert RoleAssignment.objects.filter(until_date=TODAY() - timedelta(days=7)).count() == 1
    boards = RoleAssignment.objects.filter(person__first_name="Sanne", person__last_name="Vermeulen")
    assert len({one for one in boards.values_list("organisation__board", flat=True) if one}) == 2
    # One learner in a school.
    alone = current.filter(organisation__code=ONE_LEARNER, role__in=LEARNERS)
    assert alone.values("person").distinct().count() == 1
    # Two holiday regions, several locations under one name, names with signs of their own.
    schools = Organisation.objects.filter(kind="school", memberships__partnership=waardland)
    assert set(schools.values_list("holidays", flat=True)) == {"midden", "zuid"}
    assert len([name for name, many in Counter(schools.values_list("name", flat=True)).items() if many > 1]) >= 5
    everybody = " ".join(Person.objects.values_list("last_name", flat=True))
    assert all(sign in everybody for sign in "’öë“")
    # Every school has its place on the map.
    assert not schools.filter(latitude=None).exists()
    assert not people_with(role=Role.MENTOR, person__password__startswith="pbkdf2")


def test_the_same_day_gives_the_same_people(waardland: Partnership):
    places = places_of(waardland)
    once, again = (roster(places, FULL, TODAY()) for _ in range(2))
    assert once == again
    assert len({one.email for one in once}) == len(once)
    assert places.school(KANTELBOOM).name == "OBS De Kantelboom"


def drawn() -> list[object]:
    """All that was drawn by chance in the conversations."""
    told: list[object] = [
        *Contribution.objects.order_by("pk").values_list("pk", "text", "slot", "week", "kind", "role"),
        *Stance.objects.order_by("pk").values_list("pk", "value"),
        *Mark.objects.order_by("pk").values_list("pk", "position", "us"),
        *ElementMark.objects.order_by("pk").values_list("pk", "element", "marks"),
        *Intention.objects.order_by("pk").values_list("pk", "what", "outcome"),
    ]
    return told


def test_the_same_seed_gives_the_same_conversations_and_twice_changes_nothing(monkeypatch):
    for name, many in (("CONVERSATIONS", 12), ("RUNNING", 4), ("LARGE_PEOPLE", 60), ("LARGE_CONTRIBUTIONS", 70)):
        monkeypatch.setattr(full, name, many)
    monkeypatch.setattr(roads, "MOST", 20)

    def make() -> None:
        call_command("make_example", size="full", stdout=StringIO())

    make()
    assert Conversation.objects.count() == 3 + 1 + 12
    large = Conversation.objects.get(pk=full.LARGE)
    assert Participation.objects.filter(encounter=large.pk).count() == 60
    said = list(Contribution.objects.filter(encounter=large.pk).values_list("text", flat=True))
    assert len(set(said)) == len(said) == 70
    assert Participation.objects.exclude(person=None).count() > Participation.objects.filter(person=None).count()
    first = drawn()
    make()
    assert drawn() == first
    made = [full.LARGE, *map(full.conversation_id, range(1, 13))]
    for conversation in Conversation.objects.filter(pk__in=made):
        conversation.encounter.delete()
    assert drawn() != first
    make()
    assert drawn() == first


def test_each_plate_has_words_for_its_own_questions():
    call_command("load_plates", verbosity=0)
    for number, said in seeds().items():
        asked = set(Question.objects.filter(version__plate__number=number).values_list("key", flat=True))
        assert {one["question"] for one in said["contributions"]} <= asked
        assert all(len(one["text"]) <= 280 for one in said["contributions"])


def test_of_what_people_wanted_to_do_not_all_is_done():
    assert set(OUTCOMES) == set(Intention.Outcome)
    assert sum(OUTCOMES.values()) == pytest.approx(1)


def test_each_text_is_said_once():
    said = [text for text, _seed in texts(1, 500, random.Random(1))]
    assert len(set(said)) == 500
