"""Static files under names that carry their content, compressed, once they have been collected."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Before `collectstatic` has run (tests, development) plain names serve."""

    def __init__(self) -> None:
        super().__init__()
        self._urls: dict[str, str] = {}

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's
        """Kept once found: a page asks for some thirty, and each takes 25 µs to work out."""
        if name is None or settings.DEBUG or name not in self._urls:
            found: str = super().url(name, force)
            self._urls[name or ""] = found
            return found
        return self._urls[name]
