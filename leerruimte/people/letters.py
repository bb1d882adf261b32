"""Letters: plain text, short, in the language of the moment. The first line of a template is the subject."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template

log = logging.getLogger(__name__)


class LetterNotSent(Exception):
    """The post office did not take a letter; what was asked for can be asked again later."""


def write_letter(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter, from `<app>/letters/<name>.txt`."""
    # A letter is no HTML: "d'Artagnan" stays as it is.
    words = get_template(template).template.render(Context(dict(context), autoescape=False))  # type: ignore[attr-defined]
    subject, _nothing, text = words.strip().partition("\n")
    return " ".join(subject.split()), text.strip() + "\n"


def send_letter(template: str, to: str, context: Mapping[str, Any]) -> None:
    """Send a letter to one address, or raise `LetterNotSent`."""
    subject, text = write_letter(template, context)
    try:
        EmailMessage(subject, text, to=[to]).send()
    except (SMTPException, OSError) as wrong:
        log.exception("a letter was not sent")
        raise LetterNotSent from wrong
