"""Writing partnerships."""

from django.db import transaction
from django.utils.text import slugify

from leerruimte.base.refused import Refused
from leerruimte.people.models import Partnership
from leerruimte.people.who import Who


@transaction.atomic
def open_partnership(*, by: Who, name: str) -> tuple[Partnership, bool]:
    """The partnership of this name, and whether it is new. Whoever runs the installation decides, by command."""
    name = " ".join(name.split())
    slug = slugify(name)
    if not slug:
        raise Refused("Give the partnership a name with letters.", field="name", code="empty")
    return Partnership.objects.get_or_create(slug=slug, defaults={"name": name})


@transaction.atomic
def renew_host_link(*, by: Who, partnership: Partnership) -> Partnership:
    """Make every older "open conversations here" link of a partnership worthless."""
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    locked.host_number += 1
    locked.save(update_fields=["host_number"])
    return locked
