"""What Pagefind is given: pages made of search's own documents, and a word to who lacks it."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from planroom.errors import PlanroomError
from planroom.render.search_index import pagefind_worker
from planroom.render.search_pages import IndexedPage, indexed_pages, names_of
from planroom.site import pagefind

DECISION = {"location": "d/1/", "title": "1 A &lt; B", "text": "", "kind": "Decision", "names": ["1", "<1>"]}
SECTION = {"location": "d/1/#context", "title": "Context", "text": "x &lt; y", "more": "fact & figure"}
CHECK = {"location": "c/a.html", "title": "A", "text": "words", "kind": "Check", "boost": 0.25}


def test_a_page_has_its_sections_and_what_is_found_but_not_shown() -> None:
    made = list(indexed_pages([DECISION, SECTION, CHECK], "en"))
    assert made == [
        IndexedPage(
            "d/1/",
            '<html lang="en"><body data-pagefind-body data-pagefind-filter="of:project">'
            '<h1 data-pagefind-meta="title" data-pagefind-weight="8">1 A &lt; B</h1>\n'
            '<h3 id="pr-beside">…</h3><div data-pagefind-weight="8">1 &lt;1&gt;</div>\n'
            '<h2 id="context" data-pagefind-weight="4">Context</h2>\n'
            "<div>x &lt; y</div>\n"
            '<h3 id="pr-beside-context">…</h3><div data-pagefind-weight="0.5">fact &amp; figure</div>'
            "</body></html>",
        ),
        IndexedPage(
            "c/a.html",
            '<html lang="en"><body data-pagefind-body data-pagefind-filter="of:project">'
            '<h1 data-pagefind-meta="title" data-pagefind-weight="2">A</h1>\n'
            '<div data-pagefind-weight="0.25">words</div>'
            "</body></html>",
        ),
    ]


def test_no_weight_is_above_what_pagefind_knows() -> None:
    [page] = indexed_pages([{"location": "a/", "title": "A", "text": "b", "boost": 2}], "en")
    assert 'data-pagefind-weight="10">A' in page.markup


def test_no_weight_is_so_light_that_nothing_is_found() -> None:
    [page] = indexed_pages([{"location": "a/", "title": "A", "text": "b", "boost": 0.001}], "en")
    assert page.markup.count('data-pagefind-weight="0.05"') == 2
    assert 'data-pagefind-filter="of:planroom"' in page.markup


def test_names_are_those_of_things_that_have_a_kind() -> None:
    assert names_of([DECISION, SECTION, CHECK]) == [
        {"location": "d/1/", "title": "1 A &lt; B", "kind": "Decision", "names": ["1", "<1>"]},
        {"location": "c/a.html", "title": "A", "kind": "Check", "boost": 0.25},
    ]


def test_who_lacks_pagefind_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec

    def lacking(name: str, package: str | None = None) -> Any:
        return None if name == "pagefind" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", lacking)
    with pytest.raises(PlanroomError) as told:
        pagefind.require()
    assert "not installed" in told.value.message
    assert "pip install 'planroom[search]'" in told.value.hint


def test_the_worker_of_pagefind_needs_no_other_engine() -> None:
    assert "lunr" not in pagefind_worker()
