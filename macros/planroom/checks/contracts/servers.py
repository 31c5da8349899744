"""API026, API061: the variables in the addresses of servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check
from planroom.diagnostics import Finding, Origin, Severity
from planroom.kinds.anatomy import Node
from planroom.kinds.contract import Contract
from planroom.patterns import late
from planroom.wording import nearest, quote, quoted, shown

_VARIABLE = late(r"\{([^{}]+)\}")


def _variables(node: Node) -> tuple[list[str], dict[str, Any]]:
    """The variables in a server's address, and those that it declares."""
    url, held = node.value.get("url"), node.value.get("variables")
    named = _VARIABLE.findall(url) if isinstance(url, str) else []
    return named, held if isinstance(held, dict) else {}


@contract_check("API026", Severity.ERROR)
def undefined_server_variable(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every variable in a server's address is declared, with a default that it may take."""
    for node in contract.anatomy.of("Server"):
        named, declared = _variables(node)
        for name in dict.fromkeys(named):
            if name not in declared:
                near = nearest(name, declared)
                declare = f"declare {quote(name)} with a `default` under `variables`"
                hint = f"write `{{{near}}}`" if near else declare
                yield Finding(f"`{{{name}}}` is no declared server variable", node.origin.at("url"), hint)
            elif named.count(name) > 1 and contract.major_minor == "3.2":
                say = f"`{{{name}}}` stands twice in the address of this server"
                yield Finding(say, node.origin.at("url"), "give each place a name of its own")
        # In 3.0 the default only should be among the values (section 4.7.6); from 3.1 on it must.
        severity = Severity.WARNING if contract.major_minor == "3.0" else None
        for name, variable in declared.items():
            yield from _default_outside_enum(variable, node.origin.at("variables", name), severity)


def _default_outside_enum(variable: Any, origin: Origin, severity: Severity | None) -> Iterator[Finding]:
    allowed = variable.get("enum") if isinstance(variable, dict) else None
    if isinstance(allowed, list) and allowed and "default" in variable and variable["default"] not in allowed:
        names = [str(value) for value in allowed]
        say = f"`default` is {shown(variable['default'])}, none of {quoted(names)}"
        yield Finding(say, origin.at("default"), f"write {quoted(names, 'or')}", severity=severity)


@contract_check("API061", Severity.INFO)
def unused_server_variable(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every declared variable of a server stands in its address."""
    for node in contract.anatomy.holding("variables", "Server"):
        named, declared = _variables(node)
        for name in declared if isinstance(node.value.get("url"), str) else ():
            if name not in named and not name.startswith("x-"):
                say = f"the variable {quote(name)} does not stand in {quote(node.value['url'])}"
                here = node.origin.at("variables", name).key()
                yield Finding(say, here, f"write `{{{name}}}` in the address, or remove it")
