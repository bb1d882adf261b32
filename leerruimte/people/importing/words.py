"""A plan in words: for the page and for the terminal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leerruimte.people.importing.columns import PEOPLE, label_of
from leerruimte.people.importing.plans import Outcome, Plan, Planned
from leerruimte.people.models import Organisation, Role

OUTCOMES: dict[str, "str | Promise"] = {
    Outcome.WRONG: gettext_lazy("wrong"),
    Outcome.CHANGES: gettext_lazy("changes"),
    Outcome.NEW: gettext_lazy("new"),
    Outcome.SAME: gettext_lazy("left alone"),
}
LABELS: dict[str, type[Role] | type[Organisation.Kind] | type[Organisation.Region]] = {
    "role": Role,
    "kind": Organisation.Kind,
    "holidays": Organisation.Region,
}


@dataclass(frozen=True)
class SeenRow:
    """One row as people read it. `changes`: (column, from, to); `problems`: (column, why)."""

    line: int
    outcome: Outcome
    word: str
    title: str
    about: str
    role: str
    changes: tuple[tuple[str, str, str], ...]
    problems: tuple[tuple[str, str], ...]
    note: str


def seen_rows(plan: Plan, outcome: str = "") -> list[SeenRow]:
    """The rows, what is wrong first, in the order of the file; all or one outcome."""
    kind = plan.kind
    return [
        seen_row(
            one,
            title=_title(kind, one),
            about=_about(kind, one),
            label=partial(label_of, kind),
            say=in_words,
            role=one.row.get("role") if kind == PEOPLE else "",
        )
        for one in wrong_first(plan, outcome)
    ]


def plan_seen(plan: Plan, asked: str) -> dict[str, Any]:
    """What the page of a plan (`people/import_preview.html`) needs, beside its rows; `asked`: of one outcome only."""
    return {
        "plan": plan,
        "shown": asked if asked in OUTCOMES else "",
        "counts": [(outcome.value, OUTCOMES[outcome], plan.counts[outcome]) for outcome in Outcome],
        "takes": plan.counts[Outcome.NEW] + plan.counts[Outcome.CHANGES],
        "new": plan.counts[Outcome.NEW],
        "wrong": plan.counts[Outcome.WRONG],
    }


def wrong_first(plan: Plan, outcome: str = "") -> list[Planned]:
    """Rows of a plan, what is wrong first, in the order of the file; all or one outcome."""
    order = list(Outcome)
    rows = [one for one in plan.rows if not outcome or one.outcome == outcome]
    return sorted(rows, key=lambda one: order.index(one.outcome))


def seen_row(
    one: Planned,
    *,
    title: str,
    about: Iterable[str],
    label: Callable[[str], str],
    say: Callable[[str, Any], str],
    role: str = "",
) -> SeenRow:
    """A row as people read it; `label`: what a column is called, `say`: a value of a column in words."""
    return SeenRow(
        line=one.row.line,
        outcome=one.outcome,
        word=str(OUTCOMES[one.outcome]),
        title=title,
        about=" · ".join(about),
        role=role,
        changes=tuple(
            (label(change.column), say(change.column, change.before), say(change.column, change.after))
            for change in one.changes
        ),
        problems=tuple((label(problem.column) if problem.column else "", problem.why) for problem in one.problems),
        note=one.note,
    )


def _title(kind: str, one: Planned) -> str:
    get = one.row.get
    if kind == PEOPLE:
        return f"{get('first_name')} {get('last_name')}".strip() or get("email") or _("without a name")
    return get("name") or get("code") or _("without a name")


def _about(kind: str, one: Planned) -> Iterator[str]:
    get = one.row.get
    if kind == PEOPLE:
        parts = [get("email"), one.place_name or get("organisation") or _("the partnership as a whole")]
        if get("until"):
            parts.append(_("until %(day)s") % {"day": in_words("until", get("until"))})
    else:
        parts = [in_words("kind", get("kind")) if get("kind") else "", get("code"), get("place"), one.place_name]
    yield from (part for part in parts if part)


def in_words(column: str, value: Any) -> str:
    """A value as people read it."""
    if value in (None, ""):
        return _("empty")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(LABELS[column](value).label) if column in LABELS else str(value)
