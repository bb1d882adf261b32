"""Looks whether the background of all plates is still there."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from leerruimte.people.who import NOBODY
from leerruimte.plates.actions.links import keep_answers
from leerruimte.plates.link_checking import ask
from leerruimte.plates.queries import background_addresses

AT_ONCE = 8


class Command(BaseCommand):
    """`manage.py check_links`: ask every address; a page of a plate says kindly which is gone."""

    help = "Ask every address of background whether it is still there. Calls other sites; nothing else here does."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, keep, and say what is gone or in doubt."""
        urls = background_addresses()
        with ThreadPoolExecutor(AT_ONCE) as at_once:
            answers = dict(zip(urls, at_once.map(ask, urls), strict=True))
        keep_answers(by=NOBODY, answers=answers, now=timezone.now())
        for url, answer in answers.items():
            if answer.gone is not False:
                self.stdout.write(f"{'gone' if answer.gone else 'in doubt'}: {url} ({answer.words})")
        self.stdout.write(f"{len(urls)} addresses, {sum(answer.gone is True for answer in answers.values())} gone")
