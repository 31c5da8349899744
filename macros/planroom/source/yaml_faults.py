"""Why a text is no YAML: the place to edit, what stands there, and what would mend it.

The parser stops where it can go on no longer, which is often below the cause: a key without a colon, a
quote or a bracket that nothing closes. Each cause is looked for by its own signs, and the parser's words,
which name no remedy, are the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from planroom.diagnostics import Span
from planroom.patterns import late
from planroom.source.characters import invisible
from planroom.source.lines import split_lines
from planroom.source.problem import Problem
from planroom.source.yaml_stop import Stop
from planroom.wording import listed, quote

_FORBIDDEN = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INDENT = late(r"[ \t]*(?:- +)*")
_KEY = late(r"""(?:[^\s#'"\[\]{},&*!|>%@`-][^#:]*|-[^\s#:][^#:]*|"[^"]*"|'[^']*') *:(?=\s|$)""")
_GLUED = late(r"([\w.-]+):(?!//)[^\s:]")


def syntax_fault(error: yaml.YAMLError, text: str, last: Any = None) -> Problem:
    """The problem of a text at which the parser stopped, given the last event that it gave."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return forbidden_character(text, str(error))
    said = str(getattr(error, "problem", "") or getattr(error, "context", "") or "syntax error")
    context, start = str(getattr(error, "context", None) or ""), getattr(error, "context_mark", None)
    begin = (start.line + 1, start.column + 1) if start is not None else None
    stop = Stop(text, said, context, mark.line + 1, mark.column + 1, begin, last)
    for explain in _CAUSES:
        if problem := explain(stop):
            return problem
    return _unexplained(stop)


def forbidden_character(text: str, said: str = "") -> Problem:
    """The reader met a character that YAML does not allow (YAML 1.2.2, section 5.1); find it ourselves."""
    for number, line in enumerate(split_lines(text.removeprefix("\ufeff")), 1):
        if bad := _FORBIDDEN.search(line):
            at = Span(number, bad.start() + 1, number, bad.end() + 1)
            say = f"the character U+{ord(bad[0]):04X} is not allowed in YAML"
            return Problem("syntax", say, at, "remove it, or write it as an escape in double quotes")
    return Problem(
        "syntax", f"this is not YAML: {(said.splitlines() or ['it ends early'])[0]}", hint="mend the file"
    )


def _tab(stop: Stop) -> Problem | None:
    row = stop.row(stop.line)
    indent = row[: len(row) - len(row.lstrip())]
    if "\t" not in indent or not (stop.sign == "\t" or "tab" in stop.said or "\\t" in stop.said):
        return None
    at = indent.index("\t")
    say = "a tab indents this line"
    return stop.problem(say, "indent with spaces; YAML forbids tabs", stop.line, at + 1, len(indent) - at)


def _strange_sign(stop: Stop) -> Problem | None:
    """An invisible character before the text of the line, which is no indentation."""
    row = stop.row(stop.line)
    before = row[: stop.column]
    for at, sign in enumerate(before, 1):
        if sign != "\t" and (name := invisible(sign)) and not before[: at - 1].strip():
            say = f"{name} stands before the text of this line"
            return stop.problem(say, "replace it by a plain space, or remove it", stop.line, at)
    return None


def _unclosed_quote(stop: Stop) -> Problem | None:
    hint = "add the closing quote"
    if (
        "quoted scalar" in stop.context
        and stop.start
        and ("end of stream" in stop.said or "document" in stop.said)
    ):
        return stop.problem("a quote is not closed", hint, *stop.start)
    value = stop.value
    if value is None or value.style not in ("'", '"') or "escape" in stop.said or "character" in stop.said:
        return None
    ends = (value.end_mark.line + 1, value.end_mark.column + 1)
    begins = (value.start_mark.line + 1, value.start_mark.column + 1)
    if (
        ends[0] != stop.line
        or ends[1] > stop.column
        or stop.row(stop.line)[ends[1] - 1 : stop.column - 1].strip()
    ):
        return None
    if begins[0] != ends[0]:
        say = f"this quote is closed only on line {ends[0]}, in the middle of a text"
        return stop.problem(
            say, hint + " where the text ends", *begins, other=("closed here", ends[0], ends[1] - 1)
        )
    if stop.sign == ":" or "flow" in stop.context:
        return None
    double = value.style == '"'
    hint = 'escape a quote in the text as `\\"`' if double else "double a quote in the text (`''`)"
    say = "text stands behind a closing quote"
    return stop.problem(say, f"{hint}, or put the whole text in other quotes", ends[0], ends[1] - 1)


def _no_colon(stop: Stop) -> Problem | None:
    """A line that must be a key and has no colon: the parser stops on the line below it."""
    if "could not find expected ':'" in stop.said and stop.start:
        return _without_colon(stop, *stop.start)
    if "mapping values" not in stop.said or not stop.above:
        return None
    value = stop.value
    line = value.start_mark.line + 1 if value is not None else stop.above
    if not line < stop.line or not _begins_with_key(stop.row(stop.line), stop.column):
        return None
    row, indent = stop.row(stop.above), _indent(stop.row(stop.above))
    if (glued := _GLUED.match(row, indent)) and not _KEY.match(row, indent):
        colon = glued.end(1) + 1
        say = f"a space is missing behind the colon of {quote(glued[1])}"
        return stop.problem(say, "write a space behind the colon", stop.above, colon)
    if not _KEY.match(row, indent) and indent >= _indent(stop.row(stop.line)):
        return _without_colon(stop, stop.above, indent + 1)
    return None


def _without_colon(stop: Stop, line: int, column: int) -> Problem:
    row = stop.row(line)
    word = row[column - 1 :].split(" #")[0].rstrip()
    if glued := _GLUED.match(word):
        say = f"a space is missing behind the colon of {quote(glued[1])}"
        return stop.problem(say, "write a space behind the colon", line, column + len(glued[1]))
    hint = (
        f"write {quote(word + ':')}"
        if re.fullmatch(r"[\w.-]+", word)
        else "write a colon and a space behind the key"
    )
    return stop.problem(f"{quote(word, 50)} has no colon", hint, line, column, len(word))


def _begins_with_key(row: str, colon: int) -> bool:
    """Whether the colon at this column is the first of its line."""
    return not re.search(r":(\s|$)", row[: colon - 1])


def _indent(row: str) -> int:
    """How far a line is indented, list marks included."""
    match = _INDENT.match(row)
    return match.end() if match else 0


def _indented_below_value(stop: Stop) -> Problem | None:
    """A key that is indented more than the one above it, which has a value already."""
    if "mapping values" not in stop.said or not stop.above:
        return None
    row, above = stop.row(stop.line), stop.row(stop.above)
    at, key = _indent(row), _KEY.match(above, _indent(above))
    if (
        not key
        or not _begins_with_key(row, stop.column)
        or at <= _indent(above)
        or not above[key.end() :].strip()
    ):
        return None
    name = key[0].rstrip(" :")
    say = f"this line is indented below {quote(name)}, which has a value already"
    return stop.problem(say, f"indent it as {quote(name)}, or remove that value", stop.line, 1, at)


def _colon_in_text(stop: Stop) -> Problem | None:
    if "mapping values" not in stop.said:
        return None
    row = stop.row(stop.line)
    if stop.column > 1024 and _begins_with_key(row, stop.column):
        return stop.here("a key is longer than 1,024 characters", "shorten it, or write `? ` before it")
    if stop.value is not None and stop.value.style:
        return stop.here(
            "a colon stands behind a text in quotes", "put all of the value in one pair of quotes"
        )
    hint = "put the text in quotes, since it holds `: `, or mend the indentation"
    return stop.here("a colon stands in the middle of a text", hint)


def _bracket(stop: Stop) -> Problem | None:
    """Something is wrong between `[` or `{` and its end."""
    if "flow" in stop.context and stop.start:
        return _open_bracket(stop, *stop.start)
    if stop.sign and stop.sign in "]}" and "expected" in stop.said:
        return stop.here(f"`{stop.sign}` closes nothing", "remove it, or put the text in quotes")
    if "node content" in stop.said and stop.sign == ",":
        return stop.here(
            "a value cannot begin with `,`", "write the value before it, or put the text in quotes"
        )
    return None


def _open_bracket(stop: Stop, line: int, column: int) -> Problem:
    opening = stop.row(line)[column - 1 : column] or "["
    closing = "]" if opening == "[" else "}"
    row = stop.row(stop.line)
    ends = stop.line >= len(stop.lines) and not row[stop.column - 1 :].strip()
    outside = stop.line > line and len(row) - len(row.lstrip()) <= len(stop.row(line)) - len(
        stop.row(line).lstrip()
    )
    if ends or (outside and stop.sign not in ("]", "}")):
        return stop.problem(f"`{opening}` is not closed", f"add `{closing}` where it ends", line, column)
    other = ("opened here", line, column)
    if stop.sign in ("]", "}"):
        say = f"`{stop.sign}` stands where `{closing}` must close what is open"
        return stop.problem(say, f"write `{closing}`", stop.line, stop.column, other=other)
    value, say = stop.value, "a comma is missing between two values"
    if value is not None and not value.style and value.start_mark.line < value.end_mark.line:
        above = value.end_mark.line  # the number of the line above the value's last one
        return stop.problem(say, "add it here", above, len(stop.row(above).rstrip()) + 1)
    hint = f"add it before this place, or close the `{opening}`"
    return stop.problem(say, hint, stop.line, stop.column, other=other if stop.line != line else None)


def _beginning(stop: Stop) -> Problem | None:
    """A text that begins with a sign of YAML's own."""
    if "alphabetic or numeric" in stop.said and stop.start:
        sign = stop.row(stop.start[0])[stop.start[1] - 1 : stop.start[1]]
        meant = {"*": "an alias", "&": "an anchor"}.get(sign, "a name")
        say = f"`{sign}` begins {meant}, and no name follows"
        return stop.problem(say, "put the text in quotes", *stop.start)
    if "cannot start any token" in stop.said and stop.sign:
        if stop.row(stop.line)[: stop.column].endswith("{%"):
            return stop.problem(
                "`{%` begins a template", "render the file first, or remove it", stop.line, stop.column - 1, 2
            )
        sign = "a backtick" if stop.sign == "`" else quote(stop.sign)
        return stop.here(f"a text cannot begin with {sign}", "put the text in quotes")
    if "tag handle" in stop.said:
        return stop.here(
            "`!` begins a tag whose prefix is declared nowhere", "put the text in quotes, or remove the tag"
        )
    if "block scalar" in stop.context and "comment or line break" in stop.said:
        row = stop.row(stop.start[0] if stop.start else stop.line)
        sign = row[stop.start[1] - 1 : stop.start[1]] if stop.start else "|"
        say = f"text stands on the line of `{sign}`"
        return stop.here(say, "begin it on the next line, or put it in quotes")
    if "escape" in stop.said:
        return _escape(stop)
    return None


def _escape(stop: Stop) -> Problem:
    row = stop.row(stop.line)
    at = row.rfind("\\", 0, stop.column + 1) + 1
    if "Unicode" in stop.said:
        return stop.here("this escape is no character", "write the character itself")
    shown = row[at - 1 : at + 1] if at else stop.sign
    say = f"{quote(shown)} is no escape"
    return stop.problem(
        say, "double the backslash, or put the text in single quotes", stop.line, at or stop.column, 2
    )


def _document(stop: Stop) -> Problem | None:
    row = stop.row(stop.line)
    if "document start" in stop.said:
        if stop.row(stop.above).startswith("%"):
            return stop.here("no line `---` stands behind the directive", "add `---` before this line")
        return stop.here("text stands behind the end of the document (`...`)", "remove the line `...`")
    if "incompatible" in stop.said or "directive" in stop.said:
        word = row.split("#")[0].strip()
        return stop.problem(
            f"{quote(word)} is no directive that is known", "remove this line", stop.line, 1, len(word)
        )
    return None


def _block(stop: Stop) -> Problem | None:
    """A line that belongs to none of the mappings and lists that are open."""
    said = stop.said
    if "expected key" not in said and "'-' indicator" not in said and "<block end>" not in said:
        return None
    row = stop.row(stop.line)
    if row[: stop.column - 1].strip():
        return None
    if stop.sign == ":":
        return stop.here("a key is missing before the colon", "write it, or put the text in quotes")
    levels = _levels(stop)
    other = ("it begins here", *stop.start) if stop.start and stop.start[0] != stop.line else None
    if stop.column - 1 in levels and not row[stop.column - 1 :].startswith("- "):
        say, hint = "a key stands among the items of a list", "begin it with `- `, or mend its indentation"
    elif stop.column - 1 in levels:
        say, hint = (
            "a list item stands among the keys of a mapping",
            "mend its indentation, or write a key before the list",
        )
    else:
        say = f"this line is indented by {stop.column - 1}, as nothing above it that it could belong to"
        near = (
            max((n for n in levels if n < stop.column), default=0),
            min((n for n in levels if n >= stop.column), default=0),
        )
        hint = f"indent it by {listed(dict.fromkeys(str(level) for level in near), 'or')}"
    return stop.problem(say, hint, stop.line, stop.column, len(row.rstrip()), other=other)


def _levels(stop: Stop) -> set[int]:
    """The indentations that lines above the place are open at, as far as its line can belong to them."""
    found: set[int] = set()
    least = 10**6
    for number in range(stop.above, 0, -1):
        row = stop.row(number)
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        at = len(row) - len(row.lstrip())
        if at < least:
            least = at
            found.add(at)
            if _indent(row) > at and not found & set(range(at + 1, _indent(row))):
                found.add(_indent(row))
        if at == 0:
            break
    return found


def _unexplained(stop: Stop) -> Problem:
    other = (
        (stop.context, *stop.start) if stop.context and stop.start and stop.start[0] != stop.line else None
    )
    hint = "mend the indentation, the bracket or the quote that ends just above"
    if "expected" not in stop.said:
        hint = "mend the line, or put the text in quotes"
    return stop.problem(stop.said, hint, stop.line, stop.column, other=other)


_CAUSES: tuple[Callable[[Stop], Problem | None], ...] = (
    _strange_sign,
    _unclosed_quote,
    _no_colon,
    _tab,
    _indented_below_value,
    _colon_in_text,
    _bracket,
    _beginning,
    _document,
    _block,
)
"""What looks for one cause each, in order."""
