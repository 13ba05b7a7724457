"""Django's cache in the database, which says so where the database could not write."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, IntegrityError, connections, router, transaction


class CacheInDatabase(DatabaseCache):
    """Raises what Django's own keeps to itself.

    Django takes every failure to write for somebody else's having written first. Of a database that is full, whatever
    counts tries then says "too many", to somebody who has not tried once.
    """

    def _base_set(self, mode: str, *args: Any, **options: Any) -> bool:
        """Write; False only where another wrote first. A transaction round it brings what fails at its end to light."""
        alias = router.db_for_write(self.cache_model_class)
        failed: list[DatabaseError] = []

        def noting(execute: Callable[..., Any], *asked: Any) -> Any:
            try:
                return execute(*asked)
            except IntegrityError:
                raise
            except DatabaseError as problem:
                failed.append(problem)
                raise

        with transaction.atomic(using=alias):
            with connections[alias].execute_wrapper(noting):
                written: bool = super()._base_set(mode, *args, **options)  # type: ignore[misc]
            if failed:
                raise failed[0]
        return written
