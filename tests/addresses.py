"""Every address of the portal, from its URL conf."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its full name, its route, the names of its parameters, and whether one has to sign in."""

    name: str
    route: str
    parameters: tuple[str, ...]
    closed: bool


def addresses() -> list[Address]:
    """All of them, in the order in which they are tried."""
    return list(_walk(get_resolver(), route="", namespace="", before=()))


def _walk(resolver: URLResolver, *, route: str, namespace: str, before: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        parameters = before + (tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLPattern):
            closed = getattr(pattern.callback, "login_required", True)
            yield Address(f"{namespace}{pattern.name}", here, parameters, closed)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route=here, namespace=inner, before=parameters)
