"""What others need of opportunities: the curriculum of today, free days, who counts on an offer, what is offered."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from leerruimte.people.access import on_today
from leerruimte.people.models import OrganisationMembership, Partnership, RoleAssignment
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.models import (
    CurriculumVersion,
    Edition,
    FreeDays,
    Member,
    Opportunity,
    Outcome,
    Period,
    Piece,
    Seat,
)
from leerruimte.trajectories.rules.meetings import days_in


def current_version(partnership: Partnership) -> CurriculumVersion | None:
    """The version of the partnership's curriculum that was published last."""
    published = CurriculumVersion.objects.filter(
        curriculum__object__partnership=partnership, published_at__isnull=False
    )
    return published.select_related("curriculum").order_by("-published_at", "-number").first()


def titles_of(version: CurriculumVersion | None) -> dict[str, dict[str, str]]:
    """Code -> title in its languages, of the outcomes of a version."""
    return dict(Outcome.objects.filter(version=version).values_list("code", "title")) if version else {}


def periods_of(partnership: Partnership, *, from_day: date | None = None) -> QuerySet[Period]:
    """Periods of the partnership; from a day on: those that are not over then."""
    rows = Period.objects.filter(partnership=partnership).order_by("first", "pk")
    return rows.filter(last__gte=from_day) if from_day else rows


def free_days_of(partnership: Partnership, region: str = "") -> frozenset[date]:
    """Days on which nothing meets in the partnership; with those of a holiday region."""
    rows = FreeDays.objects.filter(partnership=partnership).filter(Q(region="") | Q(region=region))
    return days_in(rows.values_list("first", "last"))


def free_days_by_region(partnership: Partnership) -> dict[str, frozenset[date]]:
    """Holiday region ("" too) -> days on which nothing meets: for many organisations at once."""
    rows = list(FreeDays.objects.filter(partnership=partnership).values_list("region", "first", "last"))
    regions = {"", *(region for region, _first, _last in rows)}
    return {region: days_in((first, last) for its, first, last in rows if its in ("", region)) for region in regions}


def offered(who: Who, partnership: Partnership) -> QuerySet[Opportunity]:
    """Opportunities that one sees and that can be taken: not closed, with an edition that is not over."""
    return visible_opportunities(who, partnership).filter(Exists(open_editions(timezone.localdate())), closed_at=None)


def open_editions(day: date) -> QuerySet[Edition]:
    """Editions of the outer opportunity that go on after a day; for `Exists`."""
    return Edition.objects.filter(opportunity=OuterRef("pk"), closed_at=None, last__gte=day)


def people_concerned(opportunity: Opportunity, *, edition: Edition | None = None, named: bool = False) -> set[int]:
    """Ids of who counts on it: with a seat or waiting, with a piece of it on their board, and who stands beside those
    today. Of one edition: the same, for that one (and pieces that name none, unless only `named` ones count)."""
    seats = Seat.objects.filter(edition__opportunity=opportunity, edition__last__gte=timezone.localdate())
    pieces = Piece.objects.filter(opportunity=opportunity, removed_at=None).exclude(state=Piece.State.DONE)
    if edition is not None:
        seats = Seat.objects.filter(edition=edition)
        pieces = pieces.filter(Q(edition=edition) if named else Q(edition=edition) | Q(edition=None))
    boards = pieces.filter(trajectory__ended_at=None)
    learners = boards.values_list("trajectory__learner", flat=True)
    beside = members_today(boards)
    return {*seats.values_list("person", flat=True), *learners, *beside}


def members_today(pieces: QuerySet[Piece]) -> Iterable[int]:
    """Ids of people with an account who stand beside the learners of these pieces today."""
    day = timezone.localdate()
    today = Q(from_date__lte=day) & (Q(until_date=None) | Q(until_date__gte=day))
    rows = Member.objects.filter(today, trajectory__in=pieces.values("trajectory"), person__isnull=False)
    return rows.values_list("person", flat=True)


def seats_taken(editions: Collection[int]) -> dict[int, int]:
    """Edition -> seats that are taken; editions without any are left out."""
    rows = Seat.objects.filter(edition__in=editions, state=Seat.State.TAKEN)
    return dict(rows.values_list("edition").annotate(number=Count("pk")).order_by())


def addresses_of(partnership: Partnership, opportunity: Opportunity, people: Collection[int]) -> list[tuple[int, str]]:
    """(person, path of its page) of each: as seen from this partnership, or from another one that both belong to."""
    theirs: dict[int, str] = {}
    held = RoleAssignment.objects.filter(on_today(), person__in=people)
    if opportunity.organisation_id:
        its = OrganisationMembership.objects.filter(on_today(), organisation=opportunity.organisation_id)
        held = held.filter(partnership__in=its.values("partnership"))
    for person, slug in held.order_by("pk").values_list("person", "partnership__slug"):
        if slug == partnership.slug or person not in theirs:
            theirs[person] = slug
    return [
        (person, reverse("trajectories:opportunity", args=[theirs.get(person, partnership.slug), opportunity.pk]))
        for person in sorted(people)
    ]
