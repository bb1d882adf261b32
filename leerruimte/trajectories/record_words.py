"""A record in words: for the page on which somebody looks at it, and for its PDF."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leerruimte.look.printing import typeset
from leerruimte.look.templatetags.look import in_language
from leerruimte.people.models import SIDE_OF, Role
from leerruimte.trajectories.models import Field, Piece, Trajectory
from leerruimte.trajectories.rules.measures import agreed_lines, text_of

TEMPLATE = Path(__file__).parent / "record.typ"


def record_pdf(content: Mapping[str, Any], made_at: datetime) -> bytes:
    """The record typeset, in the language of now."""
    return typeset(TEMPLATE, in_words(content), made_at=made_at)


def in_words(content: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that page and paper show, in words; what the record does not say is left out."""
    learner, partnership = content["learner"]["name"], content["partnership"]["name"]
    return {
        "lang": (get_language() or "nl").split("-")[0],
        "title": _("The road of %(name)s") % {"name": learner or _("a learner")},
        "about": _("The record of a learner"),
        "page_word": _("Page"),
        "of_word": _("of"),
        "partnership": partnership,
        "made": _("Made on %(day)s.") % {"day": day_in_words(content.get("made_at", ""))},
        "sum": _("Sum of this record: %(sum)s") % {"sum": content.get("digest", "")},
        "labels": {
            "outcomes": _("Outcomes"),
            "also": _("Also in this trajectory"),
            "pieces": _("What was done"),
            "agreements": _("Agreements of three"),
            "forms": _("Assessment forms"),
            "head": [_("When"), _("What"), _("Where"), _("Hours")],
        },
        "trajectories": [_trajectory(one) for one in content["trajectories"]],
    }


def day_in_words(iso: str) -> str:
    """A day or moment of the record as people write it."""
    try:
        at: date = datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
    except (TypeError, ValueError):
        return ""
    if isinstance(at, datetime) and is_aware(at):
        at = localtime(at)
    return date_format(at, "j F Y")


def _trajectory(one: Mapping[str, Any]) -> dict[str, Any]:
    outcomes = [_outcome(one, row) for row in one["outcomes"]]
    return {
        "title": one["title"],
        "facts": _facts(one),
        "outcomes": [row for row in outcomes if row["agreed"] or row["reached"] or row["evidence"]],
        "also": [
            f"{row['code']} {row['title']}"
            for row in outcomes
            if not (row["agreed"] or row["reached"] or row["evidence"])
        ],
        "pieces": [_piece(row) for row in one["pieces"]],
        "agreements": [_agreement(row) for row in one["agreements"]],
        "forms": [_form(row) for row in one.get("forms", [])],
    }


def _facts(one: Mapping[str, Any]) -> list[str]:
    purposes = dict(Trajectory.Purpose.choices)
    beside = [" · ".join(filter(None, (row["name"], _role(row["role"]), row["organisation"]))) for row in one["beside"]]
    facts = [
        str(purposes.get(one["purpose"], "")),
        _("From %(first)s until %(last)s") % {"first": day_in_words(one["first"]), "last": day_in_words(one["last"])},
        _("School: %(name)s") % {"name": one["school"]} if one["school"] else "",
        _("Curriculum: %(name)s, version %(number)d")
        % {"name": in_language(one["curriculum"]["title"]), "number": one["curriculum"]["version"]},
        _("Beside the learner: %(names)s") % {"names": "; ".join(beside)} if beside else "",
    ]
    return [fact for fact in facts if fact]


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else ""


def _outcome(one: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    code = row["code"]
    agreed = _last_agreed(one["agreements"], code)
    labels = dict(Field.choices)
    return {
        "code": code,
        "title": in_language(row["title"]) or code,
        "agreed": [
            {"label": str(labels[field]), "text": words} for field in labels if (words := text_of(agreed.get(field)))
        ],
        "reached": [_reached(said) for said in one["reached"] if said["outcome"] == code],
        "evidence": [_evidence(laid) for laid in one["evidence"] if laid["outcome"] == code],
    }


def _last_agreed(agreements: Sequence[Mapping[str, Any]], code: str) -> Mapping[str, Any]:
    for agreement in reversed(agreements):
        lines = agreed_lines(agreement["content"]).get(code)
        if lines is not None:
            return lines
    return {}


def _reached(said: Mapping[str, Any]) -> str:
    level = in_language(said["level_title"]) or str(said["level"])
    if said["taken_back_at"]:
        return _("“%(level)s” was taken back on %(day)s: %(why)s") % {
            "level": level,
            "day": day_in_words(said["taken_back_at"]),
            "why": said["taken_back_why"],
        }
    told = _("Reached: %(level)s, %(day)s") % {"level": level, "day": day_in_words(said["at"])}
    return " · ".join(filter(None, (told, said["by"], said["words"])))


def _evidence(laid: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": laid["title"],
        "about": " · ".join(filter(None, (laid["by"], day_in_words(laid["made_at"]), laid["file_name"], laid["link"]))),
        "words": laid["words"],
        "remarks": [" · ".join(filter(None, (one["text"], one["by"], _role(one["role"])))) for one in laid["remarks"]],
        "file": laid["file"]["name"] if laid["file"] else "",
    }


def _form(row: Mapping[str, Any]) -> dict[str, Any]:
    again = _("round %(number)s") % {"number": row["round"]} if row["round"] > 1 else ""
    return {
        "title": " · ".join(filter(None, (row["title"], again))),
        "about": " · ".join(filter(None, (row["by"], _role(row["role"]), day_in_words(row["at"])))),
        "answers": [
            {"label": one["row"], "text": ". ".join(filter(None, (one["level"], one["words"])))}
            for one in row["answers"]
        ],
    }


def _piece(row: Mapping[str, Any]) -> list[str]:
    wheres = dict(Piece.Where.choices)
    days = dict.fromkeys(day_in_words(row[week]) for week in ("first_week", "last_week"))
    return [
        " – ".join(filter(None, days)),
        row["title"],
        row["organisation"] or str(wheres.get(row["where"], "")),
        str(row["hours"] or ""),
    ]


def _agreement(row: Mapping[str, Any]) -> str:
    told = _("Agreement %(number)d, confirmed on %(day)s") % {
        "number": row["number"],
        "day": day_in_words(row["confirmed_at"]),
    }
    return " · ".join(filter(None, (told, ", ".join(_names(row["content"])), row["digest"][:16])))


def _names(content: Any) -> list[str]:
    entries = content.get("names") if isinstance(content, Mapping) else None
    rows = entries.values() if isinstance(entries, Mapping) else entries if isinstance(entries, list) else []
    names = []
    for row in rows:
        known: Mapping[str, Any] = row if isinstance(row, Mapping) else {"name": row}
        role = known.get("role")
        side = str(SIDE_OF[Role(role)].label) if isinstance(role, str) and role in Role.values else ""
        name = known.get("name")
        names.append(
            name if isinstance(name, str) and name else _("somebody who left (%(side)s)") % {"side": side or "–"}
        )
    return names
