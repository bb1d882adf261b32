"""Proposing a change on the spot, talking about it, and deciding; and what owners change in the draft themselves."""

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
from leerruimte.trajectories.actions.notices import tell
from leerruimte.trajectories.models import (
    ChangeProposal,
    Criterion,
    Curriculum,
    CurriculumVersion,
    Outcome,
    Theme,
)
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.queries.curriculum_proposals import new_outcome
from leerruimte.trajectories.rules.curriculum import (
    LONGEST_CODE,
    PROPOSED,
    OutcomeText,
    changed_by,
    find_circle,
    measure_in,
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
    there = {one.code: one for one in framework_of(version).outcomes}
    if kind == ChangeProposal.Kind.ADD:
        code = _new_code(version, str(fields.get("theme", "")), fields, code)
    elif code not in there:
        raise Refused(_("This outcome is not in this version."))
    if kind == ChangeProposal.Kind.REMOVE:
        return code, {}
    if kind == ChangeProposal.Kind.CHANGE:
        fields = _what_differs(there[code], fields, language)
        if not fields:
            raise Refused(_("Nothing is different yet. Change something, or propose to take it out."))
    _check_needs({one.code: one.prerequisites for one in there.values()}, code, fields.get("prerequisites"))
    return code, fields


def _title(kind: str, code: str) -> str:
    return f"{ChangeProposal.Kind(kind).label} {code}"


def _held(by: Who, curriculum: Curriculum) -> tuple[str, int | None]:
    """As what `by` takes part today, and in which organisation."""
    held = [one for one in by.roles if one.partnership == curriculum.object.partnership_id]
    first = next((one for role in Role.values for one in held if one.role == role), None)
    return (first.role, first.organisation) if first else ("", None)


def _new_code(version: CurriculumVersion, theme: str, fields: Mapping[str, Any], code: str) -> str:
    """The code as it was typed; else the theme with the first number that is free in the phase."""
    there = set(Outcome.objects.filter(version__curriculum=version.curriculum_id).values_list("code", flat=True))
    if not Theme.objects.filter(version=version, code=theme).exists():
        raise Refused(_("Choose a theme."), field="theme")
    if not str(fields.get("title", "")):
        raise Refused(_("Give it a title."), field="title")
    code = clean_text(code)[:LONGEST_CODE]
    if not code:
        numbers = (number for number in range(1, 1000))
        phase = int(fields.get("phase", 1))
        stem = theme[: LONGEST_CODE - 8]
        code = next(made for number in numbers if (made := f"{stem}-{phase}{number}") not in there)
    if code in set(Outcome.objects.filter(version=version).values_list("code", flat=True)):
        raise Refused(_("There is an outcome with this code already."), field="code")
    return code


def _what_differs(outcome: OutcomeText, values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Only those of the values that are not as the outcome has them."""
    now = {
        "title": outcome.title.get(language, ""),
        "description": outcome.description.get(language, ""),
        "measure": measure_in(outcome, language),
        "level": outcome.level,
        "hours": outcome.hours,
        "phase": outcome.phase,
        "prerequisites": sorted(outcome.prerequisites),
    }
    return {
        name: values[name]
        for name in PROPOSED
        if name in values and (sorted(values[name]) if name == "prerequisites" else values[name]) != now[name]
    }


def _check_needs(needs: "dict[str, tuple[str, ...]]", code: str, wanted: Any) -> None:
    if wanted is None:
        return
    if code in wanted:
        raise Refused(_("An outcome cannot need itself."), field="prerequisites")
    unknown = sorted(set(wanted) - set(needs))
    if unknown:
        raise Refused(_("“%(code)s” is not there (any more).") % {"code": unknown[0]}, field="prerequisites")
    circle = find_circle({**needs, code: tuple(wanted)})
    if circle:
        words = _("Then these would need each other in a circle: %(codes)s.") % {"codes": " → ".join(circle)}
        raise Refused(words, field="prerequisites")


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
        _lay_in(draft, locked)
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


def _lay_in(draft: CurriculumVersion, proposal: ChangeProposal) -> None:
    if proposal.kind == ChangeProposal.Kind.ADD:
        _add(draft, new_outcome(proposal))
    elif proposal.kind == ChangeProposal.Kind.REMOVE:
        _take_out(draft, proposal.code)
    else:
        _change(draft, proposal.code, proposal.fields, proposal.language)


# ---- the draft ----


def _locked_draft(version: CurriculumVersion) -> CurriculumVersion:
    locked = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    if locked.published_at:
        raise Refused(_("This version is published and stays as it is."))
    return locked


@transaction.atomic
def change_outcome(*, by: Who, version: CurriculumVersion, code: str, values: Mapping[str, Any], language: str) -> None:
    """Change an outcome of the draft (`rules.curriculum.PROPOSED`), its words in one language."""
    _change(_locked_draft(version), code, values, language)


@transaction.atomic
def add_outcome(
    *, by: Who, version: CurriculumVersion, values: Mapping[str, Any], language: str, code: str = ""
) -> str:
    """Add an outcome to the draft; gives its code."""
    draft = _locked_draft(version)
    code = _new_code(draft, str(values.get("theme", "")), values, code)
    outcome = changed_by(OutcomeText(code=code, theme=str(values["theme"]), title={}), values, language)
    _add(draft, outcome)
    return code


@transaction.atomic
def take_out_outcome(*, by: Who, version: CurriculumVersion, code: str) -> None:
    """Take an outcome out of the draft; nothing needs it any more after."""
    _take_out(_locked_draft(version), code)


def _change(draft: CurriculumVersion, code: str, values: Mapping[str, Any], language: str) -> None:
    framework = framework_of(draft)
    there = {one.code: one for one in framework.outcomes}
    if code not in there:
        raise Refused(_("“%(code)s” is not in the draft any more.") % {"code": code})
    new = changed_by(there[code], values, language)
    if not any(new.title.values()):
        raise Refused(_("Give it a title."), field="title")
    _check_needs({one.code: one.prerequisites for one in framework.outcomes}, code, new.prerequisites)
    _write(draft, Outcome.objects.get(version=draft, code=code), new)


def _add(draft: CurriculumVersion, new: OutcomeText) -> None:
    framework = framework_of(draft)
    codes = {one.code: one.prerequisites for one in framework.outcomes}
    if new.code in codes:
        raise Refused(_("There is an outcome with the code “%(code)s” already.") % {"code": new.code}, field="code")
    theme = Theme.objects.filter(version=draft, code=new.theme).first()
    if theme is None:
        raise Refused(_("Choose a theme."), field="theme")
    _check_needs(codes, new.code, new.prerequisites)
    outcome = Outcome.objects.create(version=draft, code=new.code, theme=theme, position=len(codes))
    _write(draft, outcome, new)


def _write(draft: CurriculumVersion, outcome: Outcome, new: OutcomeText) -> None:
    outcome.title, outcome.description = dict(new.title), dict(new.description)
    outcome.phase, outcome.level, outcome.hours = new.phase, new.level, new.hours
    outcome.save()
    outcome.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(outcome=outcome, level=one.level, words=dict(one.words), position=number, source=dict(one.source))
        for number, one in enumerate(new.criteria)
    )
    outcome.prerequisites.set(Outcome.objects.filter(version=draft, code__in=new.prerequisites))


def _take_out(draft: CurriculumVersion, code: str) -> None:
    outcome = Outcome.objects.filter(version=draft, code=code).first()
    if outcome is None:
        raise Refused(_("“%(code)s” is not in the draft any more.") % {"code": code})
    identifier = str(outcome.identifier)
    case = draft.source.get("case", {})
    if "associations" in case:
        # Links that an imported file had to it would lead nowhere.
        case["associations"] = [one for one in case["associations"] if not _touches(one, identifier)]
        draft.save(update_fields=["source"])
    outcome.delete()


def _touches(link: Mapping[str, Any], identifier: str) -> bool:
    ends = (link.get("originNodeURI"), link.get("destinationNodeURI"))
    return any(identifier in (str(end.get("identifier")) if isinstance(end, dict) else str(end)) for end in ends)
