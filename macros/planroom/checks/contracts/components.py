"""API054: components that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Pointer, Severity
from planroom.kinds.anatomy import NAMES
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Resolved

_SECTIONS = {
    "schemas": "Schema",
    "responses": "Response",
    "parameters": "Parameter",
    "examples": "Example",
    "requestBodies": "RequestBody",
    "headers": "Header",
    "links": "Link",
    "callbacks": "Callback",
    "securitySchemes": "SecurityScheme",
}


@contract_check("API054", Severity.INFO)
def unused_component(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every component of a contract with operations is referred to from somewhere."""
    components = contract.value.get("components")
    if not isinstance(components, dict) or not (contract.operations or contract.webhooks):
        return
    used: set[Pointer] = {*_mapped(contract), *_asked_for(contract)}
    for ref in contract.anatomy.refs:
        if isinstance(ref.answer, Resolved) and ref.answer.origin.path == contract.path:
            used.add(ref.answer.origin.pointer[:3])
    for section, kind in _SECTIONS.items():
        held = components.get(section)
        what = NAMES.get(kind, kind.lower())
        yield from gathered(
            (
                (name, contract.at("components", section, name).key())
                for name in (held if isinstance(held, dict) else ())
                if ("components", section, name) not in used and not name.startswith("x-")
            ),
            (what, what[:-1] + "ies" if what.endswith("y") else what + "s"),
            f"nothing refers to the {what} {{name}}",
            "nothing refers to {count}: {names}",
            "remove it, or refer to it",
        )


def _asked_for(contract: Contract) -> Iterator[Pointer]:
    """The security schemes that the contract or one of its operations asks for."""
    for node in contract.anatomy.holding("security", "Root", "Operation"):
        asked = node.value["security"]
        for requirement in asked if isinstance(asked, list) else ():
            for name in requirement if isinstance(requirement, dict) else ():
                yield "components", "securitySchemes", name


def _mapped(contract: Contract) -> Iterator[Pointer]:
    """The schemas that discriminators name: by a mapping, or as what is derived from a base."""
    for node in contract.anatomy.holding("discriminator"):
        held = node.value["discriminator"]
        mapping = held.get("mapping") if isinstance(held, dict) else None
        for target in mapping.values() if isinstance(mapping, dict) else ():
            if isinstance(target, str):
                yield "components", "schemas", target.rpartition("/")[2]
    for node in contract.anatomy.holding("allOf"):
        if isinstance(node.value["allOf"], list) and len(node.origin.pointer) == 3:
            yield "components", "schemas", str(node.origin.pointer[-1])
