"""What the pages of a curriculum show: the map, one outcome, what is different, and what that means for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.who import Who
from leerruimte.trajectories.access.opportunities import visible_opportunities
from leerruimte.trajectories.models import Contributes, Curriculum, CurriculumVersion, Opportunity, Outcome, Trajectory
from leerruimte.trajectories.queries.curriculum import framework_of, outcomes_of
from leerruimte.trajectories.rules.curriculum import Difference, all_before, difference, turned


@dataclass(frozen=True)
class Card:
    """One outcome on the map: what it needs and what it makes possible, by code."""

    code: str
    title: str
    description: str
    phase: int
    level: int
    hours: int
    choice: str
    needs: tuple[str, ...]
    follows: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A phase: its name, how many hours its outcomes are, and its cards by theme."""

    number: int
    name: str
    hours: int
    count: int


@dataclass(frozen=True)
class MapRow:
    """A theme with its cards in each of the phases."""

    code: str
    name: str
    cells: tuple[tuple[Column, tuple[Card, ...]], ...]


@dataclass(frozen=True)
class CurriculumMap:
    """A version as a map: themes by phases."""

    columns: tuple[Column, ...]
    rows: tuple[MapRow, ...]
    levels: Mapping[int, str]
    links: int

    @property
    def count(self) -> int:
        """How many outcomes there are."""
        return sum(column.count for column in self.columns)

    @property
    def cards(self) -> Iterable[Card]:
        """All cards, phase by phase."""
        for number, _column in enumerate(self.columns):
            for row in self.rows:
                yield from row.cells[number][1]


def phase_names(version: CurriculumVersion, numbers: Iterable[int]) -> dict[int, str]:
    """What each phase is called in the reader's language."""
    named = version.source.get("phases", {})
    return {
        number: in_language(named.get(str(number))) or _("Phase %(number)d") % {"number": number} for number in numbers
    }


def map_of(version: CurriculumVersion) -> CurriculumMap:
    """The map of a version: a bounded number of questions to the database, however many outcomes."""
    outcomes = list(outcomes_of(version).prefetch_related(None).prefetch_related("prerequisites"))
    needs = {one.code: sorted(before.code for before in one.prerequisites.all()) for one in outcomes}
    follows = turned(needs)
    cards = {one.code: _card(one, needs[one.code], follows[one.code]) for one in outcomes}
    names = phase_names(version, sorted({one.phase for one in outcomes}))
    columns = tuple(_column(number, name, outcomes) for number, name in names.items())
    themes = {one.theme.code: one.theme for one in sorted(outcomes, key=lambda one: (one.theme.position, one.theme_id))}
    rows = tuple(
        MapRow(
            code,
            in_language(theme.title) or code,
            tuple(
                (
                    column,
                    tuple(cards[one.code] for one in outcomes if one.theme.code == code and one.phase == column.number),
                )
                for column in columns
            ),
        )
        for code, theme in themes.items()
    )
    levels = {level.number: in_language(level.title) for level in version.levels.all()}
    return CurriculumMap(columns, rows, levels, sum(map(len, needs.values())))


def _card(outcome: Outcome, needs: Sequence[str], follows: Sequence[str]) -> Card:
    return Card(
        code=outcome.code,
        title=in_language(outcome.title),
        description=in_language(outcome.description),
        phase=outcome.phase,
        level=outcome.level,
        hours=outcome.hours,
        choice=outcome.choice_group,
        needs=tuple(needs),
        follows=tuple(follows),
    )


def _column(number: int, name: str, outcomes: Iterable[Outcome]) -> Column:
    own = [one for one in outcomes if one.phase == number]
    chosen = {one.choice_group for one in own if one.choice_group}
    # Of outcomes of one choice exactly one counts.
    counted = [one for one in own if not one.choice_group]
    hours = sum(one.hours for one in counted) + sum(
        max(one.hours for one in own if one.choice_group == choice) for choice in chosen
    )
    return Column(number, name, hours, len(own))


@dataclass(frozen=True)
class OutcomePage:
    """One outcome with all that belongs to it."""

    outcome: Outcome
    phase: str
    levels: tuple[tuple[int, str, tuple[str, ...]], ...]
    needs: tuple[Outcome, ...]
    follows: tuple[Outcome, ...]
    further: int
    others: tuple[Outcome, ...]
    # The same thing at several places is one line: its title and where.
    opportunities: Mapping[str, Sequence[Opportunity]]


def outcome_page(who: Who, version: CurriculumVersion, code: str) -> OutcomePage | None:
    """All about one outcome; None when this version does not have it."""
    outcome = outcomes_of(version).filter(code=code).first()
    if outcome is None:
        return None
    needs = tuple(outcome.prerequisites.all())
    links = Outcome.prerequisites.through.objects.filter(from_outcome__version=version)
    all_needs: dict[str, list[str]] = {}
    for one, before in links.values_list("from_outcome__code", "to_outcome__code"):
        all_needs.setdefault(one, []).append(before)
    choice = outcome.choice_group
    others = Outcome.objects.filter(version=version, choice_group=choice).exclude(pk=outcome.pk) if choice else []
    return OutcomePage(
        outcome=outcome,
        phase=phase_names(version, [outcome.phase])[outcome.phase],
        levels=_levels(version, outcome),
        needs=needs,
        follows=tuple(outcome.followed_by.order_by("phase", "position")),
        further=len(all_before(all_needs, code)) - len(needs),
        others=tuple(others),
        opportunities=_by_title(_opportunities(who, version.curriculum, code)),
    )


def _levels(version: CurriculumVersion, outcome: Outcome) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The scale up to and including the highest level that something is said of, with the measures on each."""
    said: dict[int, list[str]] = {}
    for criterion in outcome.criteria.all():
        said.setdefault(criterion.level, []).append(in_language(criterion.words))
    names = {level.number: in_language(level.title) for level in version.levels.all()}
    numbers = sorted({*names, *said, outcome.level})
    return tuple((number, names.get(number, ""), tuple(said.get(number, ()))) for number in numbers)


def _opportunities(who: Who, curriculum: Curriculum, code: str) -> QuerySet[Opportunity]:
    partnership = curriculum.object.partnership
    if partnership is None:
        return Opportunity.objects.none()
    given = Contributes.objects.filter(curriculum=curriculum, code=code, asked_beforehand=False)
    rows = visible_opportunities(who, partnership).filter(closed_at=None, pk__in=given.values("opportunity"))
    return rows.select_related("organisation").order_by("title", "pk")[:MOST_OPPORTUNITIES]


MOST_OPPORTUNITIES = 60


def _by_title(rows: Iterable[Opportunity]) -> dict[str, list[Opportunity]]:
    found: dict[str, list[Opportunity]] = {}
    for row in rows:
        found.setdefault(row.title, []).append(row)
    return found


# ---- what changed and for whom ----


def changes_between(old: CurriculumVersion, new: CurriculumVersion) -> Difference:
    """What is different in a later version."""
    return difference(framework_of(old), framework_of(new))


def version_before(version: CurriculumVersion) -> CurriculumVersion | None:
    """The last one that was published before this one."""
    rows = CurriculumVersion.objects.filter(curriculum=version.curriculum_id, number__lt=version.number)
    return rows.exclude(published_at=None).order_by("-number").first()


def trajectories_concerned(version: CurriculumVersion, changes: Difference) -> int:
    """How many running trajectories on an earlier version are about a phase that something is different in."""
    rows = _on_an_earlier(version).values_list("phases").annotate(count=Count("pk")).order_by()
    return sum(count for own, count in rows if set(own) & changes.phases)


def learners_concerned(version: CurriculumVersion, changes: Difference) -> list[tuple[int, int]]:
    """Whose running trajectories those are: (trajectory, learner)."""
    rows = _on_an_earlier(version).values_list("pk", "learner", "phases").order_by("pk")
    return [(pk, learner) for pk, learner, own in rows if set(own) & changes.phases]


def _on_an_earlier(version: CurriculumVersion) -> QuerySet[Trajectory]:
    running = Trajectory.objects.filter(version__curriculum=version.curriculum_id, ended_at=None)
    return running.filter(version__number__lt=version.number)


@dataclass(frozen=True)
class VersionSeen:
    """A version in a list, and on how many running trajectories it stands."""

    version: CurriculumVersion
    running: int


def versions_seen(versions: QuerySet[CurriculumVersion]) -> list[VersionSeen]:
    """Versions with how many running trajectories keep to each."""
    rows = list(versions.select_related("curriculum__object"))
    counts = dict(
        Trajectory.objects.filter(version__in=rows, ended_at=None)
        .values_list("version")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [VersionSeen(one, counts.get(one.pk, 0)) for one in rows]
