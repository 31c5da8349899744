"""The whole of a room in one HTML file: nothing beside it, every link inside, and nothing that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render.configuration import Configuration, rendering
from planroom.render.one_file import one_file

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests/projects/hostile"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
FIRST = """\
---
status: accepted
date: 2026-02-01
---

# Keep orders <in> "one" place

![The flow](flow.png)

## Context

See [the next](0002-next.md#context), [below](#context), [a page](../docs/how.md) and [code](../src/main.py).

He wrote id="context" and href="#context" and url(#a) in a sentence.

```mermaid
flowchart LR
    a --> b
```
"""
SECOND = """\
---
status: proposed
date: 2026-02-02
---

# Next

## Context

We sell.

## Context

More.
"""


class Read(HTMLParser):
    """The ids, the places that something leads to, and the scripts of a file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.outward: list[str] = []
        self.events: list[str] = []
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag in ("script", "iframe", "object", "embed", "base", "link")
        for name, given in attrs:
            value = given or ""
            if name == "id":
                self.ids.append(value)
            elif name.startswith("on"):
                self.events.append(value)
            elif name in ("href", "xlink:href", "src"):
                (self.named.add if value.startswith("#") else self.outward.append)(value)
            elif name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                self.named.update(f"#{one}" for one in value.split())
            self.named.update(f"#{one}" for one in re.findall(r"url\(#([^)]+)\)", value))


def written(root: Path, **values: str) -> str:
    room = load(root)
    configuration = Configuration({"site_name": "Shop", **values})
    return one_file(rendering(run(room, build(room)), configuration, directory_urls=True)).text


@pytest.fixture
def room(tmp_path: Path) -> Path:
    for path, content in {
        "adr/0001-first.md": FIRST.encode(),
        "adr/0002-next.md": SECOND.encode(),
        "adr/flow.png": PNG,
        "docs/how.md": b"# How\n",
        "src/main.py": b"",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("root", [ROOT, HOSTILE], ids=["own", "hostile"])
def test_every_place_is_there_once_and_nothing_leads_to_another_file(root: Path) -> None:
    text = written(root)
    read = Read(text)
    assert len(read.ids) == len(set(read.ids))
    assert sorted(place for place in read.named if place[1:] not in set(read.ids)) == []
    assert [link for link in read.outward if not re.match(r"https?:|mailto:|data:image/", link)] == []
    assert read.scripts == 1
    assert read.events == []
    assert written(root) == text


def test_links_lead_to_places_in_the_file(room: Path) -> None:
    text = written(room)
    assert '<a href="#decisions/0002-next:context" rel="noopener">the next</a>' in text
    assert '<a href="#decisions/0001-first:context" rel="noopener">below</a>' in text
    assert '<a rel="noopener">a page</a>' in text
    assert 'id="context" and href="#context" and url(#a) in a sentence' in text.replace("&quot;", '"')
    assert f"data:image/png;base64,{'iVBORw0KGgoAAAANSUhEUg=='}" in text
    assert text.count('id="decisions/0002-next:context"') == 1


def test_what_is_not_in_the_file_is_linked_on_the_site(room: Path) -> None:
    (room / "planroom.yaml").write_text("site_url: https://shop.example/docs\n", encoding="utf-8")
    assert '<a href="https://shop.example/docs/how/" rel="noopener">a page</a>' in written(room)


def test_the_title_is_words_wherever_it_stands(room: Path) -> None:
    title = '</style><script>alert(1)</script>"; } body { display: none'
    text = written(room, site_name=title)
    assert "<script>alert" not in text
    assert Read(text).scripts == 1
    assert 'content: "\\3c \\2f style' in text
