"""A site has of its theme what its pages ask for, and nothing that they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planroom.site.building import build_site
from planroom.site.shell import squeezed

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LUNR = "assets/javascripts/lunr"


def built(root: Path, configuration: str) -> set[str]:
    (root / "docs").mkdir()
    (root / "docs/own.map").write_text("Ours", "utf-8")
    (root / "mkdocs.yml").write_text(f"site_name: Small\n{configuration}\n", "utf-8")
    build_site(root, strict=False, quiet=True)
    return {file.relative_to(root / "site").as_posix() for file in (root / "site").rglob("*")}


@pytest.mark.site
@pytest.mark.parametrize(
    ("languages", "wanted"),
    [
        ("en", set()),
        ("[en, it]", {"lunr.stemmer.support", "lunr.multi", "lunr.it"}),
        ("ja", {"lunr.stemmer.support", "lunr.ja", "tinyseg"}),
    ],
)
def test_search_has_its_languages(tmp_path: Path, languages: str, wanted: set[str]) -> None:
    found = built(tmp_path, f"theme: material\nplugins: [{{search: {{lang: {languages}}}}}, planroom]")
    scripts = {Path(path).stem.removesuffix(".min") for path in found if path.startswith(f"{LUNR}/")}
    assert scripts - {"min"} == wanted
    assert [path for path in found if path.endswith(".map")] == ["own.map"]
    assert any(path.startswith("assets/javascripts/bundle.") for path in found)


@pytest.mark.site
def test_another_theme_keeps_all_of_its_files(tmp_path: Path) -> None:
    found = built(tmp_path, "theme: readthedocs\nplugins: [search, planroom]")
    assert {"css/theme.css", "own.map"} <= found


def test_indents_of_the_theme_are_left_out_and_those_of_the_content_are_not() -> None:
    content = "<pre>\n    kept\n\n    too</pre>"
    page = f"<body>\n\n    <main>\n      {content}\n\n    </main>\n  </body>"
    assert squeezed(page, content) == f"<body>\n<main>\n{content}\n</main>\n</body>"


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_a_theme_that_writes_such_text_itself_is_left_alone(tag: str) -> None:
    page = f"<body>\n  <{tag}>\n    kept</{tag}>\n  Words\n</body>"
    assert squeezed(page, "Words") == page
