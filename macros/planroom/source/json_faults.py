"""Why a text is no JSON: the place to edit, what stands there, and what would mend it."""

from __future__ import annotations

import json
import re

from planroom.diagnostics import Span
from planroom.records import dataclass
from planroom.source.characters import invisible
from planroom.source.lines import Lines
from planroom.source.problem import Problem
from planroom.wording import quote

_MARK = re.compile(r'"(?:[^"\\\r\n]|\\.)*"?|[{}\[\]]', re.DOTALL)
_WORD = re.compile(r"[\w.+-]+")
_BEFORE = re.compile(r"[\w.+-]*\Z")
_CLOSING = {"{": "}", "[": "]"}
_WORDS = {
    "true": "true",
    "false": "false",
    "null": "null",
    "none": "null",
    "nil": "null",
    "undefined": "null",
    "yes": "true",
    "no": "false",
    "on": "true",
    "off": "false",
}
"""Words that other languages have for the values of JSON, in lower case."""

_QUOTES = "'‘’“”„«»`"


@dataclass(frozen=True)
class _Place:
    """Where reading stopped: the text, the offset, and the brackets that are open there."""

    text: str
    at: int

    @property
    def sign(self) -> str:
        """The character at which reading stopped, `""` at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def behind(self) -> int:
        """The offset behind the last thing that was read."""
        return len(self.text[: self.at].rstrip(" \t\r\n"))

    @property
    def last(self) -> str:
        """The character before that."""
        return self.text[self.behind - 1 : self.behind]

    @property
    def word(self) -> str:
        """The word or number that begins where reading stopped."""
        match = _WORD.match(self.text, self.at)
        return match[0] if match else ""

    def open_brackets(self) -> list[int]:
        """The offsets of the brackets that are open, the outermost first."""
        found: list[int] = []
        for match in _MARK.finditer(self.text, 0, self.at):
            if match[0] in ("{", "["):
                found.append(match.start())
            elif match[0] in ("}", "]") and found:
                found.pop()
        return found

    def problem(
        self, say: str, hint: str, start: int, end: int, other: tuple[str, int] | None = None
    ) -> Problem:
        """A problem of the characters from `start` to `end`; `other` is another place, and why."""
        lines = Lines(self.text)
        related = ((other[0], lines.span(other[1], other[1] + 1)),) if other else ()
        here: Span = lines.span(start, max(start, min(end, len(self.text))))
        return Problem("syntax", f"this is not JSON: {say}", here, hint, related)

    def here(self, say: str, hint: str, length: int = 1) -> Problem:
        """A problem of what stands where reading stopped."""
        return self.problem(say, hint, self.at, self.at + length)


def json_fault(error: json.JSONDecodeError, text: str) -> Problem:
    """The problem of a text at which Python's reader stopped; its words differ between versions."""
    place = _Place(text, error.pos)
    if not text.strip(" \t\r\n"):
        return _Place(text, 0).here("the file is empty", "write a value, such as `{}`", 0)
    for words, explain in _SAID:
        if error.msg.startswith(words):
            return explain(place)
    return place.here("a comma, a bracket or a value is wrong here", "mend the line")


def _in_text(place: _Place) -> Problem:
    """A character that may not stand in a text: mostly the end of a line, since a quote is missing."""
    if place.sign in "\r\n":
        opening = max(match.start() for match in _MARK.finditer(place.text, 0, place.at))
        hint = "add the closing double quote; a new line within a text is written `\\n`"
        return place.problem("a text is not closed on its line", hint, opening, opening + 1)
    if place.sign == "\t":
        return place.here("a tab stands in a text", "write it as `\\t`")
    say = f"the control character U+{ord(place.sign):04X} stands in a text"
    return place.here(say, f"remove it, or write it as `\\u{ord(place.sign):04x}`")


def _unclosed_text(place: _Place) -> Problem:
    return place.here("a text is not closed", "add the closing double quote")


def _escape(place: _Place) -> Problem:
    start = place.text.rfind("\\", 0, place.at + 1)
    short = place.text[start : start + 2]
    if short[1:] in ("", "\r", "\n"):
        hint = "close the text on its line; a new line within a text is written `\\n`"
        return place.problem("a backslash stands at the end of a line", hint, start, start + 1)
    if short == "\\u":
        word = quote(place.text[start : start + 6].split('"')[0])
        return place.problem(
            f"{word} is no escape", "write four digits from 0 to f behind `\\u`", start, start + 2
        )
    hint = (
        f"write {quote(chr(92) + short)} for a backslash in a text" if short.strip("\\") else "write `\\\\`"
    )
    return place.problem(f"{quote(short)} is no escape", hint, start, start + 2)


def _extra(place: _Place) -> Problem:
    if place.sign in ("}", "]"):
        return place.here(f"`{place.sign}` closes nothing", "remove it, or add the bracket that opens it")
    if place.sign == ",":
        return place.here("a comma stands behind the end of the document", "remove it")
    if strange := _strange(place):
        return strange
    if place.sign in ("{", "["):
        hint = "give it a file of its own, or put both into one list"
        return place.here("a second value starts here, and a JSON file holds one", hint)
    before = _BEFORE.search(place.text, 0, place.at)
    if before and before[0] and place.word:
        return _number(place, before.start())
    return place.here("text stands behind the end of the document", "remove it")


def _key(place: _Place) -> Problem:
    if place.sign == "":
        return _unclosed(place)
    if place.sign == "}" and place.last == ",":
        return _comma_too_many(place)
    if strange := _strange(place):
        return strange
    if place.sign == ",":
        return place.here("a comma stands where a key must", "remove it")
    if place.sign == "]":
        return _mismatch(place)
    if place.word:
        say, hint = f"the key {quote(place.word)} is not in double quotes", f'write `"{place.word}"`'
        return place.here(say, hint if len(place.word) < 40 else "put it in double quotes", len(place.word))
    if place.text.startswith("{", place.at) and place.last == "{":
        return place.here("`{` stands where a key must", "put a template in double quotes, or write a key")
    return place.here("a key in double quotes is missing", "write it before this place")


def _colon(place: _Place) -> Problem:
    if place.sign == "":
        return _unclosed(place)
    if place.sign in ("=", ";"):
        return place.here(f"`{place.sign}` stands behind a key", "write `:` in its place")
    if place.sign in (",", "}"):
        return place.here("a key has no value", "write `:` and a value before this place")
    if place.sign == '"' or place.word or place.sign in "{[":
        behind = place.behind
        return place.problem("a colon is missing behind the key", "add it here", behind, behind)
    return _strange(place) or place.here("a colon is missing behind the key", "add it before this place")


def _value(place: _Place) -> Problem:
    if place.sign == "":
        return _unclosed(place)
    if place.sign in ("]", "}") and place.last == ",":
        return _comma_too_many(place)
    if strange := _strange(place):
        return strange
    if place.at == place.text.find(place.text.strip()[0]) and (other := _other_notation(place)):
        return other
    if place.sign == "," and place.last == ",":
        return place.here("two commas stand behind each other", "remove one, or write the value between them")
    if place.sign in (",", "]", "}"):
        return place.here(f"a value is missing before `{place.sign}`", "write one, or `null`")
    word = place.word
    if meant := _WORDS.get(word.lower()):
        hint = f'write `{meant}`, or `"{word}"` for the word itself'
        return place.here(f"{quote(word)} is no value of JSON", hint, len(word))
    if word[:1].isdigit() or word[:1] in ("+", "-", "."):
        return _number(place, place.at)
    if word:
        return place.here(
            f"the text {quote(word)} is not in double quotes", "put it in double quotes", len(word)
        )
    hint = "write a text in double quotes, a number, true, false, null, a list or an object"
    return place.here(f"{quote(place.sign)} begins no value", hint)


def _comma(place: _Place) -> Problem:
    """Something stands behind a value that is neither a comma nor the bracket that must close."""
    if place.sign == "":
        return _unclosed(place)
    before = _BEFORE.search(place.text, 0, place.at)
    if before and before[0] and place.word and place.at == place.behind:
        return _number(place, before.start())
    if strange := _strange(place):
        return strange
    if place.sign in ("]", "}"):
        return _mismatch(place)
    if place.sign == ":":
        return _colon_too_many(place)
    if place.last == '"' and place.word and place.at == place.behind:
        say = "a double quote ends a text in its middle"
        return place.problem(say, 'write `\\"` for a quote inside of a text', place.at - 1, place.at)
    if place.sign in ("=", ";", "|"):
        return place.here(f"`{place.sign}` stands behind a value", "write a comma in its place")
    behind = place.behind
    return place.problem("a comma is missing between two values", "add it here", behind, behind)


def _colon_too_many(place: _Place) -> Problem:
    opened = place.open_brackets()
    if opened and place.text[opened[-1]] == "[":
        say, hint = (
            "a key stands in a list",
            "close the list with `]` before the key, or put the pair in `{}`",
        )
        start = max((match.start() for match in _MARK.finditer(place.text, 0, place.at)), default=place.at)
        return place.problem(say, hint, start, place.at, ("the list opens here", opened[-1]))
    word = max((match.start() for match in _MARK.finditer(place.text, 0, place.at)), default=place.at)
    before = place.text[:word].rstrip()
    if before.endswith(":") and "\n" in place.text[len(before) : word]:
        return place.problem(
            "a value is missing behind this colon", "write one, or `null`", len(before), len(before)
        )
    return place.here("a second colon stands in this pair", "remove it, or add the value or comma before it")


def _comma_too_many(place: _Place) -> Problem:
    comma = place.behind - 1
    return place.problem("a comma stands before the closing bracket", "remove the comma", comma, comma + 1)


def _mismatch(place: _Place) -> Problem:
    opened = place.open_brackets()
    if not opened:
        return place.here(f"`{place.sign}` closes nothing", "remove it")
    meant = _CLOSING[place.text[opened[-1]]]
    say = f"`{place.sign}` stands where `{meant}` must close what is open"
    hint = f"write `{meant}`, or add it before this place"
    return place.problem(say, hint, place.at, place.at + 1, ("this is open", opened[-1]))


def _unclosed(place: _Place) -> Problem:
    """The text ends too early: told at the bracket that is open, by its indentation where that says which."""
    opened = place.open_brackets()
    if not opened:
        return place.here("a value is missing", "write one")
    at = _by_indentation(place.text)
    opening = at if at is not None else opened[-1]
    sign = place.text[opening]
    return place.problem(
        f"`{sign}` is not closed", f"add `{_CLOSING[sign]}` where it ends", opening, opening + 1
    )


def _by_indentation(text: str) -> int | None:
    """The first bracket whose line is indented otherwise than the line that begins with its closing one."""
    opened: list[int] = []
    for match in _MARK.finditer(text):
        if match[0] in ("{", "["):
            opened.append(match.start())
        elif match[0] in ("}", "]") and opened:
            opening = opened.pop()
            closing = _indent(text, match.start())
            alone = closing is not None and text[opening + 1 : opening + 2] in ("\r", "\n")
            if alone and closing != _indent_of_line(text, opening):
                return opening
    return None


def _indent(text: str, at: int) -> str | None:
    """What stands before a place on its line, if that is space alone."""
    before = text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]
    return None if before.strip() else before


def _indent_of_line(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    line = text[start:at]
    return line[: len(line) - len(line.lstrip())]


def _strange(place: _Place) -> Problem | None:
    """What JSON never has outside of a text: a comment, another quote, an invisible character."""
    if place.text.startswith(("//", "/*", "#"), place.at):
        return place.here("a comment stands here", "remove it; JSON has no comments", 2 - (place.sign == "#"))
    if place.sign and place.sign in _QUOTES:
        return place.here(f"{quote(place.sign)} is no quote of JSON", "use straight double quotes")
    if name := invisible(place.sign):
        return place.here(f"{name} stands outside of a text", "remove it")
    return None


def _number(place: _Place, start: int) -> Problem:
    """A number that JSON writes otherwise, a date, or a version, from its first character."""
    match = _WORD.match(place.text, start)
    number = match[0] if match else place.sign
    plain = re.fullmatch(r"([+-]?)0*([0-9]+)", number)
    if plain:
        meant = f"write `{plain[1].replace('+', '')}{plain[2]}`, or put it in double quotes"
    elif re.fullmatch(r"[+-]?[0-9]*\.[0-9]*", number) and number.strip("+-."):
        meant = "write a digit before and behind the point"
    else:
        meant = "put it in double quotes"
    why = " (a number does not begin with 0)" if plain and plain[1] != "+" else ""
    return place.problem(f"{quote(number)} is no number of JSON{why}", meant, start, start + len(number))


def _other_notation(place: _Place) -> Problem | None:
    if place.sign == "<":
        return place.here("it begins as HTML or XML", "write JSON, or give the file the ending of what it is")
    if re.match(r"[\w.-]+:(\s|$)|---|- ", place.text[place.at : place.at + 200]):
        return place.here(
            "it begins as YAML", "give the file the ending `.yaml`, or write JSON", len(place.word)
        )
    return None


def _trailing(place: _Place) -> Problem:
    """Newer readers stop at the comma itself."""
    return place.here("a comma stands before the closing bracket", "remove the comma")


_SAID = (
    ("Illegal trailing comma", _trailing),
    ("Expecting property name", _key),
    ("Expecting ',' delimiter", _comma),
    ("Expecting ':' delimiter", _colon),
    ("Extra data", _extra),
    ("Invalid control character", _in_text),
    ("Unterminated string", _unclosed_text),
    ("Invalid \\", _escape),
    ("Expecting value", _value),
)
"""What Python's reader says, by its first words, and what explains it."""
