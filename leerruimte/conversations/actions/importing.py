"""Making a conversation of an export of another tool."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.conversations.actions.keeping_past import keep_past_conversation
from leerruimte.conversations.actions.opening import Plan
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.past import Past, PastContribution, PastPerson, PastStance
from leerruimte.conversations.polis import Comment, Export, fingerprint
from leerruimte.encounters.rules import one_of
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.actions.shipping import sheet_without_drawing

QUESTION = "ingelezen"
LONGEST_TITLE = 120


@transaction.atomic
def import_export(
    *, by: Who, partnership: Partnership, export: Export, files: Mapping[str, bytes], attribution: str = ""
) -> tuple[Conversation, bool]:
    """Make a conversation of an export; gives it and whether it is new. The same files again change nothing.

    `by` was found to host the partnership by the caller's access.
    """
    if not export.comments:
        raise Refused(_("There is no contribution in these files that can be shown."), field="export", code="empty")
    if not export.votes:
        raise Refused(_("There is no vote in these files that counts."), field="export", code="empty")
    digest = fingerprint(files)
    id = one_of(uuid.uuid5(uuid.NAMESPACE_URL, f"leerruimte:{partnership.slug}"), digest)
    known = Conversation.objects.filter(pk=id).select_related("encounter").first()
    if known:
        return known, False
    title = (export.topic or _("Conversation that was read in"))[:LONGEST_TITLE]
    source = {
        "format": "polis",
        "sha256": digest,
        "url": export.url,
        "attribution": attribution or export.attribution,
    }
    conversation = keep_past_conversation(
        by=by,
        partnership=partnership,
        plate=sheet_without_drawing(by=by, partnership=partnership, question=QUESTION),
        plan=Plan(title=title, questions=[QUESTION], mode=Conversation.Mode.OPEN),
        past=_past_of(export, source),
        id=id,
    )
    asked = " ".join(filter(None, [export.topic])) or title
    conversation.questions.update(text={"nl": asked, "en": asked})
    return conversation, True


def _past_of(export: Export, source: dict[str, Any]) -> Past:
    """What happened, with people and contributions counted from 0."""
    voters = list(dict.fromkeys(vote.voter for vote in export.votes))
    writers = [comment.author for comment in export.comments] if export.authors_known else []
    people = {person: index for index, person in enumerate(dict.fromkeys([*voters, *writers]))}
    moments = [at for at in (*(one.at for one in export.comments), *(one.at for one in export.votes)) if at]
    began, ended = (min(moments), max(moments)) if moments else (timezone.now(), timezone.now())
    ordered = sorted(export.comments, key=lambda one: (one.at or began, int(one.id)))
    number = {comment.id: index for index, comment in enumerate(ordered)}
    writer_of = _writers(export, ordered, people, voters)
    return Past(
        began=began,
        ended=max(ended, began),
        people=[PastPerson() for _person in people],
        contributions=[
            PastContribution(by=writer_of[comment.id], question=QUESTION, text=comment.text, at=comment.at or began)
            for comment in ordered
        ],
        stances=[
            PastStance(people[vote.voter], number[vote.comment], vote.value, vote.at or ended) for vote in export.votes
        ],
        imported_from=source,
    )


def _writers(export: Export, comments: list[Comment], people: Mapping[str, int], voters: list[str]) -> dict[str, int]:
    """Who wrote each comment. Where that is not told: somebody who did not vote on it, as a writer does not here."""
    if export.authors_known:
        return {comment.id: people[comment.author] for comment in comments}
    voted: dict[str, set[str]] = {}
    for vote in export.votes:
        voted.setdefault(vote.comment, set()).add(vote.voter)
    return {
        comment.id: people[next((one for one in voters if one not in voted.get(comment.id, ())), voters[0])]
        for comment in comments
    }
