"""Which public agreements rely on an entry of the library. An upper room answers; the setting names it."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string

Relying = tuple[str, str, str, str]
"""Title, reference and address of an agreement; then the register that it was read from, if it was made elsewhere."""


def relying_on(gateway_id: str) -> Sequence[Relying]:
    """The public agreements that rely on an entry; none where LAW_RELIANCE is empty."""
    if not settings.LAW_RELIANCE:
        return ()
    found: Sequence[Relying] = import_string(settings.LAW_RELIANCE)(gateway_id)
    return found
