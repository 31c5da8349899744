"""Where links within a contract's own texts lead: they are written for the anchors of other renderers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import unquote

from planroom.kinds.contract import Contract
from planroom.patterns import late
from planroom.render.contract_places import Places

_OPERATION = late(r"(?:tag/[^/]+/)?operation/(.+)")
_CALL = late(r"tag/[^/]+/(get|put|post|delete|options|head|patch|trace|query)/(.*)")
_TAG = late(r"tag/([^/]+)(?:/.*)?")
_SCHEMA = late(r"(?:components/schemas|definitions|schemas?|models?)/(.+)")

Place = tuple[str, str]
"""A page and an anchor on it."""


def named_places(contract: Contract, places: Places) -> Callable[[str], Place | None]:
    """From a fragment, without its `#`, to the place that it means; `None` where it means none.

    Known are the anchors of Redoc, Scalar, Stoplight Elements and Swagger UI, and an operation's or a tag's
    name or summary by itself, as hand-written references have it.
    """
    operations = _each_once(
        (name, places.of(item))
        for item in (*contract.operations, *contract.webhooks)
        for name in (item.operation_id, item.summary)
    )
    calls = {item.call.lower(): places.of(item) for item in contract.operations}
    tags = _each_once((name, _place_of_tag(places, name)) for name in places.tags)
    schemas = _each_once(places.schemas.items())

    def place(fragment: str) -> Place | None:
        said = unquote(fragment).strip("/").lower()
        if match := _OPERATION.fullmatch(said):
            return operations.get(_bare(match[1]))
        if match := _CALL.fullmatch(said):
            return calls.get(f"{match[1]} /{match[2]}")
        if match := _TAG.fullmatch(said):
            return tags.get(_bare(match[1]))
        if match := _SCHEMA.fullmatch(said):
            return schemas.get(_bare(match[1]))
        last = _bare(said.rpartition("/")[2])
        return operations.get(last) or tags.get(last)

    return place


def _each_once(named: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    """Places by the letters and digits of their names; a name that two have means neither."""
    found: dict[str, Place | None] = {}
    for name, place in named:
        key = _bare(name)
        found[key] = place if found.get(key, place) == place else None
    return {name: place for name, place in found.items() if name and place is not None}


def _place_of_tag(places: Places, tag: str) -> Place:
    """A tag's own page, or the first operation that stands under its heading."""
    parts = places.parts_of(tag)
    return (parts[0].page, "") if parts else places.of(places.tags[tag][0])


def _bare(name: str) -> str:
    """A name without what anchors write in different ways: case, spaces, hyphens, dots."""
    return "".join(char for char in name.lower() if char.isalnum())
