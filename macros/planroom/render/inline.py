"""Pieces of lines as HTML: what templates make of words, paths and links."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from planroom.patterns import late

_LINK = late(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)


def inline_code(text: str) -> Markup:
    """A message with its backticked words as code."""
    parts = re.split(r"`([^`]+)`", str(text))
    out = [
        escape(part) if index % 2 == 0 else Markup("<code>{}</code>").format(part)
        for index, part in enumerate(parts)
    ]
    return Markup("").join(out)


def path_html(path: str) -> Markup:
    """An API path with its braced names set quieter."""
    parts = re.split(r"(\{[^{}]*\})", path)
    out = [Markup("<i>{}</i>").format(part) if part.startswith("{") else escape(part) for part in parts]
    return Markup("").join(out)


def unlinked(html: Markup) -> Markup:
    """HTML with the words of its links and not the links, for what is itself to be clicked."""
    return Markup(_LINK.sub(r"\1", html))  # made by an escaping template


def ended(html: Markup) -> Markup:
    """A line with a full stop, where it ends with a word and another sentence follows."""
    return html + "." if html and (html[-1].isalnum() or html[-1] == ")") else html


def links(html: Markup) -> Markup:
    """The links of HTML, each once, in order."""
    found = dict.fromkeys(match[0] for match in _LINK.finditer(html))
    return Markup(", ").join(Markup(link) for link in found)  # made by an escaping template
