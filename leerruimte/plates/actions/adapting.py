"""Making a plate one's own and changing it: everything goes into a draft, which becomes the next version."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who
from leerruimte.plates.access import get_version
from leerruimte.plates.actions.locking import locked_partnership, locked_plate
from leerruimte.plates.actions.writing import store_plate, store_version
from leerruimte.plates.adapting.problems import problems
from leerruimte.plates.adapting.sections import section_of, stamp, used_parts, with_section
from leerruimte.plates.content import PlateContent, content_of
from leerruimte.plates.models import Licence, Picture, Plate, PlateDraft, PlateVersion, Question
from leerruimte.plates.origin import chain_of, licences_after
from leerruimte.plates.queries import draft_seen
from leerruimte.plates.svg import shown_view


@transaction.atomic
def make_own(*, by: Who, plate: Plate, partnership: Partnership) -> PlateVersion:
    """A copy of a plate's newest version for a partnership; where it comes from goes along.

    A copy that was not changed yet is there once: pressing twice gives the same one.
    """
    locked_partnership(by, partnership.pk)
    source = PlateVersion.objects.select_related("plate__object__partnership").filter(plate=plate).latest("number")
    if source.plate.licence == Licence.OWN and source.plate.object.partnership_id != partnership.pk:
        raise Refused(_("Its maker did not give leave to change this poster elsewhere."), code="licence")
    content = content_of(source)
    if known := _untouched(partnership, content):
        return known
    for one in source.pictures.all():
        Picture.objects.get_or_create(
            partnership=partnership,
            sha256=one.sha256,
            defaults={"kind": one.kind, "width": one.width, "height": one.height},
        )
    origin = chain_of(source, content.fingerprint)
    return store_plate(
        partnership,
        content,
        credit=partnership.name,
        licence=licences_after(origin)[0],
        origin=origin,
        made_by=by.person,
    )


def _untouched(partnership: Partnership, content: PlateContent) -> PlateVersion | None:
    same = PlateVersion.objects.filter(
        fingerprint=content.fingerprint, plate__object__partnership=partnership, plate__archived_at=None
    ).select_related("plate__object")
    return next((one for one in same if one.number == 1 and one.plate.versions.count() == 1), None)


@transaction.atomic
def save_section(*, by: Who, plate: Plate, section: str, value: Any, begun: str) -> None:
    """Keep what was made of a section in the draft. `begun`: the stamp of what the form was filled in on.

    Refused (code "stale") when somebody else changed the same section meanwhile; the same value again changes nothing.
    """
    locked_plate(by, plate)
    seen = draft_seen(plate)
    value = json.loads(json.dumps(value))
    now = section_of(seen.plain, section)
    if value == now:
        return
    if stamp(now) != begun:
        raise Refused(_("Somebody else changed this meanwhile. Nothing is lost: look at both below."), code="stale")
    new = with_section(seen.plain, section, value, shown_view(seen.base.drawing))
    if lost := used_parts(new) - new["parts"].keys():
        names = ", ".join(str(Question.Part(kind).label) for kind in sorted(lost))
        raise Refused(
            _("A question is answered with: %(parts)s. Choose another way there first.") % {"parts": names},
            code="used",
        )
    draft = seen.draft or PlateDraft(plate=plate, base=seen.newest)
    draft.content, draft.changed_at, draft.changed_by_id = new, timezone.now(), by.person
    draft.save()


@transaction.atomic
def publish_draft(*, by: Who, plate: Plate) -> PlateVersion:
    """Make the draft the next version, if nothing is wrong with it."""
    locked = locked_plate(by, plate)
    seen = draft_seen(locked)
    if seen.draft is None:
        raise Refused(_("There is nothing new to make a version of."), code="nothing")
    content = seen.content
    if wrong := problems(content):
        raise Refused(wrong[0].sentence, code="problems")
    if content.fingerprint == content_of(seen.newest).fingerprint:
        raise Refused(_("This is the same as the newest version."), code="nothing")
    version = store_version(locked, content, made_by=by.person)
    seen.draft.delete()
    return version


@transaction.atomic
def discard_draft(*, by: Who, plate: Plate) -> None:
    """Throw the draft away; the newest version stays as it is."""
    locked_plate(by, plate)
    PlateDraft.objects.filter(plate=plate).delete()


@transaction.atomic
def restore_version(*, by: Who, plate: Plate, number: int) -> PlateVersion:
    """Make an older version the newest again: a new version that says and shows the same."""
    locked = locked_plate(by, plate)
    if PlateDraft.objects.filter(plate=plate).exists():
        raise Refused(_("Somebody is changing this poster. Finish that or throw it away first."), code="draft")
    content = content_of(get_version(locked, number))
    newest = locked.versions.order_by("-number")[0]
    return newest if content.fingerprint == newest.fingerprint else store_version(locked, content, made_by=by.person)


@transaction.atomic
def put_away(*, by: Who, plate: Plate, away: bool) -> None:
    """Offer a plate no more, and share it no more; or take it out again."""
    locked = locked_plate(by, plate)
    if away and locked.archived_at is None:
        Plate.objects.filter(pk=locked.pk).update(archived_at=timezone.now(), shared_at=None)
    elif not away:
        Plate.objects.filter(pk=locked.pk).update(archived_at=None)


@transaction.atomic
def delete_plate(*, by: Who, plate: Plate) -> None:
    """Delete a plate for good, while no conversation was held on it."""
    locked = locked_plate(by, plate)
    if locked.object.encounters.exists():
        raise Refused(_("There were conversations on this poster, so it stays. You can put it away."), code="held")
    locked.object.delete()
