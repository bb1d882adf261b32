"""Open Badges 3.0: what was reached as a credential that anybody can check, also without a connection.

An OpenBadgeCredential (JSON-LD) signed as a compact JWT with EdDSA (Ed25519). The key belongs to the installation and
is made from its secret key: it is kept, backed up and replaced with that, and stands in no database. After that was
replaced the older ones (LEERRUIMTE_SECRET_KEY_FALLBACKS) still tell who signed what was given out before.

1EdTech Open Badges 3.0 (8.2 JSON Web Token proof format); W3C Verifiable Credentials 2.0; RFC 8037 (Ed25519 as a JWK).
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
ALGORITHM = "EdDSA"
PURPOSE = b"leerruimte open badges ed25519 v1"
LONGEST = 50_000


class NotSigned(ValueError):
    """A credential that this installation did not sign, or that was changed since."""


@dataclass(frozen=True)
class Achievement:
    """What a credential says: of whom, what, on which level, seen by whom."""

    credential: uuid.UUID
    email: str
    identifier: uuid.UUID
    name: str
    description: str
    criteria: str
    level: str
    narrative: str
    reached_at: datetime
    partnership: str


def key_of(secret: str) -> Ed25519PrivateKey:
    """The signing key of an installation: always the same from the same secret, and of no use to guess the secret."""
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """The public half, as RFC 8037 writes it; `kid` is its thumbprint (RFC 7638)."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    bare = {"crv": "Ed25519", "kty": "OKP", "x": _base64(raw)}
    thumbprint = hashlib.sha256(json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()).digest()
    return {**bare, "alg": ALGORITHM, "use": "sig", "kid": _base64(thumbprint)}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def issuer_profile(address: str, partnership: str) -> dict[str, Any]:
    """Who gives out the credentials: the partnership, at its public address (ends in a slash)."""
    return {
        "@context": list(CONTEXT),
        "id": f"{address}profiel.json",
        "type": ["Profile"],
        "name": partnership,
        "url": address,
    }


def credential(achievement: Achievement, address: str) -> dict[str, Any]:
    """The OpenBadgeCredential. The learner stands in it by a salted sum of the address they sign in with."""
    salt = achievement.credential.hex
    hashed = hashlib.sha256((achievement.email + salt).encode()).hexdigest()
    profile = issuer_profile(address, achievement.partnership)
    profile.pop("@context")
    return {
        "@context": list(CONTEXT),
        "id": f"urn:uuid:{achievement.credential}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name,
        "issuer": profile,
        "validFrom": achievement.reached_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid.uuid5(achievement.credential, 'subject')}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "emailAddress",
                    "hashed": True,
                    "salt": salt,
                    "identityHash": f"sha256${hashed}",
                }
            ],
            "achievement": {
                "id": f"urn:uuid:{achievement.identifier}",
                "type": ["Achievement"],
                "achievementType": "Competency",
                "name": achievement.name,
                "description": achievement.description or achievement.name,
                "criteria": {"narrative": achievement.criteria or achievement.name},
            },
            "result": [{"type": ["Result"], "value": achievement.level}],
            "narrative": achievement.narrative,
        },
        "credentialStatus": {"id": f"{address}ingetrokken.json", "type": "1EdTechRevocationList"},
    }


def sign(content: Mapping[str, Any], secret: str) -> str:
    """The credential as a compact JWT: the credential itself are the claims."""
    key = key_of(secret)
    jwk = public_jwk(key)
    claims = {
        **content,
        "iss": content["issuer"]["id"],
        "jti": content["id"],
        "sub": content["credentialSubject"]["id"],
        "nbf": int(datetime.fromisoformat(content["validFrom"]).timestamp()),
    }
    shown = {name: jwk[name] for name in ("kty", "crv", "x", "kid")}
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"typ": "JWT", "kid": jwk["kid"], "jwk": shown})


def verify(token: str, jwks: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The credential of a token that one of these public keys signed; needs no connection and no database.

    The key in the token's own header is never trusted: only its id is used, to choose among the given ones.
    """
    if len(token) > LONGEST:
        raise NotSigned("too long")
    try:
        header = jwt.get_unverified_header(token)
        known = {jwk["kid"]: jwk for jwk in jwks}
        if header.get("alg") != ALGORITHM or header.get("kid") not in known:
            raise NotSigned("key")
        key = jwt.PyJWK({**known[header["kid"]]})
        claims: dict[str, Any] = jwt.decode(token, key, algorithms=[ALGORITHM], options={"verify_aud": False})
    except jwt.PyJWTError as error:
        raise NotSigned("signature") from error
    if "OpenBadgeCredential" not in claims.get("type", []):
        raise NotSigned("type")
    return claims


def revocations(address: str, revoked: Sequence[tuple[uuid.UUID, str]]) -> dict[str, Any]:
    """Which credentials were taken back, as 1EdTechRevocationList asks."""
    return {
        "id": f"{address}ingetrokken.json",
        "issuer": f"{address}profiel.json",
        "revokedCredential": [
            {"id": f"urn:uuid:{known}", "revoked": True, "revocationReason": why} for known, why in revoked
        ],
    }
