"""The redirect from where a decision lay: a line of `planroom.yaml`, and no other byte of it."""

from __future__ import annotations

from planroom.edit.nodes import whole
from planroom.edit.text import Offsets, inserted_lines, yaml_scalar
from planroom.files import SETTINGS_FILE
from planroom.source import Source

_NEW = "# Where decisions lay before: their old addresses lead on.\nredirects:\n"


def with_redirect(text: str | None, old: str, new: str) -> str:
    """The settings (`None`: there are none yet) with a redirect from the old path to the new one.

    What cannot be read as settings is given back as it is.
    """
    line = f"  {yaml_scalar(old, '')}: {yaml_scalar(new, '')}"
    if text is None:
        return f"{_NEW}{line}\n"
    source = Source(SETTINGS_FILE, text, "yaml")
    value = source.value
    if source.broken or not (value is None or isinstance(value, dict)):
        return text
    if value is None or "redirects" not in value:
        gap = [""] if text.strip() else []
        return inserted_lines(text, len(source.lines) + 1, [*gap, *_NEW.splitlines(), line])
    held = value["redirects"]
    if held is None:
        (place,) = source.locate((source.origin("redirects").key(),)).values()
        return inserted_lines(text, place.line + 1, [line])
    spans = whole(source, ("redirects",))
    if not isinstance(held, dict) or spans is None:
        return text
    ((start, end),) = spans
    if text[start] == "{":
        joint = ", " if held else ""
        return f"{text[: end - 1].rstrip()}{joint}{line.strip()}{text[end - 1 :]}"
    offsets = Offsets.of(text)
    first, last = offsets.line(start), offsets.line(end - 1)
    indent = text[offsets.start(first) : start]
    return inserted_lines(text, last + 1, [indent + line.strip()])
