"""Words for the audit trail."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

KINDS = {
    "person": _("the page of a person"),
    "people": _("a list of people"),
    "role": _("a role"),
    "invitation": _("an invitation"),
    "organisation": _("an organisation"),
    "organisations": _("a list of organisations"),
    "shares": _("what an organisation shows"),
    "membership": _("how long an organisation takes part"),
    "account": _("an account"),
    "own_data": _("everything that is theirs"),
    "conversation": _("a conversation"),
    "plate": _("a plate"),
    "trajectory": _("a trajectory"),
}


@register.filter
def audit_kind(kind: str) -> str:
    """What an audit line is about, in words."""
    return str(KINDS.get(kind, kind))
