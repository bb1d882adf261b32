"""Proposing a change on the spot, talking about it, and deciding."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.actions import new_stance, store_contributions, store_stances, take_part, touch
from leerruimte.encounters.models import LONGEST_TEXT, Contribution, Encounter, Participation
from leerruimte.encounters.rules import clean_text
from leerruimte.people.models import Person, Role
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.curriculum import begin_draft
from leerruimte.trajectories.actions.curriculum_draft import add_outcome, change_outcome, take_out_outcome
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.curriculum_checks import check_needs, new_code
from leerruimte.trajectories.models import (
    ChangeProposal,
    Curriculum,
    CurriculumVersion,
)
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.queries.curriculum_proposals import proposed_codes
from leerruimte.trajectories.rules.curriculum import (
    PROPOSED,
    OutcomeText,
    changed,
    changed_by,
)

TALK = "talk"
# One says it in a few hundred words; who wants to change everything makes a file.
MOST_OPEN = 50


@transaction.atomic
def propose_change(
    *,
    by: Who,
    id: UUID,
    version: CurriculumVersion,
    kind: str,
    why: str,
    language: str,
    code: str = "",
    values: Mapping[str, Any] | None = None,
) -> ChangeProposal:
    """Keep a proposal and open the talk about it; the same id again gives the first one."""
    if known := _known(by, id, version):
        return known
    curriculum = (
        Curriculum.objects.select_for_update(of=("self",)).select_related("object").get(pk=version.curriculum_id)
    )
    why = clean_text(why)
    if not why:
        raise Refused(_("Say why: then others can think along."), field="why")
    mine = ChangeProposal.objects.filter(version__curriculum=curriculum, by=by.person, decision="open")
    if mine.count() >= MOST_OPEN:
        raise Refused(_("Many proposals of yours are still open. Wait for what is decided about those."))
    code, fields = _checked(version, kind, code, dict(values or {}), language)
    encounter = _talk(curriculum, _title(kind, code))
    proposal = ChangeProposal.objects.create(
        id=id,
        version=version,
        kind=kind,
        code=code,
        fields=fields,
        language=language,
        why=why[:2000],
        by_id=by.person,
        role=_held(by, curriculum)[0],
        encounter=encounter,
    )
    _say(by, proposal, id, why[:LONGEST_TEXT], signed=False)
    return proposal


def _talk(curriculum: Curriculum, title: str) -> Encounter:
    """The encounter around the curriculum in which people talk about one proposal."""
    partnership = curriculum.object.partnership
    if partnership is None:
        raise Refused(_("There is no talk about this any more."))
    return Encounter.objects.create(
        kind=Encounter.Kind.CURRICULUM_TALK, object=curriculum.object, partnership=partnership, title=title[:120]
    )


def _known(by: Who, id: UUID, version: CurriculumVersion) -> ChangeProposal | None:
    known = ChangeProposal.objects.filter(pk=id).select_related("version").first()
    if known and (known.by_id != by.person or known.version.curriculum_id != version.curriculum_id):
        raise Refused(_("Something went wrong. Open the page again."))
    return known


def _checked(
    version: CurriculumVersion, kind: str, code: str, fields: dict[str, Any], language: str
) -> tuple[str, dict[str, Any]]:
    """The code that a proposal is about and only what it would change; `Refused` when it cannot be."""
    framework = framework_of(version)
    there = {one.code: one for one in framework.outcomes}
    if kind == ChangeProposal.Kind.ADD:
        code = new_code(version.curriculum_id, framework, fields, code)
        if code in proposed_codes(version.curriculum_id):
            raise Refused(_("Somebody else proposed an outcome with this code. Choose another one."), field="code")
    elif code not in there:
        raise Refused(_("This outcome is not in this version."))
    if kind == ChangeProposal.Kind.REMOVE:
        return code, {}
    if kind == ChangeProposal.Kind.CHANGE:
        fields = _what_differs(there[code], fields, language)
        if not fields:
            raise Refused(_("Nothing is different yet. Change something, or propose to take it out."))
    check_needs({one.code: one.prerequisites for one in there.values()}, code, fields.get("prerequisites"))
    return code, fields


def _title(kind: str, code: str) -> str:
    return f"{ChangeProposal.Kind(kind).label} {code}"


def _held(by: Who, curriculum: Curriculum) -> tuple[str, int | None]:
    """As what `by` takes part today, and in which organisation."""
    held = [one for one in by.roles if one.partnership == curriculum.object.partnership_id]
    first = next((one for role in Role.values for one in held if one.role == role), None)
    return (first.role, first.organisation) if first else ("", None)


def _what_differs(outcome: OutcomeText, values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Only those of the values that are not as the outcome has them."""
    return {
        name: values[name]
        for name in PROPOSED
        if name in values and changed(outcome, changed_by(outcome, {name: values[name]}, language)).fields
    }


# ---- the talk: an encounter like any other ----


def _joined(by: Who, proposal: ChangeProposal) -> Participation:
    """As whom `by` takes part; the first time they come in."""
    encounter = proposal.encounter
    if encounter is None or by.person is None:
        raise Refused(_("There is no talk about this any more."))
    Encounter.objects.select_for_update().get(pk=encounter.pk)
    known = Participation.objects.filter(encounter=encounter, person=by.person).first()
    if known:
        return known
    name = Person.objects.values_list("first_name", flat=True).get(pk=by.person)
    role, organisation = _held(by, proposal.version.curriculum)
    joined, _new = take_part(
        by=uuid4(), encounter=encounter, role=role, first_name=name, person=by.person, organisation=organisation
    )
    return joined


def _say(by: Who, proposal: ChangeProposal, id: UUID, text: str, *, signed: bool) -> None:
    who = _joined(by, proposal)
    contribution = Contribution(
        id=id,
        encounter_id=who.encounter_id,
        participation=who,
        role=who.role,
        made_at=timezone.now(),
        question=TALK,
        text=text,
        signed=who.first_name if signed else "",
    )
    store_contributions([contribution])
    touch([who.encounter_id])


def _open(proposal: ChangeProposal) -> ChangeProposal:
    locked = ChangeProposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.decision != ChangeProposal.Decision.OPEN:
        raise Refused(_("This was decided already."), code="decided")
    locked.version = proposal.version
    return locked


@transaction.atomic
def say_of_proposal(*, by: Who, proposal: ChangeProposal, id: UUID, text: str, signed: bool = False) -> None:
    """Say something of a proposal; as long as it is open."""
    locked = _open(proposal)
    text = clean_text(text)
    if not text:
        raise Refused(_("Write something first."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(_("At most 280 characters."), field="text")
    if Contribution.objects.filter(pk=id).exists():
        return
    _say(by, locked, id, text, signed=signed)


@transaction.atomic
def stand_to(*, by: Who, proposal: ChangeProposal, contribution: UUID, value: int | None) -> None:
    """Agree, disagree, pass, or take it back; on the proposal itself or on what somebody said of it."""
    locked = _open(proposal)
    if value not in (1, 0, -1, None):
        raise Refused(_("Choose one of these."))
    if not Contribution.objects.filter(
        pk=contribution, encounter=locked.encounter_id, withdrawn_at=None, hidden_at=None
    ).exists():
        raise Refused(_("What this is about is not there any more."))
    who = _joined(by, locked)
    now = timezone.now()
    store_stances([new_stance(contribution, value, who, n=int(now.timestamp() * 1000), made_at=now)])
    touch([who.encounter_id])


@transaction.atomic
def withdraw_proposal(*, by: Who, proposal: ChangeProposal) -> None:
    """Take one's own proposal back, as long as it is open."""
    locked = _open(proposal)
    if by.person is None or locked.by_id != by.person:
        raise Refused(_("Only who proposed it takes it back."))
    _decide(by, locked, ChangeProposal.Decision.WITHDRAWN, "")


# ---- deciding ----


@transaction.atomic
def decide_proposal(*, by: Who, proposal: ChangeProposal, taken: bool, words: str) -> ChangeProposal:
    """Take a proposal over into the draft, or not, with words for who proposed it."""
    locked = _open(proposal)
    words = clean_text(words)
    if not words:
        raise Refused(_("Say why you decide so: who proposed it reads this."), field="words")
    if taken:
        draft = begin_draft(by=by, curriculum=proposal.version.curriculum)
        _lay_in(by, draft, locked)
        locked.taken_in = draft
    _decide(by, locked, ChangeProposal.Decision.TAKEN if taken else ChangeProposal.Decision.DECLINED, words)
    _tell_proposer(by, locked)
    return locked


def _tell_proposer(by: Who, proposal: ChangeProposal) -> None:
    about = proposal.version.curriculum.object
    if proposal.by_id is None or about.partnership is None:
        return
    where = [about.partnership.slug, proposal.version.curriculum_id, proposal.pk]
    address, kind = reverse("trajectories:curriculum_proposal", args=where), f"proposal_{proposal.decision}"
    tell(by=by, people={proposal.by_id}, kind=kind, values={"title": about.title}, address=address)


def _decide(by: Who, locked: ChangeProposal, decision: str, words: str) -> None:
    locked.decision, locked.decided_by_id = decision, by.person
    locked.decided_at, locked.decision_words = timezone.now(), words[:2000]
    locked.save(update_fields=["decision", "decided_by", "decided_at", "decision_words", "taken_in"])
    if locked.encounter_id:
        Encounter.objects.filter(pk=locked.encounter_id, closed_at=None).update(closed_at=locked.decided_at)


def _lay_in(by: Who, draft: CurriculumVersion, proposal: ChangeProposal) -> None:
    code, values, language = proposal.code, proposal.fields, proposal.language
    if proposal.kind == ChangeProposal.Kind.ADD:
        add_outcome(by=by, version=draft, id=proposal.pk, code=code, values=values, language=language)
    elif proposal.kind == ChangeProposal.Kind.REMOVE:
        take_out_outcome(by=by, version=draft, code=code)
    else:
        change_outcome(by=by, version=draft, code=code, values=values, language=language)
