"""What holds for plates, from values only."""

from collections.abc import Container

from django.utils.text import slugify

LONGEST_SLUG = 60
# Pages of the site itself: no plate can be called so.
RESERVED = frozenset({"nieuw", "bibliotheek", "inlezen", "afbeelding", "schema", "maken"})


def free_slug(title: str, taken: Container[str]) -> str:
    """The part of an address for a plate with this title that no other has."""
    plain = slugify(title)[: LONGEST_SLUG - 6].strip("-") or "plaat"
    slug, count = plain, 1
    while slug in taken or slug in RESERVED:
        count += 1
        slug = f"{plain}-{count}"
    return slug
