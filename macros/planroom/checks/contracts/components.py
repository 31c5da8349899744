"""API054: components that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Pointer, Severity
from planroom.kinds.anatomy import NAMES
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Resolved

_KINDS = {
    "schemas": "Schema",
    "definitions": "Schema",
    "responses": "Response",
    "parameters": "Parameter",
    "examples": "Example",
    "headers": "Header",
    "requestBodies": "RequestBody",
    "links": "Link",
    "callbacks": "Callback",
    "mediaTypes": "Media",
    "securitySchemes": "SecurityScheme",
    "securityDefinitions": "SecurityScheme",
    "pathItems": "PathItem",
}
"""The sections in which components stand, up to 2.0 at the top of the document."""
_SECTIONS_OF_2 = ("definitions", "parameters", "responses", "securityDefinitions")


@contract_check("API054", Severity.INFO)
def unused_component(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every component of a contract with operations is referred to from somewhere."""
    if not (contract.operations or contract.webhooks):
        return
    used = {*_mapped(contract), *_asked_for(contract)}
    for ref in contract.anatomy.refs:
        if isinstance(ref.answer, Resolved) and ref.answer.origin.path == contract.path:
            used.update(ref.answer.origin.pointer[:length] for length in (2, 3))
    for section, (kind, names) in _sections(contract).items():
        what = NAMES.get(kind, kind.lower())
        yield from gathered(
            (
                (name, contract.at(*section, name).key())
                for name in names
                if (*section, name) not in used and not name.startswith("x-")
            ),
            (what, what[:-1] + "ies" if what.endswith("y") else what + "s"),
            f"nothing refers to the {what} {{name}}",
            "nothing refers to {count}: {names}",
            "remove it, or refer to it",
        )


def _sections(contract: Contract) -> dict[Pointer, tuple[str, list[str]]]:
    """The pointers of the sections, with the kind of what stands in them and its names."""
    is_2 = contract.version_key == "swagger"
    components = contract.value if is_2 else contract.value.get("components")
    found: dict[Pointer, tuple[str, list[str]]] = {}
    for key, held in components.items() if isinstance(components, dict) else ():
        if isinstance(held, dict) and key in (_SECTIONS_OF_2 if is_2 else _KINDS):
            found[(key,) if is_2 else ("components", key)] = (_KINDS[key], list(held))
    return found


def _asked_for(contract: Contract) -> Iterator[Pointer]:
    """The security schemes that the contract or one of its operations asks for."""
    for node in contract.anatomy.holding("security", "Root", "Operation"):
        asked = node.value["security"]
        for requirement in asked if isinstance(asked, list) else ():
            for name in requirement if isinstance(requirement, dict) else ():
                yield (*_home(contract, "securityDefinitions", "securitySchemes"), name)


def _mapped(contract: Contract) -> Iterator[Pointer]:
    """The schemas that discriminators name: by a mapping, or as what is derived from a base."""
    for node in contract.anatomy.holding("discriminator"):
        held = node.value["discriminator"]
        mapping = held.get("mapping") if isinstance(held, dict) else None
        for target in mapping.values() if isinstance(mapping, dict) else ():
            if isinstance(target, str):
                yield (*_home(contract, "definitions", "schemas"), target.rpartition("/")[2])
    home = _home(contract, "definitions", "schemas")
    for node in contract.anatomy.holding("allOf"):
        if isinstance(node.value["allOf"], list) and node.origin.pointer[:-1] == home:
            yield node.origin.pointer


def _home(contract: Contract, of_2: str, of_3: str) -> Pointer:
    return (of_2,) if contract.version_key == "swagger" else ("components", of_3)
