"""Writing encounters and their traces. The callers know what an encounter is about and judge first."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, connections, models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.access import is_theirs
from leerruimte.encounters.models import (
    LONGEST_TEXT,
    Contribution,
    Encounter,
    Intention,
    Participation,
    Stance,
)
from leerruimte.encounters.rules import clean_text, one_of
from leerruimte.people.models import Person
from leerruimte.people.who import Who


def touch(encounters: Iterable[UUID]) -> dict[UUID, int]:
    """Raise the version of each encounter whose traces changed; in the same transaction as the change."""
    ids = list(set(encounters))
    if not ids:
        return {}
    real = connections[connection.alias]
    key = Encounter._meta.pk
    table = connection.ops.quote_name(Encounter._meta.db_table)
    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        # One round to the database where the ORM needs two: this happens with every batch of a room.
        cursor.execute(
            f"UPDATE {table} SET version = version + 1 WHERE id IN ({places}) RETURNING id, version",  # noqa: S608 (own names)
            [key.get_db_prep_value(one, connection=real) for one in ids],
        )
        return {key.to_python(id): version for id, version in cursor.fetchall()}


@transaction.atomic
def take_part(
    *,
    by: UUID,
    encounter: Encounter,
    role: str = "",
    first_name: str = "",
    table: int = 0,
    person: int | None = None,
    organisation: int | None = None,
) -> tuple[Participation, bool]:
    """Let somebody in; `by` is the id their phone made, so joining twice is joining once. Gives (row, is it new).

    `person`: whose it is, when an account takes part. `organisation`: where they have that role now, when it is known.
    """
    Encounter.objects.select_for_update().get(id=encounter.id)
    known = Participation.objects.filter(id=by, encounter=encounter).first()
    if known:
        return known, False
    highest = Participation.objects.filter(encounter=encounter).aggregate(highest=Max("number"))["highest"] or 0
    now = timezone.now()
    joined = Participation.objects.create(
        id=by,
        encounter=encounter,
        number=highest + 1,
        role=role,
        first_name=first_name,
        table=table,
        person_id=person,
        organisation_id=organisation,
        visit_at=now,
    )
    touch([encounter.id])
    return joined, True


def store_contributions(contributions: Sequence[Contribution]) -> None:
    """Keep new contributions; one whose id is known already stays as it is."""
    Contribution.objects.bulk_create(contributions, ignore_conflicts=True)


class NewStance(NamedTuple):
    """A stance to be kept, column by column: a whole room makes them at once, and a model object costs ten times it."""

    id: UUID
    encounter_id: UUID
    participation_id: UUID
    role: str
    n: int
    made_at: datetime
    contribution_id: UUID
    value: int | None


def store_stances(stances: Sequence[NewStance]) -> None:
    """Keep stances: of two by one person on one contribution the one with the highest counter stays.

    The ids must come from `new_stance`.
    """
    store_latest(Stance, ["contribution_id", "value"], stances)


def store_latest(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[models.Model] | Sequence[NewStance]
) -> None:
    """Insert traces of one `model`, or replace by id those with a lower counter.

    `fields` are the columns that this kind of trace has on top of those of Trace. Plain SQL, because this is what a
    whole room does at once and the ORM halves it.
    """
    names = ["id", "encounter_id", "participation_id", "role", "n", "made_at", *fields]
    table = connection.ops.quote_name(model._meta.db_table)
    replaced = ", ".join(f"{name} = excluded.{name}" for name in ["role", "n", "made_at", *fields])
    # Column by column, not row by row: most values (who, where, when) come again and again in a batch.
    columns = {field.attname: getattr(field, "target_field", field) for field in model._meta.concrete_fields}
    values = zip(*(_prepared(columns[name], map(attrgetter(name), rows)) for name in names), strict=True)
    sql = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))}) "  # noqa: S608 (own names)
        f"ON CONFLICT (id) DO UPDATE SET {replaced} WHERE excluded.n > {table}.n"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(values))


def _prepared(column: Any, values: Iterable[Any]) -> list[Any]:
    """Values of one column as the database wants them; each different one is turned once."""
    real = connections[connection.alias]
    known: dict[Any, Any] = {}
    for value in (values := list(values)):
        if value not in known:
            known[value] = column.get_db_prep_save(value, connection=real)
    return [known[value] for value in values]


def new_stance(
    contribution: UUID, value: int | None, by: Participation, n: int, made_at: datetime | None = None
) -> NewStance:
    """Make (not keep) the one stance that `by` can have on a contribution."""
    return NewStance(
        id=one_of(by.id, contribution.hex),
        encounter_id=by.encounter_id,
        participation_id=by.id,
        role=by.role,
        n=n,
        made_at=made_at or timezone.now(),
        contribution_id=contribution,
        value=value,
    )


# What somebody writes of an intention; what became of it later is kept apart (`say_how_it_went`).
WRITTEN = (
    *("role", "n", "made_at", "what", "by_when", "with_whom", "needed"),
    *("asks_of_me", "asks_of_organisation", "signed"),
)


def store_intentions(intentions: Sequence[Intention]) -> None:
    """Keep intentions; the same id with a higher counter changes it."""
    for intention in intentions:
        known = Intention.objects.filter(id=intention.id).values_list("n", flat=True).first()
        if known is None:
            intention.save(force_insert=True)
        elif known < intention.n:
            intention.save(force_update=True, update_fields=WRITTEN)


def withdraw_contributions(ids: Iterable[UUID]) -> None:
    """Take contributions back: the words go, the row stays so that a late copy cannot bring them back."""
    Contribution.objects.filter(id__in=list(ids)).update(withdrawn_at=timezone.now(), text="", signed="", about="")


def withdraw_intentions(ids: Iterable[UUID]) -> None:
    """Take intentions back, as `withdraw_contributions`."""
    Intention.objects.filter(id__in=list(ids)).update(
        withdrawn_at=timezone.now(),
        **dict.fromkeys(("what", "with_whom", "needed", "asks_of_me", "asks_of_organisation"), ""),
        **dict.fromkeys(("signed", "outcome_words"), ""),
    )


@transaction.atomic
def forget_participation(*, by: Participation) -> None:
    """Delete a participant and all that is theirs; stances of others on their contributions go with those."""
    encounter_id = by.encounter_id
    by.delete()
    touch([encounter_id])


@transaction.atomic
def claim_participation(*, by: Who, participation: Participation) -> Participation:
    """Let who signed in keep what they did without account; `by` must carry it (`takes_part`)."""
    locked = Participation.objects.select_for_update().get(pk=participation.pk)
    if by.person is None or by.takes_part.get(locked.encounter_id) != locked.pk:
        raise Refused(_("Open your personal link on this device first."), code="foreign")
    if locked.person_id not in (None, by.person):
        raise Refused(_("This belongs to somebody else's account already."), code="claimed")
    locked.person_id = by.person
    locked.save(update_fields=["person"])
    return locked


@transaction.atomic
def say_how_it_went(
    *, by: Who, intention: Intention, outcome: str, words: str = "", what: str = "", by_when: date | None = None
) -> Intention:
    """What became of an intention: done, not, or changed (then `what` and `by_when` are the new words and day)."""
    locked = Intention.objects.select_for_update().get(pk=intention.pk)
    if not is_theirs(by, locked):
        raise Refused(_("Only whose intention it is says how it went."), code="foreign")
    if outcome not in Intention.Outcome.values:
        raise Refused(_("Choose one of these."), field="outcome")
    if outcome == Intention.Outcome.CHANGED and not clean_text(what):
        raise Refused(_("What will you do instead?"), field="what")
    if max(len(clean_text(what)), len(clean_text(words))) > LONGEST_TEXT:
        raise Refused(_("At most 280 characters."), field="what")
    locked.outcome, locked.outcome_words, locked.outcome_at = outcome, clean_text(words), timezone.now()
    if outcome == Intention.Outcome.CHANGED:
        locked.what, locked.by_when, locked.reminded_at = clean_text(what), by_when, None
    locked.save()
    touch([locked.encounter_id])
    return locked


@transaction.atomic
def forget(*, by: Who, person: Person, erase: bool) -> None:
    """Let go of a person: `erase` takes all traces along, else they stay without a name."""
    mine = Participation.objects.filter(person=person)
    encounters = list(mine.values_list("encounter_id", flat=True))
    if erase:
        mine.delete()
    else:
        Contribution.objects.filter(participation__in=mine).update(signed="")
        Intention.objects.filter(participation__in=mine).update(signed="", outcome_words="")
        mine.update(person=None, first_name="")
    touch(encounters)


def take_reminder(*, by: Who, intention: Intention) -> bool:
    """Take it upon oneself to remind of an intention; False when another (another server) did already."""
    return bool(Intention.objects.filter(pk=intention.pk, reminded_at=None).update(reminded_at=timezone.now()))


def give_reminder_back(*, by: Who, intentions: Iterable[Intention]) -> None:
    """The letter did not go out: somebody tries again later."""
    Intention.objects.filter(pk__in=[row.pk for row in intentions]).update(reminded_at=None)


# First names are kept this long after an encounter ended; then nobody can be called by them any more.
NAMES = timedelta(days=2 * 365)
# One that nobody closed counts as ended this long after it began.
NEVER_CLOSED = timedelta(days=365)


@transaction.atomic
def let_go_of_old(*, by: Who, now: datetime) -> dict[str, int]:
    """Take the names off what was kept long enough; what -> how many."""
    ended = Q(closed_at__lt=now - NAMES) | Q(closed_at=None, made_at__lt=now - NAMES - NEVER_CLOSED)
    old = Encounter.objects.filter(ended).values("pk")
    Contribution.objects.filter(encounter__in=old).exclude(signed="").update(signed="")
    Intention.objects.filter(encounter__in=old).exclude(signed="").update(signed="")
    return {"names": Participation.objects.filter(encounter__in=old).exclude(first_name="").update(first_name="")}
