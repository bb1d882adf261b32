"""The rules of a drawing's <style>: drawing programs put colours there, and pages may not have it.

Only rules for one element name, class or id are understood (what such programs write); they become attributes, which
the cleaner then judges as any other. Everything else in a style sheet is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
SELECTOR = re.compile(r"([A-Za-z]*)([.#]?)([\w-]*)")
MOST_RULES = 5_000


@dataclass
class Rules:
    """Rules by what they are for: "rect", ".cls-1" or "#tree"; `left_out`: there was more than that."""

    by_selector: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: bool = False

    def add(self, css: str) -> None:
        """Read the text of one <style>."""
        css = COMMENT.sub("", css)
        # An @-rule may hold rules of its own: what stands from it on is not read.
        plain, at, _rest = css.partition("@")
        self.left_out = self.left_out or bool(at)
        for selectors, declarations in RULE.findall(plain):
            found = dict(declared(declarations))
            for selector in selectors.split(","):
                self._add_one(selector.strip(), found)

    def _add_one(self, selector: str, found: Mapping[str, str]) -> None:
        known = SELECTOR.fullmatch(selector)
        if not selector or known is None or len(self.by_selector) >= MOST_RULES:
            self.left_out = True
            return
        # "rect.cls-1" is read as ".cls-1": programs name an element with it only for their own order.
        key = known[2] + known[3] if known[2] else known[1]
        self.by_selector.setdefault(key, {}).update(found)

    def for_element(self, name: str, classes: Iterable[str], id: str) -> dict[str, str]:
        """What the rules say of an element: by name, over that by class, over that by id."""
        found: dict[str, str] = {}
        for key in (name, *(f".{one}" for one in classes), f"#{id}"):
            found.update(self.by_selector.get(key, {}))
        return found


def declared(style: str) -> Iterator[tuple[str, str]]:
    """Name and value of each declaration in a style."""
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip():
            yield name.strip(), value.strip().removesuffix("!important").strip()
