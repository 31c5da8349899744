"""The schema of a design: what it knows, what it explains, and how exactly it complains."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

DESIGNS = Path(__file__).parent / "designs"
SECTIONS_OF_THE_PLAIN_FORMAT = 11
KEYS_OF_THE_PLAIN_FORMAT = 111
EXPLANATIONS = {"title", "description", "examples"}

Pointer = tuple[str | int, ...]


@cache
def design_schema() -> dict[str, Any]:
    text = (files("planroom") / "schemas" / "design.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(design_schema())


def design(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DESIGNS / f"{name}.json").read_text(encoding="utf-8"))
    return document


def errors(document: Any) -> list[ValidationError]:
    return sorted(validator().iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))


def subschemas(schema: dict[str, Any], pointer: Pointer = ()) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every schema written in the file, each once; references are not followed."""
    yield pointer, schema
    for keyword in ("properties", "$defs"):
        for name, child in schema.get(keyword, {}).items():
            yield from subschemas(child, (*pointer, keyword, name))
    for keyword in ("items", "additionalProperties"):
        if keyword in schema:
            yield from subschemas(schema[keyword], (*pointer, keyword))


def keys_of_schema(schema: dict[str, Any], pointer: Pointer = ()) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every key that a document may have outside the shared definitions, list entries as one."""
    for name, child in schema.get("properties", {}).items():
        yield (*pointer, name), child
        yield from keys_of_schema(child, (*pointer, name))
    if "items" in schema:
        yield from keys_of_schema(schema["items"], (*pointer, "[]"))


def keys_of_document(value: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield (*pointer, name)
            yield from keys_of_document(child, (*pointer, name))
    if isinstance(value, list):
        for child in value:
            yield from keys_of_document(child, (*pointer, "[]"))


def referenced(schema: dict[str, Any]) -> dict[str, Any]:
    """The definition that a schema refers to, or nothing."""
    if "$ref" not in schema:
        return {}
    target: Any = design_schema()
    for step in schema["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return dict(target)


def plain_keys() -> list[Pointer]:
    return [pointer for pointer, schema in keys_of_schema(design_schema()) if schema.get("x-plain")]


def properties() -> list[tuple[Pointer, dict[str, Any]]]:
    return [entry for entry in subschemas(design_schema()) if entry[0][-2:-1] == ("properties",)]


def test_schema_is_valid_itself() -> None:
    """The schema obeys the rules of the draft that it names."""
    Draft202012Validator.check_schema(design_schema())


@pytest.mark.parametrize("name", ["plain", "structured"])
def test_example_designs_have_no_error(name: str) -> None:
    """Plain texts alone are a valid design, and so is one made of structures."""
    assert errors(design(name)) == []


def test_an_empty_design_has_no_error() -> None:
    """No section is required."""
    assert errors({}) == []


def test_plain_format_has_eleven_sections_and_111_keys() -> None:
    """The keys marked as plain are the whole plain format, sections included."""
    keys = plain_keys()
    assert len([key for key in keys if len(key) == 1]) == SECTIONS_OF_THE_PLAIN_FORMAT
    assert len(keys) == KEYS_OF_THE_PLAIN_FORMAT


def test_plain_example_has_each_plain_key_in_the_order_of_the_schema() -> None:
    """The plain example is complete, has no addition, and states keys in the schema's order."""
    assert list(dict.fromkeys(keys_of_document(design("plain")))) == plain_keys()


def test_values_of_the_plain_example_are_texts() -> None:
    """The plain example has objects only where the format groups keys, and texts everywhere else."""

    def leaves(value: Any) -> Iterator[Any]:
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        if children is None:
            yield value
        for child in children or ():
            yield from leaves(child)

    assert {type(leaf) for leaf in leaves(design("plain"))} == {str}


def test_every_key_is_explained() -> None:
    """An editor finds title, description and examples at every key, of its own or of its definition."""
    silent = [
        pointer for pointer, schema in properties() if EXPLANATIONS - {**referenced(schema), **schema}.keys()
    ]
    assert silent == []


def test_explanations_are_told_once() -> None:
    """A key never explains what its definition explains too: editors would show the definition's words."""
    twice = [
        pointer
        for pointer, schema in subschemas(design_schema())
        if EXPLANATIONS & schema.keys() and EXPLANATIONS & referenced(schema).keys()
    ]
    assert twice == []


def test_every_example_is_valid() -> None:
    """What an editor offers as an example is accepted at its place."""
    wrong = [
        (pointer, example, error.message)
        for pointer, schema in subschemas(design_schema())
        for example in schema.get("examples", ())
        for error in validator().evolve(schema=schema).iter_errors(example)
    ]
    assert wrong == []


def test_no_alternatives() -> None:
    """Alternatives would report a mistake at the whole structure instead of at its own place."""
    alternatives = {"anyOf", "oneOf", "allOf", "not"}
    assert [pointer for pointer, schema in subschemas(design_schema()) if alternatives & schema.keys()] == []


def test_unknown_keys_are_accepted() -> None:
    """Unknown keys are kept and reported by a check, so the schema never forbids them."""
    assert errors({"sevice_design": {}, "system": {"ower": "circulation team"}}) == []


def test_every_structure_may_carry_a_note() -> None:
    """Prose is never lost: each structure has a place for it."""
    without = [
        pointer
        for pointer, schema in subschemas(design_schema())
        if pointer and "properties" in schema and "note" not in schema["properties"]
    ]
    assert without == []


# The places of the structures that the model is made of, as keys of a document.
STRUCTURES = (
    "system reviewed",
    "quality_targets p95_ms evidence",
    "architecture_overview architecture_style",
    "architecture_overview estimated_scale",
    "architecture_overview availability_requirements",
    "architecture_overview technology_stack []",
    "service_design services [] api_endpoints [] request_example",
    "service_design services [] dependencies [] timeout",
    "service_design services [] dependencies [] retries",
    "service_design services [] dependencies [] circuit_breaker",
    "service_design services [] data_stores []",
    "service_design services [] publishes []",
    "service_design services [] consumes []",
    "service_design services [] instances",
    "service_design services [] slo",
    "api_specification versioning_strategy",
    "api_specification authentication authorization",
    "api_specification rate_limiting limits_per_tier",
    "api_specification error_handling error_format",
    "resilience_patterns fault_tolerance circuit_breakers [] circuit_breaker",
    "resilience_patterns fault_tolerance retry_policies [] retries",
    "resilience_patterns fault_tolerance timeouts [] timeout",
    "resilience_patterns fault_tolerance bulkheads []",
    "resilience_patterns disaster_recovery backup_strategy",
    "resilience_patterns disaster_recovery recovery_time_objectives",
    "database_design tables [] keys foreign [] references",
    "database_design access_patterns []",
    "integration_patterns external_apis []",
)


@pytest.mark.parametrize("place", STRUCTURES)
def test_structured_example_uses_each_structure(place: str) -> None:
    """The structured example shows every structure that the model is made of."""
    keys = set(keys_of_document(design("structured")))
    assert any(key[:-1] == tuple(place.split()) for key in keys)


ENDPOINT_TO_FILL_IN = {"method": "GET/PUT", "path": "/api/v1/resource/{id}"}


@pytest.mark.parametrize(
    "document",
    [
        {"architecture_overview": {"architecture_style": "monolith/microservices"}},
        {"service_design": {"services": [{"service_name": "lending", "dependencies": "members"}]}},
        {"service_design": {"services": [{"service_name": "x", "api_endpoints": [ENDPOINT_TO_FILL_IN]}]}},
        {"database_design": {"delegated": {"role": "database team"}}},
        {"database_design": {"schemas": "lending.sql"}},
        {"next_steps": "Move the first branch"},
        {"resilience_patterns": {"fault_tolerance": {"timeouts": ["300 ms", {"dependency": "members"}]}}},
        {"quality_targets": {"p95_ms": {"measured": 240, "note": "no target yet"}}},
        {"security_architecture": {"audit_logging": {"store": "append-only", "note": "kept a year"}}},
    ],
)
def test_natural_variants_are_accepted(document: dict[str, Any]) -> None:
    """Placeholders, single texts for lists, mixed lists and structures for prose are no schema errors."""
    assert errors(document) == []


SERVICE: Pointer = ("service_design", "services", 0)
CALL: Pointer = (*SERVICE, "dependencies", 0)
STYLE: Pointer = ("architecture_overview", "architecture_style", "style")
MECHANISM: Pointer = ("api_specification", "authentication", "mechanism", 0)
RULE: Pointer = ("resilience_patterns", "fault_tolerance", "timeouts", 0)
RECOVERY: Pointer = ("resilience_patterns", "disaster_recovery", "recovery_time_objectives")


NEEDED = {SERVICE: {"service_name": "lending"}, CALL: {"to": "members"}, RULE: {"dependency": "members"}}


def with_value(pointer: Pointer, value: Any) -> Any:
    """A design that says one thing; what lies on the way has what it cannot be without."""
    for index in range(len(pointer) - 1, -1, -1):
        key = pointer[index]
        if isinstance(key, int):
            value = [value]
            continue
        value = {**NEEDED.get(pointer[:index], {}), key: value}
    return value


@pytest.mark.parametrize(
    ("pointer", "value", "message"),
    [
        ((*CALL, "mode"), "snyc", "'snyc' is not one of ['sync', 'async']"),
        ((*CALL, "criticality"), "vital", "'vital' is not one of ['critical', 'degradable']"),
        ((*CALL, "timeout", "request"), "300", "'300' does not match "),
        ((*CALL, "timeout", "request"), 300, "300 is not of type 'string'"),
        ((*CALL, "retries", "max_attempts"), "3", "'3' is not of type 'integer'"),
        ((*CALL, "circuit_breaker", "failure_threshold"), "often", "'often' does not match "),
        (CALL, {"mode": "sync"}, "'to' is a required property"),
        (CALL, 7, "7 is not of type 'string', 'object'"),
        (SERVICE, {"kind": "service"}, "'service_name' is a required property"),
        ((*SERVICE, "kind"), "lambda", "'lambda' is not one of "),
        ((*SERVICE, "api_endpoints", 0), {"method": "GET"}, "'path' is a required property"),
        ((*SERVICE, "data_stores", 0), {"kind": "cache"}, "'name' is a required property"),
        ((*SERVICE, "publishes", 0), {"channel": "loans"}, "'event' is a required property"),
        (STYLE, "macroservices", "'macroservices' is not one of "),
        (MECHANISM, "jtw", "'jtw' is not one of "),
        ((*RULE, "timeout", "connect"), "1", "'1' does not match "),
        (RULE, {}, "'dependency' is a required property"),
        ((*RECOVERY, "rpo"), "1 hour", "'1 hour' does not match "),
        (("quality_targets", "p95_ms", "target"), "300", "'300' is not of type 'number'"),
        (("quality_targets", "availability_percent"), 999, "999 is greater than the maximum of 100"),
        (("system", "scale_class"), "huge", "'huge' is not one of ['small', 'standard', 'large']"),
        (("format_version",), 2, "1 was expected"),
    ],
)
def test_mistake_is_reported_at_its_own_place(pointer: Pointer, value: Any, message: str) -> None:
    """A mistake inside a structure gives an error at exactly that place, in words that name it."""
    (error,) = errors(with_value(pointer, value))
    assert tuple(error.absolute_path) == pointer
    assert error.message.startswith(message)


def test_two_mistakes_are_two_errors() -> None:
    """One mistake hides no other."""
    found = errors(with_value(CALL, {"to": "members", "mode": "snyc", "timeout": {"request": "300"}}))
    assert [tuple(error.absolute_path) for error in found] == [(*CALL, "mode"), (*CALL, "timeout", "request")]
