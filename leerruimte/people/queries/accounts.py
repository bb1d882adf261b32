"""What somebody sees of their own account."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Count, Q

from leerruimte.people.models import Person


@dataclass(frozen=True)
class Account:
    """With what somebody signs in, and where they did."""

    person: Person
    has_password: bool
    new_address: str
    passkeys: int
    has_app: bool
    institutions: int
    may_connect: bool
    devices: int


def account_of(person: Person) -> Account:
    """What the account page shows."""
    passkey, app = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP
    steps = Authenticator.objects.filter(user=person).aggregate(
        passkeys=Count("pk", filter=Q(type=passkey)), apps=Count("pk", filter=Q(type=app))
    )
    new = EmailAddress.objects.filter(user=person, verified=False).first()
    return Account(
        person=person,
        has_password=person.has_usable_password(),
        new_address=new.email if new else "",
        passkeys=steps["passkeys"],
        has_app=steps["apps"] > 0,
        institutions=SocialAccount.objects.filter(user=person).count(),
        may_connect=bool(settings.INSTITUTIONS),
        devices=UserSession.objects.filter(user=person).count(),
    )


def second_steps_of(person_id: int) -> frozenset[str]:
    """Which second steps somebody has: "totp", "webauthn", "recovery_codes"."""
    return frozenset(Authenticator.objects.filter(user=person_id).values_list("type", flat=True))


def codes_of(person: Person) -> list[str]:
    """The emergency codes of somebody that were not used yet."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(kept.wrap().get_unused_codes()) if kept else []
