"""API016 to API018, API029, API045, API063: the paths of a contract among themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.ecma import occurs
from planroom.checks.contracts.overlaps import Overlap, overlaps
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Parameter
from planroom.kinds.operations import Operation
from planroom.patterns import late
from planroom.wording import counted, quote

_TEMPLATE = late(r"\{([^{}]*)\}")
_WHOLE_NUMBER = late(r"-?\d+\Z")
_UUID = late(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")


def parameter_names(path: str) -> list[str]:
    """The parameters in a path; a mark such as the `+` of `{proxy+}` is no part of the name."""
    names = _TEMPLATE.findall(path.partition("?")[0])
    return [name.rstrip("+*") for name in names if name]


def path_key(contract: Contract, path: str) -> Origin:
    """The place at which a path is written."""
    return contract.at("paths", path).key()


def _paths(contract: Contract) -> list[str]:
    paths = contract.value.get("paths")
    return [path for path in paths if path.startswith("/")] if isinstance(paths, dict) else []


@contract_check("API016", Severity.ERROR)
def identical_paths(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No two paths differ only in the names of their parameters: they are one path to a server."""
    first: dict[str, str] = {}
    for path in _paths(contract):
        bare = _TEMPLATE.sub("{}", path)
        other = first.setdefault(bare, path)
        if other != path:
            say = f"{quote(path)} is the same path as {quote(other)}"
            related = (Related("first here", path_key(contract, other)),)
            yield Finding(say, path_key(contract, path), "put the operations of both under one path", related)


@contract_check("API017", Severity.ERROR)
def repeated_path_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A parameter stands once in a path, so that each place of it has a value of its own."""
    for path in _paths(contract):
        names = parameter_names(path)
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            say = f"`{{{name}}}` stands twice in {quote(path)}"
            yield Finding(say, path_key(contract, path), "give each place a name of its own")


@contract_check("API018", Severity.WARNING)
def query_in_path(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A path holds no query; query parameters are declared as such."""
    for path in _paths(contract):
        if "?" in _TEMPLATE.sub("", path):
            hint = f"write `{path.partition('?')[0]}` and declare what follows as parameters with `in: query`"
            yield Finding(f"the path {quote(path)} holds a query", path_key(contract, path), hint)


@contract_check("API029", Severity.WARNING)
def ambiguous_paths(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No request fits two paths of which neither is the more exact one.

    `/users/me` beside `/users/{id}` is fine: what is concrete is matched first (OpenAPI 3.1, 4.8.8.2).
    """
    found = overlaps(_paths(contract))
    real: list[Overlap] = []
    operations: dict[str, list[Operation]] = defaultdict(list)
    for operation in contract.operations if found else ():
        operations[operation.path].append(operation)
    for overlap in found:
        one, two = operations[overlap.one], operations[overlap.two]
        both = {operation.method for operation in one} & {operation.method for operation in two}
        if not both or any(_rules_out(held, overlap) for held in (*one[:1], *two[:1])):
            continue
        real.append(overlap)
    met = Counter(path for overlap in real for path in (overlap.one, overlap.two))
    by_path: dict[str, list[Overlap]] = defaultdict(list)
    for overlap in real:
        by_path[min(overlap.one, overlap.two, key=lambda path: (-met[path], path))].append(overlap)
    for path, held in by_path.items():
        requests = {overlap.one if overlap.two == path else overlap.two: overlap.request for overlap in held}
        others = sorted(requests)
        more = f", and {counted(len(held) - 1, 'more path')} beside it" if len(held) > 1 else ""
        say = f"{quote(requests[others[0]])} fits both {quote(path)} and {quote(others[0])}{more}"
        hint = "make one of them differ in a part that both spell out"
        related = tuple(Related("the other path", path_key(contract, other)) for other in others[:9])
        yield Finding(say, path_key(contract, path), hint, related)


def _rules_out(operation: Operation, overlap: Overlap) -> bool:
    """Whether a parameter of an operation cannot be what the other path has in its place."""
    other = overlap.one if operation.path == overlap.two else overlap.two
    parameters = {held.name: held for held in operation.parameters if held.where == "path"}
    for segment, value in zip(operation.path.split("/"), other.split("/"), strict=True):
        parameter = parameters.get(segment[1:-1]) if segment.startswith("{") else None
        if parameter is not None and "{" not in value and not _takes(parameter, value, operation):
            return True
    return False


def _takes(parameter: Parameter, value: str, operation: Operation) -> bool:
    """Whether a text of a path may be the value of a parameter, as far as its schema says so plainly."""
    documents = operation.contract.documents
    answer = documents.follow(parameter.origin.path, parameter.schema, parameter.origin.pointer)
    schema = getattr(answer, "value", None)
    if not isinstance(schema, dict):
        return True
    if schema.get("type") in ("integer", "number") and not _WHOLE_NUMBER.match(value):
        return False
    if schema.get("format") == "uuid" and not _UUID.match(value):
        return False
    allowed, pattern = schema.get("enum"), schema.get("pattern")
    if isinstance(allowed, list) and value not in [str(item) for item in allowed]:
        return False
    return not isinstance(pattern, str) or occurs(pattern, value) is not False


@contract_check("API045", Severity.INFO)
def trailing_slash(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A path does not end with a slash, which makes it another path than the one without it."""
    yield from gathered(
        (
            (path, path_key(contract, path))
            for path in _paths(contract)
            if path.endswith("/") and path.strip("/")
        ),
        ("path", "paths"),
        "the path {name} ends with a slash",
        "{count} end with a slash: {names}",
        "write it without the slash, or keep to it on every path",
    )


@contract_check("API063", Severity.ERROR)
def malformed_path_template(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every brace in a path opens or closes the name of a parameter."""
    for path in _paths(contract):
        bare = _TEMPLATE.sub("", path)
        if "{}" in path:
            say = f"the path {quote(path)} has a parameter without a name"
            yield Finding(say, path_key(contract, path), "write its name between the braces")
        elif "{" in bare or "}" in bare:
            say = f"the path {quote(path)} has a brace without its other half"
            yield Finding(say, path_key(contract, path), "write parameters as `{name}`")
