"""How an action says no, and how a form shows it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm

Kept = TypeVar("Kept")


class Refused(Exception):
    """An action that was not done, with a sentence for the person and the field it belongs to.

    `message` is a translated sentence in plain words; `field` is the name of the form field beside which it
    stands, or "" when it is about the whole; `code` is a short stable word for programs ("closed", "hidden", ..).
    """

    def __init__(self, message: str, *, field: str = "", code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


def kept(form: BaseForm, keep: Callable[[dict[str, Any]], Kept]) -> Kept | None:
    """What `keep` makes of what was filled in; None when nothing was, or when it could not be.

    What is wrong stands in the form: beside the field that the refusal names, when the form has it.
    """
    if not form.is_valid():
        return None
    try:
        return keep(form.cleaned_data)
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        return None
