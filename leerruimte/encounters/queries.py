"""Reading encounters and their traces."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from leerruimte.base.small_groups import groups_shown
from leerruimte.encounters.access import own_intentions, own_participations
from leerruimte.encounters.models import NO_DAY_NAMED, Contribution, Intention, Participation
from leerruimte.people.models import Person
from leerruimte.people.who import Who


def roles_here(encounter_id: UUID) -> dict[str, int]:
    """How many participants of an encounter have each role; "" for those who did not say."""
    rows = Participation.objects.filter(encounter=encounter_id).values_list("role").annotate(Count("id")).order_by()
    return dict(rows)


def roles_shown(encounter_id: UUID) -> frozenset[str]:
    """Roles held by so many people here that they may stand beside a contribution.

    Not when those without a role beside their words would be one to four people: the missing word would name them.
    """
    told, _others = groups_shown(roles_here(encounter_id))
    return frozenset(told) - {""}


def contributions_shown(encounter_id: UUID) -> QuerySet[Contribution]:
    """Contributions that everybody may read: not taken back, hidden or put together with another."""
    return Contribution.objects.filter(
        encounter=encounter_id, withdrawn_at=None, hidden_at=None, merged_into=None
    ).order_by("made_at", "id")


def intentions_shown(encounter_id: UUID) -> QuerySet[Intention]:
    """Intentions that everybody may read, the nearest date first, those without a date last."""
    return Intention.objects.filter(encounter=encounter_id, withdrawn_at=None, hidden_at=None).order_by(
        F("by_when").asc(nulls_last=True), "made_at"
    )


def claimable(who: Who) -> QuerySet[Participation]:
    """Where this device takes part without account, for who signed in to keep."""
    if who.person is None or not who.takes_part:
        return Participation.objects.none()
    return own_participations(who).filter(person=None).select_related("encounter").order_by("-joined_at")


def intentions_to_follow(who: Who, until: date) -> list[Intention]:
    """What `who` wanted to do by a day, still open or changed, the nearest day first."""
    going_on = own_intentions(who).filter(outcome__in=[Intention.Outcome.OPEN, Intention.Outcome.CHANGED])
    return sorted((row for row in going_on if row.day <= until), key=lambda row: (row.day, row.made_at))


def intentions_to_remind(today: date) -> QuerySet[Intention]:
    """Intentions whose day has come, of people who asked to be reminded by mail and were not yet."""
    named = Q(by_when__lte=today, by_when__gt=today - LATE)
    unnamed = Q(by_when=None, made_at__date__lte=today - NO_DAY_NAMED, made_at__date__gt=today - NO_DAY_NAMED - LATE)
    rows = Intention.objects.filter(
        named | unnamed,
        outcome__in=[Intention.Outcome.OPEN, Intention.Outcome.CHANGED],
        withdrawn_at=None,
        reminded_at=None,
        participation__person__reminders=Person.Reminders.MAIL,
    )
    return rows.select_related("participation__person", "encounter").order_by("participation__person", "by_when")


# Who asks for reminders today is not flooded with what was due long ago.
LATE = timedelta(days=14)


def all_of(person: Person) -> dict[str, object]:
    """Where a person took part and what became of their intentions; what they said there, `conversations` tells."""
    mine = Participation.objects.filter(person=person).select_related("encounter", "organisation").order_by("joined_at")
    return {
        "takes_part": [
            {
                "encounter": str(one.encounter),
                "role": one.role,
                "organisation": str(one.organisation or ""),
                "first_name": one.first_name,
                "joined_at": one.joined_at,
                "intentions": list(
                    one.intention_set.filter(withdrawn_at=None).values(
                        "what", "by_when", "outcome", "outcome_words", "outcome_at"
                    )
                ),
            }
            for one in mine
        ]
    }
