"""Where the portal's own style sheets, scripts and pictures are."""

from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage


class StaticFiles(StaticFilesStorage):
    """Knows the address of each file once it was asked for: a page has a dozen of them, always the same."""

    @cache  # noqa: B019 - one storage a process
    def url(self, name: str | None) -> str:
        """Its address."""
        return super().url(name)
