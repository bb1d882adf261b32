"""The data of a conversation as files: a table (CSV), everything (JSON), the Polis export format (ZIP); each with what
the columns mean."""

import io
import json
import zipfile
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from leerruimte.conversations.polis import AUTHORS_UNKNOWN, Comment, Export, Vote, csv_text, write_export
from leerruimte.conversations.queries.data import ContributionData, Data
from leerruimte.conversations.report_words import counts_sentence
from leerruimte.look.templatetags.look import in_language

# In a ZIP the moment does not matter: the same data gives the same file.
NO_TIME = (2020, 1, 1, 0, 0, 0)


def as_csv(data: Data) -> bytes:
    """One row a contribution; for spreadsheets, so with the mark that tells them it is UTF-8."""
    texts = {asked["question"]: in_language(asked["text"]) for asked in data.questions}
    table = csv_text(
        [
            "contribution",
            "question",
            "question_text",
            "text",
            "role",
            "first_name",
            "theme",
            "heap",
            "who",
            "week",
            "kind",
            "agree",
            "disagree",
            "stances_in_words",
        ],
        (
            [
                one.number,
                one.question,
                texts.get(one.question, ""),
                one.text,
                one.role,
                one.signed,
                one.theme,
                one.heap,
                one.about,
                one.week or "",
                one.kind,
                *_counts(one),
                counts_sentence(one.counts),
            ]
            for one in data.contributions
        ),
    )
    return ("\ufeff" + table).encode()


def sheets_as_csv(data: Data) -> bytes:
    """What stands on forms and canvases, one row an entry."""
    columns = ["sheet", "table", "field", "written", "role", "choice", "text"]
    rows = ([row[column] if row[column] is not None else "" for column in columns] for row in data.sheets)
    return ("\ufeff" + csv_text(columns, rows)).encode()


def _counts(one: ContributionData) -> tuple[int | str, int | str]:
    """Numbers, or nothing where they may not be told."""
    if one.counts.kind != "counts":
        return "", ""
    return tuple("" if count is None else count for count in (one.counts.agree, one.counts.disagree))  # type: ignore[return-value]


def as_json(data: Data) -> bytes:
    """Everything, with a codebook in both languages."""
    everything = {
        "format": "leerruimte-conversation-1",
        "codebook": {language: codebook(language) for language in ("nl", "en")},
        "conversation": _conversation(data),
        "questions": data.questions,
        "contributions": [
            {
                "contribution": one.number,
                "question": one.question,
                "text": one.text,
                "role": one.role,
                "first_name": one.signed,
                "theme": one.theme,
                "heap": one.heap,
                "who": one.about,
                "week": one.week,
                "kind": one.kind,
                "hour": one.hour.isoformat(),
            }
            for one in data.contributions
        ],
        "participants": [{"participant": number, "role": role} for number, role in enumerate(data.roles)],
        "stances": [
            {"participant": one.participant, "contribution": one.contribution, "value": one.value}
            for one in data.stances
        ],
        "marks": data.marks,
        "element_marks": data.element_marks,
        "sheets": data.sheets,
        "intentions": [
            {
                "what": one.what,
                "by_when": one.by_when.isoformat() if one.by_when else "",
                "with_whom": one.with_whom,
                "needed": one.needed,
                "asks_of_me": one.asks_of_me,
                "asks_of_organisation": one.asks_of_organisation,
                "first_name": one.signed,
            }
            for one in data.intentions
        ],
        "harvests": data.harvests,
    }
    return json.dumps(everything, ensure_ascii=False, indent=1).encode()


def _conversation(data: Data) -> dict[str, Any]:
    encounter = data.conversation.encounter
    imported = data.conversation.imported_from or {}
    return {
        "title": encounter.title,
        "partnership": encounter.partnership.name,
        "plate": data.conversation.plate.plate.slug if not imported else "",
        "began": data.hour.isoformat(),
        "closed": encounter.closed_at is not None,
        "people": data.people,
        "attribution": imported.get("attribution", ""),
        "source": imported.get("url", ""),
    }


def as_polis(data: Data) -> bytes:
    """The Polis export format, zipped, with the codebook."""
    files = write_export(as_export(data), _figures(data))
    for language, name in (("nl", "codeboek.txt"), ("en", "codebook.txt")):
        files[name] = "\r\n".join(f"{column}\r\n    {meaning}" for column, meaning in codebook(language).items())
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.external_attr = 0o644 << 16  # readable by everybody, once unpacked
            archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)
    return zipped.getvalue()


def as_export(data: Data) -> Export:
    """The data as Polis has it. Each contribution has a writer of its own, beside those who voted."""
    first_writer = len(data.roles)
    return Export(
        topic=data.conversation.encounter.title,
        description=in_language(data.conversation.plate.claim) if not data.conversation.imported_from else "",
        url="",
        comments=tuple(
            Comment(id=str(one.number), author=str(first_writer + one.number), text=one.text, at=one.hour, moderated=1)
            for one in data.contributions
        ),
        votes=tuple(
            Vote(voter=str(one.participant), comment=str(one.contribution), value=one.value, at=data.hour)
            for one in data.stances
        ),
    )


def _figures(data: Data) -> dict[str, Any]:
    attribution = (data.conversation.imported_from or {}).get("attribution", "")
    return {
        "views": "" if data.people is None else data.people,
        "voters": len(data.roles),
        "voters-in-conv": len(data.roles),
        "commenters": len(data.contributions),
        "comments": len(data.contributions),
        "groups": "",
        "author-ids": AUTHORS_UNKNOWN,
        **({"attribution": attribution} if attribution else {}),
    }


def codebook(language: str) -> dict[str, str]:
    """What each name in the files means."""
    with translation.override(language):
        return {
            "contribution / comment-id": _("Number of a contribution, in the order in which they came."),
            "participant / voter-id": _(
                "Number of a person, drawn anew for each file; it follows no order and says nothing about who it is."
            ),
            "author-id": _(
                "A number of its own for each contribution: who wrote it is not told, nor what else they wrote."
            ),
            "role": _(
                "The role somebody chose; empty when fewer than five people have it, or when that could be worked out."
            ),
            "first_name": _("A first name, only when the writer put it under these words."),
            "value / vote": _("1 agree, -1 disagree, 0 pass. The last answer of each person counts."),
            "agree, disagree": _(
                "How many people agree or disagree; empty for one to four people, and where a number would give such a "
                "small group away."
            ),
            "question": _("The question of the plate that it answers."),
            "theme": _("The theme that the room put it in."),
            "heap": _("The heap of the plate it was laid on, or the part of the drawing it is about, by its id."),
            "who": _("Who it is about, in the writer's words; only where the plate asks for that."),
            "week": _("The week it lies in, where the heaps of the plate are places in weeks."),
            "kind (of a contribution)": _("What kind of slip it is, by the id that the plate gives it."),
            "position": _(
                "A place on the path or scale: 0 is the first station or step, 1 the second; 1.5 is halfway between."
            ),
            "element_marks": _("How many people put a mark on a part of the drawing, whatever the question."),
            "told": _(
                "nobody, few (one to four people), many (people says how many), nearly (everybody or all but a few)."
            ),
            "us": _("Whom “us” is: the number of the answer on the plate, from 0."),
            "sheets": _("What stands on the forms and canvases of the tables; what is private is not in here."),
            "written": _("alone: apart, before it lay side by side; together: as one version, or on a canvas."),
            "hour / timestamp": _(
                "The hour in which it happened; for answers the hour in which the conversation began."
            ),
            "moderated": _("Always 1: what the facilitator hid is left out."),
            "group-id": _("Empty: groups are told in the report, only when they were shown."),
        }
