"""What stands beside an operation: the command that calls it, what it sends, what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from itertools import islice

from markupsafe import Markup

from planroom.kinds.messages import Media, Response
from planroom.kinds.operations import Operation
from planroom.records import dataclass
from planroom.render.contract_weights import LINES
from planroom.render.curl import Call
from planroom.render.prose import highlighted
from planroom.render.samples import Example, Samples, json_lines

_MOST_EXAMPLES = 4
_LONGEST_LINE = 400


@dataclass(frozen=True)
class Sample:
    """A piece of code beside the operation; folded where another of its kind stands before it."""

    title: str
    code: Markup
    folded: bool = False


@dataclass(frozen=True)
class Beside:
    """Makes the pieces of code beside the operations of one page."""

    samples: Samples

    def of(self, operation: Operation, *, webhook: bool) -> Iterator[Sample]:
        """The command, what it sends, and what comes back. Nobody calls a webhook: of it, what it is sent."""
        sent = _best(operation.body.content) if operation.body else None
        file = self._file(sent) if sent is not None else ""
        if not webhook:
            call = Call(operation, sent, file, self.samples).text()
            yield Sample("Request", self._code("Request", call, "bash"))
            yield from self._stated(operation)
        if sent is not None and _is_text(sent.media_type):
            yield from self._examples(sent, file, is_sent=not webhook)
        response = _shown(operation.responses)
        back = _best(response.content) if response is not None else None
        if response is not None and back is not None:
            yield from self._examples(
                back, f"{response.status} {phrase(response.status)}".strip(), is_sent=False
            )

    def _stated(self, operation: Operation) -> Iterator[Sample]:
        """The code that an author wrote for the operation, in the extension that other tools show too."""
        stated = operation.value.get("x-codeSamples", operation.value.get("x-code-samples"))
        held = [item for item in stated if isinstance(item, dict)] if isinstance(stated, list) else []
        for item in held[:_MOST_EXAMPLES]:
            source, language = item.get("source"), item.get("lang")
            if isinstance(source, str) and source.strip() and isinstance(language, str):
                title = item.get("label") if isinstance(item.get("label"), str) else language
                lines = source.expandtabs(2).splitlines()
                yield Sample(f"Request: {title}", self._cut("", lines, language.lower()), True)

    def _examples(self, media: Media, title: str, *, is_sent: bool) -> Iterator[Sample]:
        examples = list(islice(self.samples.of_media(media, sent=is_sent), _MOST_EXAMPLES))
        for index, example in enumerate(examples):
            if example.made and (example.value in (None, "", {}, []) or not _is_json(media.media_type)):
                return
            named = f"{title}: {example.name}" if example.name and len(examples) > 1 else title
            named += ", made from the schema" if example.made else ""
            yield Sample(named, self._shown("" if index else named, media, example), index > 0)

    def _shown(self, title: str, media: Media, example: Example) -> Markup:
        kind = media.media_type
        if isinstance(example.value, str) and not _is_json(kind):
            language = "xml" if "xml" in kind else "yaml" if "yaml" in kind else "text"
            return self._cut(title, example.value.expandtabs(2).splitlines(), language)
        return self._cut(title, json_lines(example.value), "json")

    def _cut(self, title: str, lines: list[str], language: str) -> Markup:
        """The first lines as code, with a word on how many more there are."""
        left = len(lines) - LINES
        if left <= 1:
            return self._code(title, "\n".join(lines), language)
        code = self._code(title, "\n".join(lines[:LINES]), language)
        return code + Markup('<p class="pr-small">{} more lines are left out here.</p>\n').format(f"{left:,}")

    def _code(self, title: str, code: str, language: str) -> Markup:
        lines = [
            line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…" for line in code.split("\n")
        ]
        return Markup(highlighted("\n".join(lines), language, name=title))  # Pygments escapes

    def _file(self, media: Media) -> str:
        shape = self.samples.shapes.read(self.samples.shapes.place(media.schema, media.schema_origin))
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", shape.name)
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "body"
        kind = media.media_type
        ending = next((word for word in ("xml", "yaml", "csv") if word in kind), "bin")
        return f"{stem}.{'json' if _is_json(kind) else 'txt' if kind == 'text/plain' else ending}"


def phrase(status: str) -> str:
    """What a status means: `Created` for 201; `""` for one that is not known."""
    if status == "default":
        return "Any other answer"
    if re.fullmatch(r"[1-5]XX", status, re.IGNORECASE):
        return f"Any other {status[0]}xx"
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return ""


def _best(content: tuple[Media, ...]) -> Media | None:
    """The media type to show: JSON, if there is one."""
    return next((media for media in content if _is_json(media.media_type)), content[0] if content else None)


def _is_json(media_type: str) -> bool:
    kind = media_type.partition(";")[0].strip().lower()
    return kind.endswith(("/json", "+json")) or kind == "*/*"


def _is_text(media_type: str) -> bool:
    return _is_json(media_type) or any(
        word in media_type for word in ("xml", "yaml", "text/", "ndjson", "csv")
    )


def _shown(responses: tuple[Response, ...]) -> Response | None:
    """The response whose example is shown: the first good one that has a body."""
    full = [response for response in responses if response.content]
    return next((item for item in full if item.status.startswith("2")), full[0] if full else None)
