"""What cannot be in a curriculum, told beside the field in which it was typed: for proposals and for the draft."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.encounters.rules import clean_text
from leerruimte.trajectories.models import Outcome
from leerruimte.trajectories.queries.curriculum_proposals import proposed_codes
from leerruimte.trajectories.rules.curriculum import LONGEST_CODE, Framework, find_circle


def new_code(curriculum: int, framework: Framework, fields: Mapping[str, Any], code: str) -> str:
    """The code as it was typed; else the theme with the first number that is free in the phase."""
    theme = str(fields.get("theme", ""))
    if theme not in {one.code for one in framework.themes}:
        raise Refused(_("Choose a theme."), field="theme")
    if not str(fields.get("title", "")):
        raise Refused(_("Give it a title."), field="title")
    code = clean_text(code)[:LONGEST_CODE]
    if code in {one.code for one in framework.outcomes}:
        raise Refused(_("There is an outcome with this code already."), field="code")
    if code:
        return code
    ever = Outcome.objects.filter(version__curriculum=curriculum).values_list("code", flat=True)
    used = {*ever, *proposed_codes(curriculum)}
    stem = f"{theme[: LONGEST_CODE - 8]}-{fields.get('phase', 1)}"
    return next(made for number in count(1) if (made := f"{stem}{number}") not in used)


def check_needs(needs: "dict[str, tuple[str, ...]]", code: str, wanted: Sequence[str] | None) -> None:
    """`Refused` when an outcome would need itself, what is not there, or, in a circle, what needs it."""
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
