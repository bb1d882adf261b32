"""Reading plates."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from leerruimte.plates.models import BackgroundLink, Hotspot, Movement, Plate, PlateVersion, Question


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
    questions = list(version.questions.all())
    movements = tuple(
        MovementSeen(
            movement,
            version.minutes[movement],
            tuple(question for question in questions if question.movement == movement),
        )
        for movement in Movement
    )
    return PlateSeen(version, movements, tuple(version.hotspots.all()), tuple(version.links.all()))
