"""Institutions with a sign-on of their own (OpenID Connect), as whoever runs the installation wrote them down."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

KEYS = {"id", "name", "server", "client_id", "secret"}


@dataclass(frozen=True)
class Institution:
    """Where people of an institute or board sign in. `server` is the issuer: its address without /.well-known/."""

    id: str
    name: str
    server: str
    client_id: str
    secret: str

    def as_app(self) -> dict[str, Any]:
        """The same for allauth. Who somebody is there is said by `sub` alone, never by an e-mail address."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.server, "oauth_pkce_enabled": True, "uid_field": "sub"},
        }


def read_institutions(text: str) -> tuple[Institution, ...]:
    """Read the list in JSON (empty: none); `ImproperlyConfigured` says in words what is wrong with it."""
    if not text.strip():
        return ()
    try:
        rows = json.loads(text)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"LEERRUIMTE_OIDC is no JSON: {wrong}") from wrong
    if not isinstance(rows, list):
        raise ImproperlyConfigured("LEERRUIMTE_OIDC is a list in JSON: [{..}, {..}].")
    institutions = tuple(_read(row) for row in rows)
    if len({one.id for one in institutions}) < len(institutions):
        raise ImproperlyConfigured("LEERRUIMTE_OIDC names the same id twice.")
    return institutions


def _read(row: object) -> Institution:
    if not isinstance(row, dict) or set(row) != KEYS or not all(isinstance(value, str) for value in row.values()):
        raise ImproperlyConfigured(f"Each institution of LEERRUIMTE_OIDC has these texts: {', '.join(sorted(KEYS))}.")
    institution = Institution(**row)
    if not re.fullmatch(r"[a-z0-9-]{1,30}", institution.id):
        raise ImproperlyConfigured("The id of an institution has small letters, digits and hyphens only.")
    if not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", institution.server):
        raise ImproperlyConfigured(f"The server of {institution.id} begins with https://.")
    return institution
