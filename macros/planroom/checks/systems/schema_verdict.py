"""Whether a value fits a schema of a contract; references are followed within the room and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from planroom.checks.designs.schema_words import words_for
from planroom.diagnostics import Origin, Pointer, pointer_text
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Documents

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_ROOT = "https://room.invalid/"
"""Stands for the room's root: an address that is never asked for, in which paths can be joined."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What keeps a value from fitting, and where in it (`on_key`: a key too many)."""

    message: str
    hint: str
    pointer: Pointer
    on_key: bool = False


def misfits(contract: Contract, schema: Origin, value: Any, side: str) -> list[Misfit]:
    """What keeps a value from fitting the schema at a place; nothing where the schema cannot be followed.

    `side` is `request` or `response`: what is read-only need not be sent, what is write-only not be answered.
    """
    from referencing.exceptions import Unresolvable

    reference = f"{_ROOT}{quote(schema.path)}#{quote(pointer_text(schema.pointer))}"
    judge = _judge(contract)({"$ref": reference}, registry=_registry(contract.documents))
    try:
        errors = [error for error in judge.iter_errors(value) if not _excused(error, side)]
    except (Unresolvable, RecursionError):
        return []  # The checks on contracts report what leads nowhere.
    found = [misfit for error in errors for misfit in _misfits(error)]
    return sorted(
        dict.fromkeys(found), key=lambda misfit: ([str(key) for key in misfit.pointer], misfit.message)
    )


def _judge(contract: Contract) -> Any:
    if contract.major_minor in ("2.0", "3.0"):
        from openapi_schema_validator import OAS30Validator

        return OAS30Validator
    from jsonschema import Draft202012Validator

    return Draft202012Validator


def _registry(documents: Documents) -> Any:
    from referencing import Registry, Resource, Specification
    from referencing.exceptions import NoSuchResource

    def retrieve(uri: str) -> Any:
        path = unquote(uri.removeprefix(_ROOT))
        source = documents.source(path) if uri.startswith(_ROOT) else None
        if source is None or source.value is None:
            raise NoSuchResource(ref=uri)  # type: ignore[call-arg]
        # Opaque: a contract's parts are found by their place; an `$id` is rare and left to its own checks.
        return Resource(source.value, Specification.OPAQUE)  # type: ignore[call-arg]

    return Registry(retrieve=retrieve)  # type: ignore[call-arg]


def _excused(error: ValidationError, side: str) -> bool:
    """Whether a missing key is one that this side of the exchange does not carry."""
    if error.validator != "required" or not isinstance(error.schema, dict):
        return False
    flag = "readOnly" if side == "request" else "writeOnly"
    properties = error.schema.get("properties", {})
    missing = _missing(error)
    held = properties.get(missing) if isinstance(properties, dict) else None
    return isinstance(held, dict) and held.get(flag) is True


def _missing(error: ValidationError) -> str:
    """The key whose absence an error reports: the library names it in its message alone."""
    required: Any = error.validator_value
    return next((key for key in required if f"'{key}' is" in error.message), "")


def _misfits(error: ValidationError) -> list[Misfit]:
    pointer: Pointer = tuple(error.absolute_path)
    if error.validator in ("additionalProperties", "unevaluatedProperties") and isinstance(
        error.instance, dict
    ):
        extra = [key for key in error.instance if f"'{key}'" in error.message]
        say = "`{}` is no property of the schema"
        return [
            Misfit(say.format(key), "remove it, or add it to the contract", (*pointer, key), True)
            for key in extra
        ]
    return [Misfit(*words_for(error, "the body"), pointer)]
