"""Where the repository is shown: addresses of its files on the hosts people use, and of pages to change them.

A page asks nothing of a host: it only leads there.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from planroom.patterns import late
from planroom.records import dataclass

LONGEST_ADDRESS = 7000
"""Characters of an address that every host takes; what a file is to hold is left out of a longer one."""

_SSH = late(r"\A(?:ssh://)?[\w.-]+@([\w.-]+)(?::\d+/|[:/])/?")
"""How git writes the address of a repository that it reaches over SSH."""
_BRANCH = late(r"(?:edit|blob|src)/(?:branch/)?([^/]+)/")


@dataclass(frozen=True, slots=True)
class _Form:
    """The addresses of one kind of host; `{path}` is a file, `{folder}` the folder of a new one."""

    view: str
    edit: str
    commit: str
    history: str
    new: str
    name: str = ""
    """What the address of a new file calls the file's name."""
    whole_name: bool = False
    """Whether that name is the whole path."""
    text: str = ""
    """What it calls the new file's text, `""` where it takes none."""


_FORMS = {
    "github": _Form(
        "{repo}/blob/{branch}/{path}",
        "{repo}/edit/{branch}/{path}",
        "{repo}/commit/{commit}",
        "{repo}/commits/{branch}/{path}",
        "{repo}/new/{branch}",
        *("filename", True, "value"),
    ),
    "gitlab": _Form(
        "{repo}/-/blob/{branch}/{path}",
        "{repo}/-/edit/{branch}/{path}",
        "{repo}/-/commit/{commit}",
        "{repo}/-/commits/{branch}/{path}",
        "{repo}/-/new/{branch}/",
        *("file_name", True, "content"),
    ),
    "bitbucket": _Form(
        "{repo}/src/{branch}/{path}",
        "{repo}/src/{branch}/{path}?mode=edit&at={branch}",
        "{repo}/commits/{commit}",
        "{repo}/history-node/{branch}/{path}",
        "{repo}/create-file/{branch}/{folder}?at={branch}",
    ),
    "gitea": _Form(
        "{repo}/src/branch/{branch}/{path}",
        "{repo}/_edit/{branch}/{path}",
        "{repo}/commit/{commit}",
        "{repo}/commits/branch/{branch}/{path}",
        "{repo}/_new/{branch}/{folder}",
        *("filename", False, "value"),
    ),
}
_HOSTS = {"github": "github", "gitlab": "gitlab", "bitbucket": "bitbucket"} | dict.fromkeys(
    ("gitea", "forgejo", "codeberg"), "gitea"
)


@dataclass(frozen=True)
class Hosting:
    """The addresses of a repository's files; all are empty where the host is not known.

    `kind` is one of `github`, `gitlab`, `bitbucket`, `gitea`, or `""`; `below` the room's folder in the
    repository with a slash behind it, `""` where it is the whole. Paths are given from the room's root.
    """

    kind: str = ""
    repo: str = ""
    branch: str = ""
    below: str = ""

    @property
    def view(self) -> str:
        """Where files are shown: a path goes behind it."""
        return self.view_of("")

    @property
    def edit(self) -> str:
        """Where files are edited: a path goes behind it; `""` where more than a path is needed."""
        return "" if self.kind == "bitbucket" else self.edit_of("")

    def view_of(self, path: str, line: int = 0) -> str:
        """Where a file is shown, at a line of it."""
        found = self._filled(_FORMS[self.kind].view, path) if self.kind else ""
        if not line or not found:
            return found
        return f"{found}#lines-{line}" if self.kind == "bitbucket" else f"{found}#L{line}"

    def edit_of(self, path: str) -> str:
        """Where a file is edited."""
        return self._filled(_FORMS[self.kind].edit, path) if self.kind else ""

    def history_of(self, path: str) -> str:
        """Where the commits that touched a file are listed."""
        return self._filled(_FORMS[self.kind].history, path) if self.kind else ""

    def commit(self, name: str) -> str:
        """Where a commit is shown."""
        return self._filled(_FORMS[self.kind].commit, "", commit=name) if self.kind else ""

    def new_file(self, path: str, text: str) -> tuple[str, bool]:
        """Where a new file is made, and whether the page there has its text already.

        Not all hosts take a text, and none takes one of any length.
        """
        if not self.kind:
            return "", False
        form = _FORMS[self.kind]
        folder, _, name = (self.below + path).rpartition("/")
        start = self._filled(form.new, "", folder=quote(folder))
        if not form.name:
            return start, False
        named = {form.name: self.below + path if form.whole_name else name}
        with_text = f"{start}?{_query({**named, form.text: text})}"
        if len(with_text) <= LONGEST_ADDRESS:
            return with_text, True
        return f"{start}?{_query(named)}", False

    def _filled(self, form: str, path: str, **more: str) -> str:
        where = quote(self.below + path, errors="surrogateescape")
        return form.format(repo=self.repo, branch=quote(self.branch), path=where, **more)


def _query(values: dict[str, str]) -> str:
    return urlencode(values, quote_via=quote, safe="/")


def hosting(repo_url: str, edit_uri: str = "", below: str = "") -> Hosting:
    """The hosting of a repository by the site's `repo_url` and `edit_uri` (for the branch).

    `below` is the room's folder in the repository, `""` where it is the whole. The kind is told by the name
    of the host, and where that says nothing by an `edit_uri` that the project states.
    """
    repo = _SSH.sub(r"https://\1/", repo_url).rstrip("/").removesuffix(".git")
    if not re.match(r"https?://[^/]+/", repo):
        return Hosting()
    host = repo.split("/")[2].lower()
    kind = next((kind for name, kind in _HOSTS.items() if name in host), "") or _kind_by(edit_uri)
    if not kind:
        return Hosting()
    branch = _BRANCH.search(edit_uri or "")
    prefix = below.strip("/") + "/" if below.strip("/") else ""
    return Hosting(kind, repo, branch[1] if branch else "main", prefix)


def _kind_by(edit_uri: str) -> str:
    """The kind of host that has such addresses for editing: `edit/main/docs/` is GitHub's form."""
    forms = (("-/edit/", "gitlab"), ("_edit/", "gitea"), ("mode=edit", "bitbucket"), ("edit/", "github"))
    return next((kind for form, kind in forms if form in (edit_uri or "")), "")
