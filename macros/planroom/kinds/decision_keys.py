"""Keys of a decision's front matter that were misspelt: near to one that is read, and not of another tool."""

from __future__ import annotations

import difflib
from functools import lru_cache

from planroom.kinds.decision_fields import key_name
from planroom.kinds.decision_words import LABELS, VERBS, folded

KEYS = (
    *("status", "date", "decision-makers", "deciders", "consulted", "informed", "tags", "systems", "title"),
    *("supersedes", "superseded-by", "amends", "amended-by", "relates-to", "applies-to", "review-by", "lang"),
)
"""The keys that are read, in the spelling that is advised."""

_READ_ALL_THE_SAME = {
    "supercedes": "supersedes",
    "superceeds": "supersedes",
    "superceded-by": "superseded-by",
}
_OF_OTHERS = frozenset(
    (
        *("amended", "applied-to", "applies", "consult", "consultants", "created", "data", "dated"),
        *("dates", "decided", "decision", "decision-maker", "decisions", "ecosystem", "inform"),
        *("information", "last-update", "latest", "rate", "related", "relates", "review", "reviewed"),
        *("reviewed-by", "reviewer", "reviewers", "revised", "revision", "stage", "state"),
        *("statement", "stats", "subsystem", "subsystems", "subtitle", "system", "tagline", "titles"),
        *("update", "updated"),
    )
)
"""Words that are near to ours and mean something of their own."""
_LIKE = 0.82


@lru_cache(maxsize=4096)
def meant_key(key: str) -> str:
    """The key that a misspelt one most likely means; `""` where it is one of ours or of another tool."""
    name = key_name(key)
    if name in _READ_ALL_THE_SAME:
        return _READ_ALL_THE_SAME[name]
    spaced = folded(name.replace("-", " "))
    known = any(word in table for word in (name, spaced) for table in (LABELS, VERBS))
    if known or name in KEYS or name in _OF_OTHERS or len(name) < 4:
        return ""
    return next(iter(difflib.get_close_matches(name, KEYS, 1, _LIKE)), "")


def is_read(key: str) -> bool:
    """Whether a misspelt key is common enough to be understood."""
    return key_name(key) in _READ_ALL_THE_SAME
