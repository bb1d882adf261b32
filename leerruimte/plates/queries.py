"""Reading plates."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.timezone import localdate

from leerruimte.base.searching import plain as plain_text
from leerruimte.encounters.models import Encounter
from leerruimte.people.models import Partnership, Person
from leerruimte.plates.access import shared_plates
from leerruimte.plates.adapting.differences import differences
from leerruimte.plates.content import TEXTS, PlateContent, as_plain, content_of, from_plain, rows_of
from leerruimte.plates.models import (
    BackgroundLink,
    Hotspot,
    Licence,
    LinkCheck,
    Movement,
    Plate,
    PlateDraft,
    PlateVersion,
    Question,
    WorkingPart,
)
from leerruimte.plates.origin import Link, made_from
from leerruimte.plates.placing import placed


@dataclass(frozen=True)
class MovementSeen:
    """One of the three movements with the questions a plate has for it."""

    movement: Movement
    minutes: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class PlateSeen:
    """All that the page of a plate tells."""

    version: PlateVersion
    movements: tuple[MovementSeen, ...]
    hotspots: tuple[Hotspot, ...]
    links: tuple[BackgroundLink, ...]


def current_version(slug: str) -> PlateVersion:
    """The newest version of a plate; without its drawing, which `svg.drawing_markup` keeps at hand."""
    return versions().filter(plate__slug=slug).latest("number")


def shipped_plates() -> list[PlateVersion]:
    """The newest version of each plate that ships with the system, by number."""
    return current_versions(Plate.objects.exclude(number=None).order_by("number"))


def plates_of(partnership: Partnership) -> list[PlateVersion]:
    """The newest version of each plate that a partnership made its own, by name."""
    plates = Plate.objects.filter(object__partnership=partnership, archived_at=None)
    return current_versions(plates.order_by("object__title"))


def current_versions(plates: Iterable[Plate]) -> list[PlateVersion]:
    """The newest version of each of these plates, in their order."""
    ordered = list(plates)
    newest = (
        PlateVersion.objects.filter(plate__in=ordered)
        .order_by()
        .values("plate")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    by_plate = {version.plate_id: version for version in versions().filter(pk__in=newest)}
    return [by_plate[plate.pk] for plate in ordered if plate.pk in by_plate]


def versions() -> QuerySet[PlateVersion]:
    """Versions with their plate, without the drawing (150 kB each)."""
    return PlateVersion.objects.select_related("plate__object").defer("drawing")


def plate_seen(version: PlateVersion) -> PlateSeen:
    """A version of a plate with everything that hangs on it."""
    movements = _movements(version, list(version.questions.all()))
    return PlateSeen(version, movements, tuple(version.hotspots.all()), tuple(version.links.all()))


def _movements(version: PlateVersion, questions: Sequence[Question]) -> tuple[MovementSeen, ...]:
    return tuple(
        MovementSeen(movement, version.minutes.get(movement, 0), tuple(q for q in questions if q.movement == movement))
        for movement in Movement
    )


@dataclass(frozen=True)
class OriginSeen:
    """Where a plate comes from, as its page tells: who made it, what others may do with it, what it was made from."""

    credit: str
    licence: Licence
    licence_name: str
    licence_address: str
    earlier: tuple[Link, ...]


@dataclass(frozen=True)
class SharedSeen:
    """A plate in the library: its newest version, whose it is, what it was made from."""

    version: PlateVersion
    partnership: str
    made_from: Link | None
    licence: str


LICENCES = {
    Licence.BY_SA: ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.nl"),
    Licence.BY: ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl"),
    Licence.ZERO: ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"),
    Licence.OWN: ("", ""),
}


def origin_seen(version: PlateVersion) -> OriginSeen:
    """Where a version comes from."""
    plate = version.plate
    licence = Licence(plate.licence)
    return OriginSeen(plate.credit, licence, *LICENCES[licence], tuple(plate.origin))


def library_plates(*, words: str = "", part: str = "") -> QuerySet[Plate]:
    """Plates that everybody may take, the newest first; with all these words, and with this kind of part."""
    plates = shared_plates()
    for word in plain_text(words).split():
        plates = plates.filter(sought__contains=word)
    if part:
        newest = PlateVersion.objects.order_by().values("plate").annotate(newest=Max("pk")).values("newest")
        having = WorkingPart.objects.filter(kind=part, version__in=newest)
        plates = plates.filter(pk__in=having.values("version__plate"))
    return plates


def library_seen(plates: Iterable[Plate]) -> list[SharedSeen]:
    """What the library tells of each of these plates."""
    found = current_versions(plates)
    names = dict(
        Partnership.objects.filter(pk__in={version.plate.object.partnership_id for version in found}).values_list(
            "pk", "name"
        )
    )
    return [
        SharedSeen(
            version,
            names.get(version.plate.object.partnership_id or 0, ""),
            made_from(version),
            LICENCES[Licence(version.plate.licence)][0],
        )
        for version in found
    ]


@dataclass(frozen=True)
class DraftSeen:
    """What somebody adapts: the newest version, and what is being made of it (the same, when nobody began)."""

    newest: PlateVersion
    plain: Mapping[str, Any]
    # Of the version that it was begun from.
    base: PlateContent
    # When nobody began: None.
    draft: PlateDraft | None

    @cached_property
    def content(self) -> PlateContent:
        """As it would become, with hotspots in their places."""
        bare = from_plain(self.plain, self.base.drawing)
        return replace(bare, drawing=placed(self.base, bare.hotspots))


def draft_seen(plate: Plate) -> DraftSeen:
    """The draft of a plate, or what one would begin with."""
    newest = PlateVersion.objects.select_related("plate__object", "made_by").filter(plate=plate).latest("number")
    draft = PlateDraft.objects.select_related("base", "changed_by").filter(plate=plate).first()
    base = content_of(draft.base if draft else newest)
    # As it comes out of the database when it was kept: lists, no tuples.
    plain = draft.content if draft else json.loads(json.dumps(as_plain(base)))
    return DraftSeen(newest, plain, base, draft)


def preview_seen(plate: Plate, content: PlateContent, number: int) -> PlateSeen:
    """The page of a plate with a content that is not kept (yet)."""
    texts = {name: getattr(content, name) for name in TEXTS}
    version = PlateVersion(
        plate=plate, number=number, **texts, words=content.words, minutes=content.minutes, drawing=content.drawing
    )
    questions, hotspots, links, _parts = rows_of(content, version)
    return PlateSeen(version, _movements(version, questions), tuple(hotspots), tuple(links))


@dataclass(frozen=True)
class VersionSeen:
    """A version in the list of them: what changed since the one before."""

    version: PlateVersion
    changes: Sequence[str]


def versions_seen(plate: Plate) -> list[VersionSeen]:
    """All versions of a plate, the newest first."""
    rows = versions().select_related("made_by").filter(plate=plate).order_by("number")
    found = list(rows.prefetch_related("questions", "hotspots", "links", "parts"))
    plain = [as_plain(content_of(one, drawing="")) for one in found]
    changes = [[], *(differences(old, new) for old, new in pairwise(plain))]
    return [VersionSeen(*one) for one in zip(found, changes, strict=True)][::-1]


def conversations_held(plate: Plate) -> int:
    """How many conversations there are on a plate."""
    return Encounter.objects.filter(object=plate.pk).count()


def all_of(person: Person) -> dict[str, object]:
    """What is kept of somebody here: which versions they made, which plates they are changing."""
    made = PlateVersion.objects.filter(made_by=person).order_by("made_at")
    drafts = PlateDraft.objects.filter(changed_by=person).order_by("changed_at")
    return {
        "versions_made": list(made.values("plate__object__title", "number", "made_at")),
        "drafts_changed": list(drafts.values("plate__object__title", "changed_at")),
    }


def background_addresses() -> list[str]:
    """Every address that the newest version of a plate names."""
    newest = Plate.objects.annotate(newest=Max("versions__pk")).values("newest")
    links = BackgroundLink.objects.filter(version__in=newest).exclude(url="")
    return sorted(set(links.values_list("url", flat=True)))


def gone_addresses(links: Iterable[BackgroundLink]) -> dict[str, date]:
    """Address -> the day since when it has been gone, of these links."""
    checks = LinkCheck.objects.filter(url__in=[link.url for link in links if link.url], gone_since__isnull=False)
    return {check.url: localdate(check.gone_since) for check in checks}
