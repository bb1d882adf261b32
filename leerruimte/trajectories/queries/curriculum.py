"""Reading curricula: the version that holds, its outcomes in order, and words in a language."""

from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, QuerySet
from django.utils.translation import override

from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import Partnership
from leerruimte.trajectories.case_strict import made_id
from leerruimte.trajectories.case_writing import document_id
from leerruimte.trajectories.models import Criterion, Curriculum, CurriculumVersion, Outcome
from leerruimte.trajectories.rules.curriculum import (
    CriterionText,
    Framework,
    LevelText,
    OutcomeText,
    ThemeText,
)


def curricula_of(partnership: Partnership) -> QuerySet[Curriculum]:
    """The curricula of a partnership, by title."""
    return Curriculum.objects.filter(object__partnership=partnership).select_related("object").order_by("object__title")


def published_of(curriculum: Curriculum) -> QuerySet[CurriculumVersion]:
    """What was published of a curriculum, the newest first."""
    return CurriculumVersion.objects.filter(curriculum=curriculum).exclude(published_at=None).order_by("-number")


def newest_of(curriculum: Curriculum) -> CurriculumVersion | None:
    """The version of a curriculum that holds: the last one published."""
    return published_of(curriculum).first()


def draft_of(curriculum: Curriculum) -> CurriculumVersion | None:
    """What is being made of a curriculum, if anything is."""
    return CurriculumVersion.objects.filter(curriculum=curriculum, published_at=None).first()


def outcomes_of(version: CurriculumVersion, phases: Iterable[int] | None = None) -> QuerySet[Outcome]:
    """Outcomes in order with theme, criteria and prerequisites at hand; of some phases, or of all."""
    rows = Outcome.objects.filter(version=version).select_related("theme")
    if phases is not None:
        rows = rows.filter(phase__in=list(phases))
    return rows.prefetch_related("criteria", Prefetch("prerequisites", Outcome.objects.order_by("phase", "position")))


def words(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """The words of {"nl": .., "en": ..} in a language, else in the reader's; else Dutch, else whatever there is."""
    if language is None:
        return in_language(texts)
    with override(language):
        return in_language(texts)


def framework_of(version: CurriculumVersion) -> Framework:
    """A version as plain values: what is compared, written to files and copied to a next version."""
    outcomes = tuple(_plain(outcome) for outcome in outcomes_of(version))
    return Framework(
        title=version.title,
        themes=tuple(ThemeText(theme.code, theme.title) for theme in version.themes.all()),
        levels=tuple(LevelText(level.number, level.title) for level in version.levels.all()),
        phases={int(number): title for number, title in version.source.get("phases", {}).items()},
        outcomes=outcomes,
        source={key: value for key, value in version.source.items() if key != "phases"},
    )


def case_documents(version: CurriculumVersion) -> list[str]:
    """What the documents of the versions published before are known by in CASE, and as the last that of this one.

    Each is a document of its own: as it was read from a file, unless an earlier version is known so already.
    """
    earlier = CurriculumVersion.objects.filter(curriculum=version.curriculum_id, number__lt=version.number)
    rows = [*earlier.exclude(published_at=None).order_by("number"), version]
    found: list[str] = []
    for row in rows:
        read = row.source.get("case", {}).get("document", {}).get("identifier")
        first = Outcome.objects.filter(version=row).values_list("identifier", flat=True).first()
        own = str(read) if read else document_id(str(first or ""))
        found.append(made_id(own, "version", str(row.number)) if own in found else own)
    return found


def _plain(outcome: Outcome) -> OutcomeText:
    return OutcomeText(
        code=outcome.code,
        theme=outcome.theme.code,
        title=outcome.title,
        description=outcome.description,
        phase=outcome.phase,
        level=outcome.level,
        hours=outcome.hours,
        weight=outcome.weight,
        choice=outcome.choice_group,
        criteria=tuple(_plain_criterion(one) for one in outcome.criteria.all()),
        prerequisites=tuple(one.code for one in outcome.prerequisites.all()),
        identifier=str(outcome.identifier),
        source=outcome.source,
    )


def _plain_criterion(criterion: Criterion) -> CriterionText:
    return CriterionText(criterion.level, criterion.words, criterion.source)
