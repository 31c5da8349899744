"""Where guides lie: in the first language under `guidance/`, in others below the language's code."""

from __future__ import annotations

from planroom.kinds.words import LANGUAGES


def home(language: str) -> str:
    """The index of the guidance in a language."""
    return f"{_folder(language)}index.md"


def of_guide(slug: str, language: str) -> str:
    """The page of a guide in a language."""
    return f"{_folder(language)}{slug}.md"


def _folder(language: str) -> str:
    return "guidance/" if language == LANGUAGES[0] else f"{language}/guidance/"
