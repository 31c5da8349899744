"""Texts in the languages of the site: one for all, or one for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planroom.records import dataclass

LANGUAGES = ("en", "it")
"""The languages of the site; the first stands in for one that a text does not have."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text by language; `of` gives the first language's where one is missing."""

    texts: Mapping[str, str]

    def of(self, language: str) -> str:
        """The text in a language."""
        return self.texts.get(language) or self.texts.get(LANGUAGES[0]) or next(iter(self.texts.values()), "")

    def __str__(self) -> str:
        return self.of(LANGUAGES[0])

    def __bool__(self) -> bool:
        return any(self.texts.values())


NO_WORDS = Words({})


def words(value: Any) -> Words:
    """The words of a value: a text stands for every language, a mapping has one each; else there are none."""
    if isinstance(value, str):
        return Words({LANGUAGES[0]: value.strip()})
    if isinstance(value, dict):
        return Words({key: text.strip() for key, text in value.items() if isinstance(text, str)})
    return NO_WORDS
