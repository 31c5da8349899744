"""The marks in braces of a template for decisions, and what takes their place."""

from __future__ import annotations

from datetime import date

from planroom.patterns import late

_BRACES = late(r"\{(NUMBER|TITLE|DATE|STATUS|number|title|date|status)\}")


def marks(title: str, label: str, status: str, today: date) -> dict[str, str]:
    """What the marks of a template stand for, by their names."""
    number = label.lstrip("0") or label
    return {"number": number, "title": title, "date": today.isoformat(), "status": status}


def in_braces(template: str, values: dict[str, str]) -> str:
    """The template with `{title}` and the like filled in, in small or capital letters."""
    return _BRACES.sub(lambda match: values[match[1].lower()], template)
