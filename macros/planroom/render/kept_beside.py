"""Files beside the compiled modules of this package, as Python keeps bytecode: each says what made it.

They lie in a folder `__pycache__` (or below `PYTHONPYCACHEPREFIX`), and are written only where Python may
write (`PYTHONDONTWRITEBYTECODE`). What is damaged or of another maker counts as not there.
"""

from __future__ import annotations

import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

from planroom.cache import digest


def read_beside(source: Path, maker: str) -> bytes | None:
    """What `maker` has kept for a source, which need not be there; `None` where nothing can be believed."""
    try:
        made_by, _, rest = _file(source).read_bytes().partition(b"\n")
        stated, _, data = rest.partition(b"\n")
        return data if (made_by.decode("ascii"), stated.decode("ascii")) == (maker, digest(data)) else None
    except (OSError, ValueError):
        return None


def write_beside(source: Path, maker: str, data: bytes) -> None:
    """Keep what `maker` has made for a source, if it can be written."""
    import tempfile

    if sys.dont_write_bytecode:
        return
    file = _file(source)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(descriptor, "wb") as out:
            out.write(f"{maker}\n{digest(data)}\n".encode("ascii") + data)
        os.replace(name, file)
    except OSError:
        return


def _file(source: Path) -> Path:
    return Path(cache_from_source(str(source)))
