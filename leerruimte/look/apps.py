"""The look starts with its words: a fresh checkout speaks Dutch without a build step."""

import logging

from django.apps import AppConfig

from leerruimte.look.compile_messages import compile_messages


class LookConfig(AppConfig):
    """Layout, components, tokens, icons, words."""

    name = "leerruimte.look"

    def ready(self) -> None:
        """Compile catalogues that are missing or older; where the disk may not be written, English has to do."""
        try:
            compile_messages(only_stale=True)
        except OSError:
            logging.getLogger(__name__).warning("could not write compiled catalogues", exc_info=True)
