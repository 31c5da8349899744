"""`check --against REF`: what other branches hold, read from git, for the checks that compare with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from planroom import git
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision
from planroom.kinds.decision_numbers import log_number, numbered_decisions
from planroom.patterns import late
from planroom.room import Branch, Room
from planroom.source import decode


def with_branches(room: Room, refs: Iterable[str]) -> Room:
    """The room together with what these git revisions hold; raises where git does not know one."""
    branches = tuple(read_branch(room, ref) for ref in dict.fromkeys(refs))
    return replace(room, branches=branches) if branches else room


def read_branch(room: Room, ref: str) -> Branch:
    """What a git revision holds of the room's folder; raises where git does not know it."""
    commit = git.commit_of(room.root, ref)
    if not commit:
        raise unknown_revision(room.root, ref, "--against")
    files = git.files_at(room.root, commit)
    ancestor = git.common_ancestor(room.root, commit)
    base = frozenset(git.files_at(room.root, ancestor)) if ancestor else None
    return Branch(ref, frozenset(files), base, {} if ancestor else _rivals(room, files))


def _rivals(room: Room, files: Mapping[str, str]) -> dict[str, str]:
    """The texts of a branch's decisions that have a number of ours and another name."""
    taken = {log_number(decision.path) for decision in room.of(Decision)}
    rivals = {
        path: files[path]
        for key, paths in numbered_decisions(files).items()
        for path in paths
        if key in taken and path not in room.paths
    }
    texts = git.texts_of(room.root, rivals.values())
    return {path: decode(texts[blob])[0] for path, blob in rivals.items() if blob in texts}


_NO_BRANCH = late(r"[~^:{]|\AHEAD\b|\A[0-9a-f]{7,64}\Z")
"""What names a commit by its place in the history, or by its number, and can be no branch to fetch."""


def unknown_revision(root: Path, ref: str, option: str) -> PlanroomError:
    """What to say of a revision that git does not know, and how to make it known to an option."""
    if not ref.strip():
        return PlanroomError(f"`{option}` names no revision", "name a branch, tag or commit: `origin/main`")
    if not git.answer(root, "--version"):
        return PlanroomError("there is no `git` to ask", f"install git, or leave out `{option}`")
    if not git.answer(root, "rev-parse", "--git-dir"):
        return PlanroomError(
            f"`{root}` is in no git repository", f"run `{option}` where git knows other branches"
        )
    if git.commit_of(root, f"origin/{ref}"):
        return PlanroomError(f"git knows no `{ref}` here", f"write `{option} origin/{ref}`")
    if _NO_BRANCH.search(ref):
        if git.is_shallow(root):
            hint = "run `git fetch --unshallow`, or let the job fetch the whole history"
        else:
            hint = "name a branch, tag or commit that `git log` shows"
        return PlanroomError(f"git knows no `{ref}` here", hint)
    remote, _, branch = ref.partition("/")
    if not branch or remote not in ("origin", *git.answer(root, "remote").split()):
        remote, branch = "origin", ref
    fetch = f"git fetch {remote} {branch}:refs/remotes/{remote}/{branch}"
    return PlanroomError(
        f"git knows no `{ref}` here", f"run `{fetch}`, then name it as `{option} {remote}/{branch}`"
    )
