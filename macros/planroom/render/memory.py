"""What was made of texts, kept by the text, so that a site that is built again makes it once.

A value may be kept if it follows from its texts, the program and its libraries alone. What looks at anything
else, as links do, is made of the kept value in every build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from planroom.cache import digest

Plain = str | int | bool | list["Plain"]
"""What can be kept: values that are the same after they were written as JSON and read again."""

Value = TypeVar("Value", bound=Plain)


class Memory:
    """Values by what they were made of; nothing is kept before `begin`."""

    def __init__(self) -> None:
        self._known: dict[str, Plain] = {}
        self._used: dict[str, Plain] | None = None
        self._noted: set[str] = set()

    def made(self, kind: str, *texts: str, make: Callable[[], Value]) -> Value:
        """The value of a kind that follows from these texts."""
        if self._used is None:
            return make()
        key = digest(kind, *texts)
        value = self._known.get(key)
        if value is None:
            value = self._known[key] = make()
        self._used[key] = value
        self._noted.add(key)
        return value  # type: ignore[return-value]  # of the same kind, so of the same type

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Note what is asked for within it, so that it can be counted as used without being asked for."""
        before, self._noted = self._noted, set()
        try:
            yield self._noted
        finally:
            before |= self._noted  # in its place: there is one for each page, and they grow to thousands
            self._noted = before

    def use(self, noted: Iterable[str]) -> bool:
        """Count what was noted as used; false if some of it is no longer known."""
        try:
            found = {key: self._known[key] for key in noted}
        except KeyError:
            return False
        if self._used is not None:
            self._used |= found
        return True

    @property
    def known(self) -> dict[str, Plain]:
        """All values, those that were not used since `begin` too."""
        return self._known

    def begin(self, known: Mapping[str, Plain]) -> None:
        """Use what is known from elsewhere too, and begin to note what is used."""
        self._known.update(known)
        self._used, self._noted = {}, set()

    def end(self) -> dict[str, Plain]:
        """Forget what was not used since `begin`, and give what was."""
        self._known, self._used = self._used or {}, None
        return self._known


MEMORY = Memory()
"""What this process has made."""
