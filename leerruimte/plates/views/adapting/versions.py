"""The versions of a plate: who made them when, what changed, an older one again; putting a plate away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leerruimte.base.refused import Refused
from leerruimte.people.middleware import HttpRequestWho
from leerruimte.plates.access import get_adaptable, get_version
from leerruimte.plates.actions.adapting import delete_plate, put_away, restore_version
from leerruimte.plates.queries import gone_addresses, plate_seen, versions_seen
from leerruimte.plates.svg import drawing_markup


@require_safe
@never_cache
def show_versions(request: HttpRequestWho, slug: str) -> HttpResponse:
    """All versions, the newest first."""
    plate = get_adaptable(request.who, slug)
    return render(request, "plates/versions.html", {"plate": plate, "versions": versions_seen(plate)})


@require_safe
@never_cache
def show_version(request: HttpRequestWho, slug: str, number: int) -> HttpResponse:
    """The page of a plate as it was."""
    plate = get_adaptable(request.who, slug)
    version = get_version(plate, number)
    seen = plate_seen(version)
    context = {
        "seen": seen,
        "version": version,
        "drawing": drawing_markup(version, get_language() or "nl", crop=True, links=True),
        "gone": gone_addresses(seen.links),
        "older": True,
    }
    return render(request, "plates/plate.html", context)


@require_POST
def restore(request: HttpRequestWho, slug: str, number: int) -> HttpResponse:
    """Make an older version the newest again."""
    plate = get_adaptable(request.who, slug)
    get_version(plate, number)
    try:
        version = restore_version(by=request.who, plate=plate, number=number)
        words = {"old": number, "new": version.number}
        messages.success(request, _("Version %(new)d says and shows what version %(old)d did.") % words)
    except Refused as no:
        messages.error(request, no.message)
    return redirect("plates:versions", plate.slug)


@require_POST
def change_keeping(request: HttpRequestWho, slug: str) -> HttpResponse:
    """Put a plate away, take it out again, or delete it while nobody talked about it."""
    plate = get_adaptable(request.who, slug)
    does = request.POST.get("doe", "")
    try:
        if does == "wissen":
            delete_plate(by=request.who, plate=plate)
            messages.success(request, _("The poster is deleted."))
            return redirect("plates:plates")
        if does not in {"weg", "terug"}:
            raise Refused(_("That cannot be chosen here."))
        put_away(by=request.who, plate=plate, away=does == "weg")
    except Refused as no:
        messages.error(request, no.message)
        return redirect("plates:adapt", plate.slug)
    if does == "terug":
        messages.success(request, _("The poster is back in the list."))
    else:
        messages.success(request, _("The poster is put away. Conversations on it keep it."))
    return redirect("plates:plate", plate.slug)
