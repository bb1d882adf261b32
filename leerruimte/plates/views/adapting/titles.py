"""What the sections of a plate are called."""

from django.utils.translation import gettext_lazy

from leerruimte.plates.adapting.sections import HOTSPOTS, LINKS, PARTS, QUESTIONS, WORDS

TITLES = {
    WORDS: gettext_lazy("Words"),
    QUESTIONS: gettext_lazy("Questions"),
    HOTSPOTS: gettext_lazy("Numbers on the drawing"),
    LINKS: gettext_lazy("Background"),
    PARTS: gettext_lazy("Working parts"),
}
