"""Every route of the product, nested ones too."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(qualified name, pattern) of each."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, f"{namespace}{inner}")
        else:
            yield f"{namespace}{pattern.name or ''}", pattern


def route_names(resolver: URLResolver) -> Iterator[str]:
    return (name for name, _pattern in routes(resolver))
