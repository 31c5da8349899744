"""A plan as a unified diff, in the form that `git apply` takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from planroom.edit.plan import Edit

_NO_NEWLINE = "\\ No newline at end of file\n"


def difference(edits: Iterable[Edit]) -> bytes:
    """The unified diff of edits; a file that moves is one entry and not two."""
    wanted = tuple(edit for edit in edits if edit.before != edit.after)
    before = {edit.path: edit.before for edit in wanted if edit.after is None}
    moved = {edit.like for edit in wanted if edit.like in before}
    parts = (
        _file(edit.like or edit.path, edit.path, before.get(edit.like, edit.before), edit.after)
        for edit in wanted
        if edit.path not in moved
    )
    return "".join(part for lines in parts for part in lines).encode("utf-8", "surrogateescape")


def _file(old: str, new: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    yield f"diff --git a/{old} b/{new}\n"
    if before is None:
        yield "new file mode 100644\n"
    if after is None:
        yield "deleted file mode 100644\n"
    if old != new:
        yield f"rename from {old}\nrename to {new}\n"
    if b"\0" in (before or b"") + (after or b""):
        return
    names = ("/dev/null" if before is None else f"a/{old}", "/dev/null" if after is None else f"b/{new}")
    for line in unified_diff(_lines(before), _lines(after), *names):
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _lines(data: bytes | None) -> list[str]:
    """The lines as git counts them: each ends with `\\n`, and a `\\r` before it belongs to the line."""
    text = (data or b"").decode("utf-8", "surrogateescape")
    return [line + "\n" for line in text.split("\n")[:-1]] + [line for line in text.split("\n")[-1:] if line]
