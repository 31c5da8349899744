"""API121: the addresses in a contract that point out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.contract import Contract
from planroom.patterns import late
from planroom.wording import quote

_NEVER = late(r"""[\x00-\x20<>"\\^`|\x7f]""")
"""What no address holds (RFC 3986, appendix A); braces are left alone, since people write templates."""
_MAIL = late(r"[^@\s]+@[^@\s]+\Z")
_FLOW_KEYS = ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")


@check("API121", Severity.ERROR, on=Contract)
def malformed_address(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A web or mail address in a contract is one that can be followed."""
    for node in contract.anatomy.nodes:
        if node.kind in _ADDRESSES:
            for held, keys in _ADDRESSES[node.kind](node.value):
                yield from _finding(held, keys[-1], node.origin.at(*keys))


def _finding(value: Any, key: str, origin: Origin) -> Iterator[Finding]:
    if not isinstance(value, str) or not value:
        return
    if key == "email":
        if not _MAIL.match(value):
            say = f"`email` is {quote(value)}, which is no mail address"
            yield Finding(say, origin, "write one such as `team@example.com`, or remove it")
    elif wrong := _NEVER.search(value):
        character = "a blank" if wrong[0].isspace() else quote(wrong[0])
        say = f"`{key}` is {quote(value)}, which no web address can be: it holds {character}"
        yield Finding(say, origin, "write the address as a browser shows it")


_Held = Iterator[tuple[Any, tuple[str, ...]]]


def _below(value: Any, key: str) -> dict[str, Any]:
    held = value.get(key) if isinstance(value, dict) else None
    return held if isinstance(held, dict) else {}


def _of_docs(value: dict[str, Any]) -> _Held:
    if "externalDocs" in value:
        yield _below(value, "externalDocs").get("url"), ("externalDocs", "url")


def _of_root(value: dict[str, Any]) -> _Held:
    info = _below(value, "info")
    yield info.get("termsOfService"), ("info", "termsOfService")
    yield _below(info, "contact").get("url"), ("info", "contact", "url")
    yield _below(info, "contact").get("email"), ("info", "contact", "email")
    yield _below(info, "license").get("url"), ("info", "license", "url")
    yield from _of_docs(value)


def _of_scheme(value: dict[str, Any]) -> _Held:
    for key in ("authorizationUrl", "tokenUrl", "openIdConnectUrl", "oauth2MetadataUrl"):
        yield value.get(key), (key,)
    flows = _below(value, "flows")
    for name in flows:
        for key in _FLOW_KEYS:
            yield _below(flows, name).get(key), ("flows", name, key)


_ADDRESSES = {
    "Root": _of_root,
    "Tag": _of_docs,
    "Operation": _of_docs,
    "Schema": _of_docs,
    "SecurityScheme": _of_scheme,
}
