"""Links that a contract states to what lies outside: documentation, people, licences."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape


def linked(value: Any, name: str, url: str) -> Markup:
    """An object's name as a link to its address, else to its mail; `""` where it has none of them."""
    held = value if isinstance(value, dict) else {}
    text, link, mail = held.get(name), held.get(url), held.get("email")
    said = " ".join(text.split()) if isinstance(text, str) and text.strip() else ""
    if isinstance(link, str) and is_web(link):
        return Markup('<a href="{}">{}</a>').format(link, said or link)
    if isinstance(mail, str) and re.fullmatch(r"[^@\s<>?]+@[^@\s<>?]+", mail):
        return Markup('<a href="mailto:{}">{}</a>').format(mail, said or mail)
    return escape(said)


def docs(value: Any) -> Markup:
    """The link of an `externalDocs`, `""` where it has none."""
    url = value.get("url") if isinstance(value, dict) else None
    return linked(value, "description", "url") if isinstance(url, str) and is_web(url) else Markup()


def is_web(text: str) -> bool:
    """Whether a text is an address on the web."""
    return bool(re.match(r"https?://[^\s]+\Z", text))
