"""Contracts checked by several processes give what they give when one checks them all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planroom.checks import workers

pytestmark = pytest.mark.site
CONTRACT = """\
openapi: 3.1.1
info: {{title: Orders {number}, version: 1.0.0}}
paths:
  /orders/{{id}}:
    get:
      responses:
        "200":
          description: The order.
          content:
            application/json:
              schema: {{$ref: order.yaml}}
              example: {{total: x}}
"""

# A process of its own: a test's process has threads, and copies of such a one may not go on.
SCRIPT = """
import dataclasses, json, os, signal, sys
from pathlib import Path
from planroom.checks import REGISTRY, run, workers
from planroom.load import load
from planroom.model import build

workers.LEAST = int(sys.argv[2])
workers._processors = lambda: 3
seen = []
first = os.getpid()
look = workers._look

def watched(*work):
    seen.append(os.getpid())
    if sys.argv[3] == "killed" and os.getpid() != first:
        os.kill(os.getpid(), signal.SIGKILL)
    return look(*work)

workers._look = watched

def broken(contract, scope):
    yield from ()
    if contract.title.endswith("2"):
        raise RuntimeError("no such luck")

if sys.argv[3] == "broken":
    check = REGISTRY["API012"]
    REGISTRY["API012"] = dataclasses.replace(check, find=broken)
room = load(Path(sys.argv[1]))
outcome = run(room, build(room))
print(json.dumps({"found": [item.as_json() for item in outcome.diagnostics], "here": len(seen)}))
"""


def said(room: Path, least: int, state: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(room), str(least), state]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    value: dict[str, Any] = json.loads(done.stdout)
    return value


@pytest.mark.parametrize("state", ["whole", "broken", "killed"])
def test_several_processes_find_what_one_finds(tmp_path: Path, state: str) -> None:
    for number in range(5):
        (tmp_path / f"api{number}.yaml").write_text(CONTRACT.format(number=number), encoding="utf-8")
    (tmp_path / "order.yaml").write_text("type: object\nproperties: {total: {type: intger}}\n", "utf-8")
    alone, shared = said(tmp_path, 10**9, state), said(tmp_path, 1, state)
    assert alone["found"] == shared["found"]
    assert (alone["here"], shared["here"]) == (5, 1)
    codes = {entry["code"] for entry in alone["found"]}
    assert {"API001", "API013"} <= codes
    assert ("SRC090" in codes) is (state == "broken")


def test_one_processor_checks_all_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_processors", lambda: 1)
    monkeypatch.setattr(workers, "LEAST", 0)
    assert list(workers.looked_at((), (), None)) == []  # type: ignore[arg-type]
