"""The operations of a contract: what can be called, with what, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planroom.diagnostics import Origin, Pointer
from planroom.kinds.anatomy import METHODS
from planroom.kinds.messages import (
    Body,
    Parameter,
    Place,
    Response,
    media_types,
    read_body,
    read_body_of_2,
    read_parameter,
    read_response,
    root_of,
)
from planroom.patterns import late
from planroom.records import dataclass

if TYPE_CHECKING:
    from planroom.kinds.contract import Contract, SecurityScheme

_ADDRESS = late(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_VARIABLE = late(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One way to be let in: the schemes it names, each with its scopes; none named means anybody."""

    schemes: tuple[tuple[str, tuple[str, ...]], ...]
    origin: Origin


@dataclass(frozen=True, eq=False)
class Operation:
    """One method on one path.

    `path` is as written; `full_paths` have a server's base path in front, the bare one last. `pointer` and
    `source_path` say where the operation object really stands, which may be another file.
    """

    method: str
    path: str
    full_paths: tuple[str, ...]
    operation_id: str
    summary: str
    description: str
    tags: tuple[str, ...]
    deprecated: bool
    value: dict[str, Any]
    origin: Origin
    contract: Contract = field(repr=False)
    path_item: Place = field(repr=False)

    @property
    def pointer(self) -> Pointer:
        """The pointer of the operation object in its file."""
        return self.origin.pointer

    @property
    def source_path(self) -> str:
        """The file in which the operation object stands."""
        return self.origin.path

    @property
    def name(self) -> str:
        """Its operation id, else method and path."""
        return self.operation_id or self.call

    @property
    def call(self) -> str:
        """Method and path: `GET /orders`."""
        return f"{self.method} {self.path}"

    @property
    def _place(self) -> Place:
        return Place(self.value, self.origin, self.contract.documents)

    @property
    def _is_2(self) -> bool:
        return self.contract.version_key == "swagger"

    @cached_property
    def parameter_places(self) -> tuple[Place, ...]:
        """The entries of its `parameters` and before them those of its path, references not followed."""
        return (*self.path_item.at("parameters").items(), *self._place.at("parameters").items())

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters and those of its path, references followed; its own hide those of the path."""
        read = (read_parameter(place) for place in self.parameter_places)
        return tuple({(held.name, held.where): held for held in read if held is not None}.values())

    @property
    def parameters_are_known(self) -> bool:
        """Whether every parameter is there: of one whose reference leads nowhere, nothing is known."""
        return all(isinstance(place.followed().value, dict) for place in self.parameter_places)

    @cached_property
    def body(self) -> Body | None:
        """What it is sent, or `None`."""
        if not self._is_2:
            return read_body(self._place.at("requestBody"))
        places = (*self._place.at("parameters").items(), *self.path_item.at("parameters").items())
        return read_body_of_2(places, media_types(self._place, self.contract.value, "consumes"))

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """What comes back, in the order of the document."""
        produces = media_types(self._place, self.contract.value, "produces") if self._is_2 else ()
        entries = self._place.at("responses").entries()
        return tuple(filter(None, (read_response(status, place, produces) for status, place in entries)))

    @cached_property
    def statuses(self) -> frozenset[str]:
        """The statuses that it answers with, in upper case, also where a reference leads to nothing."""
        return frozenset(status.upper() for status, _ in self._place.at("responses").entries())

    @cached_property
    def security(self) -> tuple[Requirement, ...]:
        """The ways to be let in: its own, else the document's. Empty means that nothing is asked for."""
        own = "security" in self.value
        root = root_of(self.contract.documents, self.contract.path, self.contract.value)
        return tuple(read_requirements((self._place if own else root).at("security")))

    @cached_property
    def security_schemes(self) -> tuple[SecurityScheme, ...]:
        """The declared schemes that its security names, each once."""
        declared = self.contract.security_schemes
        named = dict.fromkeys(name for requirement in self.security for name, _ in requirement.schemes)
        return tuple(declared[name] for name in named if name in declared)


def read_requirements(place: Place) -> Iterator[Requirement]:
    """The requirements of a `security` list."""
    for item in place.items():
        if isinstance(item.value, dict):
            yield Requirement(tuple((name, _scopes(held)) for name, held in item.value.items()), item.origin)


def _scopes(held: Any) -> tuple[str, ...]:
    return tuple(scope for scope in held if isinstance(scope, str)) if isinstance(held, list) else ()


def read_operations(contract: Contract, key: str) -> Iterator[Operation]:
    """The operations below `paths` or `webhooks`, path items followed into other files."""
    place = root_of(contract.documents, contract.path, contract.value).at(key)
    for path, entry in place.entries():
        item = _path_item(entry)
        for method, held in _methods(item):
            yield _operation(contract, method, path, held, item)


def read_callbacks(operation: Operation) -> Iterator[tuple[str, Operation]]:
    """What an operation calls back, each with its name; the path is the expression of the address."""
    contract = operation.contract
    place = Place(operation.value, operation.origin, contract.documents)
    for name, callback in place.at("callbacks").entries():
        for expression, entry in callback.followed().entries():
            item = _path_item(entry)
            for method, held in _methods(item):
                yield name, _operation(contract, method, expression, held, item)


def _path_item(entry: Place) -> Place:
    """A path item; where it has a reference and keys of its own, these stay its own (3.1, section 4.8.9)."""
    followed = entry.followed()
    if isinstance(entry.value, dict) and any(method in entry.value for method in METHODS):
        return entry
    return followed


def _methods(item: Place) -> Iterator[tuple[str, Place]]:
    if not isinstance(item.value, dict):
        return
    for key in item.value:
        held = item.at(key).followed() if key in METHODS else None
        if held is not None and isinstance(held.value, dict):
            yield key.upper(), held
    for name, held in item.at("additionalOperations").entries():
        if isinstance(held.value, dict):
            yield name, held


def _operation(contract: Contract, method: str, path: str, place: Place, item: Place) -> Operation:
    value: dict[str, Any] = place.value
    tags = value.get("tags")
    return Operation(
        method,
        path,
        tuple(dict.fromkeys((*(base + path for base in _bases(contract, place, item)), path))),
        place.text("operationId"),
        place.text("summary") or item.text("summary"),
        place.text("description"),
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        place.flag("deprecated"),
        value,
        place.origin,
        contract,
        item,
    )


def _bases(contract: Contract, place: Place, item: Place) -> tuple[str, ...]:
    for holder in (place, item):
        servers = holder.value.get("servers")
        if isinstance(servers, list) and servers:
            return tuple(url_path(server) for server in servers)
    return contract.base_paths


def url_path(server: Any) -> str:
    """The path of a server's address with its variables at their defaults, `""` where it has none."""
    url = server.get("url") if isinstance(server, dict) else None
    if not isinstance(url, str):
        return ""
    variables = server.get("variables")

    def default(match: re.Match[str]) -> str:
        held = variables.get(match[1]) if isinstance(variables, dict) else None
        value = held.get("default") if isinstance(held, dict) else None
        return str(value) if isinstance(value, (str, int, float)) else match[0]

    path = _ADDRESS.sub("", _VARIABLE.sub(default, url), count=1).partition("?")[0].rstrip("/")
    return path if not path or path.startswith("/") else "/" + path.removeprefix("./")
