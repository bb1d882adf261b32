"""Changing one's own account, and making one by command."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.people.models import Person
from leerruimte.people.queries.accounts import codes_of
from leerruimte.people.who import Who

# How long an address may wait for its code.
UNCONFIRMED = timedelta(days=7)
# What is locked of each kind of second step; a passkey has no secret here.
LOCKED_IN = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


@transaction.atomic
def correct_account(*, by: Who, person: Person, first_name: str, last_name: str, language: str) -> Person:
    """Change how somebody is called and in which language they read; only they can."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if by.person != locked.pk:
        raise Refused(_("Only they can change this themselves."))
    locked.first_name, locked.last_name, locked.language = first_name, last_name, language
    locked.save(update_fields=["first_name", "last_name", "language"])
    return locked


@transaction.atomic
def make_account(
    *, by: Who, email: str, first_name: str, last_name: str, password: str = "", language: str = "nl"
) -> tuple[Person, list[str]]:
    """An account as whoever runs the installation makes it, by command, for an example or for its first coordinator.

    Gives the person and the emergency codes that are their second step (an app with codes can be added later). The same
    address again gives the same person, with the codes that are left. Without `password` one is made that nobody knows:
    they choose their own by a code in a letter.
    """
    email = email.strip().lower()
    if not email or not first_name.strip():
        raise Refused(_("An account has an address and a name."), field="email")
    person, is_new = Person.objects.get_or_create(
        email=email, defaults={"first_name": first_name, "last_name": last_name, "language": language}
    )
    if is_new:
        person.set_password(password or secrets.token_urlsafe(32))
        person.save(update_fields=["password"])
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        # Emergency codes are only asked for where there is something that they stand in for.
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    return person, codes_of(person)


@transaction.atomic
def give_password(*, by: Who, person: Person, password: str) -> None:
    """Give an account of an example a password, by command; somebody who has one keeps it."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not locked.has_usable_password():
        locked.set_password(password)
        locked.save(update_fields=["password"])


@transaction.atomic
def let_go_of_unconfirmed(*, by: Who) -> int:
    """Delete accounts whose address nobody confirmed in time, so that its owner can begin anew; gives how many."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    old = Person.objects.filter(made_at__lt=timezone.now() - UNCONFIRMED, last_login=None, emailaddress__verified=False)
    gone = list(old.exclude(pk__in=confirmed).values_list("pk", flat=True))
    Person.objects.filter(pk__in=gone).delete()
    return len(gone)


@transaction.atomic
def let_go_of_devices(*, by: Who) -> int:
    """Delete what is kept of devices (browser and network address) on which nobody is signed in any more."""
    there = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    gone, _by_kind = UserSession.objects.exclude(session_key__in=there).delete()
    return int(gone)


@transaction.atomic
def relock_second_steps(*, by: Who) -> int:
    """Lock every secret of a second step with the newest key; gives how many. By command, when the key was changed."""
    kept = Authenticator.objects.select_for_update().filter(type__in=LOCKED_IN)
    for one in kept:
        name = LOCKED_IN[one.type]
        one.data[name] = encrypt(decrypt(one.data[name]))
        one.save(update_fields=["data"])
    return len(kept)


@transaction.atomic
def end_session_of(*, by: Who, session: UserSession) -> None:
    """Sign out on a device of one's own."""
    if session.user_id != by.person:
        raise Refused(_("Only you yourself can change this."))
    session.end()
