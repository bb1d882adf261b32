"""Static files under names that hold their own hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also gives the imports between our ES modules hashed names; before files were collected, plain names."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one where nobody collected yet (a single test by hand)."""
        return str(super().stored_name(name)) if self.hashed_files else name
