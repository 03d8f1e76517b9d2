"""Static files under names that carry their content, compressed, once they have been collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Before `collectstatic` has run (tests, development) plain names serve."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
