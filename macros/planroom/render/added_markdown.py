"""What hosts and documentation tools add to CommonMark, so that their texts read as they were meant.

Notes (`> [!NOTE]`, `!!! note`, `::: note`), tabs (`=== "One"`), tasks (`- [x]`), footnotes, bare addresses.
Each becomes tokens of plain HTML, to be sanitised with all the rest.

Libraries read tasks and footnotes.
They do not read the rest as well: alerts of markdown-it-py know five words and no title, `admon` takes a line
for a note below which nothing is indented, `container` one that nothing closes, no plugin knows tabs, `attrs`
not the `{:` of kramdown, and `gfm_autolink` and `linkify` need quadratic time for long lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from planroom.patterns import late

_INDENTED = late(r'(!!!|\?\?\?\+?|===\+?!?)\s*([A-Za-z][\w-]*)?(?:[ \t][\w -]+?)??\s*(?:"([^"]*)")?\s*')
_FENCED = late(r"(:{3,})\s*(?:\{?([A-Za-z]+)\}?)(?:\[(.*)\]|\s+(.*?))?\s*")
_COLONS = late(r"[ \t>]*(:{3,})(?!:)\s*(\S?)")
_QUOTED = late(r"\[!([A-Za-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_REFERENCE = late(r"\[\^([^\]\s]{1,200})\]")
_BARE = late(r"(?<![\w/])https?://[^\s<>`|\u201c\u201d]+")
_TRAILING = "?!.,:;*_~'\""
_ON_ELEMENT = late(
    r"\{:?(?:\s*(?:[.#][\w-]+|(?:width|height|align|loading|style|class|target|rel|alt|title)"
    r"""=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+)))+\s*\}"""
)
_CONTENTS = frozenset(("[TOC]", "[toc]", "[[TOC]]", "[[toc]]", "[[_TOC_]]"))
_LIKE = {
    "abstract": "note", "attention": "warning", "bug": "danger", "caution": "warning", "danger": "danger",
    "details": "note", "error": "danger", "example": "note", "failure": "danger", "hint": "tip",
    "important": "warning", "info": "note", "note": "note", "question": "note", "quote": "note",
    "seealso": "note", "success": "tip", "summary": "note", "tip": "tip", "todo": "note",
    "warning": "warning",
}  # fmt: skip
"""The look of a note by the word that begins it."""

CLASSES = {
    "div": frozenset(f"admonition {look}" for look in _LIKE.values()),
    "details": frozenset(_LIKE.values()),
    "p": frozenset(("admonition-title",)),
    "li": frozenset(("pr-task",)),
}
"""The classes by tag that these things have, and that texts may have thus."""


def add_to(reader: Any) -> Any:
    """Let a reader of CommonMark know these as well."""
    from mdit_py_plugins.footnote import footnote_plugin

    reader.options["tasklists"] = True
    reader.use(footnote_plugin, inline=False, move_to_end=False)
    reader.inline.ruler.at("footnote_ref", _footnote_reference)
    block = reader.block.ruler
    anywhere = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    block.before("code", "indented_note", _indented_note, anywhere)
    block.before("code", "fenced_note", _fenced_note, anywhere)
    reader.core.ruler.before("inline", "quoted_note", _quoted_notes)
    reader.core.ruler.push("lines", _lines)
    return reader


def _indented_note(state: Any, start: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"` or `=== "Tab"` with what is indented below; `???` can be opened."""
    if state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    if state.src[at : at + 3] not in ("!!!", "???", "==="):
        return False
    match = _INDENTED.fullmatch(state.src[at : state.eMarks[start]])
    last = _last_indented(state, start, end) if match else start
    if match is None or last == start or not (match[2] if match[1][0] != "=" else match[3]):
        return False
    if silent:
        return True
    column = state.sCount[start] + 4
    if match[1][0] == "=":
        _title(state, "p", f"**{match[3]}**", start)
        _inside(state, start + 1, last + 1, column)
    else:
        folded = "" if match[1][0] == "!" else "open" if match[1].endswith("+") else "closed"
        word = match[2].lower()
        _note(
            state, word, word.capitalize() if match[3] is None else match[3], folded, start, last + 1, column
        )
    state.line = last + 1
    return True


def _last_indented(state: Any, start: int, end: int) -> int:
    last = start
    for number in range(start + 1, end):
        if state.isEmpty(number):
            continue
        if state.sCount[number] < state.sCount[start] + 4:
            break
        last = number
    return last


def _fenced_note(state: Any, start: int, end: int, silent: bool) -> bool:
    """`::: note Title` to the line of as many colons that ends it."""
    at = state.bMarks[start] + state.tShift[start]
    if state.src[at : at + 3] != ":::" or state.is_code_block(start):
        return False
    match = _FENCED.fullmatch(state.src[at : state.eMarks[start]])
    if match is None or match[2].lower() not in _LIKE:
        return False
    close = _closing_lines(state).get(start, end)
    if close >= end:
        return False
    if silent:
        return True
    word = match[2].lower()
    folded = "closed" if word == "details" else ""
    title = match[3] or match[4] or word.capitalize()
    _note(state, word, title, folded, start, close, state.sCount[start])
    state.line = close + 1
    return True


def _closing_lines(state: Any) -> dict[int, int]:
    """The lines that close fenced notes by those that open them: as many colons, the innermost first."""
    if "closing_lines" not in state.env:
        known: dict[int, int] = {}
        waiting: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(state.src.split("\n")):
            match = _COLONS.match(line)
            if match and match[2]:
                waiting[match[1]].append(number)
            elif match and waiting[match[1]]:
                known[waiting[match[1]].pop()] = number
        state.env["closing_lines"] = known
    found: dict[int, int] = state.env["closing_lines"]
    return found


def _note(state: Any, word: str, title: str, folded: str, start: int, end: int, column: int) -> None:
    """The tokens of a note on the lines after `start` and before `end`, whose text begins at a column."""
    look = _LIKE.get(word, "note")
    tag = "details" if folded else "div"
    opened = state.push("note_open", tag, 1)
    opened.attrs = {"class": look if folded else f"admonition {look}"}
    if folded == "open":
        opened.attrs["open"] = ""
    opened.block = True
    if title:
        _title(state, "summary" if folded else "p", title, start, "" if folded else "admonition-title")
    _inside(state, start + 1, end, column)
    state.push("note_close", tag, -1).block = True


def _title(state: Any, tag: str, words: str, line: int, look: str = "") -> None:
    state.push("title_open", tag, 1).attrs = {"class": look} if look else {}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = words, [line, line], []
    state.push("title_close", tag, -1).block = True


def _inside(state: Any, start: int, end: int, column: int) -> None:
    """Read lines as blocks of their own, whose text begins at a column."""
    before = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = column, end, "root"
    state.md.block.tokenize(state, start, end)
    state.blkIndent, state.lineMax, state.parentType = before


def _footnote_reference(state: Any, silent: bool) -> bool:
    """`[^1]`; the plugin's own rule would look from each of these signs to the end of a line."""
    if state.src[state.pos : state.pos + 2] != "[^":
        return False
    match = _REFERENCE.match(state.src, state.pos)
    if match is None or f":{match[1]}" not in state.env.get("footnotes", {}).get("refs", ()):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta["label"] = match[1]
    state.pos = match.end()
    return True


def _quoted_notes(state: Any) -> None:
    """Make a quote whose first line is `[!NOTE]` a note."""
    tokens = state.tokens
    for index in range(len(tokens) - 3, -1, -1):
        if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
            continue
        inline = tokens[index + 2]
        match = _QUOTED.match(inline.content)
        if match is None or match[1].lower() not in _LIKE:
            continue
        opened = tokens[index]
        closed = next(
            at for at in range(index + 3, len(tokens))
            if tokens[at].type == "blockquote_close" and tokens[at].level == opened.level
        )  # fmt: skip
        word, title = match[1].lower(), match[2].strip()
        opened.type, opened.tag, opened.attrs = "note_open", "div", {"class": f"admonition {_LIKE[word]}"}
        tokens[closed].type, tokens[closed].tag = "note_close", "div"
        rest = inline.content[match.end() :]
        head = [tokens[index + 1].copy(), inline.copy(), tokens[index + 3].copy()]
        head[0].attrs = {"class": "admonition-title"}
        head[1].content, head[1].children = title or word.capitalize(), []
        inline.content = rest
        tokens[index + 1 : index + 1 if rest.strip() else index + 4] = head


def _lines(state: Any) -> None:
    """Tasks, bare addresses and attributes of elements, where lines are read already."""
    for index, token in enumerate(state.tokens):
        if "checked" in token.meta:
            _task(token, state.tokens[index + 2])
        elif token.type == "inline" and token.content in _CONTENTS:
            token.content, token.children = "", []
        elif token.type == "inline" and ("://" in token.content or "{" in token.content):
            token.children = list(_linked(token.children))


def _task(item: Any, first: Any) -> None:
    """Say with a character how far a task is: a box would be a form that does nothing."""
    word, sign = ("Done", "☑") if item.meta.pop("checked") else ("Open", "☐")
    mark = f'<span role="img" aria-label="{word}">{sign}</span> '
    item.attrs["class"] = "pr-task"
    if first.type == "inline":
        first.children.insert(0, _token("html_inline", mark))
    else:  # a list, a quote or code: the mark stands before it
        item.type, item.content = "html_inline", f'<li class="pr-task">{mark}'


def _linked(parts: list[Any]) -> Iterator[Any]:
    depth = 0
    before = ""
    for part in parts:
        depth += {"link_open": 1, "link_close": -1}.get(part.type, 0)
        if part.type == "html_inline" and (tag := part.content[:3].lower()) in ("<a ", "<a>", "</a"):
            depth += -1 if tag == "</a" else 1
        if part.type == "text" and before in ("link_close", "image"):
            match = _ON_ELEMENT.match(part.content)
            part.content = part.content[match.end() :] if match else part.content
        if part.type == "text" and depth <= 0 and "://" in part.content:
            yield from _bare(part.content)
        else:
            yield part
        before = part.type


def _bare(text: str) -> Iterator[Any]:
    """A text with its addresses as links."""
    at = 0
    for match in _BARE.finditer(text):
        address = _trimmed(match[0])
        if address.count("/") < 2 or not address.partition("://")[2]:
            continue
        if match.start() > at:
            yield _token("text", text[at : match.start()])
        opened = _token("link_open", tag="a", nesting=1)
        opened.attrs = {"href": address}
        yield opened
        yield _token("text", address)
        yield _token("link_close", tag="a", nesting=-1)
        at = match.start() + len(address)
    if at < len(text):
        yield _token("text", text[at:])


def _trimmed(address: str) -> str:
    """An address without what ends the sentence around it: marks, and brackets that were opened before it."""
    spare = {close: address.count(close) - address.count(opening) for opening, close in ("()", "[]")}
    end = len(address)
    while end and (address[end - 1] in _TRAILING or spare.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in spare:
            spare[address[end]] -= 1
    return address[:end]


def _token(kind: str, content: str = "", tag: str = "", nesting: int = 0) -> Any:
    from markdown_it.token import Token

    token = Token(kind, tag, nesting)  # type: ignore[arg-type]  # one of -1, 0, 1
    token.content = content
    return token


def take_footnotes(tokens: list[Any]) -> tuple[list[Any], list[list[Any]]]:
    """Tokens without their footnotes, and these in the order in which they are named; those never are last.

    What names one becomes a link to `#fn-` and its number.
    """
    text: list[Any] = []
    written: dict[str, list[Any]] = {}
    inside: list[list[Any]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            inside.append(written.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            inside.pop()
        else:
            (inside[-1] if inside else text).append(token)
    numbers: dict[str, int] = {}
    _number(text, numbers)
    for label in written:
        if label not in numbers:
            numbers[label] = len(numbers) + 1
    for label in list(numbers):
        _number(written[label], numbers)
    return text, [written[label] for label in numbers]


def _number(tokens: list[Any], numbers: dict[str, int]) -> None:
    """Number footnotes as they are named, and link what names them."""
    for token in tokens:
        for part in token.children or ():
            if part.type == "footnote_ref":
                number = numbers.setdefault(part.meta["label"], len(numbers) + 1)
                part.type, part.content = "html_inline", f'<sup><a href="#fn-{number}">{number}</a></sup>'
