"""Who may see or do what with a curriculum: everybody with a role in its partnership reads, proposes and talks along;
its owners decide; coordinators with a second proof say who owns it and take in a new one."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from leerruimte.base.searching import all_words
from leerruimte.people.access import get_coordinated, get_partnership, on_today
from leerruimte.people.models import Partnership, Person, Role, RoleAssignment
from leerruimte.people.who import Who
from leerruimte.trajectories.models import ChangeProposal, Curriculum, CurriculumVersion, PendingCurriculum

MOST_SHOWN = 60


def get_curriculum(who: Who, slug: str, curriculum_id: int) -> Curriculum:
    """The curriculum, for whoever has a role in its partnership today."""
    partnership = get_partnership(who, slug)
    rows = Curriculum.objects.filter(object__partnership=partnership).select_related("object__partnership")
    curriculum = rows.filter(pk=curriculum_id).first()
    if curriculum is None:
        raise Http404
    return curriculum


def may_decide(who: Who, curriculum: Curriculum) -> bool:
    """Whether they decide about proposals, edit the draft and publish: an owner with a role there today."""
    here = curriculum.object.partnership_id in who.partnerships
    return bool(here and who.person and curriculum.owners.filter(pk=who.person).exists())


def get_owned(who: Who, slug: str, curriculum_id: int) -> Curriculum:
    """The curriculum, if `who` is one of its owners."""
    curriculum = get_curriculum(who, slug, curriculum_id)
    if not may_decide(who, curriculum):
        raise Http404
    return curriculum


def get_appointed(who: Who, slug: str, curriculum_id: int) -> Curriculum:
    """The curriculum, if `who` may say who owns it; `SecondFactorNeeded` when only the second proof is missing."""
    get_coordinated(who, slug)
    return get_curriculum(who, slug, curriculum_id)


def visible_versions(who: Who, *curricula: Curriculum) -> QuerySet[CurriculumVersion]:
    """What is published of these; the draft too for their owners."""
    owned = Curriculum.objects.filter(owners=who.person or 0, object__partnership__in=who.partnerships)
    seen = Q(published_at__isnull=False) | Q(curriculum__in=owned)
    return CurriculumVersion.objects.filter(seen, curriculum__in=curricula).order_by("-number")


def get_version(who: Who, slug: str, curriculum_id: int, number: int) -> CurriculumVersion:
    """A version that may be read."""
    curriculum = get_curriculum(who, slug, curriculum_id)
    version = visible_versions(who, curriculum).filter(number=number).first()
    if version is None:
        raise Http404
    version.curriculum = curriculum
    return version


def get_draft(who: Who, slug: str, curriculum_id: int) -> CurriculumVersion:
    """The draft of a curriculum that one owns."""
    curriculum = get_owned(who, slug, curriculum_id)
    draft = CurriculumVersion.objects.filter(curriculum=curriculum, published_at=None).first()
    if draft is None:
        raise Http404
    draft.curriculum = curriculum
    return draft


def get_proposal(who: Who, slug: str, curriculum_id: int, proposal_id: UUID) -> ChangeProposal:
    """A proposal to a curriculum that may be read."""
    curriculum = get_curriculum(who, slug, curriculum_id)
    rows = ChangeProposal.objects.filter(version__curriculum=curriculum, pk=proposal_id)
    proposal = rows.select_related("version", "by", "decided_by", "encounter", "taken_in").first()
    if proposal is None:
        raise Http404
    proposal.version.curriculum = curriculum
    return proposal


def get_place_to_take_in(who: Who, slug: str, curriculum_id: int | None) -> tuple[Partnership, Curriculum | None]:
    """Where a file may be taken in: into a curriculum that one owns, or as a new one by who coordinates."""
    if curriculum_id is None:
        return get_coordinated(who, slug), None
    curriculum = get_owned(who, slug, curriculum_id)
    return get_partnership(who, slug), curriculum


def get_pending(who: Who, slug: str, pending_id: UUID) -> PendingCurriculum:
    """A file that one read in oneself less than a day ago, where one may still take it in."""
    partnership = get_partnership(who, slug)
    fresh = timezone.now() - PendingCurriculum.KEPT_FOR
    rows = PendingCurriculum.objects.filter(partnership=partnership, by=who.person or 0, made_at__gt=fresh)
    pending = rows.select_related("partnership", "curriculum__object", "taken_in").filter(pk=pending_id).first()
    # What was taken in into a draft that is gone again has nothing left to show.
    if pending is None or not (pending.content or pending.taken_in):
        raise Http404
    get_place_to_take_in(who, slug, pending.curriculum_id)
    return pending


def possible_owners(partnership: Partnership, words: str, curriculum: Curriculum) -> QuerySet[Person]:
    """Who could own a curriculum: people with a role in the partnership today who were looked for by name, besides
    educators of the institute and coordinators (when nobody is looked for), and who owns it now."""
    held = RoleAssignment.objects.filter(on_today(), partnership=partnership)
    usual = held.filter(role__in=(Role.COORDINATOR, Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR))
    people = Person.objects.filter(pk__in=held.values("person"))
    found = people.filter(all_words(words)) if words else people.filter(pk__in=usual.values("person"))
    shown = found.order_by("first_name", "last_name", "pk").values_list("pk", flat=True)[:MOST_SHOWN]
    now = curriculum.owners.values_list("pk", flat=True)
    return Person.objects.filter(pk__in=[*shown, *now]).order_by("first_name", "last_name", "pk")
