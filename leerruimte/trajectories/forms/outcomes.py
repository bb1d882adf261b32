"""Choosing a few outcomes out of a curriculum, theme by theme: for every form that asks for them."""

from collections.abc import Collection, Iterable, Sequence

from leerruimte.look.templatetags.look import in_language
from leerruimte.trajectories.models import CurriculumVersion, Outcome

# Title of the theme, its outcomes with whether each is chosen, and how many are.
Themes = list[tuple[str, list[tuple[Outcome, bool]], int]]


def outcomes_to_choose(version: CurriculumVersion | None) -> Sequence[Outcome]:
    """The outcomes of a version as people choose from them: theme by theme."""
    if version is None:
        return ()
    rows = Outcome.objects.filter(version=version).select_related("theme")
    return list(rows.order_by("theme__position", "theme", "phase", "position", "pk"))


def themes_of(outcomes: Iterable[Outcome], chosen: Collection[str]) -> Themes:
    """Outcomes by theme, each with whether its code is chosen, and how many of the theme are."""
    themes: dict[int, tuple[str, list[tuple[Outcome, bool]]]] = {}
    for one in outcomes:
        _title, its = themes.setdefault(one.theme_id, (in_language(one.theme.title) or one.theme.code, []))
        its.append((one, one.code in chosen))
    return [(title, its, sum(taken for _one, taken in its)) for title, its in themes.values()]
