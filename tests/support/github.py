"""A GitHub of our own: the part of its interface that the workflows' scripts use, over HTTP and as `gh`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

REPOSITORY: Final = "someone/device"
OURS: Final = "github-actions[bot]"
_LONGEST: Final = 65_536


@dataclass
class Forge:
    """Comments of one pull request, and issues. Who calls is the account of a run."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)

    def add_comment(self, login: str, body: str) -> dict[str, Any]:
        return self._add(self.comments, login, body)

    def add_issue(self, login: str, body: str, title: str = "") -> dict[str, Any]:
        made = self._add(self.issues, login, body)
        made.update(title=title, state="open", number=made["id"])
        return made

    def _add(self, items: list[dict[str, Any]], login: str, body: str) -> dict[str, Any]:
        assert len(body) <= _LONGEST, "GitHub takes no more"
        items.append({"id": len(items) + 1, "user": {"login": login}, "body": body})
        return items[-1]

    def answer(self, method: str, path: str, query: dict[str, list[str]], data: dict[str, Any]) -> Any:
        """What the interface answers; None where there is nothing at that place."""
        answer: Any = None
        match method, path.strip("/").split("/"):
            case "PATCH", ["issues", "comments", number]:
                answer = self._change(self.comments, int(number), data)
            case "PATCH", ["issues", number]:
                answer = self._change(self.issues, int(number), data)
            case "GET", ["issues", "7", "comments"]:
                answer = _page(self.comments, query)
            case "POST", ["issues", "7", "comments"]:
                answer = self.add_comment(OURS, data["body"])
            case "GET", ["issues"]:
                answer = _page([item for item in self.issues if item["state"] == query["state"][0]], query)
            case "POST", ["issues"]:
                answer = self.add_issue(OURS, data["body"], data["title"])
        return answer

    def _change(self, items: list[dict[str, Any]], number: int, data: dict[str, Any]) -> dict[str, Any]:
        assert len(data["body"]) <= _LONGEST, "GitHub takes no more"
        items[number - 1].update(data)
        return items[number - 1]


def _page(items: list[dict[str, Any]], query: dict[str, list[str]]) -> list[dict[str, Any]]:
    size, page = int(query["per_page"][0]), int(query["page"][0])
    assert size <= 100, "GitHub gives no more at once"
    return items[size * (page - 1) : size * page]


@contextmanager
def served(forge: Forge) -> Iterator[dict[str, str]]:
    """Serve the interface; gives the variables by which a run finds it."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            address = urlsplit(self.path)
            size = int(self.headers.get("Content-Length", 0))
            data = json.loads(self.rfile.read(size) or b"{}")
            forge.tokens.add(self.headers.get("Authorization", ""))
            path = address.path.removeprefix(f"/repos/{REPOSITORY}")
            answer = forge.answer(self.command, path, parse_qs(address.query), data)
            self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815  # the names of the base class

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield {
            "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "42",
            "no_proxy": "127.0.0.1",
        }
    finally:
        server.shutdown()
        server.server_close()


GH: Final = """
import json, os, shutil, subprocess, sys
from pathlib import Path

releases = Path(os.environ["RELEASES"])
words, options = [], {}
rest = iter(sys.argv[1:])
for word in rest:
    if word in ("--draft", "--verify-tag", "--clobber", "--paginate"):
        options[word] = True
    elif word.startswith("--draft="):
        options["--draft"] = word.endswith("true")
    elif word.startswith("--"):
        options[word] = next(rest)
    else:
        words.append(word)

def note(tag):
    return releases / tag / "release.json"

def save(tag, **values):
    known = json.loads(note(tag).read_text()) if note(tag).exists() else {}
    note(tag).write_text(json.dumps(known | values))

def assets(tag):
    return sorted(path for path in (releases / tag).iterdir() if path.name != "release.json")

match words:
    case ["release", "view", tag]:
        if not note(tag).exists():
            sys.exit("release not found")
        print(f"title:\\t{tag}")
        for path in assets(tag):
            print(f"asset:\\t{path.name}")
    case ["release", "create", tag]:
        (releases / tag).mkdir()
        save(tag, draft=options["--draft"], notes=Path(options["--notes-file"]).read_text())
    case ["release", "upload", tag, *files]:
        for file in files:
            target = releases / tag / Path(file).name
            if target.exists() and "--clobber" not in options:
                sys.exit(f"{file} is there already")
            shutil.copy(file, target)
            if os.environ.get("BREAKS_AT") == target.name:
                sys.exit("the line went dead")
    case ["release", "edit", tag]:
        save(tag, draft=options["--draft"])
    case ["release", "download", tag]:
        source = releases / tag / options["--pattern"]
        if "--output" in options:
            shutil.copy(source, options["--output"])
        else:
            Path(options["--dir"]).mkdir(parents=True, exist_ok=True)
            shutil.copy(source, options["--dir"])
    case ["api", _]:
        told = [
            {
                "tag_name": folder.name,
                "draft": json.loads(note(folder.name).read_text())["draft"],
                "assets": [{"name": path.name} for path in assets(folder.name)],
            }
            for folder in sorted(releases.iterdir())
        ]
        answer = subprocess.run(["jq", "--raw-output", options["--jq"]], input=json.dumps(told), text=True)
        sys.exit(answer.returncode)
    case _:
        sys.exit(f"no such command: {words}")
"""
"""Stands for GitHub's program `gh`, over a folder with one folder a release."""
