"""API110: servers without encryption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check
from planroom.diagnostics import Finding, Severity
from planroom.kinds.contract import Contract
from planroom.patterns import late
from planroom.wording import quote

_LOCAL = late(
    r"(?:localhost|[^.]+|.*\.(?:local|localhost|internal|test|lan|svc)|127\..*|10\..*|192\.168\..*"
    r"|172\.(?:1[6-9]|2\d|3[01])\..*|0\.0\.0\.0|\[?::1\]?|.*\{.*)\Z",
    re.IGNORECASE,
)
"""Hosts that the internet does not reach: names without a dot, and those of private networks."""


def _is_plain(url: str) -> bool:
    if not url.lower().startswith("http://"):
        return False
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return bool(host) and not _LOCAL.match(host)


@contract_check("API110", Severity.WARNING)
def plain_http_server(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A server that others reach is called by HTTPS."""
    hint = "write `https`"
    for node in contract.anatomy.holding("url", "Server"):
        url = node.value["url"]
        if isinstance(url, str) and _is_plain(url):
            yield Finding(f"{quote(url)} is called without encryption", node.origin.at("url"), hint)
    schemes = contract.value.get("schemes") if contract.version_key == "swagger" else None
    host = contract.value.get("host")
    if (
        isinstance(schemes, list)
        and "http" in schemes
        and isinstance(host, str)
        and _is_plain(f"http://{host}")
    ):
        here = contract.at("schemes", schemes.index("http"))
        also = "https" in schemes
        say = f"{quote(host)} is {'also ' if also else ''}called without encryption"
        severity = Severity.INFO if also else None
        yield Finding(say, here, "remove `http`" if also else hint, severity=severity)
