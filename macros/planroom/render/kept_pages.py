"""Pages that a process has made before: one is made anew only if something that it is made of has changed.

What a page is made of is given with it, and compared: artifacts by identity, since loading gives the same
object for the same text, all else by value. What every page asks the rendering for is compared once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from planroom.records import dataclass
from planroom.render.memory import MEMORY
from planroom.render.page import SitePage
from planroom.render.prose import Prose

SHARED = ("addresses", "decision_pages", "hosting")
"""What the templates of kept pages may ask a rendering for beside what they are given."""


@dataclass(frozen=True, eq=False)
class _Kept:
    given: tuple[Any, ...]
    asked: Asked
    texts: frozenset[str]
    page: SitePage


class Asked:
    """What a page has asked for the targets of its links and pictures, and for its diagrams, and was told."""

    def __init__(self) -> None:
        self._told: list[tuple[str, str, str | None]] = []

    def noting(self, prose: Prose) -> Prose:
        """A prose that notes what it asks this one for."""

        def asks(name: str) -> Callable[[str], Any]:
            def ask(text: str) -> str | None:
                told: str | None = getattr(prose, name)(text)
                self._told.append((name, text, told))
                return told

            return ask

        return replace(
            prose, relink=asks("relink"), image=asks("image"), draw=asks("draw") if prose.draw else None
        )

    def holds(self, prose: Prose) -> bool:
        """Whether the same is told now."""
        return all(getattr(prose, name)(text) == told for name, text, told in self._told)


class KeptPages:
    """The pages of the last rendering, by their paths; none where nothing was rendered, or none `lasts`."""

    def __init__(self, *, lasts: bool = True) -> None:
        self._lasts = lasts
        self._shared: Any = None
        self._known: dict[str, _Kept] = {}
        self._used: dict[str, _Kept] = {}
        self._before: dict[str, SitePage] = {}
        self._now: dict[str, SitePage] = {}

    def begin(self, rendering: Any) -> None:
        """Take the pages that were made, unless what all of them ask a rendering for is another."""
        shared = [getattr(rendering, name) for name in SHARED]
        if shared != self._shared:
            self._known, self._used, self._shared = {}, {}, shared
        self._known, self._used = {**self._known, **self._used}, {}
        self._before, self._now = {**self._before, **self._now}, {}

    def end(self) -> None:
        """Forget the pages that were not asked for since `begin`."""
        self._known, self._used = self._used, {}
        self._before, self._now = self._now, {}

    def same(self, page: SitePage) -> SitePage:
        """The page of the last rendering where it is equal, so that what follows from it is known by it."""
        if not self._lasts:
            return page
        before = self._before.get(page.path, page)
        found = self._now[page.path] = before if before is page or before == page else page
        return found

    def page(
        self, path: str, given: tuple[Any, ...], make: Callable[[Prose], SitePage], prose: Prose | None = None
    ) -> SitePage:
        """The page at a path that follows from what is given and what its prose is told."""
        prose = prose or Prose()
        if not self._lasts:
            return make(prose)
        kept = self._known.get(path)
        if kept is None or kept.given != given or not kept.asked.holds(prose) or not MEMORY.use(kept.texts):
            asked = Asked()
            with MEMORY.noting() as texts:
                page = make(asked.noting(prose))
            kept = _Kept(given, asked, frozenset(texts), page)
        self._used[path] = kept
        return kept.page
