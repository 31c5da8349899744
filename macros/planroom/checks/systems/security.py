"""SYS: who is let in: the mechanisms of a design and the security schemes of its contracts."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.contract import SecurityScheme
from planroom.kinds.operations import Operation
from planroom.model import System
from planroom.wording import nearest, quoted

_TOKENS = frozenset(("bearer", "oauth2", "openIdConnect"))
_SERVED_BY = {
    "jwt": _TOKENS,
    "oauth2": _TOKENS,
    "oidc": _TOKENS,
    "api-key": frozenset(("apiKey",)),
    "session": frozenset(("cookie",)),
    "mtls": frozenset(("mutualTLS",)),
    "saml": frozenset(("bearer", "cookie")),
    "none": frozenset[str](),
}
"""Which security schemes of a contract a mechanism of a design comes out as."""

_UNSEEN = ("mtls", "saml", "none")
"""Mechanisms that a contract need not show: they work below or before the API."""


def scheme_word(scheme: SecurityScheme) -> str:
    """What a scheme is, in one word: `bearer`, `basic`, `apiKey`, `cookie`, `oauth2`, …"""
    if scheme.type == "http":
        return str(scheme.value.get("scheme", "")).lower()
    if scheme.type == "apiKey" and scheme.value.get("in") == "cookie":
        return "cookie"
    return scheme.type


@check("SYS030", Severity.WARNING, on=System)
def scheme_not_in_design(system: System, scope: Scope) -> Iterator[Finding]:
    """A security scheme that a contract uses is a mechanism of the design."""
    mechanisms = system.api.mechanisms
    if not mechanisms:
        return
    served = frozenset[str]().union(*(_SERVED_BY.get(mechanism, frozenset()) for mechanism in mechanisms))
    stated = quoted(mechanisms)
    related = (Related("the mechanisms", system.api.at("authentication.mechanism")),)
    for contract in system.contracts:
        used = {scheme.name: scheme for op in contract.operations for scheme in op.security_schemes}
        for scheme in used.values():
            word = scheme_word(scheme)
            if word not in served:
                say = f"`{scheme.name}` lets in by {word}, the design only by {stated}"
                yield Finding(
                    say, scheme.origin, "add the mechanism to the design, or change the scheme", related
                )


@check("SYS031", Severity.INFO, on=System)
def mechanism_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """A mechanism that a design states is a security scheme of one of its contracts."""
    declared = {
        scheme_word(scheme) for contract in system.contracts for scheme in contract.security_schemes.values()
    }
    if not any(contract.operations for contract in system.contracts):
        return
    for mechanism in system.api.mechanisms:
        if mechanism not in _UNSEEN and not _SERVED_BY[mechanism] & declared:
            say = f"the design lets in by `{mechanism}`, and no contract has a scheme for it"
            hint = "add the security scheme to the contracts"
            yield Finding(say, system.api.at("authentication.mechanism"), hint)


@check("SYS032", Severity.WARNING, on=System)
def public_operation_without_security(system: System, scope: Scope) -> Iterator[Finding]:
    """An operation of a service reached from outside asks who calls, unless its endpoint is public."""
    seen: set[Operation] = set()
    for service in system.services:
        if not service.public:
            continue
        open_to_all = {
            match.operation for endpoint in service.endpoints if endpoint.public for match in endpoint.matches
        }
        own = [match.operation for endpoint in service.endpoints for match in endpoint.matches]
        if service.contract_names:
            own += [operation for contract in service.contracts for operation in contract.operations]
        for operation in dict.fromkeys(own):
            if operation in open_to_all or operation in seen or not _open(operation):
                continue
            seen.add(operation)
            say = f"`{operation.name}` of the public service `{service.name}` has no security"
            hint = "add `security` to it, or state `public: true` at its endpoint in the design"
            related = (Related("the service is public", service.at("public")),)
            yield Finding(say, operation.origin.key(), hint, related)


def _open(operation: Operation) -> bool:
    return not operation.security or any(not requirement.schemes for requirement in operation.security)


@check("SYS033", Severity.WARNING, on=System)
def scope_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """A scope that an endpoint asks for is one that its operation asks for."""
    for service in system.services:
        for endpoint in service.endpoints:
            if len(endpoint.matches) != 1 or not endpoint.scopes:
                continue
            operation = endpoint.matches[0].operation
            asked = {
                name
                for requirement in operation.security
                for _, names in requirement.schemes
                for name in names
            }
            # A scope that the design itself does not list is reported for that.
            known = system.api.scopes or endpoint.scopes
            missing = [name for name in endpoint.scopes if name not in asked and name in known]
            if asked and missing:
                names = quoted(missing)
                said = quoted(sorted(asked))
                say = f"`{endpoint.label}` asks for {names} in the design and for {said} in the contract"
                related = (Related("its operation", operation.origin.key()),)
                yield Finding(say, endpoint.at("scopes"), "make the two agree", related)


@check("SYS044", Severity.WARNING, on=System)
def openness_differs(system: System, scope: Scope) -> Iterator[Finding]:
    """An endpoint asks who calls in its contract unless it is public in its design."""
    public = {service.name for service in system.services if service.public}
    unseen = bool(system.api.mechanisms) and set(system.api.mechanisms) <= set(_UNSEEN)
    for endpoint, operation in system.matched:
        related = (Related("its operation", operation.origin.key()),)
        if endpoint.public is True and not _open(operation):
            schemes = quoted(dict.fromkeys(name for r in operation.security for name, _ in r.schemes), "or")
            say = f"`{endpoint.label}` is public in the design, and the contract asks for {schemes}"
            hint = "add `security: []` to the operation, or state `public: false`"
            yield Finding(say, endpoint.at("public"), hint, related)
        elif endpoint.public is False and _open(operation) and endpoint.service not in public and not unseen:
            # Of a service that is reached from outside, every open operation is reported for that.
            say = f"`{endpoint.label}` is not public in the design, and the contract lets anybody in"
            yield Finding(say, endpoint.at("public"), "add `security` to the operation", related)


@check("SYS046", Severity.WARNING, on=System)
def scope_not_in_design(system: System, scope: Scope) -> Iterator[Finding]:
    """A scope that an endpoint or a contract asks for is one of the scopes of the design."""
    known = system.api.scopes
    if not known:
        return
    related = (Related("the scopes", system.api.at("scopes")),)
    for service in system.services:
        for endpoint in service.endpoints:
            missing = [name for name in endpoint.scopes if name not in known]
            if missing:
                near = nearest(missing[0], known)
                hint = (
                    f"write `{near}`"
                    if near and len(missing) == 1
                    else "add it to the scopes of `authorization`"
                )
                say = f"`{endpoint.label}` asks for {quoted(missing)}, no scope of this design"
                yield Finding(say, endpoint.at("scopes"), hint, related)
    stated = {name for service in system.services for e in service.endpoints for name in e.scopes}
    for contract in system.contracts:
        asked = dict.fromkeys(
            name
            for operation in contract.operations
            for requirement in operation.security
            for _, names in requirement.schemes
            for name in names
        )
        foreign = [name for name in asked if name not in known and name not in stated]
        if foreign:
            say = f"the contract asks for {quoted(foreign)}, which the design does not list"
            hint = "add it to the scopes of `authorization`"
            yield Finding(say, contract.at("security"), hint, related, Severity.INFO)
