"""The words that state a relation in a decision's file, in the way of its shape: to be written or advised."""

from __future__ import annotations

import posixpath

from planroom.kinds.decision import Decision
from planroom.room import link_target


def keeps_links_in_words(decision: Decision) -> bool:
    """Whether a decision's shape names its successor by number and title, as Nygard's does."""
    return decision.status_place in ("section", "heading") or decision.shape == "nygard"


def superseded_by(decision: Decision, path: str, label: str, title: str) -> str:
    """The words that mark a decision as superseded by the one at a path."""
    return f"superseded by {_link(decision, path, label, title)}"


def supersedes(decision: Decision, older: Decision) -> str:
    """The words by which a decision says that it supersedes an older one.

    A line of the front matter where the decision has one, else of the section or the bullets that hold its
    status.
    """
    if decision.source.outline.front is not None:
        return f"supersedes: {older.number or link_path(decision, older.path)}"
    joint = " " if decision.status_place in ("section", "heading") else ": "
    words = f"Supersedes{joint}{_link(decision, older.path, older.label, older.title)}"
    return f"{_bullet(decision)} {words}" if decision.status_place == "bullet" else words


def _bullet(decision: Decision) -> str:
    """The mark of the bullet that states the status."""
    span = decision.status_origin.span
    return decision.source.lines[span.line - 1].lstrip()[:1] if span else "*"


def _link(decision: Decision, path: str, label: str, title: str) -> str:
    named = label
    if keeps_links_in_words(decision) and title:
        named = f"{label.lstrip('0') or label}. {title}" if label.isdigit() else title
    target = link_path(decision, path)
    if decision.source.format == "rst":
        return target  # a link needs backticks around it, and its name is read without one
    if decision.source.format == "asciidoc":
        return f"xref:{target}[{named.replace(']', '&#93;')}]"
    return f"[{_in_brackets(named)}]({target})"


def link_path(decision: Decision, path: str) -> str:
    """The target of a link in a decision's file to the file at a path."""
    return link_target(posixpath.dirname(decision.path), path)


def _in_brackets(words: str) -> str:
    return words.replace("[", "\\[").replace("]", "\\]")
