"""How the tests are spread over processes: fast ones file by file, slow ones one by one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
SHARING = frozenset(f"tests/browser/test_{name}.py" for name in ("links", "pages", "use"))
"""They look at one site, which takes long to build."""


class ByCost(LoadScopeScheduling):
    """Files of fast tests stay whole, so that what a file has built is built once, and little is sent about.

    Tests that build sites of their own go alone; those that look at one built for all of them stay together.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in SHARING:
            return "one site"
        return nodeid if slow(file) else file


@cache
def slow(file: str) -> bool:
    """Whether there are tests in a file that build sites or start whole processes, each for itself."""
    text = (ROOT / file).read_text("utf-8")
    return "mark.site" in text and 'scope="module"' not in text
