"""API054: components that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Pointer, Severity
from planroom.kinds.anatomy import NAMES
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Resolved
from planroom.wording import quote

_SECTIONS = {
    "schemas": "Schema",
    "responses": "Response",
    "parameters": "Parameter",
    "examples": "Example",
    "requestBodies": "RequestBody",
    "headers": "Header",
    "links": "Link",
    "callbacks": "Callback",
}


@check("API054", Severity.INFO, on=Contract)
def unused_component(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every component of a contract with operations is referred to from somewhere."""
    components = contract.value.get("components")
    if not isinstance(components, dict) or not (contract.operations or contract.webhooks):
        return
    used: set[Pointer] = set(_mapped(contract))
    for ref in contract.anatomy.refs:
        if isinstance(ref.answer, Resolved) and ref.answer.origin.path == contract.path:
            used.add(ref.answer.origin.pointer[:3])
    for section, kind in _SECTIONS.items():
        held = components.get(section)
        for name in held if isinstance(held, dict) else ():
            if ("components", section, name) not in used:
                say = f"nothing refers to the {NAMES.get(kind, kind.lower())} {quote(name)}"
                yield Finding(
                    say, contract.at("components", section, name).key(), "remove it, or refer to it"
                )


def _mapped(contract: Contract) -> Iterator[tuple[str, ...]]:
    """The schemas that discriminators name: by a mapping, or as what is derived from a base."""
    for node in contract.anatomy.nodes:
        if node.kind != "Schema":
            continue
        held = node.value.get("discriminator")
        mapping = held.get("mapping") if isinstance(held, dict) else None
        for target in mapping.values() if isinstance(mapping, dict) else ():
            if isinstance(target, str):
                yield "components", "schemas", target.rpartition("/")[2]
        if isinstance(node.value.get("allOf"), list) and len(node.origin.pointer) == 3:
            yield "components", "schemas", str(node.origin.pointer[-1])
