"""What is kept of a person as a person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q

from leerruimte.people.models import AuditEntry, Invitation, PendingImport, Person, RoleAssignment


def all_of(person: Person) -> dict[str, object]:
    """Everything about the account and the roles, and who looked, to take out; no secrets."""
    roles = RoleAssignment.objects.filter(person=person).order_by("from_date", "pk")
    invitations = Invitation.objects.filter(Q(accepted_by=person) | Q(email=person.email))
    return {
        "account": {
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "language": person.language,
            "reminders": person.reminders,
            "has_calendar_address": person.calendar_key is not None,
            "made_at": person.made_at,
            "last_sign_in": person.last_login,
            "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
            "second_steps": list(
                Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
            ),
            "institutions": list(SocialAccount.objects.filter(user=person).values("provider", "date_joined")),
            "sessions": list(UserSession.objects.filter(user=person).values("created_at", "last_seen_at", "ip")),
        },
        "roles": list(roles.values("partnership__name", "organisation__name", "role", "from_date", "until_date")),
        "invitations": list(
            invitations.values(
                "partnership__name", "role", "email", "first_name", "last_name", "made_at", "accepted_at"
            )
        ),
        "invited": list(Invitation.objects.filter(made_by=person).values("partnership__name", "role", "made_at")),
        "files_read_in": list(PendingImport.objects.filter(by=person).values("kind", "file_name", "made_at")),
        "who_looked": list(AuditEntry.objects.filter(about=person).values("at", "by__email", "verb", "kind")),
        "looked": list(AuditEntry.objects.filter(by=person).values("at", "verb", "kind", "thing")),
    }
