"""An author's texts on one page, each rendered once; plain ones without the cost of Markdown."""

from __future__ import annotations

import re
from dataclasses import field

from markupsafe import Markup, escape

from planroom.patterns import late
from planroom.records import dataclass
from planroom.render.prose import Prose

_PLAIN = late(r"""(?![-+=]\s|\d+[.)]\s|\s{4})[^*_`\[\]<>#|\\~\n&]*\Z""")
_PRE = late(r"<pre\b.*?</pre>", re.DOTALL)


@dataclass(frozen=True)
class Texts:
    """The texts of one page, shown by `prose`."""

    prose: Prose
    _made: dict[tuple[str, bool], Markup] = field(default_factory=dict, repr=False)

    def line(self, text: str) -> Markup:
        """A text for a cell or a row: one paragraph without its tags, or blocks where there are several."""
        return self._of(text, False)

    def block(self, text: str) -> Markup:
        """A text as paragraphs and other blocks."""
        return self._of(text, True)

    def _of(self, text: str, whole: bool) -> Markup:
        if not text.strip():
            return Markup()
        key = (text, whole)
        if key not in self._made:
            self._made[key] = self._make(text, whole)
        return self._made[key]

    def _make(self, text: str, whole: bool) -> Markup:
        if _PLAIN.match(text):
            said = escape(" ".join(text.split()))
            return Markup("<p>{}</p>").format(said) if whole else said
        return self.prose.html(text) if whole else self.prose.line(text)


def sealed(html: str) -> str:
    """HTML that Markdown leaves alone: no blank line, and in code no line that looks like a fence."""
    found: list[str] = []
    end = 0
    for match in _PRE.finditer(html):
        found.append(re.sub(r"\n\s*\n", "\n", html[end : match.start()]))
        found.append(re.sub(r"(?m)^(?=[ \t]*(?:`{3}|~{3}|\r?$))", "<span></span>", match[0]))
        end = match.end()
    found.append(re.sub(r"\n\s*\n", "\n", html[end:]))
    return "".join(found)
