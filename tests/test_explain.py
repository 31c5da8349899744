"""`explain` tells which decisions govern a place, and of a check what its module declares."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from planroom.checks import REGISTRY
from planroom.cli import declared as declaring
from planroom.cli.declared import Declared, declared
from planroom.load import load
from planroom.model import Model, build
from planroom.model.governing import governing
from test_cli import CONTRACT, DESIGN, planroom_in, write

TEXT = "---\nstatus: {status}\ndate: 2026-02-03\n{more}\n---\n# {title}\n"


def decision(title: str, applies_to: str, status: str = "accepted", more: str = "") -> str:
    return TEXT.format(title=title, status=status, more=f"applies-to: [{applies_to}]\n{more}".strip())


FILES = {
    "planroom.yaml": "",
    "adr/0001-billing.md": decision("Billing", "src/billing", "superseded by [0003](0003-bills.md)"),
    "adr/0002-python.md": decision("Python", "'src/**/*.py', setup.py"),
    "adr/0003-bills.md": decision(
        "Bills", "'src/bill*'", "superseded by [0004](0004-money.md)", "supersedes: [1]"
    ),
    "adr/0004-money.md": decision("Money", "src/money.py", more="supersedes: [3]"),
    "adr/0005-beside.md": decision("Beside", "./notes"),
    "adr/0006-orders.md": decision("Orders", "specs/shop/orders.openapi.yaml#listOrders", "proposed"),
    "adr/0007-contract.md": decision("Contract", "specs/shop/orders.openapi.yaml"),
    "adr/0008-service.md": decision("Service", "orders"),
    "src/billing/invoice.py": "x = 1\n",
    "src/app.js": "",
    "specs/shop/design.json": DESIGN,
    "specs/shop/orders.openapi.yaml": CONTRACT,
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


@pytest.fixture
def model(shop: Path) -> Model:
    return build(load(shop, today=date(2026, 11, 21)))


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("src/billing/invoice.py", "2 1 3"),
        ("src/billing/none/yet.py", "2 1 3"),
        ("src/billing", "2 1 3"),
        ("src/billingual", "3"),
        ("src/app.js", ""),
        ("src", "2 1 3"),
        ("setup.py", "2"),
        ("adr/notes/x", "5"),
        ("notes/x", ""),
        ("specs/shop/orders.openapi.yaml", "7 6"),
        ("specs/shop/orders.openapi.yaml#listOrders", "7 6"),
        ("specs/shop/orders.openapi.yaml#nothing", "7"),
        ("listOrders", "7 6"),
        ("GET /orders", "7 6"),
        ("orders", "8"),
        ("shop/orders", "8"),
        ("", "2 7 8 6 1 3"),
    ],
)
def test_what_governs_a_place(place: str, numbers: str, model: Model) -> None:
    found = governing(model, place)
    assert " ".join((item.decision.number or "").lstrip("0") for item in found) == numbers


def test_a_superseded_decision_shows_the_whole_way_to_the_one_in_force(shop: Path) -> None:
    done = planroom_in(shop / "src", "explain", "billing/invoice.py")
    assert done.out.splitlines()[4:] == [
        "adr/0001-billing.md  Billing",
        "  status       superseded by [0003](0003-bills.md)",
        "  applies to   `src/billing`",
        "  replaced by  adr/0003-bills.md  Bills, superseded",
        "               adr/0004-money.md  Money, in force",
        "",
        "adr/0003-bills.md  Bills",
        "  status       superseded by [0004](0004-money.md)",
        "  applies to   `src/bill*`",
        "  replaced by  adr/0004-money.md  Money, in force",
    ]
    told = planroom_in(shop, "explain", "src/billing/invoice.py", "--format", "json").json
    assert told["place"] == "src/billing/invoice.py"
    first, second, _ = told["decisions"]
    assert (first["path"], first["in_force"], first["applies_to"]) == (
        "adr/0002-python.md",
        True,
        ["src/**/*.py"],
    )
    assert [other["number"] for other in second["replaced_by"]] == ["0003", "0004"]


def test_decisions_that_replace_each_other_end(tmp_path: Path) -> None:
    files = {
        "adr/0001-a.md": decision("A", "src", "superseded by [0002](0002-b.md)"),
        "adr/0002-b.md": decision("B", "lib", "superseded by [0001](0001-a.md)"),
    }
    model = build(load(write(tmp_path, files)))
    (found,) = governing(model, "src")
    assert [other.title for other in found.successors] == ["B"]


def test_nothing_governs_is_an_answer_and_a_misspelt_check_is_not(shop: Path) -> None:
    assert (planroom_in(shop, "explain", "README.md").out, 0) == ("No decision governs `README.md`.\n", 0)
    assert planroom_in(shop, "explain", "README.md", "--format", "json").json["decisions"] == []
    assert planroom_in(shop, "explain", "src").code == 0
    done = planroom_in(shop, "explain", "ADR0071")
    assert (done.code, "did you mean `ADR007`?" in done.err) == (2, True)
    assert planroom_in(shop, "explain", "superseded-without-succesor").code == 2


def test_every_check_is_found_as_it_is_declared_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = tuple(declaring._modules(files("planroom").joinpath("checks")))
    monkeypatch.setattr(declaring, "_modules", lambda folder: texts)
    checks = {text: tuple(declaring._checks(text)) for text in texts}
    monkeypatch.setattr(declaring, "_checks", checks.__getitem__)
    for check in REGISTRY.values():
        told = Declared(check.code, check.name, check.severity.value, check.rule)
        assert declared(check.code.lower()) == told
        assert declared(check.name) == told
    assert declared("ADR999") is None
    assert declared("no-such-check") is None
    assert declared("src/app.py") is None
