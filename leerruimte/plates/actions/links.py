"""Keeping what the addresses of background answered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from leerruimte.people.who import Who
from leerruimte.plates.link_checking import Answer
from leerruimte.plates.models import LinkCheck


@transaction.atomic
def keep_answers(*, by: Who, answers: Mapping[str, Answer], now: datetime) -> None:
    """Keep what each address said; gone stays gone until it answers again, doubt changes nothing."""
    known = {check.url: check for check in LinkCheck.objects.select_for_update().filter(url__in=answers)}
    for url, answer in answers.items():
        check = known.get(url) or LinkCheck(url=url)
        check.checked_at, check.answer = now, answer.words
        if answer.gone is not None:
            check.gone_since = (check.gone_since or now) if answer.gone else None
        check.save()
