"""The page on which a contract is tried: it asks nobody until its reader presses Execute."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import new_page
from test_pages import violations

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.render import try_page
from planroom.render.rendering import Rendering

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>window.ran = 1</script><img src=https://images.example/a.png onerror='window.ran = 2'>"
    "<svg onload='window.ran = 3'></svg>[a](javascript:window.ran=4) ![b](https://images.example/b.png)"
)


class Shop(BaseHTTPRequestHandler):
    """A server that answers any request and remembers it."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(f"GET {self.path} {self.headers.get('X-Trace')}")
        self.send_response(200)
        for name, value in (
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Headers", "*"),
            ("Content-Type", "application/json"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b'{"name": "Blue mug"}')

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        for name in ("Origin", "Headers", "Methods"):
            self.send_header(f"Access-Control-Allow-{name}", "*")
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def opened(
    chromium: Browser, folder: Path, server: str, text: str, version: str, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """The page as it opens from a file, and what went wrong or went out on the way."""
    operation = {
        "operationId": "getMug",
        "summary": text,
        "description": text,
        "tags": ["Mugs"],
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": text},
            {"name": "X-Trace", "in": "header", "schema": {"type": "string"}, "example": "trace 1"},
        ],
        "responses": {
            "200": {
                "description": text,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Mug"}}},
            }
        },
    }
    login = {"type": "openIdConnect", "openIdConnectUrl": f"{server}/id"}
    document = {
        "openapi": version,
        "info": {"title": "Mugs", "version": "1", "description": text},
        "servers": [{"url": server + "/v1"}],
        "paths": {"/mugs/{id}": {"get": operation}},
        "components": {
            "securitySchemes": {"Id": login},
            "schemas": {"Mug": {"type": "object", "properties": {"name": {"type": "string"}}}},
        },
        "security": [{"Id": []}],
    }
    source = folder / "room"
    source.mkdir()
    (source / "mugs.json").write_text(json.dumps(document), "utf-8")
    room = load(source, today=date(2026, 11, 21))
    for file in try_page.files(Rendering(run(room, build(room)))):
        path = folder / "site" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data())
    page = new_page(chromium, color_scheme=scheme)
    seen: list[str] = []
    page.on("request", lambda made: seen.append(made.url) if made.url.startswith("http") else None)
    page.on("console", lambda told: seen.append(told.text) if told.type == "error" else None)
    page.on("requestfailed", lambda made: seen.append(f"{made.failure} {made.url}"))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto((folder / "site/apis/mugs/try/index.html").as_uri())
    page.wait_for_selector(".opblock")
    return page, seen


@pytest.mark.parametrize(("version", "scheme"), [("3.0.3", "light"), ("3.1.0", "dark"), ("3.2.0", "light")])
def test_a_request_goes_out_when_execute_is_pressed(
    chromium: Browser, tmp_path: Path, shop: str, version: str, scheme: str
) -> None:
    """From a file, with no request and no error before; the answer is shown, and all of it is accessible."""
    page, seen = opened(chromium, tmp_path, shop, "Read a mug", version, scheme)
    expect(page.locator("header")).to_contain_text("Execute sends a real request")
    page.locator(".opblock-summary-control").click()
    page.get_by_placeholder("id").fill("7")
    expect(page.locator(".example").first).to_contain_text('"name": "string"')
    expect(page.locator(".errors-wrapper")).to_have_count(0)
    assert violations(page, preload=False) == []
    assert seen == []
    assert Shop.asked == []
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    expect(page.locator(".live-responses-table")).to_contain_text("Blue mug")
    assert Shop.asked == ["GET /v1/mugs/7 trace 1"]
    assert seen == [f"{shop}/v1/mugs/7"]
    page.context.close()


def asked(seen: list[str]) -> list[str]:
    return sorted(url for url in seen if url.startswith("http"))


def stopped(seen: list[str]) -> list[str]:
    return sorted(told.split()[-1] for told in seen if told.startswith("csp "))


def test_text_of_a_contract_does_nothing_and_loads_nothing(
    chromium: Browser, tmp_path: Path, shop: str
) -> None:
    """Scripts, handlers and pictures of other hosts in every text are without effect."""
    page, seen = opened(chromium, tmp_path, shop, HOSTILE, "3.1.0", "dark")
    page.locator(".opblock-summary-control").click()
    page.wait_for_selector(".opblock-body")
    for link in page.locator("a[href^='javascript']").all():
        link.click()
    assert page.evaluate("window.ran") is None
    # A browser tells of the pictures as requests that its policy for the page has stopped.
    while asked(seen) != stopped(seen):
        page.wait_for_event("requestfailed")
    assert page.evaluate("document.documentElement.className") == "dark-mode"
    page.context.close()
