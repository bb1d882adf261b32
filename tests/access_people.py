"""Everybody of the access table with an account: each role in each of two partnerships, and who only nearly may."""

from datetime import timedelta

from django.utils import timezone

from leerruimte.conversations.models import Conversation, Facilitator
from leerruimte.people.access import LEARNERS
from leerruimte.people.actions.accounts import make_account
from leerruimte.people.models import Organisation, Partnership, Person, Role
from leerruimte.people.tests.make import a_role
from leerruimte.people.who import NOBODY

# Each role in the partnership of the table, by its own name; the same roles in the other one.
HERE = tuple(Role.values)
THERE = tuple(f"other {role}" for role in Role.values)
# A coordinator of today who showed one proof of who they are; one whose role ended yesterday; who leads by account.
NO_FACTOR, ENDED, FACILITATOR = "coordinator without a second proof", "coordinator until yesterday", "facilitator"
EVERYBODY = (*HERE, *THERE, NO_FACTOR, ENDED, FACILITATOR)

MEMBERS = frozenset({*HERE, NO_FACTOR})
OTHER_MEMBERS = frozenset(THERE)
# Who makes plates: everybody but those who learn there.
MAKERS = MEMBERS - LEARNERS
OTHER_MAKERS = OTHER_MEMBERS - {f"other {role}" for role in LEARNERS}
# Their work is at the school of the table.
AT_SCHOOL = (Role.MENTOR, Role.SCHOOL_EDUCATOR)


def make_everybody(
    partnership: Partnership, stranger: Partnership, conversation: Conversation, school: Organisation
) -> dict[str, Person]:
    """A person of each kind, by its name."""
    people = {name: _a_person(name) for name in EVERYBODY}
    for role in Role:
        a_role(people[role], role, partnership, school if role in AT_SCHOOL else None)
        a_role(people[f"other {role}"], role, stranger)
    a_role(people[NO_FACTOR], Role.COORDINATOR, partnership)
    yesterday = timezone.localdate() - timedelta(days=1)
    a_role(people[ENDED], Role.COORDINATOR, partnership, from_date=yesterday, until_date=yesterday)
    Facilitator.objects.create(conversation=conversation, person=people[FACILITATOR])
    return people


def _a_person(name: str) -> Person:
    """With a second step, so that the pages about it are there for everybody."""
    email = f"{name.replace(' ', '.')}@waardland.example"
    return make_account(by=NOBODY, email=email, first_name=name.capitalize(), last_name="Bos")[0]
