"""What a portal's tables hold, column by column: two portals are compared by it, and where they differ is named."""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

TRAIL = {"audit_auditevent.at", "audit_auditevent.hash", "audit_auditevent.previous_hash", "audit_chainhead.hash"}
"""When something was told, and the hashes that are made of that: no two trails share these."""


def columns() -> dict[str, str]:
    """A digest of each column of each table, its rows in the order of their keys."""
    return {name: digest for model in apps.get_models() for name, digest in _columns(model)}


def _columns(model: type[Model]) -> Iterator[tuple[str, str]]:
    fields = model._meta.concrete_fields
    digests = [hashlib.sha256() for _ in fields]
    for row in model._base_manager.order_by("pk").values_list(*(field.attname for field in fields)):
        for digest, cell in zip(digests, row, strict=True):
            digest.update(f"{cell!r}\n".encode())
    for field, digest in zip(fields, digests, strict=True):
        yield f"{model._meta.db_table}.{field.column}", digest.hexdigest()


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    """The columns that are not the same in both."""
    assert one.keys() == other.keys()
    return {name for name in one if one[name] != other[name]}
