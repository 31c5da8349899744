"""From a design's services to the model's: endpoints, calls, events, stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from planroom.model.cursor import Cursor, is_plain_name, says_nothing, split_names
from planroom.model.parts import (
    Call,
    Endpoint,
    EventUse,
    Latency,
    Match,
    Objective,
    Rule,
    RunbookName,
    Service,
    StoreUse,
)

Matcher = Callable[[str, str, str, str], tuple[Match, ...]]
"""Method, path, contract, operation id -> the operations that an endpoint is."""

CALL_KEYS = (
    "via",
    "mode",
    "purpose",
    "criticality",
    "operations",
    "timeout",
    "retries",
    "circuit_breaker",
    "fallback",
    "auth",
    "p95_ms",
    "availability_percent",
)
"""The keys of a call, wherever they are stated."""

_SERVICE_PLACES = (
    "service_name",
    "owner",
    "kind",
    "public",
    "slo",
    "contracts",
    "api_endpoints",
    "dependencies",
    "data_stores",
    "publishes",
    "consumes",
    "instances",
)
_ENDPOINT_PLACES = (
    "method",
    "path",
    "operation_id",
    "contract",
    "public",
    "idempotent",
    "pagination",
    "filters",
    "sorts",
    "p95_ms",
    "scopes",
    "request_example",
    "response_example",
    "error_codes",
)
_PLACES = (
    *CALL_KEYS,
    *("timeout.connect", "timeout.request", "timeout.idle", "retries.max_attempts", "circuit_breaker.reset"),
)


def service_name(at: Cursor) -> str:
    """The name of a service, `""` where it states none."""
    return at["service_name"].word


def read_service(
    at: Cursor,
    rules: tuple[Rule, ...],
    known: Callable[[str], str],
    match: Matcher,
    find: Callable[[Cursor], RunbookName],
) -> Service:
    """One service; `known` says what goes by a name, `match` which operations an endpoint is.

    `find` says which runbook is meant.
    """
    name = service_name(at)
    own = ("", name.lower(), at["title"].text.lower())
    rules = tuple(rule for rule in rules if rule.service.lower() in own)
    low, high = at["instances"]["min"].whole, at["instances"]["max"].whole
    slo = at["slo"]
    return Service(
        origin=at.origin,
        origins=at.origins(*_SERVICE_PLACES),
        name=name,
        title=at["title"].text,
        kind=at["kind"].word,
        responsibility=at["domain_responsibility"].text,
        owner=at["owner"].text,
        public=at["public"].truth,
        stateless=at["stateless"].truth,
        instances=(low, high),
        slo=read_objective(slo, "availability_percent") if slo["availability_percent"].stated else None,
        slo_text=slo.text,
        latency=read_latency(slo) if slo.is_structure else None,
        endpoints=tuple(
            read_endpoint(item, name, match) for item in at["api_endpoints"].items() if item.is_structure
        ),
        contract_names=tuple((item.word, item.origin) for item in at["contracts"].items() if item.word),
        calls_out=tuple(_calls(at["dependencies"], name, rules, known)),
        publishes=tuple(_events(at["publishes"], name)),
        consumes=tuple(_events(at["consumes"], name)),
        stores=tuple(_stores(at["data_stores"], name)),
        runbook_names=tuple(find(item) for item in at["runbooks"].items() if item.word),
        capabilities=at["capabilities"].texts,
        patterns=tuple((item.text, item.origin) for item in at["patterns"].items() if item.text),
    )


def read_objective(at: Cursor, percent: str) -> Objective:
    """An availability with its window; `percent` is the key that holds the share."""
    return Objective(
        origin=at.origin,
        origins=at.origins(percent, "window_days", "downtime_minutes"),
        percent=at[percent].number,
        window_days=at["window_days"].number,
        downtime_minutes=at["downtime_minutes"].number,
    )


def read_latency(at: Cursor) -> Latency:
    """The latency and error rate that a service promises."""
    keys = ("p95_ms", "p99_ms", "error_rate_percent")
    figures = {key: at[key].number for key in keys}
    return Latency(origin=at.origin, origins=at.origins(*keys), **figures)


def read_endpoint(at: Cursor, service: str, match: Matcher) -> Endpoint:
    """One endpoint with the operations that it is."""
    method, path = at["method"].word.upper(), at["path"].word
    contract, operation_id = at["contract"].word, at["operation_id"].word
    return Endpoint(
        origin=at.origin,
        origins=at.origins(*_ENDPOINT_PLACES),
        service=service,
        method=method,
        path=path,
        description=at["description"].text,
        operation_id=operation_id,
        contract=contract,
        public=at["public"].truth,
        idempotent=at["idempotent"].truth,
        pagination=at["pagination"].word,
        filters=at["filters"].texts,
        sorts=at["sorts"].texts,
        p95_ms=at["p95_ms"].number,
        scopes=at["scopes"].texts,
        error_codes=tuple((item.word, item.origin) for item in at["error_codes"].items() if item.word),
        request_example=at["request_example"].value,
        response_example=at["response_example"].value,
        matches=match(method, path, contract, operation_id) if method and path else (),
    )


def read_rules(fault_tolerance: Cursor) -> tuple[Rule, ...]:
    """The fault tolerance rules that name the call they speak of; prose is none."""
    return tuple(
        Rule(
            origin=item.origin,
            origins=item.origins("dependency", "service", *_PLACES),
            dependency=item["dependency"].word,
            service=item["service"].word,
            values={key: item[key].value for key in CALL_KEYS if item[key].stated},
        )
        for key in ("circuit_breakers", "retry_policies", "timeouts", "bulkheads")
        for item in fault_tolerance[key].items()
        if item.is_structure and item["dependency"].word
    )


def _calls(at: Cursor, caller: str, rules: tuple[Rule, ...], known: Callable[[str], str]) -> Iterator[Call]:
    for item in at.items():
        if isinstance(item.value, str):
            if says_nothing(item.value):
                continue
            for name in split_names(item.value):
                yield _plain_call(item, caller, name, rules, known)
        elif item.is_structure and item["to"].word:
            yield _call(item, caller, item["to"].word, rules, known)


def _plain_call(
    at: Cursor, caller: str, name: str, rules: tuple[Rule, ...], known: Callable[[str], str]
) -> Call:
    """A call of which nothing but the target is stated; prose may name its target among other words."""
    what = known(name)
    if what or is_plain_name(name):
        return _call(Cursor(at.design, {"to": name}, at.pointer), caller, name, rules, known, plain=at)
    words = [word.strip(".,;:()'\"`") for word in name.split()]
    named = [word for word in dict.fromkeys(words) if known(word) == "service"]
    target = named[0] if len(named) == 1 else name
    return Call(origin=at.origin, caller=caller, target=target, known=known(target), prose=True, purpose=name)


def _call(
    at: Cursor,
    caller: str,
    target: str,
    rules: tuple[Rule, ...],
    known: Callable[[str], str],
    plain: Cursor | None = None,
) -> Call:
    """A call with what is stated of it, and with what the rules state where it is silent itself."""
    about = tuple(rule for rule in rules if rule.dependency.lower() == target.lower())
    own: dict[str, Any] = {key: at[key].value for key in CALL_KEYS if at[key].stated}
    values, origins = dict(own), at.origins("to", *_PLACES) if plain is None else {}
    for rule in about:
        for key, value in rule.values.items():
            if key not in values:
                values[key] = value
                origins.update({k: o for k, o in rule.origins.items() if k.split(".")[0] == key})
    said = Cursor(at.design, values)
    return Call(
        origin=at.origin,
        origins=origins,
        caller=caller,
        target=target,
        known=known(target),
        structured=plain is None,
        via=said["via"].word,
        mode=said["mode"].word,
        purpose=said["purpose"].text,
        criticality=said["criticality"].word,
        operations=said["operations"].texts,
        timeout_ms=said["timeout"]["request"].ms,
        connect_ms=said["timeout"]["connect"].ms,
        max_attempts=said["retries"]["max_attempts"].whole,
        backoff=said["retries"]["backoff"].text,
        retries=_mapping(said["retries"].value),
        breaker=_mapping(said["circuit_breaker"].value),
        fallback=said["fallback"].text,
        auth=said["auth"].text,
        p95_ms=said["p95_ms"].number,
        availability_percent=said["availability_percent"].number,
        note=at["note"].text,
        values=own,
        rules=about,
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _events(at: Cursor, service: str) -> Iterator[EventUse]:
    for item in at.items():
        if item.is_structure and item["event"].word:
            dlq = item["dlq"]
            yield EventUse(
                origin=item.origin,
                origins=item.origins("event", "channel", "schema", "ordering", "delivery", "key", "dlq"),
                service=service,
                event=item["event"].word,
                channel=item["channel"].word,
                schema=item["schema"].word,
                ordering=item["ordering"].text,
                delivery=item["delivery"].text,
                key=item["key"].word,
                dlq=dlq.word or ("" if dlq.truth is None else "yes" if dlq.truth else "no"),
            )
        elif isinstance(item.value, str) and not says_nothing(item.value):
            for name in split_names(item.value):
                yield EventUse(origin=item.origin, service=service, event=name)


def _stores(at: Cursor, service: str) -> Iterator[StoreUse]:
    for item in at.items():
        if item.is_structure and item["name"].word:
            yield StoreUse(
                origin=item.origin,
                origins=item.origins(
                    *("name", "technology", "kind", "access", "tables", "schema"),
                    *("classification", "encrypted_at_rest", "compliance"),
                ),
                service=service,
                store=item["name"].word,
                technology=item["technology"].text,
                kind=item["kind"].word,
                access=item["access"].word,
                tables=item["tables"].texts,
                schema=item["schema"].word,
                classification=item["classification"].word,
                retention=item["retention"].text,
                encrypted_at_rest=item["encrypted_at_rest"].truth,
                compliance=item["compliance"].texts,
            )
        elif isinstance(item.value, str) and not says_nothing(item.value):
            for name in split_names(item.value):
                yield StoreUse(origin=item.origin, service=service, store=name)
