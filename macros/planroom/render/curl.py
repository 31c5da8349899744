"""A command that calls an operation: curl with what must be sent, secrets as variables of the shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from planroom.kinds.contract import SecurityScheme
from planroom.kinds.messages import Media, Parameter
from planroom.kinds.operations import Operation
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.samples import Samples, json_line

_BARE = late(r"[A-Za-z0-9_./:@%+=,~-]+")
_NEEDS_CARE = late(r"[\"$`\\!\x00-\x1f]")
_BRACED = late(r"\{([^{}]+)\}")
_MOST_FIELDS = 8


@dataclass(frozen=True)
class Call:
    """One operation to be called. `media` is what is sent, `file` the name of the file that holds it."""

    operation: Operation
    media: Media | None
    file: str
    samples: Samples

    def text(self) -> str:
        """The command, an option a line."""
        method = self.operation.method
        say = (
            "curl"
            if method == "GET" and self.media is None
            else "curl --head"
            if method == "HEAD"
            else f"curl -X {shlex.quote(method)}"
        )
        parts = [f"{say} {self._url()}", *self._options()]
        return " \\\n  ".join(parts)

    def _options(self) -> Iterator[str]:
        for scheme in self._schemes():
            yield from _credentials(scheme)
        for parameter in self._parameters("header"):
            yield f"-H {_quoted(f'{parameter.name}: {_plain(self.samples.of_parameter(parameter))}')}"
        cookies = [
            f"{item.name}={_plain(self.samples.of_parameter(item))}" for item in self._parameters("cookie")
        ]
        if cookies:
            yield f"-b {_quoted('; '.join(cookies))}"
        if self.media is not None:
            yield from self._body(self.media)

    def _schemes(self) -> tuple[SecurityScheme, ...]:
        declared = self.operation.contract.security_schemes
        first = next((item for item in self.operation.security if item.schemes), None)
        return tuple(declared[name] for name, _ in first.schemes if name in declared) if first else ()

    def _parameters(self, where: str) -> list[Parameter]:
        return [item for item in self.operation.parameters if item.where == where and item.required]

    def _url(self) -> str:
        values = {item.name: item for item in self.operation.parameters if item.where == "path"}

        def filled(match: re.Match[str]) -> str:
            name = match[1]
            return (
                quote(_plain(self.samples.of_parameter(values[name])), safe=":@,")
                if name in values
                else match[0]
            )

        url = _server(self.operation) + _BRACED.sub(filled, self.operation.path)
        query = [
            # Brackets stand for ranges of addresses in curl.
            f"{quote(name, safe='')}={quote(value, safe=':,/')}"
            for item in self._parameters("query")
            for name, value in _pairs(item, self.samples.of_parameter(item))
        ]
        url = _flat(url + ("?" + "&".join(query) if query else ""))
        keys = [f"{scheme.value['name']}=$API_KEY" for scheme in self._schemes() if _where(scheme) == "query"]
        if keys and _safe([url, *keys]):
            return f'"{url}{"&" if query else "?"}{_flat("&".join(keys))}"'
        return url if _BARE.fullmatch(url) else _quoted(url)

    def _body(self, media: Media) -> Iterator[str]:
        kind = media.media_type.partition(";")[0].strip().lower()
        if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
            option = "-F" if kind.startswith("multipart") else "--data-urlencode"
            yield from (f"{option} {_quoted(field)}" for field in self._fields(media, kind))
            return
        yield f"-H {_quoted(f'Content-Type: {media.media_type}')}"
        yield f"{'-d' if 'json' in kind else '--data-binary'} @{self.file}"

    def _fields(self, media: Media, kind: str) -> Iterator[str]:
        stated = dict(media.encodings)
        place = self.samples.shapes.place(media.schema, media.schema_origin)
        shape = self.samples.shapes.read(place)
        if not shape.properties and shape.branches:
            shape = self.samples.shapes.read(shape.branches[0][1][0])
        ordered = sorted(shape.properties.items(), key=lambda pair: pair[0] not in shape.required)
        for name, held in ordered[: max(len(shape.required), _MOST_FIELDS)]:
            inner = self.samples.shapes.read(held)
            if (
                inner.text("format") == "binary"
                or inner.text("type") == "file"
                or "contentMediaType" in inner.value
            ):
                yield f"{name}=@file"
                continue
            value = self.samples.of_schema(held, sent=True)
            if kind.startswith("multipart") and (isinstance(value, dict) or "json" in stated.get(name, "")):
                # A part that is a structure is JSON, unless its encoding says otherwise (3.2, 4.15.1.1).
                yield f"{name}={json_line(value)};type={stated.get(name, 'application/json')}"
            else:
                yield f"{name}={_plain(value)}"


def _pairs(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """The names and values that a query parameter has in an address (OpenAPI 3.2, section 4.12.6)."""
    style = parameter.value.get("style", "form")
    explode = parameter.value.get("explode", style == "form")
    is_2 = "collectionFormat" in parameter.value or "type" in parameter.value
    if isinstance(value, dict) and style == "deepObject":
        yield from ((f"{parameter.name}[{key}]", _plain(held)) for key, held in list(value.items())[:20])
    elif isinstance(value, dict) and style == "form" and explode is True:
        yield from ((str(key), _plain(held)) for key, held in list(value.items())[:20])
    elif isinstance(value, list) and (
        parameter.value.get("collectionFormat") == "multi" if is_2 else style == "form" and explode is True
    ):
        yield from ((parameter.name, _plain(held)) for held in value[:20])
    elif isinstance(value, list) and style in ("spaceDelimited", "pipeDelimited"):
        yield parameter.name, (" " if style[0] == "s" else "|").join(map(_plain, value[:20]))
    else:
        yield parameter.name, _plain(value)


def _server(operation: Operation) -> str:
    """The first address that an operation is served at; a host that is not stated is `HOST`."""
    base = operation.full_paths[0].removesuffix(operation.path) if operation.full_paths else ""
    for holder in (operation.value, operation.path_item.value, operation.contract.value):
        servers = holder.get("servers") if isinstance(holder, dict) else None
        first = (
            next((item for item in servers if isinstance(item, dict)), {})
            if isinstance(servers, list)
            else {}
        )
        url = first.get("url")
        if isinstance(url, str):
            return _host(_with_defaults(url, first.get("variables"))) + base
    if operation.contract.version_key == "swagger" and operation.contract.servers:
        return _host(operation.contract.servers[0]) + base
    return "https://HOST" + base


def _with_defaults(url: str, variables: Any) -> str:
    held = variables if isinstance(variables, dict) else {}

    def default(match: re.Match[str]) -> str:
        said = held.get(match[1])
        value = said.get("default") if isinstance(said, dict) else None
        return str(value) if isinstance(value, (str, int, float)) else match[0]

    return _BRACED.sub(default, url)


def _host(url: str) -> str:
    match = re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*", url)
    return match[0] if match else "https://HOST"


def _where(scheme: SecurityScheme) -> str:
    """Where an API key stands, `""` for other schemes."""
    place, name = scheme.value.get("in"), scheme.value.get("name")
    return place if scheme.type == "apiKey" and isinstance(place, str) and isinstance(name, str) else ""


def _credentials(scheme: SecurityScheme) -> Iterator[str]:
    kind = str(scheme.value.get("scheme", "")).lower()
    where = _where(scheme)
    if scheme.type in ("oauth2", "openIdConnect") or kind == "bearer":
        yield '-H "Authorization: Bearer $TOKEN"'
    elif scheme.type == "basic" or kind == "basic":
        yield '-u "$NAME:$PASSWORD"'
    elif where == "header" and _safe([scheme.value["name"]]):
        yield f'-H "{_flat(scheme.value["name"])}: $API_KEY"'
    elif where == "cookie" and _safe([scheme.value["name"]]):
        yield f'-b "{_flat(scheme.value["name"])}=$API_KEY"'
    elif scheme.type == "mutualTLS":
        yield "--cert client.pem --key client.key"


def _safe(texts: list[str]) -> bool:
    return not any(_NEEDS_CARE.search(text.replace("$API_KEY", "")) for text in texts)


def _quoted(text: str) -> str:
    """A text as one word of the shell, in double quotes where nothing in it needs more."""
    flat = _flat(text)
    return shlex.quote(flat) if _NEEDS_CARE.search(flat) else f'"{flat}"'


def _flat(text: str) -> str:
    return " ".join(text.split())


def _plain(value: Any) -> str:
    """A value as it stands in an address or a header."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(_plain(item) for item in value[:20])
    if isinstance(value, dict):
        return ",".join(f"{key},{_plain(item)}" for key, item in list(value.items())[:20])
    return "" if value is None else str(value)
