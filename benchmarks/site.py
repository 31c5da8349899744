"""Measure what building a site takes, beside stock MkDocs and other makers of decision sites.

    python benchmarks/site.py [--sizes 100 500 1000 5000] [--alone 2000 10000] [--serve 1000] [--own]

Both get the same Markdown, one process after the other, in one run. Stock is MkDocs with Material, macros and
search, its menu pruned; its configuration is written here. planroom is built without anything kept, then
again with nothing changed, then after an edit of one decision; the site of that edit is held against one
built without anything kept, but not at sizes of `--alone`. What a process compiles of Python and templates,
and what planroom makes of its own texts for every site, is made by a first build that is not counted. Other
makers are measured where their program is given, at sizes up to `--others-up-to`; one that fails is said to.
`--own` builds the site of this repository too, strictly.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from documents import decision
from run import Cost, said
from run import run as timed

STOCK = """\
site_name: Decisions
docs_dir: adr
theme:
  name: material
  font: false
  features: [navigation.indexes, navigation.prune]
plugins: [search, macros]
markdown_extensions:
  [admonition, attr_list, md_in_html, tables, pymdownx.superfences, {toc: {permalink: true}}]
"""
PLANROOM = "site_name: Decisions\ntheme: {name: material}\nplugins: [search, macros, planroom]\n"
PER_SECTION = 50
EXAMPLE = Path(__file__).resolve().parent.parent / "specs/order-management"
SYSTEM = "systems/order-management"
EDITED = (
    ("a decision", "adr/0001-decision-1.md", "Decision Outcome", "decisions/0001-decision-1/"),
    (
        "a design",
        "specs/order-management/design.json",
        "holds stock for orders and gives it back.",
        f"{SYSTEM}/inventory-service/",
    ),
    (
        "a contract",
        "specs/order-management/inventory.openapi.yaml",
        "Read the stock of an article",
        f"{SYSTEM}/api/inventory/",
    ),
)
"""What is edited while a site is served: the file, words in it, and the page that shows them."""
TURNS = 8
PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-macros-plugin", "Markdown")


@dataclass(frozen=True)
class Site:
    """What a build left: megabytes on the disk, and megabytes of the raw search index."""

    size: float
    index: float


def write(folder: Path, count: int, per_section: int = 0) -> None:
    """Write decisions from a seed; stock gets them in sections, without which it has one menu of all."""
    pick = random.Random(7)
    for number in range(1, count + 1):
        section = f"part-{(number - 1) // per_section + 1:03}/" if per_section else ""
        file = folder / "adr" / f"{section}{number:04}-decision-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(decision(pick, number), "utf-8")
    if per_section:
        (folder / "adr/index.md").write_text("# Decisions\n", "utf-8")


def measured(folder: Path) -> Site:
    """The size of the site below a folder."""
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    index = folder / "site/search/search_index.json"
    return Site(
        sum(path.stat().st_size for path in files) / 1e6,
        index.stat().st_size / 1e6 if index.exists() else 0.0,
    )


def build_stock(below: Path, count: int) -> tuple[Cost, Site]:
    """What stock MkDocs takes for as many decisions."""
    folder = below / f"stock-{count}"
    write(folder, count, PER_SECTION)
    (folder / "mkdocs.yml").write_text(STOCK, "utf-8")
    cost = timed([sys.executable, "-m", "mkdocs", "build", "-q"], folder)
    site = measured(folder)
    shutil.rmtree(folder)
    return cost, site


def build_ours(below: Path, count: int, compare: bool = False) -> tuple[list[Cost], Site]:
    """What planroom takes: the first time, with nothing changed, and after an edit."""
    folder = below / f"planroom-{count}"
    write(folder, count)
    (folder / "mkdocs.yml").write_text(PLANROOM, "utf-8")
    command = [sys.executable, "-m", "planroom", "build", "-q"]
    costs = [timed(command, folder), timed(command, folder)]
    edited = folder / "adr" / f"{count // 2:04}-decision-{count // 2}.md"
    edited.write_text(edited.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    costs.append(timed(command, folder))
    site = measured(folder)
    if compare:
        _hold_against_a_first(folder, command)
    shutil.rmtree(folder)
    return costs, site


def _hold_against_a_first(folder: Path, command: list[str]) -> None:
    """Stop if the site of a folder is another one when nothing was kept."""
    kept = folder.with_name(f"{folder.name}-kept")
    (folder / "site").rename(kept)
    shutil.rmtree(folder / ".planroom")
    timed(command, folder)
    for file in sorted(path for path in (folder / "site").rglob("*") if path.is_file()):
        other = kept / file.relative_to(folder / "site")
        if not other.is_file() or other.read_bytes() != file.read_bytes():
            raise SystemExit(f"`{file}` is not what a first build makes")
    shutil.rmtree(kept)


def serve(below: Path, count: int) -> str:
    """Seconds on the clock from saving a file to the page that shows the edit, under `planroom serve`.

    A decision is edited among decisions alone, and then a design and a contract, with the worked example of
    this repository beside them.
    """
    folder = below / f"serve-{count}"
    write(folder, count)
    (folder / "mkdocs.yml").write_text(PLANROOM, "utf-8")
    told = _served(folder, EDITED[:1])
    shutil.copytree(EXAMPLE, folder / "specs" / EXAMPLE.name)
    told += _served(folder, EDITED[1:])
    shutil.rmtree(folder)
    return "; ".join(told)


def _served(folder: Path, edits: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """What it takes to show edits, by what is edited."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "planroom", "serve", "--once", "--dev-addr", f"127.0.0.1:{port}"]
    left = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=folder, env=left, **quiet)  # type: ignore[call-overload]
    told = []
    try:
        for name, path, words, page in edits:
            address = f"http://127.0.0.1:{port}/{page}"
            _wait_for(address, words, server)
            took = list(_edited(folder / path, words, address, server))
            told.append(f"of {name} " + ", ".join(f"{seconds:.1f} s" for seconds in took))
    finally:
        server.terminate()  # a process in the background may hear no interrupt
        server.wait()
    return told


def _edited(file: Path, words: str, page: str, server: subprocess.Popen[bytes]) -> Iterator[float]:
    """Seconds until each of several edits behind some words of a file is shown on a page."""
    text = file.read_text("utf-8")
    for turn in range(TURNS):
        time.sleep(1)
        start = time.perf_counter()
        file.write_text(text.replace(words, f"{words} Edit number {turn}", 1), "utf-8")
        _wait_for(page, f"Edit number {turn}", server)
        yield time.perf_counter() - start


def _wait_for(page: str, words: str, server: subprocess.Popen[bytes]) -> None:
    """Ask for a page until it has these words; stops with the server, or after five minutes."""
    end = time.monotonic() + 300
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(page, timeout=60) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"`{page}` did not show `{words}`")


def build_other(below: Path, name: str, command: list[str], count: int) -> Cost:
    """What another maker takes for the same decisions, in the folder that it looks for them in."""
    folder = below / f"{name}-{count}"
    write(folder, count)
    if name == "log4brains":
        (folder / "docs").mkdir()
        (folder / "adr").rename(folder / "docs/adr")
        (folder / ".log4brains.yml").write_text(
            "project:\n  name: Decisions\n  tz: Etc/UTC\n  adrFolder: ./docs/adr\n", "utf-8"
        )
        for line in ("init -q", "add -A", "-c user.name=a -c user.email=a@example.com commit -qm a"):
            subprocess.run(["git", *line.split()], cwd=folder, check=True)
    elif name == "mkdocs-decision-records":
        (folder / "docs").mkdir()
        (folder / "adr").rename(folder / "docs/adr")
        (folder / "docs/index.md").write_text("# Decisions\n", "utf-8")
        for file in (folder / "docs/adr").glob("*.md"):  # it takes no decision without an id
            text = file.read_text("utf-8").replace("---\n", f'---\nid: "{file.name[:4]}"\n', 1)
            file.write_text(text, "utf-8")
        (folder / "mkdocs.yml").write_text(
            "site_name: Decisions\ntheme: {name: material, font: false, features: [navigation.prune]}\n"
            "plugins: [search, {decision-records: {decisions_folder: adr}}]\n",
            "utf-8",
        )
    elif name == "eventcatalog":
        (folder / "eventcatalog.config.js").write_text(
            "export default { title: 'Decisions', organizationName: 'Us', cId: 'a', output: 'static' };\n",
            "utf-8",
        )
        # Its builder tells its own packages from others by what this file asks for.
        asked = json.loads((Path(command[0]).absolute().parents[2] / "package.json").read_text("utf-8"))
        (folder / "package.json").write_text(json.dumps({**asked, "type": "module"}), "utf-8")
        for file in (folder / "adr").glob("*.md"):
            home = folder / "adrs" / file.stem
            home.mkdir(parents=True)
            _, head, body = file.read_text("utf-8").split("---\n", 2)
            kept = "".join(line for line in head.splitlines(True) if line.startswith(("status:", "date:")))
            head = f"id: {file.stem}\nname: {file.stem}\nversion: 1.0.0\nsummary: Decided.\n{kept}"
            (home / "index.mdx").write_text(f"---\n{head}---\n{body}", "utf-8")
    if name == "eventcatalog":  # it builds only where its packages lie in the catalog's own folder
        packages = Path(command[0]).absolute().parent.parent
        packages.rename(folder / "node_modules")
        try:
            cost = timed([str(folder / "node_modules/.bin" / Path(command[0]).name), *command[1:]], folder)
        finally:
            (folder / "node_modules").rename(packages)
    else:
        cost = timed(command, folder)
    made = list(folder.rglob("*.html"))
    shutil.rmtree(folder)
    if len(made) < count:
        raise SystemExit(f"{name} made {len(made)} pages of {count} decisions")
    return cost


def other(below: Path, name: str, command: list[str], count: int, stock: Cost | None) -> str:
    """What another maker takes, or that it failed: it is not ours to mend."""
    try:
        cost = build_other(below, name, command, count)
    except (SystemExit, OSError) as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        shutil.rmtree(below / f"{name}-{count}", ignore_errors=True)
        return "failed"
    return f"{shown(cost, stock)}, {cost.memory:.0f} MB"


def build_own() -> str:
    """What a strict build of this repository's site takes, the first and the second time."""
    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "room"
        subprocess.run(["git", "clone", "-q", str(root), str(folder)], check=True)
        command = [sys.executable, "-m", "planroom", "build", "-q", "--strict"]
        costs = [timed(command, folder), timed(command, folder)]
        site = measured(folder)
        pages = sum(1 for _ in (folder / "site").rglob("*.html"))
    if not pages:
        raise SystemExit("this repository's own site was not built")
    return (
        f"{pages} pages in {costs[0].cpu:.1f} s, again in {costs[1].cpu:.1f} s; {costs[0].memory:.0f} MB of "
        f"memory, site {site.size:.0f} MB, index {site.index:.1f} MB"
    )


def shown(cost: Cost | None, base: Cost | None) -> str:
    """Seconds of processor time, and their ratio to stock."""
    if cost is None:
        return ""
    return f"{cost.cpu:.1f} s" + (f" ({cost.cpu / base.cpu:.2f})" if base else "")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 500, 1000, 5000])
    parser.add_argument("--alone", type=int, nargs="+", default=[], help="sizes measured without stock")
    parser.add_argument("--serve", type=int, nargs="+", default=[], help="sizes to measure `serve` at")
    others = {
        "log4brains": ["build", "--out", "site"],
        "mkdocs-decision-records": ["build", "-q"],
        "eventcatalog": ["build"],
    }
    for name in others:
        parser.add_argument(f"--{name}", default="", metavar="PROGRAM", help="its command line program")
    parser.add_argument("--own", action="store_true", help="build the site of this repository too")
    parser.add_argument("--others-up-to", type=int, default=1000)
    given = parser.parse_args()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    ours = said([sys.executable, "-m", "planroom", "--version"]).strip()
    print(f"- {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, load {load:.1f} at the start")
    print(f"- {ours}, Python {platform.python_version()}")
    print("- " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    print(f"- `{' '.join(['python benchmarks/site.py', *sys.argv[1:]])}`\n")
    chosen = [name for name in others if getattr(given, name.replace("-", "_"))]
    heads = ["decisions", "stock", "peak", "site", "index", "planroom", "nothing changed", "one edit"]
    heads += ["peak", "site", "index", *chosen]
    print("Seconds are CPU; in brackets the ratio to stock. Sizes are MB, the index is raw.\n")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    with tempfile.TemporaryDirectory() as held:
        below = Path(held)
        build_ours(below, 3)
        for count in [*given.sizes, *given.alone]:
            beside = count in given.sizes
            stock, its_site = build_stock(below, count) if beside else (None, None)
            ours, site = build_ours(below, count, compare=beside)
            cells = [f"{count:,}", shown(stock, None), f"{stock.memory:.0f}" if stock else ""]
            cells += [f"{its_site.size:.0f}", f"{its_site.index:.1f}"] if its_site else ["", ""]
            cells += [shown(cost, stock) for cost in ours]
            cells += [f"{max(cost.memory for cost in ours):.0f}", f"{site.size:.0f}", f"{site.index:.1f}"]
            for name in chosen:
                program = getattr(given, name.replace("-", "_"))
                small = count <= given.others_up_to
                cells.append(other(below, name, [program, *others[name]], count, stock) if small else "")
            print("| " + " | ".join(cells) + " |", flush=True)
        for count in given.serve:
            print(f"\n`serve` at {count:,} shows an edit {serve(below, count)} later", flush=True)
        if given.own:
            print(f"\nThis repository's own site, strict: {build_own()}", flush=True)


if __name__ == "__main__":
    main()
