"""Writing curricula: taking one in, a draft, publishing it, and a trajectory that moves to another version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.models import BoundaryObject, Encounter
from leerruimte.people.models import AuditEntry, Partnership, Person
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.notices import tell_each
from leerruimte.trajectories.models import (
    ChangeProposal,
    Criterion,
    Curriculum,
    CurriculumVersion,
    Level,
    Outcome,
    PendingCurriculum,
    Theme,
    Trajectory,
)
from leerruimte.trajectories.queries.curriculum import framework_of
from leerruimte.trajectories.queries.curriculum_map import changes_between, learners_concerned, version_before
from leerruimte.trajectories.queries.curriculum_proposals import stands_in, taken_into
from leerruimte.trajectories.rules.curriculum import Framework, OutcomeText, digest, in_order, mistakes


@transaction.atomic
def import_curriculum(
    *,
    by: Who,
    partnership: Partnership,
    framework: Framework,
    title: str = "",
    curriculum: Curriculum | None = None,
    seen: str | None = None,
) -> CurriculumVersion:
    """Take a whole framework in as the draft of a curriculum (a new one unless one is given). Gives the draft.

    It comes in the place of the draft that is there; `seen` is the digest of that one as it was shown, empty for none.
    What was proposed and taken over into that one and does not stand in the new one is open again.

    The framework comes from `curriculum_table.read_table(bytes)` (CSV) or `case_json.read_package(bytes)` (CASE).
    """
    framework = in_order(framework)
    if mistakes(framework):
        raise Refused(_("This curriculum cannot be taken in as it is."), field="file")
    if title and not framework.title:
        framework = replace(framework, title={_language(): title})
    if curriculum is None:
        curriculum = _new_curriculum(by, partnership, title or _any_words(framework.title))
    locked = Curriculum.objects.select_for_update().get(pk=curriculum.pk)
    old = CurriculumVersion.objects.select_for_update().filter(curriculum=locked, published_at=None).first()
    if seen is not None and seen != (digest(framework_of(old)) if old else ""):
        raise Refused(_("The draft was changed meanwhile. Look again at what would be different."), field="file")
    taken = list(taken_into(old)) if old else []
    if old:
        old.delete()
    draft = _new_version(by, locked, framework)
    _fill(draft, framework, _identifiers(locked))
    kept = [one.pk for one in taken if stands_in(one, framework)]
    ChangeProposal.objects.filter(pk__in=kept).update(taken_in=draft)
    _open_again([one.pk for one in taken if one.pk not in kept])
    _audit(by, draft, AuditEntry.Verb.CHANGED, f"draft, {len(framework.outcomes)} outcomes")
    return draft


def _open_again(proposals: Sequence[UUID]) -> None:
    """What was taken over into a draft that is gone is not decided any more; the talk about it goes on."""
    rows = ChangeProposal.objects.filter(pk__in=proposals)
    Encounter.objects.filter(pk__in=rows.values("encounter")).update(closed_at=None)
    rows.update(
        decision=ChangeProposal.Decision.OPEN, decided_by=None, decided_at=None, decision_words="", taken_in=None
    )


def _language() -> str:
    return (get_language() or "nl").split("-")[0]


def _any_words(texts: Mapping[str, str]) -> str:
    return next((text for text in texts.values() if text), "") or _("Curriculum")


def _new_curriculum(by: Who, partnership: Partnership, title: str) -> Curriculum:
    about = BoundaryObject.objects.create(
        kind=BoundaryObject.Kind.CURRICULUM, title=title.strip()[:200], partnership=partnership
    )
    curriculum = Curriculum.objects.create(object=about)
    if by.person:
        curriculum.owners.add(by.person)
    return curriculum


def _new_version(by: Who, curriculum: Curriculum, framework: Framework) -> CurriculumVersion:
    highest = CurriculumVersion.objects.filter(curriculum=curriculum).aggregate(highest=Max("number"))["highest"]
    return CurriculumVersion.objects.create(
        curriculum=curriculum,
        number=(highest or 0) + 1,
        title=dict(framework.title),
        made_by_id=by.person,
        source=_version_source(framework),
    )


def _version_source(framework: Framework) -> dict[str, object]:
    source = dict(framework.source)
    if framework.phases:
        source["phases"] = {str(number): dict(title) for number, title in framework.phases.items()}
    return source


def _identifiers(curriculum: Curriculum) -> dict[str, UUID]:
    """Code -> what the outside world knows it by, in the newest version that has it."""
    rows = Outcome.objects.filter(version__curriculum=curriculum).order_by("version__number")
    return dict(rows.values_list("code", "identifier"))


def _identifier(outcome: OutcomeText, known: Mapping[str, UUID], said: Collection[str]) -> UUID:
    """What the file says; else what its code was known by before, if the file does not say that of another."""
    if outcome.identifier:
        return UUID(outcome.identifier)
    before = known.get(outcome.code)
    return before if before and str(before) not in said else uuid4()


def _fill(version: CurriculumVersion, framework: Framework, known: dict[str, UUID]) -> None:
    """Write all of a framework under a version that has nothing yet: a few statements however many outcomes."""
    Level.objects.bulk_create(
        Level(version=version, number=one.number, title=dict(one.title)) for one in framework.levels
    )
    Theme.objects.bulk_create(
        Theme(version=version, code=one.code, title=dict(one.title), position=number)
        for number, one in enumerate(framework.themes)
    )
    themes = {one.code: one for one in Theme.objects.filter(version=version)}
    said = {one.identifier for one in framework.outcomes}
    Outcome.objects.bulk_create(
        Outcome(
            version=version,
            code=one.code,
            identifier=_identifier(one, known, said),
            theme=themes[one.theme],
            title=dict(one.title),
            description=dict(one.description),
            phase=one.phase,
            level=one.level,
            hours=one.hours,
            weight=one.weight,
            choice_group=one.choice,
            position=number,
            source=dict(one.source),
        )
        for number, one in enumerate(framework.outcomes)
    )
    made = {one.code: one for one in Outcome.objects.filter(version=version)}
    Criterion.objects.bulk_create(
        Criterion(
            outcome=made[one.code],
            level=criterion.level,
            words=dict(criterion.words),
            position=number,
            source=dict(criterion.source),
        )
        for one in framework.outcomes
        for number, criterion in enumerate(one.criteria)
    )
    through = Outcome.prerequisites.through
    through.objects.bulk_create(
        through(from_outcome_id=made[one.code].pk, to_outcome_id=made[before].pk)
        for one in framework.outcomes
        for before in dict.fromkeys(one.prerequisites)
    )


@transaction.atomic
def begin_draft(*, by: Who, curriculum: Curriculum) -> CurriculumVersion:
    """The draft of the next version: as the newest one is. The draft that is there already, if there is one."""
    locked = Curriculum.objects.select_for_update().get(pk=curriculum.pk)
    versions = CurriculumVersion.objects.filter(curriculum=locked)
    draft = versions.filter(published_at=None).first()
    if draft:
        return draft
    newest = versions.order_by("-number").first()
    if newest is None:
        raise Refused(_("There is nothing to go on from yet: take in a file first."))
    framework = framework_of(newest)
    draft = _new_version(by, locked, framework)
    _fill(draft, framework, _identifiers(locked))
    return draft


@transaction.atomic
def publish_version(
    *, by: Who, version: CurriculumVersion, what_changed: str = "", seen: str | None = None
) -> CurriculumVersion:
    """From now on this version holds for who begins; running trajectories keep theirs. It never changes after.

    `seen` is the digest of the draft as it was shown.
    """
    locked = CurriculumVersion.objects.select_for_update().get(pk=version.pk)
    if locked.published_at:
        return locked
    framework = framework_of(locked)
    if seen is not None and seen != digest(framework):
        raise Refused(_("The draft was changed meanwhile. Look again at what would be different."))
    found = mistakes(framework)
    if found:
        raise Refused(
            ngettext(
                "One thing in the draft is not right yet.", "%(n)d things in the draft are not right yet.", len(found)
            )
            % {"n": len(found)}
        )
    if locked.number > 1 and not what_changed.strip():
        raise Refused(_("Say in your own words what changed and for whom."), field="what_changed")
    locked.what_changed, locked.published_at = what_changed.strip()[:4000], timezone.now()
    locked.save(update_fields=["what_changed", "published_at"])
    _audit(by, locked, AuditEntry.Verb.CHANGED, f"published {locked.number}")
    _tell_learners(by, locked)
    return locked


def _tell_learners(by: Who, version: CurriculumVersion) -> None:
    """Whose running trajectory has to do with what is different reads it, and what it would change for them."""
    before = version_before(version)
    if before is None:
        return
    concerned = learners_concerned(version, changes_between(before, version))
    tell_each(
        by=by,
        people=[(learner, reverse("trajectories:trajectory_curriculum", args=[pk])) for pk, learner in concerned],
        kind="curriculum_published",
        values={"title": version.curriculum.object.title, "number": version.number},
    )


@transaction.atomic
def drop_draft(*, by: Who, version: CurriculumVersion) -> None:
    """Put the draft away; what was taken over into it is open again. Of a curriculum with only a draft all goes."""
    locked = CurriculumVersion.objects.select_for_update(of=("self",)).select_related("curriculum").get(pk=version.pk)
    if locked.published_at:
        raise Refused(_("This version is published; it stays."))
    _audit(by, locked, AuditEntry.Verb.REMOVED, f"draft {locked.number}")
    taken = [one.pk for one in taken_into(locked)]
    curriculum, about = locked.curriculum, locked.curriculum_id
    locked.delete()
    _open_again(taken)
    if not curriculum.versions.exists():
        curriculum.delete()
        BoundaryObject.objects.filter(pk=about).delete()


@transaction.atomic
def appoint_owners(*, by: Who, curriculum: Curriculum, owners: Sequence[Person]) -> None:
    """Who decides about proposals and publishes versions."""
    if not owners:
        raise Refused(_("Somebody has to decide: choose at least one person."), field="owners")
    curriculum.owners.set(owners)
    partnership = curriculum.object.partnership
    AuditEntry.objects.create(
        partnership=partnership, by_id=by.person, verb=AuditEntry.Verb.CHANGED, kind="curriculum",
        thing=str(curriculum.pk), words=f"owners: {len(owners)}",
    )  # fmt: skip


@transaction.atomic
def move_to_version(*, by: Who, trajectory: Trajectory, version: CurriculumVersion) -> Trajectory:
    """Let a trajectory go on with another version of its curriculum; its board and what was agreed stay."""
    locked = Trajectory.objects.select_for_update(of=("self",)).select_related("version").get(pk=trajectory.pk)
    if by.person is None or locked.learner_id != by.person:
        raise Refused(_("Only whose trajectory it is chooses this."))
    if locked.ended_at:
        raise Refused(_("This trajectory has ended; it stays as it is."))
    if version.curriculum_id != locked.version.curriculum_id or version.published_at is None:
        raise Refused(_("Choose a published version of the same curriculum."), field="version")
    if locked.version_id != version.pk:
        locked.version = version
        locked.revision += 1
        locked.save(update_fields=["version", "revision"])
    return locked


# ---- a file between reading and confirming ----


@transaction.atomic
def keep_file(
    *, by: Who, id: UUID, partnership: Partnership, curriculum: Curriculum | None, name: str, content: dict[str, object]
) -> PendingCurriculum:
    """Keep what was read from a file until it is confirmed; nothing of the curriculum changes.

    Another file from the same form, after going back in the browser, comes in the place of the first.
    """
    PendingCurriculum.objects.filter(made_at__lt=timezone.now() - PendingCurriculum.KEPT_FOR).delete()
    read = {"file_name": name[:200], "content": content}
    about = {"partnership": partnership, "curriculum": curriculum, "by_id": by.person}
    pending, new = PendingCurriculum.objects.get_or_create(id=id, defaults={**about, **read})
    if new:
        return pending
    mine = pending.by_id == by.person and pending.partnership_id == partnership.pk
    if not mine or pending.curriculum_id != (curriculum.pk if curriculum else None) or pending.taken_in_id:
        raise Refused(_("Something went wrong with this file. Choose it again."), field="file")
    PendingCurriculum.objects.filter(pk=id, taken_in=None).update(**read)
    return pending


@transaction.atomic
def take_in(*, by: Who, pending: PendingCurriculum, framework: Framework, seen: str | None = None) -> CurriculumVersion:
    """Take in exactly what was shown, in the place of the draft as it was `seen`; a second time gives the first."""
    locked = PendingCurriculum.objects.select_for_update().get(pk=pending.pk)
    if locked.taken_in_id:
        return CurriculumVersion.objects.get(pk=locked.taken_in_id)
    if not locked.content:
        raise Refused(_("Something went wrong with this file. Choose it again."), field="file")
    version = import_curriculum(
        by=by, partnership=locked.partnership, framework=framework, curriculum=locked.curriculum, seen=seen
    )
    locked.taken_in, locked.content = version, {}
    locked.save(update_fields=["taken_in", "content"])
    return version


def drop_file(*, by: Who, pending: PendingCurriculum) -> None:
    """Put a file away; nothing was stored of it."""
    PendingCurriculum.objects.filter(pk=pending.pk, by=by.person).delete()


def _audit(by: Who, version: CurriculumVersion, verb: str, words: str) -> None:
    AuditEntry.objects.create(
        partnership=version.curriculum.object.partnership,
        by_id=by.person,
        verb=verb,
        kind="curriculum",
        thing=str(version.curriculum_id),
        words=words,
    )
