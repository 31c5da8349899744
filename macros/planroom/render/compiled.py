"""Compiled templates, kept beside compiled modules: every site is rendered with the same ones.

As Python does with modules, the code of a template that came with an installed package is kept in a folder
`__pycache__` of this package (or below `PYTHONPYCACHEPREFIX`), and only where Python may write there
(`PYTHONDONTWRITEBYTECODE`). Templates of a project are kept for as long as the process lives.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from planroom.cache import digest, program
from planroom.render.kept_beside import read_beside, write_beside

_HOME = Path(__file__).parent.parent / "templates"
_PACKAGES = ("planroom", "material", "mkdocs")


class Compiled(BytecodeCache):
    """The code of each template by its text, so that the next site is rendered without compiling it again."""

    def __init__(self, home: Path = _HOME) -> None:
        self._home = home
        self._kept: dict[tuple[str, str], CodeType] = {}
        self._shipped: set[str] = set()
        self._compilers: dict[int, tuple[Environment, str]] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The place of a template's code, with the code where it is known."""
        if filename is not None and _is_shipped(filename):
            self._shipped.add(self.get_cache_key(name, filename))
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code of a template in where it is known."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))
        if bucket.code is None and bucket.key in self._shipped:
            self._read(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that has just been compiled."""
        if not bucket.code:
            return
        self._kept[bucket.key, bucket.checksum] = bucket.code
        if bucket.key in self._shipped:
            self._write(bucket)

    def _read(self, bucket: Bucket) -> None:
        data = read_beside(self._source(bucket), self._compiler(bucket))
        try:
            if data is not None:
                bucket.load_bytecode(io.BytesIO(data))
        except (ValueError, EOFError, TypeError):
            return
        if bucket.code:
            self._kept[bucket.key, bucket.checksum] = bucket.code

    def _write(self, bucket: Bucket) -> None:
        stream = io.BytesIO()
        bucket.write_bytecode(stream)
        write_beside(self._source(bucket), self._compiler(bucket), stream.getvalue())

    def _source(self, bucket: Bucket) -> Path:
        return self._home / f"{bucket.key}.py"

    def _compiler(self, bucket: Bucket) -> str:
        """What a template's code follows from beside its text: filters may have been run on its constants."""
        environment = bucket.environment
        known = self._compilers.get(id(environment))
        if known is None:
            settings = [
                *(environment.trim_blocks, environment.lstrip_blocks, environment.keep_trailing_newline),
                *(environment.autoescape, environment.optimized, environment.is_async, environment.sandboxed),
                *sorted(environment.extensions),
            ]
            used = {**environment.filters, **environment.tests}
            stated = digest(
                program(),
                jinja2.__version__,
                repr(settings),
                *(f"{name} {_origin(used[name])}" for name in sorted(used)),
            )
            known = self._compilers[id(environment)] = (environment, stated)
        return known[1]


def _is_shipped(filename: str) -> bool:
    """Whether a template came with an installed package."""
    files = (getattr(sys.modules.get(name), "__file__", None) for name in _PACKAGES)
    return any(filename.startswith(os.path.dirname(file) + os.sep) for file in files if file)


def _origin(function: object) -> str:
    """Where a function comes from, and the version of the package where it states one."""
    module = str(getattr(function, "__module__", ""))
    package = sys.modules.get(module.partition(".")[0])
    version = vars(package).get("__version__", "") if package else ""  # some would warn, asked by attribute
    return f"{module} {getattr(function, '__qualname__', '')} {version}"


COMPILED = Compiled()
"""What this process has compiled, and what earlier ones have of templates that came with packages."""
