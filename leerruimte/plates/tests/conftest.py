"""Pictures that tests keep go to a folder of their own."""

import pytest


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    """An empty MEDIA_ROOT."""
    settings.MEDIA_ROOT = tmp_path / "files"
