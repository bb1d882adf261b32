"""Where allauth asks what is different here: limits, letters, words, and how far an institution is believed."""

import base64
import hashlib
import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from leerruimte.people.letters import send_letter
from leerruimte.people.middleware import remember_language
from leerruimte.people.models import Person

log = logging.getLogger(__name__)

# A cookie that says who signed in on this device before. It opens nothing: it only gives them tries of their own.
DEVICE = "apparaat"
DEVICE_SECONDS = 60 * 60 * 24 * 365
PEOPLE_ON_A_DEVICE = 6
# Proofs that are often given on a computer of the school: such a session ends with the browser.
GONE_WITH_THE_BROWSER = frozenset({"code", "socialaccount"})

# Letters about a change of the account: one letter, another sentence.
CHANGES = {
    "email_changed": _("Your e-mail address was changed."),
    "password_changed": _("Your password was changed."),
    "password_set": _("A password was added."),
    "password_reset": _("You chose a new password."),
    "totp_activated": _("An app with codes was added."),
    "totp_deactivated": _("The app with codes was removed."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
    "recovery_codes_generated": _("New emergency codes were made. The older ones work no more."),
    "account_connected": _("An institution where you can sign in was connected."),
    "account_disconnected": _("An institution where you could sign in was disconnected."),
}


def name_of(person: Person) -> str:
    """How allauth's pages call somebody."""
    return person.name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: who tries too often, what a session is, and what people read."""

    error_messages: Mapping[str, Any] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and password do not belong together. Try again, or let us send a code."
        ),
        "incorrect_code": _("This is not the code that we sent. Look again at the newest letter."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("That was often in a short time. Wait five minutes and try again."),
        "rate_limited": _("That was often in a short time. Wait a moment and try again."),
        "email_taken": _("Choose another address."),
        "duplicate_email": _("This is your address already."),
    }

    def new_user(self, request: HttpRequest) -> Person:
        """Somebody new, who reads the language that they read now."""
        return Person(language=(get_language() or "nl").split("-")[0])

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """The address that an invitation went to, if it is the one that was typed; another is confirmed by a code."""
        invited: str | None = super().unstash_verified_email(request)
        typed = request.POST.get("email", "").strip().lower()
        return invited if invited and invited == typed else None

    def format_email_subject(self, subject: str) -> str:
        """Without the name of the site before it."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter of ours in place of theirs."""
        name = template_prefix.rpartition("/")[2]
        more = {"email": email, "address": self.request.build_absolute_uri("/"), "change": CHANGES.get(name)}
        letter = "account_changed" if name in CHANGES else name.removesuffix("_signup")
        send_letter(f"people/letters/{letter}.txt", email, {**context, **more})

    # Signing in: an account has tries of its own on each device where its owner signed in before, so that nobody can
    # lock them out there; elsewhere tries count by account and address, and all those together by account.

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        account = str(credentials.get("email", "")).lower()
        known = _known_on(request)
        person = Person.objects.filter(email=account).values_list("pk", flat=True).first() if known else None
        where = known["device"] if person in known.get("people", ()) else self.get_client_ip(request)
        return f"{account}:{where}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before looking at the password when somebody tried too often."""
        super().pre_authenticate(request, **credentials)
        if not self._anywhere(request, credentials, dry_run=True):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it for the account as a whole, but never for a device that its owner used."""
        self._anywhere(request, credentials)

    def _anywhere(self, request: HttpRequest, credentials: Mapping[str, Any], *, dry_run: bool = False) -> bool:
        account = str(credentials.get("email", "")).lower()
        if self._get_login_attempts_cache_key(request, email=account) != f"{account}:{self.get_client_ip(request)}":
            return True
        return bool(ratelimit.consume(request, action="login_failed_anywhere", key=account, dry_run=dry_run))

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session; short where it may be somebody else's computer."""
        super().login(request, user)
        methods = [record["method"] for record in get_authentication_records(request, user)]
        if GONE_WITH_THE_BROWSER & set(methods[:1]):
            request.session.set_expiry(0)

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        """Go on in their language, and remember that they signed in on this device."""
        answer: HttpResponse = super().post_login(request, user, **more)
        remember_language(answer, user.language)
        known = _known_on(request)
        people = [user.pk, *(one for one in known.get("people", ()) if one != user.pk)][:PEOPLE_ON_A_DEVICE]
        answer.set_cookie(
            DEVICE,
            signing.dumps({"device": secrets.token_hex(8), **known, "people": people}, salt=DEVICE),
            max_age=DEVICE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return answer

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who signed in a moment ago is not asked for their password once more."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """In our words."""
        words = {
            "reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code of your app, or an emergency code"),
            "mfa_reauthenticate:webauthn": _("With your passkey"),
        }
        return [{**one, "description": words[one["id"]]} for one in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("people:my_account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to one's own account."""
        return reverse("people:my_account" if self.request.user.is_authenticated else "account_login")


def _known_on(request: HttpRequest) -> dict[str, Any]:
    """Who signed in on this device before: {"device": .., "people": [id, ..]}, or nothing."""
    try:
        known = signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=DEVICE_SECONDS)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step: its secrets are not readable in a copy of the database alone."""

    error_messages: Mapping[str, Any] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and try again."),
        "unverified_email": _("First confirm your new e-mail address, or cancel changing it."),
    }

    def encrypt(self, text: str) -> str:
        """Lock a secret with the installation's key."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock it, also with an older key that is still accepted."""
        return _lock().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        """What a new passkey is called until its owner gives it a name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(pgettext_lazy("name", "Passkey %(number)s") % {"number": number})

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)


def _lock() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"second step:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class InstitutionAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signing in at an institution."""

    error_messages: Mapping[str, Any] = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("First choose a password, or you could not sign in any more."),
        "no_verified_email": _("First confirm your e-mail address, or you could not sign in any more."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Believe an answer only when it is the answer to our question, and keep nothing of it but who it is."""
        told = sociallogin.account.extra_data
        token, more = told.get("id_token") or {}, told.get("userinfo") or {}
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        asked = sociallogin.state.get("nonce")
        if asked and token.get("nonce") == asked and more.get("sub", token.get("sub")) == token.get("sub"):
            return
        log.warning("an institution answered another question than ours")
        raise ImmediateHttpResponse(render_authentication_error(request, sociallogin.account.get_provider()))
