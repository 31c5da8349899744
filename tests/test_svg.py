"""Drawings: nothing in them can run or load, they are small, and an author's colours stay readable."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from planroom.render.figures import relinked, spoken, unique_figures
from planroom.render.svg import draw
from planroom.render.svg_colours import author_style, contrast, ink_style, rgb
from planroom.render.svg_label import wrapped
from planroom.render.svg_sheet import own_sheet
from planroom.render.svg_tree import UnsafeDrawing, read_picture
from planroom.source.mermaid_text import TOO_LARGE, engine, mermaid_fault, settled

KINDS = sorted((Path(__file__).parent / "diagrams").glob("*.mmd"))
ELEMENTS = frozenset(
    [
        *("svg", "title", "desc", "style", "g", "a", "defs", "marker", "clipPath", "linearGradient", "stop"),
        *(
            "symbol",
            "use",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
        ),
    ]
)
needs_engine = pytest.mark.skipif(engine() is None, reason="no Mermaid engine for this platform")


def picture(body: str, own_style: bool = False) -> str:
    """What is kept of an SVG with this in it."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 9 9">{body}</svg>'
    )
    return read_picture(svg, "p", None, own_style).body


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<image href="https://example.org/x.png" width="9" height="9"/>',
        '<use href="https://example.org/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,x#a"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://example.org'/></foreignObject>",
        '<filter id="f"><feImage href="https://example.org/x.png"/></filter>',
        '<style>@import "https://example.org/x.css"; #p{fill:url(https://example.org/x)}</style>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<handler type="text/javascript">alert(1)</handler>',
        '<metadata><x onload="alert(1)"/></metadata>',
    ],
)
def test_what_could_run_or_load_is_left_out(body: str) -> None:
    assert picture(body, own_style=True) == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<path d="M0 0" onclick="alert(1)" onload="x"/>', '<path d="M0 0"/>'),
        ('<path d="M0 0" style="background:url(https://x.org/a)"/>', '<path d="M0 0"/>'),
        ('<path d="M0 0" fill="url(https://x.org/a#b)"/>', '<path d="M0 0"/>'),
        ('<path d="M0 0" clip-path="url(#c)"/>', '<path d="M0 0" clip-path="url(#p-0)"/>'),
        ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', '<path d="M0 0"/>'),
        ('<a xlink:href="&#9;java&#10;script:alert(1)"><path d="M0 0"/></a>', '<path d="M0 0"/>'),
        ('<a href="data:text/html,x"><path d="M0 0"/></a>', '<path d="M0 0"/>'),
        (
            '<a href="../x/?a&amp;b" target="_top"><path d="M0 0"/></a>',
            '<a href="../x/?a&amp;b"><path d="M0 0"/></a>',
        ),
        ('<a href="https://x.org/"><path d="M0 0"/></a>', '<a href="https://x.org/"><path d="M0 0"/></a>'),
        ("<text>&lt;b&gt; &amp; x</text>", "<text>&lt;b&gt; &amp; x</text>"),
        ('<rect width="9.04" height="9" x="-0.02"/>', '<rect width="9" height="9" x="0"/>'),
        ('<path d="M1.25.5-2.04 3e-7" />', '<path d="M1.2 0.5-2 3e-7"/>'),
        (
            '<g transform="matrix(0.12345 0 0 1 0 0)"><path d="M0"/></g>',
            '<g transform="matrix(0.1235 0 0 1 0 0)"><path d="M0"/></g>',
        ),
        ('<g data-id="x"><g/><path d="M0" id="unused"/></g>', '<path d="M0"/>'),
        ('<marker id="m"><path d="M0"/></marker>', ""),
        (
            '<marker id="m"><path d="M0"/></marker><path d="M1" marker-end="url(#m)"/>',
            '<marker id="p-0"><path d="M0"/></marker><path d="M1" marker-end="url(#p-0)"/>',
        ),
    ],
)
def test_what_is_shown_stays(given: str, kept: str) -> None:
    assert picture(given) == kept


def test_html_labels_become_text() -> None:
    label = (
        '<foreignObject width="40" height="48" xmlns:h="http://www.w3.org/1999/xhtml">'
        '<h:div onclick="alert(1)"><h:p>one <h:b>two</h:b><h:br/>three</h:p></h:div></foreignObject>'
    )
    assert picture(label) == (
        '<text class="pr-label" text-anchor="middle" dominant-baseline="central">'
        '<tspan x="20" y="15.0">one two</tspan><tspan x="20" y="33.0">three</tspan></text>'
    )


def test_a_picture_that_is_no_xml_or_too_deep_is_refused() -> None:
    with pytest.raises(UnsafeDrawing):
        read_picture("<svg><g></svg>", "p", None, False)
    with pytest.raises(UnsafeDrawing):
        picture("<g>" * 200 + '<path d="M0"/>' + "</g>" * 200)


def test_a_style_sheet_speaks_of_its_picture_alone() -> None:
    sheet = (
        "#p .a{fill:red;background:url(x);behavior:x}"
        "#p .unused{fill:red}"
        "body{fill:red}"
        "#p{font-size:16px;fill:#333}"
        "#p .a,.b{stroke:url(https://x.org/a)}"
        "@import 'x';#p .a{content:'<'}"
        "</style><script>"
    )
    assert own_sheet([sheet], "p", frozenset("ab")) == "<style>#p .a{fill:red}#p{fill:#333}</style>"


# Colours ----------------------------------------------------------------------------------------------------


def test_ink_on_a_fill_can_be_read() -> None:
    for paper in ("#fde68a", "#1e3a8a", "#888", "rgb(10, 200, 30)", "hsl(240, 90%, 40%)", "teal"):
        style = ink_style([f"fill:{paper};color:{paper}"])
        ink = re.fullmatch(r"--pr-ink:(#\w+);--pr-link:\1", style)
        assert ink, paper
        assert contrast(ink[1], paper) >= 4.5
    assert ink_style(["fill:#ffffff;color:#123456"]) == "--pr-ink:#123456;--pr-link:#123456"
    assert ink_style(["stroke:#ffffff", "fill:none"]) == ""


def test_an_authors_colours_stay_where_they_can_be_seen() -> None:
    assert (
        author_style("rect", "fill:#eef !important;stroke:#99f")
        == "fill:#eef!important;stroke:#99f!important"
    )
    assert author_style("path", "stroke:#c2410c;stroke-width:3px;fill:none") == (
        "stroke:#c2410c!important;stroke-width:3px!important"
    )
    assert author_style("path", "stroke:#000") == ""  # not on the dark ground
    assert author_style("rect", "fill:url(#a);filter:url(x);fill-opacity:0") == ""
    assert author_style("text", "fill:#ffffff;font-family:x") == ""


def test_colours_are_read() -> None:
    assert rgb("#0f0") == (0, 1, 0)
    assert rgb("rgb(100%, 0%, 0%)") == (1, 0, 0)
    assert rgb("rgba(0,0,0,0.1)") is None
    assert rgb("currentcolor") is None
    assert contrast("#000", "#fff") == pytest.approx(21)


# Texts ------------------------------------------------------------------------------------------------------


def test_settings_of_colours_letters_and_safety_are_dropped() -> None:
    text = (
        "%%{init: {'theme': 'dark', 'themeCSS': 'x', 'gitGraph': {'mainBranchName': 'trunk'}}}%%\n"
        "gitGraph\n  commit\n"
    )
    assert (
        settled(text) == '---\nconfig: {"gitGraph": {"mainBranchName": "trunk"}}\n---\ngitGraph\n  commit\n'
    )
    front = (
        "---\ntitle: A title\nconfig:\n  securityLevel: loose\n"
        "  flowchart:\n    htmlLabels: true\n---\nflowchart TB\n"
    )
    assert settled(front) == '---\ntitle: "A title"\nconfig: {"flowchart": {}}\n---\nflowchart TB\n'
    assert settled("flowchart TB\n  a[fa:fa-bell Bell]\n") == "flowchart TB\n  a[Bell]\n"
    assert settled("%%{init: {broken}%%\npie\n") == "\npie\n"


def test_words_are_broken_to_a_width() -> None:
    assert wrapped("one two three", 60) == ["one two", "three"]
    assert wrapped("x" * 20, 60) == ["x" * 7, "x" * 7, "x" * 6]
    assert wrapped(" ", 60) == []


# Drawings ---------------------------------------------------------------------------------------------------


@needs_engine
@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_every_kind_is_drawn_small_and_safe(path: Path) -> None:
    text = path.read_text("utf-8")
    assert mermaid_fault(text) is None
    drawing = draw(text, "Title", "Words")
    assert drawing.fault == ""
    assert drawing == draw(text, "Title", "Words")
    assert len(drawing.svg) < 60_000
    ids = re.findall(r' id="([^"]*)"', drawing.svg)
    assert len(ids) == len(set(ids))
    for name in re.findall(r"url\(#([^)]*)\)", drawing.svg):
        assert name in ids
    for element in ElementTree.fromstring(drawing.svg).iter():
        assert element.tag.rpartition("}")[2] in ELEMENTS
        assert not any(key.startswith("on") for key in element.attrib)
    words = "".join(ElementTree.fromstring(drawing.svg).itertext())
    assert len(words) > 20


@needs_engine
@pytest.mark.parametrize(
    "text",
    [
        'flowchart TB\n  a["<img src=x onerror=alert(1)>"] --> b["<script>alert(1)</script>"]\n',
        'flowchart TB\n  a --> b\n  click a href "javascript:alert(1)"\n  click b call alert(1)\n',
        'flowchart TB\n  a --> b\n  click a "data:text/html,<script>alert(1)</script>"\n',
        "%%{init: {'themeCSS': '} * { background: url(https://x.org/) }'}}%%\npie\n  \"a\": 1\n",
        "flowchart TB\n  a --> b\n  style a fill:url(https://x.org/a),background:url(https://x.org/b)\n",
        "flowchart TB\n  a:::x --> b\n  classDef x fill:red,stroke:expression(alert(1))\n",
        'flowchart TB\n  a@{ img: "https://x.org/a.png", label: "A" }\n',
        "sequenceDiagram\n  participant A\n  link A: Home @ javascript:alert(1)\n  A->>A: x\n",
        'flowchart TB\n  a[""><svg onload=alert(1)>"]\n',
        'gantt\n  section <script>\n  a :a1, 2026-01-01, 1d\n  click a1 href "javascript:alert(1)"\n',
    ],
)
def test_hostile_texts_are_harmless(text: str) -> None:
    drawing = draw(text, "<script>", "<script>")
    assert not re.search(
        r"javascript|data:|x\.org|<script|<img|onload=|onerror=a[^&]*\"|url\((?!#)", _tags(drawing.svg)
    )


def _tags(svg: str) -> str:
    return "".join(re.findall(r"<[^>]*>", svg)) + "".join(re.findall(r"<style>.*?</style>", svg))


@needs_engine
def test_a_huge_diagram_is_a_fault_and_takes_no_time() -> None:
    text = "flowchart TB\n" + "".join(f"  n{index} --> n{index * 7 % 10_000}\n" for index in range(10_000))
    assert draw(text).fault == TOO_LARGE
    fault = mermaid_fault(text)
    assert fault is not None
    assert fault.message == TOO_LARGE


def test_without_an_engine_there_is_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planroom.render.svg.engine", lambda: None)
    drawing = draw("flowchart TB\n  a --> b\n")
    assert (drawing.svg, drawing.fault) == ("", "")


# Figures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flowchart TB\n  a --> b\n", ("Flowchart", "")),
        ("%% a remark\nsequenceDiagram\n  a->>b: c\n", ("Sequence", "")),
        ("stateDiagram-v2\n  a --> b\n", ("States", "")),
        ("C4Context\n  title x\n", ("C4", "")),
        ("something else\n", ("Diagram", "")),
        ('---\ntitle: "How it goes"\n---\nflowchart TB\n  a\n', ("How it goes", "")),
        ("---\nconfig:\n  theme: dark\n---\npie\n", ("Pie chart", "")),
        (
            "flowchart TB\n  accTitle: The way\n  accDescr: From a to b.\n  a --> b\n",
            ("The way", "From a to b."),
        ),
        ("flowchart TB\n  accDescr {\n    Two\n    lines\n  }\n  a\n", ("Flowchart", "Two lines")),
    ],
)
def test_a_diagram_is_called_what_its_text_says(text: str, said: tuple[str, str]) -> None:
    assert spoken(text) == said


def test_links_lead_to_where_the_site_has_things() -> None:
    svg = '<a href="../x.md"><path/></a><a href="y.md?a&amp;b"><path/></a>'
    targets = {"../x.md": "../x/?a&b"}
    assert relinked(svg, targets.get) == '<a href="../x/?a&amp;b"><path/></a><a><path/></a>'


def test_the_same_diagram_twice_on_a_page_has_two_names() -> None:
    figure = (
        '<figure class="pr-diagram" aria-labelledby="d-0a1b"><b id="d-0a1b">T</b>'
        '<svg id="pr-0a1b"><path marker-end="url(#pr-0a1b-0)"/></svg></figure>'
    )
    first, second, third = unique_figures([figure, "<p>0a1b</p>" + figure, figure.replace("0a1b", "ffff")])
    assert first == figure
    assert second == "<p>0a1b</p>" + figure.replace("0a1b", "0a1b-2")
    assert third == figure.replace("0a1b", "ffff")
