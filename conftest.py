"""For every test."""

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def in_the_usual_language() -> None:
    """A page that was asked for in English leaves its thread in English: each test begins in the usual language."""
    translation.activate(settings.LANGUAGE_CODE)


def pytest_configure() -> None:
    """Settings of all tests."""
    # Each test's browser makes the middleware anew: whitenoise then reads no folder of static files each time.
    settings.WHITENOISE_AUTOREFRESH = True
    # What is measured stands in benchmarks: no test fails because the machine is busy.
    hypothesis.settings.register_profile("leerruimte", deadline=None)
    hypothesis.settings.load_profile("leerruimte")
