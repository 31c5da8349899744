"""SYS: what a design says of requests, against the parameters that its contracts take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.messages import Parameter
from planroom.kinds.operations import Operation
from planroom.kinds.refs import Resolved
from planroom.model import Endpoint, System
from planroom.patterns import late
from planroom.wording import nearest, quoted

_CURSOR = late(
    r"cursor|(?:page|next|continuation|start|starting|sync|scroll)token|continuation|bookmark|marker\Z"
    r"|(?:\A|page|starting|ending)(?:after|before)\Z|\A(?:token|since|next|lastid|lastkey|sinceid|maxid)\Z"
)
_OFFSET = late(r"offset|skip\Z|startindex|pagen(?:umber|o)|pageindex|currentpage|\A(?:page|p|start)\Z")
_SIZE = late(r"limit|size|perpage|maxresults|pagecount|\A(?:count|top|first|last|max|n)\Z")
_ANY_FILTER = late(r"filter|query|search|where|\Aq\Z")
_SORT = late(r"sort|order(?:by|ing|dir|direction)?\Z")
_OFTEN_OTHERWISE = late(r"\A(?:token|since|before|after|next|start)\Z")
"""Names that may page and as often filter by time or let in: they prove no paging that a design denies."""

_KEY = late(r"idempoten|requestid|clienttoken|clientrequest|transactionid|deduplication|repeatability")


def _plain(name: str) -> str:
    """A name as it is compared: letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _queries(operation: Operation) -> list[str]:
    return [held.name for held in operation.parameters if held.where == "query"]


def _takes_otherwise(operation: Operation) -> bool:
    """Whether a list may be cut or chosen from by something that has no parameter of its own."""
    places = {(_plain(held.name), held.where) for held in operation.parameters}
    whole = any(where == "querystring" for _, where in places)
    # A list that is asked for with a body says in there what it is to hold.
    return (
        whole
        or ("range", "header") in places
        or operation.body is not None
        or not operation.parameters_are_known
    )


@check("SYS041", Severity.WARNING, on=System)
def pagination_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """A list that a design pages is paged in that way by its contract."""
    for endpoint, operation in system.matched:
        if not endpoint.pagination or _takes_otherwise(operation):
            continue
        names = {_plain(name): name for name in _queries(operation)}
        cursors = [name for plain, name in names.items() if _CURSOR.search(plain)]
        offsets = [name for plain, name in names.items() if _OFFSET.search(plain) and name not in cursors]
        others = [name for plain, name in names.items() if not _SIZE.search(plain)]
        if endpoint.pagination == "none":
            cursors = [name for name in cursors if not _OFTEN_OTHERWISE.search(_plain(name))]
            offsets = [name for name in offsets if not _OFTEN_OTHERWISE.search(_plain(name))]
        say = _differs(endpoint, cursors, offsets, others)
        if say:
            related = (Related("its operation", operation.origin.key()),)
            yield Finding(say, endpoint.at("pagination"), "make the design and the contract agree", related)


def _differs(endpoint: Endpoint, cursors: list[str], offsets: list[str], others: list[str]) -> str:
    """What a contract has instead of the pagination of a design, or `""`."""
    how = endpoint.pagination
    before = f"`{endpoint.label}` is paged by {how} in the design, and the contract takes"
    if how == "none":
        taken = quoted(cursors + offsets)
        return (
            f"`{endpoint.label}` is not paged in the design, and takes {taken}" if cursors + offsets else ""
        )
    if how == "cursor" and not cursors:
        return f"{before} {quoted(offsets) if offsets else 'no cursor'}"
    if how == "offset" and not offsets:
        return f"{before} {quoted(cursors) if cursors else 'no offset or page'}"
    if how == "keyset" and not cursors and (offsets or not others):
        return f"{before} {quoted(offsets) if offsets else 'no key to go on from'}"
    return ""


@check("SYS042", Severity.WARNING, on=System)
def filter_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """What a design says a list can be filtered and sorted by, its contract takes."""
    for endpoint, operation in system.matched:
        if not (endpoint.filters or endpoint.sorts) or _takes_otherwise(operation):
            continue
        asked = [held for held in operation.parameters if held.where != "cookie"]
        related = (Related("its operation", operation.origin.key()),)
        missing = list(_missing_filters(endpoint.filters, [held.name for held in asked]))
        if missing:
            near = nearest(missing[0], [held.name for held in asked])
            hint = f"write `{near}`" if near and len(missing) == 1 else "add the parameters to the contract"
            say = f"`{endpoint.label}` is filtered by {quoted(missing)} in the design only"
            yield Finding(say, endpoint.at("filters"), hint, related)
        yield from _sorts(endpoint, asked, related, operation)


def _missing_filters(filters: Iterable[str], names: list[str]) -> Iterator[str]:
    plain = [_plain(name) for name in names]
    if any(_ANY_FILTER.fullmatch(name) for name in plain):
        return  # one parameter that takes any condition
    for name in filters:
        wanted = _plain(name)
        if not any(held.startswith(wanted) or held.endswith(wanted) for held in plain):
            yield name


def _sorts(
    endpoint: Endpoint, asked: list[Parameter], related: tuple[Related, ...], operation: Operation
) -> Iterator[Finding]:
    takers = [held for held in asked if _SORT.search(_plain(held.name)) and held.where == "query"]
    if endpoint.sorts and not takers:
        say = f"`{endpoint.label}` is sorted by {quoted(endpoint.sorts)} in the design, and takes no order"
        yield Finding(say, endpoint.at("sorts"), "add a parameter such as `sort` to the contract", related)
        return
    allowed = [word for held in takers for word in _enum(held, operation)]
    plain = [_plain(word) for word in allowed]
    missing = [name for name in endpoint.sorts if not any(held.startswith(_plain(name)) for held in plain)]
    if allowed and missing:
        own = f"`{endpoint.label}` is sorted by {quoted(missing)} in the design"
        say = f"{own}, the contract allows {quoted(allowed)}"
        yield Finding(say, endpoint.at("sorts"), "make the design and the contract agree", related)


def _enum(parameter: Parameter, operation: Operation) -> list[str]:
    """The words that a parameter allows; none where it allows any."""
    schema = _followed(parameter.schema, parameter, operation)
    held = schema.get("enum", _followed(schema.get("items"), parameter, operation).get("enum"))
    return [word for word in held if isinstance(word, str)] if isinstance(held, list) else []


def _followed(schema: Any, parameter: Parameter, operation: Operation) -> dict[str, Any]:
    answer = operation.contract.documents.follow(parameter.origin.path, schema, parameter.origin.pointer)
    return answer.value if isinstance(answer, Resolved) and isinstance(answer.value, dict) else {}


@check("SYS043", Severity.INFO, on=System)
def idempotency_key_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """A `POST` that may be repeated, as its design says, takes a key by which it knows a request again."""
    for endpoint, operation in system.matched:
        # A command on one thing, such as cancelling it, may do nothing the second time by itself.
        if endpoint.method != "POST" or endpoint.idempotent is not True or "{" in endpoint.path:
            continue
        if not operation.parameters_are_known or any(_KEY.search(_plain(name)) for name in _names(operation)):
            continue
        say = f"`{endpoint.label}` is idempotent in the design, and takes no idempotency key in the contract"
        hint = "add the header `Idempotency-Key` to the operation, or state `idempotent: false`"
        related = (Related("its operation", operation.origin.key()),)
        yield Finding(say, endpoint.at("idempotent"), hint, related)


def _names(operation: Operation) -> Iterator[str]:
    """The names of the parameters and of what a body holds at its top."""
    yield from (held.name for held in operation.parameters)
    documents = operation.contract.documents
    for media in operation.body.content if operation.body is not None else ():
        answer = documents.follow(media.schema_origin.path, media.schema, media.schema_origin.pointer)
        schema = answer.value if isinstance(answer, Resolved) else None
        held = schema.get("properties") if isinstance(schema, dict) else None
        yield from held if isinstance(held, dict) else ()
