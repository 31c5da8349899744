"""The anchors of a Markdown text: of headings, as hosts and site generators make them, and explicit ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from planroom.patterns import late
from planroom.source import Source

_EXPLICIT = late(r"""(?:\b(?:id|name)\s*=\s*["']?|\{:?\s*#|\[\]\{#)([^\s"'<>{}]+)""")
_CODE = late(r"(`+)(.+?)\1")
_IMAGE = late(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = late(r"\[([^\[\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_TAG = late(r"</?[A-Za-z][^<>]*>|<!--.*?-->")
_ATTRIBUTES = late(r"\s*\{:?\s*[#.][^{}]*\}\s*$")
_SHORTCODE = late(r":[a-z][a-z0-9_+-]*:")
_EMPHASIS = late(r"(?<![\w\\])[*_~]+(?=\S)|(?<=\S)(?<!\\)[*_~]+(?!\w)|(?<!\\)\*+")
_NESTED = late(r"^\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+)+#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_HTML_HEADING = late(r"<h([1-6])\b[^<>]*>(.*?)</h\1>", re.IGNORECASE)
_HIDDEN = "\ue000"


@lru_cache(maxsize=4096)
def anchors(source: Source) -> frozenset[str]:
    """All anchors of a Markdown text, in lower case: hosts look for them in any case.

    Where hosts and site generators make different ones of a heading, each of them is known.
    """
    found: set[str] = set()
    for slug_of in (host_slug, _without_pictures, site_slug):
        seen: dict[str, int] = {}
        for text in _headings(source):
            found.add(_unique(slug_of(text), seen))
    found.update(match.lower() for match in _EXPLICIT.findall(source.text))
    return frozenset(found)


def _headings(source: Source) -> Iterator[str]:
    """The texts of headings in order, with those inside of quotes, lists and HTML."""
    outline = source.outline
    texts = {heading.span.line: heading.text for heading in outline.headings}
    for number, masked in enumerate(outline.masked, 1):
        if number in texts:
            yield texts[number]
        elif "#" in masked and (match := _NESTED.match(source.lines[number - 1])):
            yield match[1]
        elif "<h" in masked or "<H" in masked:
            yield from (match[2] for match in _HTML_HEADING.finditer(masked))


def _unique(slug: str, seen: dict[str, int]) -> str:
    """A slug, with a number where another heading has it already."""
    name = slug
    while name in seen:
        seen[slug] += 1
        name = f"{slug}-{seen[slug]}"
    seen[name] = 0
    return name


def host_slug(text: str) -> str:
    """A heading's anchor as repository hosts make it.

    Lower case, spaces as hyphens, letters, digits, hyphens and underscores kept, all else dropped; hyphens
    that then stand side by side stay two.
    """
    return "".join(
        "-" if char == " " else char
        for char in _plain(text).strip().lower()
        if char in " -_" or char.isalnum() or unicodedata.category(char)[0] == "M"
    )


def _without_pictures(text: str) -> str:
    """The anchor where `:rocket:` became a picture, which has no letters."""
    return host_slug(_SHORTCODE.sub("", text))


def site_slug(text: str) -> str:
    """A heading's anchor as site generators make it: no accents, and one hyphen between two words."""
    folded = unicodedata.normalize("NFKD", _plain(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", folded).strip().lower())


def _plain(text: str) -> str:
    """The words of a heading: what code holds stays as it is, all other markup goes."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[2].strip())
        return _HIDDEN

    text = _CODE.sub(hide, _ATTRIBUTES.sub("", text))
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _EMPHASIS.sub("", _TAG.sub("", unescape(text))).replace("\\", "")
    return "".join(kept.pop(0) if char == _HIDDEN and kept else char for char in text)
