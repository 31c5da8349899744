"""What goes over the wire in an operation, in one form for all versions: parameters, bodies and responses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planroom.diagnostics import Origin, Pointer
from planroom.kinds.refs import Documents, Resolved, is_ref
from planroom.records import dataclass

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_NOT_SCHEMA = frozenset(("name", "in", "required", "description", "allowEmptyValue", "collectionFormat"))
"""Keys of a parameter of 2.0 that say nothing about its value; the others are its schema."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example: its name (`""` where it has none), a line about it, its value and its place."""

    name: str
    summary: str
    value: Any
    origin: Origin


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter or header; its schema may be a reference.

    `where` is query, path, header, cookie or querystring.
    """

    name: str
    where: str
    required: bool
    schema: Any
    description: str
    value: dict[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Media:
    """One form a body may take. `schema` may be a reference, and stands at `schema_origin`.

    `encodings` are the parts of a form that state a media type of their own, with that.
    """

    media_type: str
    schema: Any
    examples: tuple[Example, ...]
    origin: Origin
    schema_origin: Origin
    encodings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A request body."""

    required: bool
    content: tuple[Media, ...]
    description: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Response:
    """A response. `status` is as written: `200`, `4XX` or `default`; a `summary` (3.2) can describe it."""

    status: str
    description: str
    content: tuple[Media, ...]
    headers: tuple[Parameter, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Place:
    """A value with the place it stands at, and the way to what it refers to."""

    value: Any
    origin: Origin
    documents: Documents

    def at(self, key: str | int) -> Place:
        """What lies below a key, `None` where there is nothing."""
        held: Any = None
        if isinstance(self.value, dict):
            held = self.value.get(key)
        elif isinstance(self.value, list) and isinstance(key, int):
            held = self.value[key]
        origin = self.origin
        return Place(held, Origin(origin.path, (*origin.pointer, key), origin.span), self.documents)

    def followed(self) -> Place:
        """The place at the end of the references, or an empty one where they lead nowhere."""
        if not is_ref(self.value):
            return self
        answer = self.documents.follow(self.origin.path, self.value, self.origin.pointer)
        if isinstance(answer, Resolved):
            return Place(answer.value, answer.origin, self.documents)
        return Place(None, self.origin, self.documents)

    def items(self) -> Iterator[Place]:
        """The items of a list."""
        if isinstance(self.value, list):
            yield from (self.at(index) for index in range(len(self.value)))

    def entries(self) -> Iterator[tuple[str, Place]]:
        """The named values of a map, extensions left out."""
        if isinstance(self.value, dict):
            yield from ((name, self.at(name)) for name in self.value if not name.startswith("x-"))

    def text(self, key: str) -> str:
        """The text below a key, or `""`."""
        held = self.value.get(key) if isinstance(self.value, dict) else None
        return held if isinstance(held, str) else ""

    def flag(self, key: str) -> bool:
        """Whether the value below a key is `true`."""
        return isinstance(self.value, dict) and self.value.get(key) is True


def read_parameter(place: Place) -> Parameter | None:
    """A parameter, references followed; `None` for what is none (a body of 2.0 among them)."""
    place = place.followed()
    name, where = place.text("name"), place.text("in")
    if not name or not where or where in ("body", "formData"):
        return None
    return _parameter(place, name, where, place.flag("required") or where == "path")


def _parameter(place: Place, name: str, where: str, required: bool) -> Parameter:
    value: dict[str, Any] = place.value
    described = place.text("description")
    return Parameter(name, where, required, _value_schema(place), described, value, place.origin)


def _value_schema(place: Place) -> Any:
    value: dict[str, Any] = place.value
    if "schema" in value:
        return value["schema"]
    for _, media in place.at("content").entries():
        return media.at("schema").value
    return {key: held for key, held in value.items() if key not in _NOT_SCHEMA and not key.startswith("x-")}


def read_body(place: Place) -> Body | None:
    """The request body of 3.x, references followed."""
    place = place.followed()
    if not isinstance(place.value, dict):
        return None
    return Body(place.flag("required"), tuple(_content(place)), place.text("description"), place.origin)


def read_body_of_2(parameters: tuple[Place, ...], consumes: tuple[str, ...]) -> Body | None:
    """The request body that the body or form parameters of 2.0 make."""
    followed = [place.followed() for place in parameters]
    for place in followed:
        if place.text("in") == "body":
            schema = place.at("schema")
            kinds = consumes or ("application/json",)
            media = tuple(Media(kind, schema.value, (), place.origin, schema.origin) for kind in kinds)
            return Body(place.flag("required"), media, place.text("description"), place.origin)
    fields = [place for place in followed if place.text("in") == "formData" and place.text("name")]
    return _form_body(fields, consumes) if fields else None


def _form_body(fields: list[Place], consumes: tuple[str, ...]) -> Body:
    schema = {
        "type": "object",
        "properties": {place.text("name"): _value_schema(place) for place in fields},
        "required": [place.text("name") for place in fields if place.flag("required")],
    }
    has_file = any(place.text("type") == "file" for place in fields)
    kinds = tuple(kind for kind in consumes if kind in (_FORM, _MULTIPART))
    origin = fields[0].origin
    usual = _MULTIPART if has_file else _FORM
    media = tuple(Media(kind, schema, (), origin, origin) for kind in kinds or (usual,))
    return Body(bool(schema["required"]), media, "", origin)


def read_response(status: str, place: Place, produces: tuple[str, ...]) -> Response | None:
    """A response, references followed. `produces` are the media types of 2.0."""
    place = place.followed()
    if not isinstance(place.value, dict):
        return None
    content = tuple(_content(place)) or tuple(_content_of_2(place, produces))
    headers = (
        _parameter(held, name, "header", held.flag("required"))
        for name, header in place.at("headers").entries()
        if isinstance((held := header.followed()).value, dict)
    )
    described = place.text("description") or place.text("summary")
    return Response(status, described, content, tuple(headers), place.origin)


def _content(place: Place) -> Iterator[Media]:
    for kind, media in place.at("content").entries():
        held = media.followed()
        if isinstance(held.value, dict):
            schema = held.at("schema" if "schema" in held.value else "itemSchema")
            forms = ((name, part.text("contentType")) for name, part in held.at("encoding").entries())
            stated = tuple((name, form) for name, form in forms if form)
            yield Media(kind, schema.value, tuple(read_examples(held)), held.origin, schema.origin, stated)


def _content_of_2(place: Place, produces: tuple[str, ...]) -> Iterator[Media]:
    schema, examples = place.at("schema"), place.at("examples")
    shown = dict(examples.entries())
    kinds = dict.fromkeys((*produces, *shown)) if schema.value is not None else shown
    for kind in kinds or (("application/json",) if schema.value is not None else ()):
        example = (Example("", "", shown[kind].value, shown[kind].origin),) if kind in shown else ()
        yield Media(kind, schema.value, example, place.origin, schema.origin)


def read_examples(place: Place) -> Iterator[Example]:
    """The examples of a media type, parameter or header of 3.x: `example`, then `examples` by name."""
    value: dict[str, Any] = place.value
    if "example" in value:
        yield Example("", "", value["example"], place.origin.at("example"))
    for name, entry in place.at("examples").entries():
        held = entry.followed()
        for key in ("value", "dataValue"):
            if isinstance(held.value, dict) and key in held.value:
                yield Example(name, held.text("summary"), held.value[key], held.origin.at(key))


def media_types(place: Place, root: dict[str, Any], key: str) -> tuple[str, ...]:
    """The media types of an operation of 2.0 under `consumes` or `produces`: its own, else the document's."""
    own = place.value.get(key) if isinstance(place.value, dict) else None
    stated = own if isinstance(own, list) else root.get(key)
    return tuple(kind for kind in stated if isinstance(kind, str)) if isinstance(stated, list) else ()


def root_of(documents: Documents, path: str, value: Any, pointer: Pointer = ()) -> Place:
    """A value of a file as a place."""
    return Place(value, Origin(path, pointer), documents)
