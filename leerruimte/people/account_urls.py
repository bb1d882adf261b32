"""Addresses of accounts, by the names under which allauth finds its own pages; what is not here is switched off."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as connections
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from leerruimte.people.views import institutions, invitations, second_steps


def form(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A page to fill in: it is shown and sent, and nothing else."""
    return path(route, require_http_methods(["GET", "HEAD", "POST"])(view), name=name)


def page(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A page to look at."""
    return path(route, require_safe(view), name=name)


urlpatterns = [
    form("aanmelden/", account.login, "account_login"),
    form("aanmelden/code/", account.request_login_code, "account_request_login_code"),
    form("aanmelden/code/invullen/", account.confirm_login_code, "account_confirm_login_code"),
    form("aanmelden/sleutel/", passkeys.login_webauthn, "mfa_login_webauthn"),
    form("aanmelden/tweede-stap/", second_step.authenticate, "mfa_authenticate"),
    form("afmelden/", account.logout, "account_logout"),
    form("nieuw/", invitations.sign_up, "account_signup"),
    page("gesloten/", account.account_inactive, "account_inactive"),
    form("nog-even/wachtwoord/", account.reauthenticate, "account_reauthenticate"),
    form("nog-even/code/", second_step.reauthenticate, "mfa_reauthenticate"),
    form("nog-even/sleutel/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    form("adres/", account.email, "account_email"),
    form("adres/code/", account.email_verification_sent, "account_email_verification_sent"),
    form("wachtwoord/", account.password_change, "account_change_password"),
    form("wachtwoord/kiezen/", account.password_set, "account_set_password"),
    form("wachtwoord/vergeten/", account.password_reset, "account_reset_password"),
    form("wachtwoord/vergeten/code/", account.confirm_password_reset_code, "account_confirm_password_reset_code"),
    form("wachtwoord/vergeten/nieuw/", account.complete_password_reset, "account_complete_password_reset"),
    page("wachtwoord/vergeten/klaar/", account.password_reset_from_key_done, "account_password_reset_completed"),
    page("tweede-stap/", second_step.index, "mfa_index"),
    form("tweede-stap/app/", second_steps.add_app, "mfa_activate_totp"),
    form("tweede-stap/app/weg/", app.deactivate_totp, "mfa_deactivate_totp"),
    page("tweede-stap/sleutels/", passkeys.list_webauthn, "mfa_list_webauthn"),
    form("tweede-stap/sleutels/nieuw/", second_steps.add_passkey, "mfa_add_webauthn"),
    form("tweede-stap/sleutels/<int:pk>/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    form("tweede-stap/sleutels/<int:pk>/weg/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    page("tweede-stap/noodcodes/", second_steps.show_codes, "mfa_view_recovery_codes"),
    form("tweede-stap/noodcodes/nieuw/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("tweede-stap/noodcodes/bestand/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    form("apparaten/", sessions.list_usersessions, "usersessions_list"),
    form("instituten/", connections.connections, "socialaccount_connections"),
    page("instituten/afgebroken/", connections.login_cancelled, "socialaccount_login_cancelled"),
    form("instituten/nieuw/", connections.signup, "socialaccount_signup"),
    path("instituten/<slug:provider_id>/", institutions.go_there, name="openid_connect_login"),
    page("instituten/<slug:provider_id>/terug/", openid_connect.callback, "openid_connect_callback"),
]
