"""Who may make assessment forms of a partnership, and who may fill them in."""

from django.db.models import QuerySet
from django.http import Http404

from leerruimte.people.access import SecondFactorNeeded, get_partnership, is_coordinator, may_coordinate
from leerruimte.people.models import Partnership, Role
from leerruimte.people.who import Who
from leerruimte.trajectories.models import AssessmentForm, Trajectory


def may_make_forms(who: Who, partnership: int) -> bool:
    """Coordinators who showed a second proof, and educators of the institute."""
    return Role.INSTITUTE_EDUCATOR in who.roles_in(partnership) or may_coordinate(who, partnership)


def get_forms_partnership(who: Who, slug: str, *, to_make: bool = False) -> Partnership:
    """The partnership, if `who` has a role there (`to_make`: and makes its forms)."""
    partnership = get_partnership(who, slug)
    if to_make and not may_make_forms(who, partnership.pk):
        if is_coordinator(who, partnership.pk):
            raise SecondFactorNeeded
        raise Http404
    return partnership


def visible_forms(who: Who, partnership: Partnership) -> QuerySet[AssessmentForm]:
    """Those that were published; drafts too for who makes them."""
    rows = AssessmentForm.objects.filter(object__partnership=partnership).select_related(
        "object__partnership", "made_by"
    )
    if may_make_forms(who, partnership.pk):
        return rows
    return rows.exclude(published_at=None)


def get_assessment_form(who: Who, partnership: Partnership, form_id: int) -> AssessmentForm:
    """A form of this partnership, if it may be seen."""
    form = visible_forms(who, partnership).filter(pk=form_id).first()
    if form is None:
        raise Http404
    return form


def forms_for(trajectory: Trajectory) -> QuerySet[AssessmentForm]:
    """Forms that the three of a trajectory may fill in: the published ones of their partnership."""
    rows = AssessmentForm.objects.filter(object__partnership=trajectory.object.partnership).exclude(published_at=None)
    return rows.select_related("object").order_by("object__title", "pk")


def get_form_for(trajectory: Trajectory, form_id: int) -> AssessmentForm:
    """A form that belongs with a trajectory that `who` was let into already."""
    form = forms_for(trajectory).filter(pk=form_id).first()
    if form is None:
        raise Http404
    return form
