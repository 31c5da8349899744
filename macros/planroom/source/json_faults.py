"""Why a text is no JSON: the place to edit, what stands there, and what would mend it."""

from __future__ import annotations

import json
import re

from planroom.patterns import late
from planroom.source.characters import invisible
from planroom.source.json_stop import MARK, WORD, Stop
from planroom.source.problem import Problem
from planroom.wording import quote

_BEFORE = late(r"[\w.+-]*\Z")
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


def json_fault(error: json.JSONDecodeError, text: str) -> Problem:
    """The problem of a text at which Python's reader stopped; its words differ between versions."""
    stop = Stop(text, error.pos)
    if not text.strip(" \t\r\n"):
        return Stop(text, 0).here("the file is empty", "write a value, such as `{}`", 0)
    for words, explain in _SAID:
        if error.msg.startswith(words):
            return explain(stop)
    return stop.here("a comma, a bracket or a value is wrong here", "mend the line")


def _in_text(stop: Stop) -> Problem:
    """A character that may not stand in a text: mostly the end of a line, since a quote is missing."""
    if stop.sign in "\r\n":
        opening = max(match.start() for match in MARK.finditer(stop.text, 0, stop.at))
        hint = "add the closing double quote; a new line within a text is written `\\n`"
        return stop.problem("a text is not closed on its line", hint, opening, opening + 1)
    if stop.sign == "\t":
        return stop.here("a tab stands in a text", "write it as `\\t`")
    say = f"the control character U+{ord(stop.sign):04X} stands in a text"
    return stop.here(say, f"remove it, or write it as `\\u{ord(stop.sign):04x}`")


def _unclosed_text(stop: Stop) -> Problem:
    return stop.here("a text is not closed", "add the closing double quote")


def _escape(stop: Stop) -> Problem:
    start = stop.text.rfind("\\", 0, stop.at + 1)
    short = stop.text[start : start + 2]
    if short[1:] in ("", "\r", "\n"):
        hint = "close the text on its line; a new line within a text is written `\\n`"
        return stop.problem("a backslash stands at the end of a line", hint, start, start + 1)
    if short == "\\u":
        word = quote(stop.text[start : start + 6].split('"')[0])
        return stop.problem(
            f"{word} is no escape", "write four digits from 0 to f behind `\\u`", start, start + 2
        )
    hint = (
        f"write {quote(chr(92) + short)} for a backslash in a text" if short.strip("\\") else "write `\\\\`"
    )
    return stop.problem(f"{quote(short)} is no escape", hint, start, start + 2)


def _extra(stop: Stop) -> Problem:
    if stop.sign in ("}", "]"):
        return stop.here(f"`{stop.sign}` closes nothing", "remove it, or add the bracket that opens it")
    if stop.sign == ",":
        return stop.here("a comma stands behind the end of the document", "remove it")
    if strange := _strange(stop):
        return strange
    if stop.sign in ("{", "["):
        hint = "give it a file of its own, or put both into one list"
        return stop.here("a second value starts here, and a JSON file holds one", hint)
    before = _BEFORE.search(stop.text, 0, stop.at)
    if before and before[0] and stop.word:
        return _number(stop, before.start())
    return stop.here("text stands behind the end of the document", "remove it")


def _key(stop: Stop) -> Problem:
    if stop.sign == "":
        return _unclosed(stop)
    if stop.sign == "}" and stop.last == ",":
        return _comma_too_many(stop)
    if strange := _strange(stop):
        return strange
    if stop.sign == ",":
        return stop.here("a comma stands where a key must", "remove it")
    if stop.sign == "]":
        return _mismatch(stop)
    if stop.word:
        say, hint = f"the key {quote(stop.word)} is not in double quotes", f'write `"{stop.word}"`'
        return stop.here(say, hint if len(stop.word) < 40 else "put it in double quotes", len(stop.word))
    if stop.text.startswith("{", stop.at) and stop.last == "{":
        return stop.here("`{` stands where a key must", "put a template in double quotes, or write a key")
    return stop.here("a key in double quotes is missing", "write it before this place")


def _colon(stop: Stop) -> Problem:
    if stop.sign == "":
        return _unclosed(stop)
    if stop.sign in ("=", ";"):
        return stop.here(f"`{stop.sign}` stands behind a key", "write `:` in its place")
    if stop.sign in (",", "}"):
        return stop.here("a key has no value", "write `:` and a value before this place")
    if stop.sign == '"' or stop.word or stop.sign in "{[":
        behind = stop.behind
        return stop.problem("a colon is missing behind the key", "add it here", behind, behind)
    return _strange(stop) or stop.here("a colon is missing behind the key", "add it before this place")


def _value(stop: Stop) -> Problem:
    if stop.sign == "":
        return _unclosed(stop)
    if stop.sign in ("]", "}") and stop.last == ",":
        return _comma_too_many(stop)
    if strange := _strange(stop):
        return strange
    if stop.at == stop.text.find(stop.text.strip()[0]) and (other := _other_notation(stop)):
        return other
    if stop.sign == "," and stop.last == ",":
        return stop.here("two commas stand behind each other", "remove one, or write the value between them")
    if stop.sign in (",", "]", "}"):
        return stop.here(f"a value is missing before `{stop.sign}`", "write one, or `null`")
    word = stop.word
    if meant := _WORDS.get(word.lower()):
        hint = f'write `{meant}`, or `"{word}"` for the word itself'
        return stop.here(f"{quote(word)} is no value of JSON", hint, len(word))
    if word[:1].isdigit() or word[:1] in ("+", "-", "."):
        return _number(stop, stop.at)
    if word:
        return stop.here(
            f"the text {quote(word)} is not in double quotes", "put it in double quotes", len(word)
        )
    hint = "write a text in double quotes, a number, true, false, null, a list or an object"
    return stop.here(f"{quote(stop.sign)} begins no value", hint)


def _comma(stop: Stop) -> Problem:
    """Something stands behind a value that is neither a comma nor the bracket that must close."""
    if stop.sign == "":
        return _unclosed(stop)
    before = _BEFORE.search(stop.text, 0, stop.at)
    if before and before[0] and stop.word and stop.at == stop.behind:
        return _number(stop, before.start())
    if strange := _strange(stop):
        return strange
    if stop.sign in ("]", "}"):
        return _mismatch(stop)
    if stop.sign == ":":
        return _colon_too_many(stop)
    if stop.last == '"' and stop.word and stop.at == stop.behind:
        say = "a double quote ends a text in its middle"
        return stop.problem(say, 'write `\\"` for a quote inside of a text', stop.at - 1, stop.at)
    if stop.sign in ("=", ";", "|"):
        return stop.here(f"`{stop.sign}` stands behind a value", "write a comma in its place")
    behind = stop.behind
    return stop.problem("a comma is missing between two values", "add it here", behind, behind)


def _colon_too_many(stop: Stop) -> Problem:
    opened = stop.open_brackets()
    if opened and stop.text[opened[-1]] == "[":
        say, hint = (
            "a key stands in a list",
            "close the list with `]` before the key, or put the pair in `{}`",
        )
        start = max((match.start() for match in MARK.finditer(stop.text, 0, stop.at)), default=stop.at)
        return stop.problem(say, hint, start, stop.at, ("the list opens here", opened[-1]))
    word = max((match.start() for match in MARK.finditer(stop.text, 0, stop.at)), default=stop.at)
    before = stop.text[:word].rstrip()
    if before.endswith(":") and "\n" in stop.text[len(before) : word]:
        return stop.problem(
            "a value is missing behind this colon", "write one, or `null`", len(before), len(before)
        )
    return stop.here("a second colon stands in this pair", "remove it, or add the value or comma before it")


def _comma_too_many(stop: Stop) -> Problem:
    comma = stop.behind - 1
    return stop.problem("a comma stands before the closing bracket", "remove the comma", comma, comma + 1)


def _mismatch(stop: Stop) -> Problem:
    opened = stop.open_brackets()
    if not opened:
        return stop.here(f"`{stop.sign}` closes nothing", "remove it")
    meant = _CLOSING[stop.text[opened[-1]]]
    say = f"`{stop.sign}` stands where `{meant}` must close what is open"
    hint = f"write `{meant}`, or add it before this place"
    return stop.problem(say, hint, stop.at, stop.at + 1, ("this is open", opened[-1]))


def _unclosed(stop: Stop) -> Problem:
    """The text ends too early: told at the bracket that is open, by its indentation where that says which."""
    opened = stop.open_brackets()
    if not opened:
        return stop.here("a value is missing", "write one")
    at = _by_indentation(stop.text)
    opening = at if at is not None else opened[-1]
    sign = stop.text[opening]
    return stop.problem(
        f"`{sign}` is not closed", f"add `{_CLOSING[sign]}` where it ends", opening, opening + 1
    )


def _by_indentation(text: str) -> int | None:
    """The first bracket whose line is indented otherwise than the line that begins with its closing one."""
    opened: list[int] = []
    for match in MARK.finditer(text):
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


def _strange(stop: Stop) -> Problem | None:
    """What JSON never has outside of a text: a comment, another quote, an invisible character."""
    if stop.text.startswith(("//", "/*", "#"), stop.at):
        return stop.here("a comment stands here", "remove it; JSON has no comments", 2 - (stop.sign == "#"))
    if stop.sign and stop.sign in _QUOTES:
        return stop.here(f"{quote(stop.sign)} is no quote of JSON", "use straight double quotes")
    if name := invisible(stop.sign):
        return stop.here(f"{name} stands outside of a text", "remove it")
    return None


def _number(stop: Stop, start: int) -> Problem:
    """A number that JSON writes otherwise, a date, or a version, from its first character."""
    match = WORD.match(stop.text, start)
    number = match[0] if match else stop.sign
    plain = re.fullmatch(r"([+-]?)0*([0-9]+)", number)
    if plain:
        meant = f"write `{plain[1].replace('+', '')}{plain[2]}`, or put it in double quotes"
    elif re.fullmatch(r"[+-]?[0-9]*\.[0-9]*", number) and number.strip("+-."):
        meant = "write a digit before and behind the point"
    else:
        meant = "put it in double quotes"
    why = " (a number does not begin with 0)" if plain and plain[1] != "+" else ""
    return stop.problem(f"{quote(number)} is no number of JSON{why}", meant, start, start + len(number))


def _other_notation(stop: Stop) -> Problem | None:
    if stop.sign == "<":
        return stop.here("it begins as HTML or XML", "write JSON, or give the file the ending of what it is")
    if re.match(r"[\w.-]+:(\s|$)|---|- ", stop.text[stop.at : stop.at + 200]):
        return stop.here(
            "it begins as YAML", "give the file the ending `.yaml`, or write JSON", len(stop.word)
        )
    return None


def _trailing(stop: Stop) -> Problem:
    """Newer readers stop at the comma itself."""
    return stop.here("a comma stands before the closing bracket", "remove the comma")


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
