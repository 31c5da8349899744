"""DSN: the services of a design and their endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.design_services import METHODS
from planroom.model import Endpoint, InstanceCount, Service, System
from planroom.model.matching import normal_path
from planroom.patterns import late
from planroom.wording import nearest, quote, quoted

_CODE = late(r"[1-5](?:\d\d|XX)\b", re.IGNORECASE)


@check("DSN010", Severity.ERROR, on=System)
def duplicate_service_name(system: System, scope: Scope) -> Iterator[Finding]:
    """A service's name belongs to one service of its system."""
    seen: dict[str, Origin] = {}
    for service in system.services:
        here, key = service.at("service_name"), service.name.lower()
        if key and key in seen:
            say = f"a second service is called `{service.name}`"
            yield Finding(say, here, "rename one of them", (Related("the first", seen[key]),))
        seen.setdefault(key, here)


@check("DSN011", Severity.ERROR, on=System)
def duplicate_endpoint(system: System, scope: Scope) -> Iterator[Finding]:
    """A service states an endpoint once: method and path, whatever the names in braces."""
    for service in system.services:
        seen: dict[tuple[str, str], Endpoint] = {}
        for endpoint in service.endpoints:
            key = (endpoint.method, normal_path(endpoint.path))
            if endpoint.path and key in seen:
                first = (Related("the first", seen[key].origin),)
                say = f"`{endpoint.label}` is stated twice by `{service.name}`"
                yield Finding(say, endpoint.at("path"), "remove one of them, or tell the two apart", first)
            seen.setdefault(key, endpoint)


@check("DSN012", Severity.ERROR, on=System)
def unknown_method(system: System, scope: Scope) -> Iterator[Finding]:
    """An endpoint's method is one that HTTP has."""
    for service in system.services:
        for endpoint in service.endpoints:
            method = endpoint.method
            # A slash list is the template's text, and reported as that.
            if method and method not in METHODS and "/" not in method:
                near = nearest(method, METHODS)
                hint = f"write `{near}`" if near else f"write {quoted(METHODS, 'or')}"
                yield Finding(f"`{method}` is no HTTP method", endpoint.at("method"), hint)


@check("DSN013", Severity.ERROR, on=System)
def bad_error_code(system: System, scope: Scope) -> Iterator[Finding]:
    """An error code is an HTTP status from 400 to 599, or a range such as 4XX."""
    for service in system.services:
        for endpoint in service.endpoints:
            for code, origin in endpoint.error_codes:
                if not _CODE.match(code):
                    yield Finding(f"`{code}` is no HTTP status", origin, "write a number from 400 to 599")
                elif code[0] not in "45":
                    say = f"the error code `{code}` is a status of success or of no answer yet"
                    yield Finding(say, origin, "remove it, or write the status of the failure")


@check("DSN014", Severity.ERROR, on=System)
def style_contradicts_services(system: System, scope: Scope) -> Iterator[Finding]:
    """The architecture style agrees with what is deployed: one deployable or several."""
    here = system.at("architecture_style")
    alone = [service for service in system.services if service.kind in ("service", "gateway", "bff")]
    if system.style in ("monolith", "modular-monolith") and len(alone) > 1:
        names = quoted(service.name for service in alone)
        related = tuple(Related(f"a {service.kind}", service.at("kind")) for service in alone)
        say = f"the style is `{system.style}`, but {len(alone)} services are deployed by themselves: {names}"
        yield Finding(
            say, here, "give the parts of one deployable the kind `module`, or change the style", related
        )
    if system.style == "microservices" and len(system.services) == 1:
        only = system.services[0]
        say = f"the style is `microservices`, but `{only.name}` is the only service"
        hint = "state the other services, or change the style"
        yield Finding(say, here, hint, severity=Severity.WARNING)
    if (
        system.style == "microservices"
        and system.services
        and all(s.kind == "module" for s in system.services)
    ):
        say = "the style is `microservices`, but every service is a `module`"
        yield Finding(say, here, "change the style, or the kinds of what is deployed by itself")


@check("DSN015", Severity.INFO, on=System)
def owner_not_stated(system: System, scope: Scope) -> Iterator[Finding]:
    """A system or each of its services says who owns it."""
    if system.owner or not system.services:
        return
    silent = [service for service in system.services if not service.owner]
    if silent:
        names = quoted(service.name for service in silent)
        say = f"the owner is not stated: neither of the system nor of {names}"
        yield Finding(say, silent[0].origin, "add `owner` to `system`, or to each service")


@check("DSN016", Severity.WARNING, on=System)
def accepted_without_contracts(system: System, scope: Scope) -> Iterator[Finding]:
    """An accepted system has at least one contract."""
    named = any(service.contract_names for service in system.services)
    called = any(service.endpoints or service.kind not in ("module", "job") for service in system.services)
    if system.status == "accepted" and called and not system.contracts and not named:
        hint = "add a contract to its folder, or set the status to `proposed`"
        yield Finding("the system is `accepted` and has no contract", system.at("status"), hint)


_STATUSES = (
    *("idea", "draft", "planned", "proposed", "in-review", "review", "experimental", "accepted", "approved"),
    *("implemented", "active", "live", "in-production", "production", "deprecated", "superseded", "rejected"),
    *("retired", "sunset"),
)


@check("DSN074", Severity.WARNING, on=System)
def unknown_system_status(system: System, scope: Scope) -> Iterator[Finding]:
    """The status of a system is a word that says how far it has come."""
    status = re.sub(r"[\s_]+", "-", system.status)
    if status and status not in _STATUSES:
        near = nearest(status, _STATUSES)
        hint = f"write `{near}`" if near else "write `proposed` or `accepted`, and more in `note`"
        severity = None if near else Severity.INFO
        say = f"the status {quote(system.status)} is none that is known"
        yield Finding(say, system.at("status"), hint, severity=severity)


@check("DSN079", Severity.ERROR, on=System)
def instances_differ(system: System, scope: Scope) -> Iterator[Finding]:
    """How often a service runs is the same wherever the design states it."""
    for service in system.services:
        least, most = service.instances
        if least is not None and most is not None and least > most:
            say = f"{quote(service.name)} runs in at least {least} and at most {most} instances"
            yield Finding(say, service.at("instances"), "exchange or correct the two")
    # A call to a name that nothing has is reported; that name needs no second finding.
    told = {call.target.lower() for call in system.calls if not call.known}
    for count in system.instance_counts:
        counted = system.service(count.service)
        if counted is None and count.service.lower() in told:
            continue
        told.add(count.service.lower())
        if counted is None:
            near = nearest(count.service, [service.name for service in system.services])
            hint = f"write `{near}`" if near else "name a service of this design"
            say = f"instances of {quote(count.service)} are counted, which is no service here"
            yield Finding(say, count.origin, hint, severity=Severity.WARNING)
        elif _differs(count, counted):
            here, there = _range(count.least, count.most), _range(*counted.instances)
            say = f"{quote(counted.name)} runs in {here} instances here, in {there} in `services`"
            related = (Related("its instances", counted.at("instances")),)
            yield Finding(say, count.origin, "make the two agree", related)


def _differs(count: InstanceCount, service: Service) -> bool:
    """Whether a count lies outside of a service's bounds, or its bounds are others."""
    least, most = service.instances
    if count.least is not None and count.least == count.most:
        return (least is not None and count.least < least) or (most is not None and count.least > most)
    pairs = ((count.least, least), (count.most, most))
    return any(here is not None and there is not None and here != there for here, there in pairs)


def _range(least: int | None, most: int | None) -> str:
    if least == most:
        return str(least)
    if least is None or most is None:
        return f"at most {most}" if least is None else f"at least {least}"
    return f"{least} to {most}"


@check("DSN084", Severity.INFO, on=System)
def unreachable_service(system: System, scope: Scope) -> Iterator[Finding]:
    """A service has a way in: an endpoint, a caller or an event that it consumes."""
    # Where no service states an endpoint, ways in are not what the design is about.
    if not any(service.endpoints for service in system.services):
        return
    for service in system.services:
        ways = service.endpoints or service.calls_in or service.consumes or service.contract_names
        if not ways and service.kind not in ("job", "function"):
            lacks = "it has no endpoint, nothing calls it and it consumes no event"
            say = f"nothing can reach {quote(service.name)}: {lacks}"
            hint = "add its endpoints, or the call to it in `dependencies` of who asks it"
            yield Finding(say, service.at("service_name"), hint)
