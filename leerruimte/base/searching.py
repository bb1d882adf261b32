"""Finding words however they were typed: without capitals and accents."""

import unicodedata

from django.db.models import Q


def sought_in(*words: str) -> str:
    """What a search looks in: the words without capitals and accents, with one space between."""
    return " ".join(plain(" ".join(words)).split())


def plain(text: str) -> str:
    """Text without capitals and accents: "Élan" is found as "elan" and the other way round."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character)).replace("’", "'")


def all_words(words: str, field: str = "sought") -> Q:
    """The condition that every word stands somewhere in `field`, which was made by `sought_in`."""
    found = Q()
    for word in plain(words).split():
        found &= Q(**{f"{field}__contains": word})
    return found
