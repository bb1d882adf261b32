"""Finding words however they were typed: without capitals and accents."""

import unicodedata


def sought_in(*words: str) -> str:
    """What a search looks in: the words without capitals and accents, with one space between."""
    return " ".join(plain(" ".join(words)).split())


def plain(text: str) -> str:
    """Text without capitals and accents: "Élan" is found as "elan" and the other way round."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character)).replace("’", "'")
