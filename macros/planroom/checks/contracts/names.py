"""API021 to API027: names that one part of a contract uses and another must declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.wording import nearest, quote, quoted, shown

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def _requirements(contract: Contract) -> Iterator[tuple[str, Any, Origin]]:
    """Each security scheme that is asked for anywhere: its name, its scopes as written, and the place."""
    for node in contract.anatomy.nodes:
        asked = node.value.get("security") if node.kind in ("Root", "Operation") else None
        for index, requirement in enumerate(asked if isinstance(asked, list) else ()):
            for name in requirement if isinstance(requirement, dict) else ():
                yield name, requirement[name], node.origin.at("security", index, name)


@check("API021", Severity.ERROR, on=Contract)
def undefined_security_scheme(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every security scheme that is asked for is declared."""
    home = "securityDefinitions" if contract.version_key == "swagger" else "components/securitySchemes"
    declared = contract.declared_schemes
    for name, _, origin in _requirements(contract):
        # From 3.2 on, the name may be the address of a scheme.
        if name in declared or (contract.major_minor == "3.2" and ("/" in name or "#" in name)):
            continue
        near = nearest(name, declared)
        hint = f"write {quote(near)}" if near else f"declare it under `{home}`"
        yield Finding(f"{quote(name)} is no declared security scheme", origin.key(), hint)


@check("API022", Severity.WARNING, on=Contract)
def undefined_scope(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every scope that is asked for is declared by its security scheme."""
    for name, asked, origin in _requirements(contract):
        scheme = contract.security_schemes.get(name)
        if scheme is None or scheme.scopes is None:
            continue
        for index, wanted in enumerate(asked if isinstance(asked, list) else ()):
            if isinstance(wanted, str) and wanted not in scheme.scopes:
                near = nearest(wanted, sorted(scheme.scopes))
                hint = f"write {quote(near)}" if near else f"declare it among the scopes of {quote(name)}"
                related = (Related(f"the scheme {quote(name)}", scheme.origin),)
                say = f"{quote(wanted)} is no scope of the security scheme {quote(name)}"
                yield Finding(say, origin.at(index), hint, related)


@check("API023", Severity.INFO, on=Contract)
def undefined_tag(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every tag of an operation is declared, in a contract that declares tags at all."""
    if not contract.tags:
        return
    reported = set(contract.tags)
    for operation in contract.operations:
        for index, tag in enumerate(operation.value.get("tags") or () if operation.tags else ()):
            if isinstance(tag, str) and tag not in reported:
                reported.add(tag)
                near = nearest(tag, contract.tags)
                hint = f"write {quote(near)}" if near else "declare it under `tags`"
                yield Finding(f"{quote(tag)} is no declared tag", operation.origin.at("tags", index), hint)


@check("API024", Severity.ERROR, on=Contract)
def duplicate_tag(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every tag is declared once."""
    first: dict[str, Origin] = {}
    for node in contract.anatomy.nodes:
        name = node.value.get("name") if node.kind == "Tag" else None
        if isinstance(name, str):
            here = node.origin.at("name")
            if first.setdefault(name, here) != here:
                related = (Related("first here", first[name]),)
                yield Finding(f"the tag {quote(name)} is declared twice", here, "remove one of them", related)


@check("API025", Severity.ERROR, on=Contract)
def undefined_parent_tag(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The parent of a tag is a declared tag, and never below it."""
    nodes = [
        node
        for node in contract.anatomy.nodes
        if node.kind == "Tag" and isinstance(node.value.get("name"), str)
    ]
    parents = {node.value["name"]: node.value.get("parent") for node in nodes}
    for node in nodes:
        parent, here = node.value.get("parent"), node.origin.at("parent")
        if not isinstance(parent, str) or contract.major_minor != "3.2":
            continue
        if parent not in parents:
            near = nearest(parent, parents)
            yield Finding(
                f"{quote(parent)} is no declared tag",
                here,
                f"write {quote(near)}" if near else "declare it under `tags`",
            )
        elif _leads_back(node.value["name"], parents):
            yield Finding(
                f"the tag {quote(node.value['name'])} is below itself",
                here,
                "remove one `parent` of the circle",
            )


def _leads_back(name: str, parents: dict[str, Any]) -> bool:
    seen: set[Any] = set()
    above = parents.get(name)
    while isinstance(above, str) and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


@check("API026", Severity.ERROR, on=Contract)
def undefined_server_variable(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every variable in a server's address is declared, with a default that it may take."""
    for node in contract.anatomy.nodes:
        url = node.value.get("url") if node.kind == "Server" else None
        held = node.value.get("variables") if node.kind == "Server" else None
        variables = held if isinstance(held, dict) else {}
        for name in dict.fromkeys(_VARIABLE.findall(url)) if isinstance(url, str) else ():
            if name not in variables:
                near = nearest(name, variables)
                declare = f"declare {quote(name)} with a `default` under `variables`"
                hint = f"write `{{{near}}}`" if near else declare
                yield Finding(f"`{{{name}}}` is no declared server variable", node.origin.at("url"), hint)
        for name, variable in variables.items():
            yield from _default_outside_enum(variable, node.origin.at("variables", name))


def _default_outside_enum(variable: Any, origin: Origin) -> Iterator[Finding]:
    allowed = variable.get("enum") if isinstance(variable, dict) else None
    if isinstance(allowed, list) and allowed and "default" in variable and variable["default"] not in allowed:
        names = [str(value) for value in allowed]
        say = f"`default` is {shown(variable['default'])}, none of {quoted(names)}"
        yield Finding(say, origin.at("default"), f"write {quoted(names, 'or')}")


@check("API027", Severity.ERROR, on=Contract)
def unknown_link_operation(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A link names an operation that exists."""
    known = [
        node.value["operationId"]
        for node in contract.anatomy.nodes
        if node.kind == "Operation" and isinstance(node.value.get("operationId"), str)
    ]
    for node in contract.anatomy.nodes:
        name = node.value.get("operationId") if node.kind == "Link" else None
        if isinstance(name, str) and name not in known:
            near = nearest(name, known)
            hint = (
                f"write {quote(near)}" if near else "name the `operationId` of an operation in this contract"
            )
            say = f"{quote(name)} is no operation of this contract"
            yield Finding(say, node.origin.at("operationId"), hint)
