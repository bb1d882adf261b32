"""Where organisations are, as far as they show it, and how far away that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leerruimte.people.access import on_today
from leerruimte.people.models import Organisation, OrganisationMembership, Partnership
from leerruimte.trajectories.rules.travel import Map, Position, minutes_between


@dataclass(frozen=True)
class Place:
    """An organisation of which may be told where it is."""

    organisation: int
    kind: str
    name: str
    postcode: str
    place: str
    position: Position


def places_shown(partnership: Partnership, own: Collection[int | None] = ()) -> list[Place]:
    """Organisations that show this partnership where they are, and one's `own` ones."""
    rows = OrganisationMembership.objects.filter(
        on_today(),
        partnership=partnership,
        organisation__latitude__isnull=False,
        organisation__longitude__isnull=False,
    ).values_list(
        "shares", "organisation", "organisation__kind", "organisation__name", "organisation__postcode",
        "organisation__place", "organisation__latitude", "organisation__longitude",
    )  # fmt: skip
    return [
        Place(organisation, kind, name, postcode, place, (north or 0.0, east or 0.0))
        for shares, organisation, kind, name, postcode, place, north, east in rows
        if OrganisationMembership.Share.POSITION in shares or organisation in own
    ]


def map_of(places: Sequence[Place]) -> Map:
    """A map that finds a home by its postcode or place, near these."""
    return Map((one.postcode, one.place, *one.position) for one in places)


def minutes_to(places: Sequence[Place], start: Position, *, car: bool) -> dict[int, int]:
    """Organisation -> minutes from `start`, an estimate."""
    return {one.organisation: minutes_between(start, one.position, car=car) for one in places}


def starts_from(
    places: Sequence[Place], own: Collection[int | None], *, home: str = ""
) -> tuple[tuple[str, Position], ...]:
    """Where one may set out from, by name, the likeliest first: one's home (a postcode or place), as far as
    organisations near it tell where that is; one's own organisations; and the institutes."""
    starts: dict[str, Position] = {}
    if home and (at_home := map_of(places).find(home)):
        starts[home] = at_home
    ours = [one for one in places if one.organisation in own]
    institutes = [one for one in places if one.kind == Organisation.Kind.INSTITUTE]
    for one in (*ours, *institutes):
        starts.setdefault(one.name, one.position)
    return tuple(starts.items())
