"""Links that are a right by themselves: whoever has the link may use it, nobody can make one up.

The link holds what it is for, an id and a number, signed with the installation's key. Nothing of it is stored: a
link is withdrawn by raising the number kept with the thing. The signing key can be rotated (SECRET_KEY_FALLBACKS).
"""

from django.core.signing import BadSignature, Signer


def sign_link(purpose: str, thing: str, number: int) -> str:
    """Make the secret part of a link to `thing` (an id without dots) for one `purpose`."""
    return Signer(salt=f"link:{purpose}", sep=".").sign(f"{thing}.{number}")


def read_link(purpose: str, text: str) -> tuple[str, int] | None:
    """Return (thing, number) of a link made by `sign_link` for the same purpose, else None."""
    try:
        thing, number = Signer(salt=f"link:{purpose}", sep=".").unsign(text).split(".")
        return thing, int(number)
    except (BadSignature, ValueError):
        return None
