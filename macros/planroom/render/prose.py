"""Author's Markdown to safe HTML: CommonMark with tables, sanitised, linked to where the site has things."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.added_markdown import CLASSES, add_to, take_footnotes
from planroom.render.memory import MEMORY
from planroom.render.page import Block, Heading, Html, printable
from planroom.source.anchors import host_slug

Relink = Callable[[str], str | None]
"""From a link's target as written to the address on the site, or `None` where it leads nowhere."""

Draw = Callable[[str], str]
"""From the text of a Mermaid fence to the HTML of its figure."""

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_ARRANGING = frozenset((
    "address", "article", "aside", "big", "bdi", "bdo", "caption", "center", "cite", "col", "colgroup",
    "data", "dfn", "figcaption", "figure", "font", "footer", "header", "hgroup", "label", "main", "mark",
    "nav", "nobr", "picture", "rp", "rt", "ruby", "section", "source", "strike", "time", "tt", "wbr",
))  # fmt: skip
"""Tags that are dropped and leave their content. Those in neither list are shown as they are written."""
_KNOWN = _TAGS | _ARRANGING
_ATTRIBUTES = {
    "div": {"class"},
    "p": {"class"},
    "li": {"class"},
    "span": {"role", "aria-label"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "style"},
    "code": {"class"},
    "ol": {"start"},
    "details": {"open", "class"},
    "abbr": {"title"},
}
_DATA = frozenset(("json", "jsonc", "json5", "mermaid", "svg", "xml", "yaml", "yml"))
_SCHEMES = {"http", "https", "mailto"}
_OPENING = late(r"<(?=(?:/?([A-Za-z][\w:.-]*)|[?!](?!--)))")
_TAG = late(r"<(/?)([A-Za-z][\w:.-]*)")
_OF_TABLES = ("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr")
_BLOCKS = late(r"<(?:p|ul|ol|dl|div|table|pre|blockquote|details|hr|h6|figure)\b")
_CODE = late(r'<pre><code(?: class="language-([\w+#.-]+)[^"]*")?>(.*?)</code></pre>', re.DOTALL)
_ANCHOR = late(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_IMAGE = late(r"<img ([^>]*)>")
_COMMENT = late(
    r"(?P<code>^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?s:.*?)(?:^[ \t>]*(?P=fence)|\Z)"
    r"|(?P<ticks>`{1,3})(?!`)(?:(?!\n[ \t]*\n)[^`]|(?!(?P=ticks)(?!`))`){1,1000}?(?P=ticks)(?!`))"
    r"|<!--(?s:.*?)-->",
    re.MULTILINE,
)
_ANCHOR_OF_HEADING = late(r"\s*\{:?\s*#([\w-]+)\s*\}$")
_MERMAID = late(r"""\s*<(pre|div)\s+class=["']?mermaid["']?\s*>(.*?)</\1>\s*""", re.DOTALL | re.IGNORECASE)
_TO_NOTE = late(r'<sup><a href="#fn-(\d+)"[^>]*>\1</a></sup>')
_ELSEWHERE = late(r"(?:https?:)?//")
_TAGS_OF = late(r"<[^>]*>")
_TABLE = late(r"<table>(.*?)</table>", re.DOTALL)


def _attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'(\w+)="([^"]*)"', tag))


def _same(target: str) -> str | None:
    return target


@dataclass(frozen=True)
class Prose:
    """Renders texts. `relink` maps link targets, `image` those of images, `draw` makes Mermaid figures."""

    relink: Relink = _same
    image: Relink = _same
    draw: Draw | None = None

    def html(self, text: str) -> Markup:
        """A text as HTML blocks; its headings, if any, become bold lines."""
        return Markup(self._placed(MEMORY.made("html", text, make=lambda: _html(text))))  # sanitised

    def line(self, text: str) -> Markup:
        """A text for a cell or a row: a paragraph without its tags, or all of its blocks."""
        rendered = self.html(text)
        match = re.fullmatch(r"<p>(.*)</p>\n?", rendered, re.DOTALL)
        return rendered if match is None or _BLOCKS.search(match[1]) else Markup(match[1])  # sanitised

    def inline(self, text: str) -> Markup:
        """A text's first paragraph, without the paragraph: for ledes."""
        rendered = str(self.html(text)).strip()
        match = re.match(r"<p>(.*?)</p>", rendered, re.DOTALL)
        return Markup(match[1] if match else html.escape(" ".join(text.split())))  # sanitised

    def sections(self, text: str, top: int = 2, language: str = "") -> list[Block]:
        """A text as headings, from level `top` down, and the HTML between; those of level 1 are dropped.

        `language` is the code of the one that it is written in, `""` for that of the page.
        """
        spoken = f' lang="{language}"' if language else ""
        found: list[Block] = []
        parts = MEMORY.made("sections", str(top), text, make=lambda: _sections(text, top))
        known = _named(parts)

        def relink(target: str) -> str | None:
            return _within(target, known) if target.startswith("#") else self.relink(target)

        here = replace(self, relink=relink)
        for part in parts:
            if not isinstance(part, str):
                level, words, anchor = part
                found.append(Heading(level, words, anchor, language))
            elif placed := here._placed(part).strip():
                found.append(Html(f'<div class="pr-prose" dir="auto"{spoken}>\n{placed}\n</div>'))
        return found

    def _placed(self, clean: str) -> str:
        """Sanitised HTML with what depends on the page it stands on: links, pictures, diagrams."""
        if "<a " in clean:
            clean = _ANCHOR.sub(self._link, clean)
        if "<img " in clean:
            clean = _IMAGE.sub(self._picture, clean)
        if "<table>" in clean:
            clean = _TABLE.sub(r'<div class="pr-scroll"><table class="pr-table">\1</table></div>', clean)
        return _CODE.sub(self._code, clean) if "<pre>" in clean else clean

    def _link(self, match: re.Match[str]) -> str:
        address = html.unescape(match[1])
        target = self.relink(address)
        if target is None:
            return match[3]
        inside = _IMAGE.sub(self._pictured, match[3]) if "<img " in match[3] else match[3]
        if not _TAGS_OF.sub("", inside).strip() and "<img " not in inside:
            inside = html.escape(address)  # a link without words says where it leads
        return f'<a href="{html.escape(target)}"{match[2]}>{inside}</a>'

    def _picture(self, match: re.Match[str]) -> str:
        attributes = _attributes(match[1])
        source = html.unescape(attributes.get("src", ""))
        alternative = attributes.get("alt", "")
        if _ELSEWHERE.match(source):
            # A page asks no other host for anything: the picture becomes a link to it.
            return f'<a href="{html.escape(source)}">{alternative or html.escape(source)}</a>'
        target = self.image(source)
        if target is None:
            return f"<em>{alternative or html.escape(source)}</em>"
        size = "".join(f' {key}="{attributes[key]}"' for key in ("width", "height") if key in attributes)
        return f'<img src="{html.escape(target)}" alt="{alternative}"{size}>'

    def _pictured(self, match: re.Match[str]) -> str:
        """A picture within a link: one of another host is its words there, since no link can hold a link."""
        attributes = _attributes(match[1])
        source = attributes.get("src", "")
        return attributes.get("alt") or source if _ELSEWHERE.match(html.unescape(source)) else match[0]

    def _code(self, match: re.Match[str]) -> str:
        language, code = match[1] or "", html.unescape(match[2])
        if language == "mermaid" and self.draw is not None:
            return self.draw(code)
        return highlighted(code, language)


@lru_cache(maxsize=2048)  # most headings stand on many pages
def slugged(text: str) -> str:
    """A heading's anchor: lower case, hyphens for spaces, nothing else but word characters.

    Dots are dropped, which addresses of pages keep, and runs of hyphens become one, as Markdown for the site
    has it.
    """
    bare = re.sub(r"[^\w\s-]", "", text.strip().lower())
    return re.sub(r"[\s-]+", "-", bare).strip("-") or "section"


def heading_anchors(text: str) -> Mapping[str, str]:
    """The anchors that the headings of a text have on its page, by those that hosts make of them."""
    return _named(MEMORY.made("sections", "2", text, make=lambda: _sections(text, 2)))


def _named(parts: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for part in parts:
        if not isinstance(part, str):
            _, words, anchor = part
            found[anchor] = anchor
            found.setdefault(_unique(host_slug(words), seen), anchor)
    return found


def _within(target: str, anchors: Mapping[str, str]) -> str | None:
    """Where a link to a place of its own text leads: a heading or a footnote; `None` where it is neither."""
    if target.startswith(("#fn-", "#fnref-")):
        return target
    anchor = anchors.get(unquote(target[1:]).lower())
    return None if anchor is None else f"#{anchor}"


def _unique(anchor: str, taken: dict[str, int]) -> str:
    count = taken.get(anchor, 0)
    taken[anchor] = count + 1
    return f"{anchor}-{count}" if count else anchor


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt

    return add_to(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]))


def _html(text: str) -> str:
    """A text among others on a page: what leads to its footnotes would need ids, so that numbers must do."""
    tokens, notes = take_footnotes(_parse(text))
    made = _rendered(_demoted(tokens))
    if not notes:
        return made
    rows = "".join(f"<li>{_rendered(_demoted(note))}</li>\n" for note in notes)
    return _TO_NOTE.sub(r"<sup>\1</sup>", made) + f"<ol>\n{rows}</ol>\n"


def _with_footnotes(parts: list[Any], notes: list[list[Any]]) -> list[Any]:
    """The parts of a text with its footnotes below the last, and links there and back."""
    named: set[str] = set()

    def place(match: re.Match[str]) -> str:
        if match[1] in named:
            return match[0]
        named.add(match[1])
        return match[0].replace("<sup>", f'<sup id="fnref-{match[1]}">', 1)

    made = [_TO_NOTE.sub(place, part) if isinstance(part, str) else part for part in parts]
    rows = []
    for number, note in enumerate(map(_rendered, notes), 1):
        back = (
            f' <a href="#fnref-{number}" aria-label="Back to the text">↩</a>' if str(number) in named else ""
        )
        end = "</p>\n" if note.endswith("</p>\n") else ""
        rows.append(f'<li id="fn-{number}">{note.removesuffix(end)}{back}{end}</li>\n')
    made[-1] = f'{made[-1]}<hr>\n<ol class="pr-small">\n{"".join(rows)}</ol>\n'
    return made


def _sections(text: str, top: int) -> list[Any]:
    """The headings of a text as level, words and anchor, and the HTML between them."""
    found: list[Any] = []
    tokens: list[Any] = []
    taken: dict[str, int] = {}
    parsed, notes = take_footnotes(_parse(text))
    shift = _shift(parsed, top)
    index = 0
    while index < len(parsed):
        token = parsed[index]
        if token.type == "heading_open" and token.level == 0:
            level, words = int(token.tag[1]), _words(parsed[index + 1])
            index += 3
            if level == 1:
                continue
            named = _ANCHOR_OF_HEADING.search(words)
            words = words[: named.start()] if named else words
            anchor = _unique(slugged(named[1] if named else words), taken)
            found += [_rendered(tokens), [min(6, level + shift), words, anchor]]
            tokens = []
            continue
        tokens.append(token)
        index += 1
    found.append(_rendered(tokens))
    return _with_footnotes(found, notes) if notes else found


def _rendered(tokens: list[Any]) -> str:
    return _clean(printable(_reader().renderer.render(tokens, _reader().options, {}))) if tokens else ""


def _parse(text: str) -> list[Any]:
    tokens = list(_reader().parse(_without_comments(text)))
    for token in tokens:
        if token.type == "html_block" and (drawn := _MERMAID.fullmatch(token.content)):
            token.type, token.info, token.content = "fence", "mermaid", html.unescape(drawn[2])
        elif token.type == "html_block":
            token.content = _OPENING.sub(_opening, token.content)
        elif token.children:
            _keep_inside(token.children)
    return tokens


def _keep_inside(parts: list[Any]) -> None:
    """Let the tags of a line end what they have begun, and no cell, row or table around the line."""
    begun: list[str] = []
    for part in parts:
        if part.type != "html_inline":
            continue
        part.content = _OPENING.sub(_opening, part.content)
        match = _TAG.match(part.content)
        if match is None:
            continue
        name = match[2].lower()
        if match[1] and name in begun:
            begun.remove(name)
        elif match[1] or (name in _OF_TABLES and "table" not in begun):
            part.content = "&lt;" + part.content[1:]
        else:
            begun.append(name)


def _opening(match: re.Match[str]) -> str:
    """The sign that opens a tag, or its character reference where the tag is none that a text may have."""
    return "<" if (match[1] or "").lower() in _KNOWN else "&lt;"


def _without_comments(text: str) -> str:
    """A text without what its author hid; what looks like a comment and is code stays."""
    if "<!--" not in text:
        return text
    end = text.rfind("-->") + 3 if "-->" in text else 0  # behind it none ends, and each would be looked for
    return _COMMENT.sub(lambda match: match["code"] or "", text[:end]) + text[end:]


def _demoted(tokens: list[Any]) -> list[Any]:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h6"
    return tokens


def _shift(tokens: list[Any], top: int) -> int:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open" and token.level == 0]
    below = [level for level in levels if level > 1]
    return top - min(below) if below else 0


def _words(inline: Any) -> str:
    """A heading's plain text."""
    children = inline.children or []
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " if child.type == "softbreak" else ""
        for child in children
    ).strip()


def _clean(raw: str) -> str:
    """HTML without anything that could run, load or restyle the page."""
    return str(_cleaner().clean(raw))


@cache
def _cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class" and tag != "code":
        return value if value in CLASSES.get(tag, ()) else None
    if name == "role":
        return value if value == "img" else None
    if name == "class":
        return value if re.fullmatch(r"language-[\w+#.-]+", value) else None
    if name == "style":
        return value if re.fullmatch(r"text-align:\s*(left|right|center)", value) else None
    if name in ("width", "height"):
        return value if re.fullmatch(r"\d{1,4}%?", value) else None
    return value


def highlighted(
    code: str,
    language: str,
    *,
    name: str = "",
    mark: frozenset[int] = frozenset(),
    wraps: bool = False,
    searchable: bool = True,
) -> str:
    """Code as HTML, coloured by its language where that is known; `mark` are lines to set off, from 1.

    Long lines scroll, or go on below themselves where it `wraps`, as sentences should. Search does not find
    what is in data.
    """
    marked = " ".join(map(str, sorted(mark)))
    body = MEMORY.made("code", language, marked, code, make=lambda: _coloured(code, language, mark))
    title = f'<span class="filename">{html.escape(name)}</span>' if name else ""
    kind = "highlight pr-wraps" if wraps else "highlight"
    hidden = "" if searchable and language not in _DATA else " data-search-exclude"
    return f'<div class="{kind}"{hidden}>{title}<pre><code>{body}</code></pre></div>\n'


def _coloured(code: str, language: str, mark: frozenset[int]) -> str:
    from pygments import format as written
    from pygments.token import Punctuation, Text, Whitespace

    # Commas and spaces count as text: elements around them would be half of the HTML of JSON.
    tokens = (
        (Text if kind in Whitespace or kind in Punctuation else kind, value)
        for kind, value in _lexer(language).get_tokens(code.rstrip("\n") + "\n")
    )
    return str(written(tokens, _formatter(mark)))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    from pygments.lexers import TextLexer, get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name({"jsonc": "json", "yml": "yaml"}.get(language, language), stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)


@lru_cache(maxsize=64)
def _formatter(mark: frozenset[int]) -> Any:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(nowrap=True, hl_lines=sorted(mark))
