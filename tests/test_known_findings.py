"""Findings known from before: fingerprints outlive what moves, baselines and `--since` report what is new."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from test_cli import CONTRACT, DECISION, planroom_in, write

DESIGN = """\
service_design:
  services:
    - service_name: orders
      dependencies: [{to: nobody, mode: sync}]
      data_stores: [{name: shop-db, access: owns}]
    - service_name: payments
      data_stores:
        - {name: shop-db, access: owns}
"""
LINKS = DECISION.format(status="accepted", title="Use REST") + "\n[a](gone.md), [b](lost.md), [c](gone.md)\n"
FILES = {
    "adr/0001-use-rest.md": LINKS,
    "specs/shop/design.yaml": DESIGN,
    "specs/shop/a.openapi.yaml": CONTRACT,
}


def prints(folder: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    """The codes and fingerprints of all findings, sorted."""
    write(folder, files)
    room = load(folder)
    found = run(room, build(room), raise_faults=True).diagnostics
    return sorted((item.code, item.fingerprint) for item in found)


def changed(path: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[path]
    return {**FILES, path: FILES[path].replace(old, new)}


MOVES = {
    "lines above": {path: "\n\n" + text for path, text in FILES.items() if path.endswith("yaml")},
    "comments": changed("specs/shop/design.yaml", "    - service", "    # two\n    - service"),
    "words above": changed("adr/0001-use-rest.md", "## Considered", "More words.\n\n## Considered"),
    "words in the line": changed("adr/0001-use-rest.md", "[a](", "See above all [a]("),
    "line ends": {path: text.replace("\n", "\r\n") for path, text in FILES.items()},
    "indentation": changed(
        "specs/shop/design.yaml",
        "      data_stores:\n        - {name: shop-db, access: owns}",
        "      data_stores:\n          - name: shop-db\n            access: owns",
    ),
    "quotes": changed("specs/shop/design.yaml", "to: nobody", 'to: "nobody"'),
    "keys in another order": changed(
        "specs/shop/design.yaml", "{to: nobody, mode: sync}", "{mode: sync, to: nobody}"
    ),
    "items in another order": changed(
        "specs/shop/design.yaml",
        DESIGN,
        DESIGN[:28]
        + DESIGN[DESIGN.index("    - service_name: payments") :]
        + DESIGN[28 : DESIGN.index("    - service_name: payments")],
    ),
    "a new item in front": changed(
        "specs/shop/design.yaml",
        "[{name: shop-db, access: owns}]",
        "[{name: x, access: owns, technology: Redis}, {name: shop-db, access: owns}]",
    ),
    "a word elsewhere in a found structure": changed(
        "specs/shop/a.openapi.yaml", "List orders", "List all orders"
    ),
}


_OF_THE_FIRST = ("DSN015", "DSN035")


@pytest.mark.parametrize("move", MOVES)
def test_a_fingerprint_outlives_what_is_moved(tmp_path: Path, move: str) -> None:
    before = prints(tmp_path / "before", FILES)
    after = prints(tmp_path / "after", {**FILES, **MOVES[move]})
    if move == "items in another order":  # what is said of the second of two, or of the first of all
        before, after = ([item for item in all_ if item[0] not in _OF_THE_FIRST] for all_ in (before, after))
    assert set(before) <= set(after)
    assert len(before) >= 6


def test_a_finding_on_several_things_outlives_another_order(tmp_path: Path) -> None:
    """It stands at the first of them, and names a few: neither is what it is known by."""
    operation = '  /{0}:\n    get: {{operationId: {0}, responses: {{"200": {{description: The orders.}}}}}}\n'
    head = CONTRACT[: CONTRACT.index("  /orders:")]
    names = [f"list{letter}" for letter in "ABCDEFGHIJ"]

    def several(folder: str, order: list[str]) -> set[tuple[str, str]]:
        text = head + "".join(map(operation.format, order))
        return {item for item in prints(tmp_path / folder, {"a.openapi.yaml": text}) if item[0] == "API019"}

    before = several("before", names)
    assert len(before) == 1
    assert several("after", names[::-1]) == before
    assert several("more", [*names, "listK"]) != before


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("adr/0001-use-rest.md", "lost.md", "other.md", "LNK001"),
        ("specs/shop/design.yaml", "to: nobody", "to: somebody", "DSN020"),
        ("specs/shop/design.yaml", "service_name: payments", "service_name: billing", "DSN035"),
    ],
)
def test_a_fingerprint_changes_with_what_is_wrong(
    tmp_path: Path, path: str, old: str, new: str, code: str
) -> None:
    before = prints(tmp_path / "before", FILES)
    after = prints(tmp_path / "after", changed(path, old, new))
    assert {item for item in before if item[0] == code} != {item for item in after if item[0] == code}


def test_equal_faults_have_equal_fingerprints_in_any_file(tmp_path: Path) -> None:
    found = prints(tmp_path, {"adr/0001-use-rest.md": LINKS, "log/adr/0001-use-rest.md": LINKS})
    links = [fingerprint for code, fingerprint in found if code == "LNK001"]
    assert (len(links), len(set(links))) == (6, 2)


# The baseline


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, {**FILES, "planroom.yaml": ""})


def found(folder: Path, *args: str) -> list[str]:
    report = planroom_in(folder, "check", "--format", "json", *args).json
    return [f"{one['path']}:{one['line']} {one['code']}" for one in report["diagnostics"]]


def test_a_baseline_covers_what_was_there(shop: Path) -> None:
    everything = found(shop)
    done = planroom_in(shop, "check", "--write-baseline")
    many = len(everything)
    assert (done.code, done.out.splitlines()) == (
        0,
        ["wrote planroom-baseline.json", f"{many} findings will not be reported again"],
    )
    lines = (shop / "planroom-baseline.json").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("    {")] == sorted(
        line for line in lines if line.startswith("    {")
    )
    done = planroom_in(shop, "check")
    assert done.code == 0
    assert (
        done.out == f"Checked 1 decision, 1 contract and 1 design: found nothing ({many} in the baseline).\n"
    )
    assert planroom_in(shop, "check", "--write-baseline").out.startswith("nothing to write")
    for path, text in FILES.items():
        write(shop, {path: text.replace("\n", "\r\n")})
    (shop / "adr/0001-use-rest.md").rename(shop / "adr/0001-use-http.md")
    assert found(shop) == []


def test_a_baseline_covers_as_many_as_it_names(shop: Path) -> None:
    planroom_in(shop, "check", "--write-baseline")
    write(shop, {"adr/0001-use-rest.md": LINKS + "\n[d](gone.md) [e](fresh.md)\n"})
    assert found(shop) == ["adr/0001-use-rest.md:28 LNK001", "adr/0001-use-rest.md:28 LNK001"]
    write(shop, {"log/adr/0001-use-rest.md": "# X\n\n[d](gone.md)\n"})
    assert "log/adr/0001-use-rest.md:3 LNK001" in found(shop)


def test_entries_that_match_nothing_are_one_finding(shop: Path) -> None:
    planroom_in(shop, "check", "--write-baseline")
    write(shop, {"adr/0001-use-rest.md": LINKS.replace("[a](gone.md), [b](lost.md), ", "")})
    report = planroom_in(shop, "check", "--format", "json").json
    (stale,) = report["diagnostics"]
    assert (stale["code"], stale["severity"]) == ("CFG009", "info")
    assert stale["message"] == (
        "2 entries of the baseline match nothing any more, first `LNK001` in `adr/0001-use-rest.md`"
    )
    assert found(shop, "--ignore", "LNK") == found(shop, "--select", "CFG,SYS") == []
    planroom_in(shop, "check", "--write-baseline")
    assert found(shop) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "SRC001"),
        ("[]", "CFG008"),
        ('{"version": 2, "findings": []}', "CFG008"),
        ('{"version": 1}', "CFG008"),
        ('{"version": 1, "findings": ["x"]}', "CFG008"),
        ('{"version": 1, "findings": [{"path": "a", "code": 1, "fingerprint": "b"}]}', "CFG008"),
    ],
)
def test_a_damaged_baseline_is_a_finding_and_covers_nothing(shop: Path, text: str, code: str) -> None:
    before = len(found(shop))
    write(shop, {"planroom-baseline.json": text})
    assert len([one for one in found(shop) if code not in one]) == before
    assert [one.split(":")[0] for one in found(shop) if code in one] == ["planroom-baseline.json"]
    assert planroom_in(shop, "check", "--write-baseline").code == 0
    assert found(shop) == []


def test_findings_about_suppressions_never_go_into_a_baseline(shop: Path) -> None:
    write(shop, {"adr/0001-use-rest.md": "<!-- planroom: ignore-file ADR -->\n" + LINKS})
    planroom_in(shop, "check", "--write-baseline")
    assert [one.split()[1] for one in found(shop)] == ["CFG003"]
    assert "CFG" not in (shop / "planroom-baseline.json").read_text("utf-8")


@pytest.mark.parametrize("other", [("adr",), ("--select", "ADR"), ("--since", "HEAD")])
def test_a_baseline_is_of_everything(shop: Path, other: tuple[str, ...]) -> None:
    done = planroom_in(shop, "check", "--write-baseline", *other)
    assert (done.code, done.out) == (2, "")
    assert "leave out" in done.err


# --since

Git = Callable[..., str]


@pytest.fixture
def git(shop: Path) -> Git:
    """The shop as a repository with one commit on `main`, and `topic` checked out."""

    def run_git(*words: str) -> str:
        named = ["-c", "user.name=Shop", "-c", "user.email=shop@shop.example", "-c", "core.autocrlf=false"]
        done = subprocess.run(
            ["git", "-C", str(shop), *named, *words], capture_output=True, check=True, text=True
        )
        return done.stdout.strip()

    run_git("init", "-q", "-b", "main")
    run_git("add", ".")
    run_git("commit", "-qm", "Begin")
    run_git("switch", "-qc", "topic")
    return run_git


@pytest.mark.site
def test_since_reports_what_the_branch_causes_and_cures(shop: Path, git: Git) -> None:
    many = len(found(shop))
    assert found(shop, "--since", "main", "--ignore", "CHG") == []
    write(
        shop,
        {
            "adr/0001-use-rest.md": "\n"
            + LINKS.replace("lost.md", "../adr/0001-use-rest.md")
            + "\n[d](new.md)\n"
        },
    )
    report = planroom_in(shop, "check", "--since", "main", "--ignore", "CHG", "--format", "json").json
    assert [one["message"] for one in report["diagnostics"]] == ["`new.md` leads to no file"]
    assert [one["message"] for one in report["since"]["cured"]] == ["`lost.md` leads to no file"]
    assert report["since"]["known"] == many - 1
    assert report["since"]["commit"] == git("rev-parse", "main")
    done = planroom_in(shop, "check", "--since", "main", "--ignore", "CHG", "--fail-on", "warning")
    assert done.code == 1
    assert " ".join(done.out.split()).endswith(
        f"found 1 warning since main ({many - 1} there before, 1 cured)."
    )
    assert "cured LNK001" in planroom_in(shop, "check", "--since", "main", "--ignore", "CHG", "--verbose").out
    assert found(shop, "specs", "--since", "main", "--ignore", "CHG") == []


@pytest.mark.site
def test_since_looks_at_where_the_branch_began(shop: Path, git: Git) -> None:
    """What others do on main meanwhile is not this branch's doing."""
    write(
        shop,
        {"adr/0002-use-grpc.md": DECISION.format(status="accepted", title="Use gRPC") + "\n[d](new.md)\n"},
    )
    git("add", ".")
    git("commit", "-qm", "Use gRPC")
    git("switch", "-q", "main")
    write(shop, {"adr/0001-use-rest.md": LINKS.replace("[b](lost.md)", "")})
    git("commit", "-qam", "Mend a link")
    git("switch", "-q", "topic")
    assert found(shop, "--since", "main") == ["adr/0002-use-grpc.md:26 LNK001"]
    git("mv", "adr/0001-use-rest.md", "adr/0001-use-http.md")
    assert found(shop, "--since", "main") == ["adr/0002-use-grpc.md:26 LNK001"]
    assert found(shop, "--since", "HEAD") == []


@pytest.mark.site
def test_since_knows_what_is_accepted_meanwhile(shop: Path, git: Git) -> None:
    """A suppression cures nothing; one that is taken away lets the finding come back as new."""
    note = "<!-- planroom: ignore-file LNK001 later -->\n"
    write(shop, {"adr/0001-use-rest.md": LINKS + note})
    report = planroom_in(shop, "check", "--since", "main", "--format", "json").json
    assert (report["diagnostics"], report["since"]["cured"]) == ([], [])
    git("commit", "-qam", "Later")
    write(shop, {"adr/0001-use-rest.md": LINKS})
    assert len(found(shop, "--since", "HEAD")) == 3


@pytest.mark.site
def test_since_reads_the_folder_of_the_room_alone(shop: Path, git: Git) -> None:
    """The room may lie below the repository's root, hold links, and have files that archives leave out."""
    write(shop, {".gitattributes": "* export-ignore\n", "x.txt": "x", "planroom.yaml": ""})
    (shop / "inner").mkdir()
    for name in ("adr", "specs", "planroom.yaml"):
        git("mv", name, f"inner/{name}")
    (shop / "inner/adr/latest.md").symlink_to("0001-use-rest.md")
    (shop / "inner/adr/away.md").symlink_to("/etc/hosts")
    git("add", ".")
    git("commit", "-qm", "Move")
    assert len(found(shop / "inner")) > 6
    assert found(shop / "inner", "--since", "HEAD") == []


@pytest.mark.site
def test_since_needs_a_history(shop: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> None:
    unknown = planroom_in(shop, "check", "--since", "release")
    assert (unknown.code, unknown.out) == (2, "")
    assert "git knows no `release` here" in unknown.err
    assert "git fetch origin release" in unknown.err
    git("switch", "-q", "--orphan", "other")
    write(shop, FILES)
    git("add", ".")
    git("commit", "-qm", "Other")
    assert "have no commit in common" in planroom_in(shop, "check", "--since", "main").err
    shallow = tmp_path_factory.mktemp("shallow")
    git("switch", "-q", "topic")
    git("commit", "-q", "--allow-empty", "-m", "More")
    git("clone", "-q", "--depth", "1", "--no-single-branch", f"file://{shop}", str(shallow / "shop"))
    done = planroom_in(shallow / "shop", "check", "--since", "origin/main")
    assert done.code == 2
    assert "git fetch --unshallow" in done.err
    outside = write(shallow / "plain", FILES)
    assert planroom_in(outside, "check", "--since", "main").code == 2
