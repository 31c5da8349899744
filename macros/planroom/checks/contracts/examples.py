"""API041 and API042: examples and defaults against the schemas they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.fitting import surely_fitting
from planroom.checks.contracts.rule import contract_check
from planroom.checks.contracts.samples import Samples
from planroom.checks.contracts.words import sentences
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place, read_examples
from planroom.patterns import late

_JSON = late(r"application/(?:[\w.+-]+\+)?json\b|\*/\*", re.IGNORECASE)
_FORM = late(r"application/x-www-form-urlencoded\b|multipart/", re.IGNORECASE)
_KINDS = ("Schema", "Parameter", "Header", "Media", "Response")
_MANY = 20
"""Examples from which it pays to have all schemas of the contract compiled to judge them by."""


@contract_check("API041", Severity.WARNING)
def example_mismatch(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An example is what its schema describes."""
    samples = Samples(contract)
    if not samples.usable:
        return
    say = "the example does not match its schema: "
    unsure = [item for item in _shown(contract) if not samples.surely_fits(item[0], item[1])]
    pairs = [(value, schema) for value, _, _, schema in unsure]
    fitting = surely_fitting(contract, pairs) if len(unsure) >= _MANY else ()
    for index, (value, schema, origin, schema_origin) in enumerate(unsure):
        if index not in fitting:
            yield from _findings(samples, value, schema, origin, schema_origin, say, None)


def _shown(contract: Contract) -> Iterator[tuple[Any, Any, Origin, Origin]]:
    """The examples of all objects of a contract."""
    for key in ("example", "examples"):
        for node in contract.anatomy.holding(key, *_KINDS):
            if key == "example" or "example" not in node.value:
                yield from _examples(node, contract)


def _examples(node: Node, contract: Contract) -> Iterator[tuple[Any, Any, Origin, Origin]]:
    """Each example of an object with the schema for it: value, schema, and where they stand."""
    value, origin = node.value, node.origin
    if node.kind == "Schema":
        if "example" in value:
            yield value["example"], value, origin.at("example"), origin
        listed = value.get("examples")
        for index, example in enumerate(listed if isinstance(listed, list) else ()):
            yield example, value, origin.at("examples", index), origin
    elif node.kind == "Response":
        examples = value.get("examples")
        for name, example in examples.items() if isinstance(examples, dict) and "schema" in value else ():
            if _JSON.match(name):
                yield example, value["schema"], origin.at("examples", name), origin.at("schema")
    elif "schema" in value and contract.version_key == "openapi":
        for example in read_examples(Place(value, origin, contract.documents)):
            if _comparable(node, example.value):
                yield example.value, value["schema"], example.origin, origin.at("schema")


def _comparable(node: Node, example: Any) -> bool:
    """Whether an example shows the value itself and not the text it is sent as."""
    if node.kind != "Media":
        schema = node.value["schema"]
        compound = not isinstance(schema, dict) or schema.get("type") not in (
            "string",
            "integer",
            "number",
            "boolean",
        )
        return not (isinstance(example, str) and compound)
    name = str(node.origin.pointer[-1]) if node.origin.pointer else ""
    if _JSON.match(name):
        return not (isinstance(example, str) and name.startswith("*"))
    return bool(_FORM.match(name)) and not isinstance(example, str)


@contract_check("API042", Severity.ERROR)
def default_mismatch(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A default is a value that its schema allows."""
    samples = Samples(contract)
    if not samples.usable:
        return
    older = contract.major_minor in ("2.0", "3.0")
    others = ("Parameter", "Header", "Items") if contract.major_minor == "2.0" else ()
    for node in contract.anatomy.holding("default", "Schema", *others):
        default, origin = node.value["default"], node.origin
        # From 3.1 on a default is a note. `null` for no default is a habit of generators.
        severity = None if older and default is not None else Severity.WARNING
        say = "the default does not match its schema: "
        yield from _findings(samples, default, node.value, origin.at("default"), origin, say, severity)


def _findings(
    samples: Samples,
    value: Any,
    schema: Any,
    origin: Origin,
    schema_origin: Origin,
    say: str,
    severity: Severity | None,
) -> Iterator[Finding]:
    for finding in sentences(samples.faults(value, schema, origin), samples.contract):
        related = (Related("the schema", schema_origin),)
        hint = "mend the value, or the schema"
        yield Finding(say + finding.message, finding.origin, hint, related, severity)
