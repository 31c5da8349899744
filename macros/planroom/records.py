"""`dataclass`, made in a quarter of the time that the one of the standard library takes.

A frozen data class there has six functions compiled for it, which for all of planroom's is a third of a small
run; and every field of every object is set by way of a call. Here one function is compiled, `__init__`, which
sets fields as any other does. Comparing, hashing and showing are done by functions that all share. `frozen`
is held by the type checker, and what is frozen can be hashed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    from dataclasses import dataclass as _dataclass
    from dataclasses import fields
    from functools import total_ordering
    from operator import attrgetter
    from reprlib import recursive_repr

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, order=False, kw_only=False):
        """A class with the fields that its annotations state; the options are those of `dataclasses`."""

        def made(cls):
            cls.__doc__ = cls.__doc__ or cls.__name__  # or the signature is made into one, which takes long
            cls = _dataclass(repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
            cls.__repr__ = _shown
            if eq:
                _compare(cls, frozen)
            if order:
                _put_in_order(cls)
            return cls

        return made if cls is None else made(cls)

    @recursive_repr()
    def _shown(self):
        held = ", ".join(
            f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr
        )
        return f"{type(self).__qualname__}({held})"

    def _key(cls):
        names = [field.name for field in fields(cls) if field.compare]
        return attrgetter(*names) if names else lambda _: ()

    def _compare(cls, frozen):
        """Compare the objects of a class by their fields, and hash them by the same where they are frozen."""
        key = _key(cls)

        def equal(self, other):
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        def hashed(self):
            return hash(key(self))

        cls.__eq__ = equal
        cls.__hash__ = hashed if frozen else None

    def _put_in_order(cls):
        key = _key(cls)

        def before(self, other):
            return key(self) < key(other) if other.__class__ is self.__class__ else NotImplemented

        cls.__lt__ = before
        total_ordering(cls)
