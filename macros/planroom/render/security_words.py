"""How callers are let in, in words: schemes, and what an operation asks for."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.kinds.contract import Contract, SecurityScheme
from planroom.kinds.operations import Operation

_KINDS = {
    "oauth2": "OAuth 2.0",
    "openIdConnect": "OpenID Connect",
    "mutualTLS": "mutual TLS",
    "basic": "basic authentication",
}

_FLOW_URLS = {
    "authorizationUrl": "sign-in",
    "deviceAuthorizationUrl": "device code",
    "tokenUrl": "token",
    "refreshUrl": "refresh",
}
_SCHEME_URLS = {"openIdConnectUrl": "OpenID Connect", "oauth2MetadataUrl": "OAuth 2.0 metadata"}


def scheme_words(scheme: SecurityScheme) -> str:
    """`OAuth 2.0`, `bearer token (JWT)`, `API key in the header X-Key`."""
    if scheme.type == "http":
        kind = str(scheme.value.get("scheme", "")).lower()
        form = scheme.value.get("bearerFormat")
        if kind == "bearer":
            return f"bearer token ({form})" if isinstance(form, str) and form else "bearer token"
        return f"{kind or 'HTTP'} authentication"
    if scheme.type == "apiKey":
        where, name = scheme.value.get("in"), scheme.value.get("name")
        at = f" in the {where}" if where in ("header", "query", "cookie") else ""
        return f"API key{at}" + (f" {name}" if isinstance(name, str) and at else "")
    return _KINDS.get(scheme.type, scheme.type or "not stated")


def contract_words(contract: Contract) -> str:
    """How callers of a contract are let in, each way once: `OAuth 2.0 or API key in the header X-Key`."""
    schemes = contract.security_schemes
    ways = (
        tuple(dict.fromkeys(scheme_words(schemes[name]) for name, _ in item.schemes if name in schemes))
        for operation in contract.operations
        for item in operation.security
    )
    used = [" and ".join(way) for way in dict.fromkeys(ways) if way]
    return (", or " if any(" and " in way for way in used) else " or ").join(used)


def is_open(operation: Operation) -> bool:
    """Whether anybody may call an operation."""
    return not operation.security or any(not item.schemes for item in operation.security)


def scope_ways(operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The sets of scopes any one of which is enough; empty where no scope is asked for."""
    ways = (tuple(scope for _, scopes in item.schemes for scope in scopes) for item in operation.security)
    return tuple(dict.fromkeys(way for way in ways if way))


def all_need_scopes(operation: Operation) -> bool:
    """Whether nobody is let in without a scope, whatever way is taken."""
    return all(any(scopes for _, scopes in item.schemes) for item in operation.security)


def flows(scheme: SecurityScheme) -> Iterator[tuple[str, dict[str, str]]]:
    """The flows of an OAuth 2.0 scheme with the addresses that they use, by what they are for."""
    held = scheme.value.get("flows")
    named = held.items() if isinstance(held, dict) else [(str(scheme.value.get("flow", "")), scheme.value)]
    for name, flow in named:
        if isinstance(flow, dict) and name:
            urls = {said: flow[key] for key, said in _FLOW_URLS.items() if isinstance(flow.get(key), str)}
            yield name, urls


def described_at(scheme: SecurityScheme) -> Iterator[tuple[str, str]]:
    """Where a scheme's own server describes it, and in what form."""
    for key, said in _SCHEME_URLS.items():
        if isinstance(scheme.value.get(key), str):
            yield said, scheme.value[key]


def ways_in(operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The sets of schemes any one of which lets a caller in, where there is more to say than scopes do.

    Empty where one scheme alone is asked for, or what the contract asks for everywhere.
    """
    ways = tuple(tuple(name for name, _ in item.schemes) for item in operation.security)
    is_plain = all(len(way) <= 1 for way in ways) and len(ways) < 2
    return () if is_plain or "security" not in operation.value else tuple(dict.fromkeys(ways))


def scopes(scheme: SecurityScheme) -> dict[str, str]:
    """The scopes that an OAuth 2.0 scheme declares, with what each allows."""
    held = scheme.value.get("flows")
    found: dict[str, str] = {}
    for flow in (scheme.value, *(held.values() if isinstance(held, dict) else ())):
        declared = flow.get("scopes") if isinstance(flow, dict) else None
        for name, text in declared.items() if isinstance(declared, dict) else ():
            found.setdefault(name, text if isinstance(text, str) else "")
    return found
