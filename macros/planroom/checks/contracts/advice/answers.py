"""API100, API101: lists that come back whole, and errors that come back in several forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.advice.naming import joined, words_of
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.checks.contracts.schemas import described_properties
from planroom.diagnostics import Finding, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Media, Place, Response
from planroom.kinds.operations import Operation

_PAGING = frozenset(
    (
        *("page", "pages", "paging", "pagination", "cursor", "limit", "offset", "next", "previous", "marker"),
        *("continuation", "after", "before", "skip", "top", "first", "last", "start", "size", "count", "max"),
        *("links", "link", "range", "results", "since", "until", "from", "to", "more", "token"),
    )
)
"""Words in the names of parameters that say which part of a list comes back."""
_PAGES = frozenset(
    ("next", "previous", "cursor", "paging", "pagination", "page", "pages", "links", "more", "token")
)
"""Words in the names beside a list that say how to go on."""
_LISTS = frozenset(
    ("items", "data", "results", "values", "records", "entries", "elements", "content", "list")
)


@contract_check("API100", Severity.INFO)
def unpaged_list(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A list that may grow comes back in pages."""
    yield from gathered(
        (
            (operation.name, operation.origin.key())
            for operation in contract.operations
            if operation.method == "GET" and _gives_whole_list(operation)
        ),
        ("operation", "operations"),
        "{name} gives back a whole list, and has no parameter for a part of it",
        "{count} give back a whole list, and have no parameter for a part of it: {names}",
        "add paging, such as `limit` and `cursor`, or bound the list by `maxItems`",
    )


def _gives_whole_list(operation: Operation) -> bool:
    last = operation.path.rstrip("/").rpartition("/")[2]
    if "{" in last:
        return False
    fine = (held for held in operation.responses if held.status[:1] == "2")
    good = min(fine, key=lambda held: held.status, default=None)
    media = _json(good) if good else None
    if good is None or media is None:
        return False
    list_of = _list_in(Place(media.schema, media.schema_origin, operation.contract.documents), last)
    if list_of is None or "maxItems" in list_of:
        return False
    told = [held.name for held in (*operation.parameters, *good.headers)]
    return not any(_PAGING.intersection(words_of(name)) for name in told)


def _json(response: Response) -> Media | None:
    kinds = (
        held for held in response.content if "json" in held.media_type.lower() or held.media_type == "*/*"
    )
    return min(kinds, key=lambda held: held.media_type, default=None)


def _list_in(place: Place, name: str) -> dict[str, Any] | None:
    """The list that an answer is, or holds alone; `None` where it is none, or says how to go on."""
    held = place.followed()
    schema = held.value
    if not isinstance(schema, dict):
        return None
    if schema.get("type") == "array":
        return schema
    properties = held.at("properties")
    names = sorted(properties.value) if isinstance(properties.value, dict) else []
    if any(_PAGES.intersection(words_of(key)) for key in names):
        return None
    for key in names:
        if key in _LISTS or joined(key) == joined(name):
            below = properties.at(key).followed().value
            if isinstance(below, dict) and below.get("type") == "array":
                return below
    return None


@contract_check("API101", Severity.INFO)
def mixed_error_formats(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """All errors of a contract have one form, so that a client reads them in one place."""
    forms: list[tuple[frozenset[str], Fact]] = []
    read: dict[int, frozenset[str]] = {}
    for operation in contract.operations:
        for response in operation.responses:
            media = _json(response) if response.status[:1] in ("4", "5") else None
            if media is not None and isinstance(media.schema, dict):
                form = read.get(id(media.schema))
                if form is None:
                    held = described_properties(media.schema, media.schema_origin, contract.documents)
                    form = read[id(media.schema)] = frozenset(held or ())
                if form:
                    forms.append((form, (f"{operation.name} {response.status}", media.schema_origin)))
    counts = Counter(form for form, _ in forms)
    if len(counts) < 2:
        return
    usual, often = max(counts.items(), key=lambda item: (item[1], sorted(item[0])))
    others = [fact for form, fact in forms if not usual <= form]
    yield from gathered(
        others,
        ("error response", "error responses"),
        f"{{name}} has another form than the {often} other error responses",
        f"{{count}} have another form than the most common one, which {often} have: {{names}}",
        "describe one form for errors under `components`, such as that of RFC 9457, and refer to it",
    )
