"""Runs searches of a repository: which wait, what is sent, and the three files that each leaves.

Everything is asked before anything is written, and the search file is written last: a run that broke off leaves a
search that has not run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from cerkit.formatting import Formatted, format_file
from cerkit.formatting.fields import Value, with_fields
from cerkit.formatting.refusal import RefusalError
from cerkit.literature.batches import batch_text
from cerkit.literature.strings import Worded
from cerkit.load import read_yaml
from cerkit.model.diagnostics import Place
from cerkit.model.errors import CerkitError
from cerkit.model.records.review import BibliographicRecord, Search
from cerkit.services.archive import archived
from cerkit.services.normalised import keyed
from cerkit.services.registry import service_for
from cerkit.services.values import Harvest, Query, Service
from cerkit.workspace.project import Project
from cerkit.workspace.writing import write_atomically

FOLDER: Final = "evidence/searches/"
_NEEDED: Final = ("id", "purpose", "source", "platform", "string", "by")
_DONE: Final = ("ran_on", "hits_received", "export_sha256")
_PERIOD: Final = "Added to the source from"
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Task:
    """A search that can be run: what its file says, or will say."""

    path: str
    text: bytes
    fields: Mapping[str, Any]
    service: Service

    @property
    def id(self) -> str:
        return str(self.fields["id"])

    @property
    def query(self) -> Query:
        return Query(str(self.fields["string"]), self.fields.get("period_from"), self.fields.get("period_to"))

    @property
    def is_update(self) -> bool:
        return "updates" in self.fields


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A search that is not run, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a run leaves."""

    task: Task
    harvest: Harvest
    records: tuple[BibliographicRecord, ...]
    known: tuple[str, ...]
    """Keys of works that earlier batches hold, and that an update leaves out; one for each hit."""
    files: tuple[tuple[str, bytes], ...]
    """Path below the repository and bytes, in the order of writing."""


class IncompleteError(Exception):
    """Fewer hits came than the service counts."""

    def __init__(self, harvest: Harvest) -> None:
        some = ", ".join(harvest.missing[:_SHOWN]) + (" and others" if len(harvest.missing) > _SHOWN else "")
        super().__init__(some)
        self.count = len(harvest.missing)
        self.message = (
            f"{harvest.reported} hits were reported and {len(harvest.records)} received; missing: {some}"
        )


def waiting(project: Project, names: Iterable[str] = ()) -> tuple[tuple[Task, ...], tuple[PassedOver, ...]]:
    """Searches that have not run, of those named or of all; the others with the reason why they are not run."""
    wanted = tuple(dict.fromkeys(names))
    present = sorted(path.stem for path in (project.root / FOLDER).glob("*.yml"))
    for name in wanted:
        _know(name, present)
    tasks: list[Task] = []
    passed: list[PassedOver] = []
    for name in wanted or present:
        path = f"{FOLDER}{name}.yml"
        text = (project.root / path).read_bytes()
        found = _task(path, text)
        if isinstance(found, Task):
            tasks.append(found)
        elif wanted or not found.reason.startswith("it ran"):
            passed.append(found)
    return tuple(tasks), tuple(passed)


def _task(path: str, text: bytes) -> Task | PassedOver:
    name = PurePosixPath(path).stem
    parsed = read_yaml(path, text)
    if parsed.diagnostics or not isinstance(parsed.value, dict):
        return PassedOver(name, "its file cannot be read; `cerkit check` says why")
    reason = _obstacle(name, parsed.value)
    if reason:
        return PassedOver(name, reason)
    service = service_for(parsed.value["platform"])
    if service is None:
        by_hand = f"{parsed.value['platform']} is searched by hand; `cerkit import` takes its export"
        return PassedOver(name, by_hand)
    return Task(path, text, parsed.value, service)


def _obstacle(name: str, fields: Mapping[str, Any]) -> str | None:
    """Why a search as its file has it cannot be run."""
    if any(field in fields for field in _DONE):
        day = fields.get("ran_on", "a day that its file does not tell")
        return f"it ran on {day}; `cerkit search update {name}` repeats it for the time since"
    missing = [field for field in _NEEDED if not isinstance(fields.get(field), str)]
    if missing:
        return f"its file says nothing in {', '.join(missing)}"
    if fields["id"] != name:
        return f"its file gives it the identifier {fields['id']}"
    if fields.get("fictional"):
        return "it is fictional"
    wrong = [key for key in ("period_from", "period_to") if not isinstance(fields.get(key), date | None)]
    return f"{wrong[0]} is no day such as 2026-05-29" if wrong else None


def updates(
    project: Project, day: date, names: Iterable[str] = (), *, by: str | None = None
) -> tuple[tuple[Task, ...], tuple[PassedOver, ...]]:
    """A new search for each that nothing has updated yet, for the time since its last run."""
    searches = {search.id: search for search in project.link().dossier.searches}
    wanted = tuple(dict.fromkeys(names))
    for name in wanted:
        _know(name, searches)
    files = _files_of_searches(project)
    # Also by a search that has not run, and so is no whole record yet.
    replaced = {str(fields["updates"]): name for name, fields in files.items() if "updates" in fields}
    taken = set(files)
    tasks: list[Task] = []
    passed: list[PassedOver] = []
    for name in wanted or sorted(searches):
        search = searches[name]
        service = service_for(search.platform)
        if name in replaced:
            if wanted:
                passed.append(PassedOver(name, f"{replaced[name]} updates it; update that one"))
        elif search.fictional:
            passed.append(PassedOver(name, "it is fictional"))
        elif service is None:
            passed.append(
                PassedOver(name, f"{search.platform} is searched by hand; `cerkit import` takes it")
            )
        elif search.ran_on >= day:
            passed.append(PassedOver(name, f"it ran on {search.ran_on}, and today is {day}"))
        else:
            task = _update_of(search, service, day, taken, by)
            taken.add(task.id)
            tasks.append(task)
    return tuple(tasks), tuple(passed)


def worded(project: Project, names: Iterable[str] = ()) -> tuple[Worded, ...]:
    """The strings of searches, of those named or of all, whether they have run or not."""
    files = _files_of_searches(project)
    wanted = tuple(dict.fromkeys(names))
    for name in wanted:
        _know(name, files)
    return tuple(
        Worded(name, platform, string, Place(f"{FOLDER}{name}.yml", ("string",)))
        for name in wanted or files
        if isinstance(platform := files[name].get("platform"), str)
        and isinstance(string := files[name].get("string"), str)
    )


def _files_of_searches(project: Project) -> dict[str, Mapping[str, Any]]:
    """Name of each search file -> its fields, as far as they can be read; sorted by name."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((project.root / FOLDER).glob("*.yml")):
        value = read_yaml(f"{FOLDER}{path.name}", path.read_bytes()).value
        found[path.stem] = value if isinstance(value, dict) else {}
    return found


def _know(name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise CerkitError(f"there is no search {name}", f"searches: {', '.join(known) or 'none'}")


def _update_of(search: Search, service: Service, day: date, taken: set[str], by: str | None) -> Task:
    """The search again, for what was added since. The last day is asked for again: it was not over."""
    covered = min(search.period_to or search.ran_on, search.ran_on)
    first = covered - timedelta(days=service.overlap)
    name = _new_name(search.id, day, taken)
    limits = [
        {"limit": limit.limit, "reason": limit.reason}
        for limit in search.limits
        if not limit.limit.startswith(_PERIOD)
    ]
    reason = f"Brings the search of {search.ran_on} up to date; string unchanged."
    if service.overlap:
        reason += f" Begins {service.overlap} days early, because the source adds entries late."
    limits.append({"limit": f"{_PERIOD} {first} to {day}", "reason": reason})
    fields: dict[str, Any] = {
        "id": name,
        "purpose": search.purpose,
        "source": search.source,
        "platform": search.platform,
        "string": search.string,
        "limits": limits,
        "period_from": first,
        "period_to": day,
        "updates": search.id,
        "by": by or search.by,
    }
    path = f"{FOLDER}{name}.yml"
    text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=2**31).encode()
    tidy = format_file(path, text)
    return Task(path, tidy.data if isinstance(tidy, Formatted) else text, fields, service)


def _new_name(name: str, day: date, taken: set[str]) -> str:
    """`SRH-2025-pubmed` -> `SRH-2026-pubmed`; with month and day where that one is there already."""
    words = name.split("-")
    rest = [word for word in words[1:] if not (word.isdigit() and len(word) in {2, 4})] or ["search"]
    for begun in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        made = "-".join((words[0], begun, *rest))
        if made not in taken:
            return made
    raise CerkitError(f"{made} is there already", "a search is updated once a day at most")


def run(
    project: Project, task: Task, harvest_of: Callable[[Task], Harvest], day: date, *, accept_missing: int = 0
) -> Result:
    """Ask, and say what is to be written. Raises what asking raises, and IncompleteError where hits are missing."""
    harvest = harvest_of(task)
    if harvest.missing and len(harvest.missing) != accept_missing:
        raise IncompleteError(harvest)
    batches = project.link().dossier.record_batches
    earlier = tuple(record for batch in batches if batch.search != task.id for record in batch.records)
    records = keyed(harvest.records, earlier)
    known: tuple[str, ...] = ()
    if task.is_update:
        held = {record.key for record in earlier}
        known = tuple(record.key for record in records if record.key in held)
        records = tuple(record for record in records if record.key not in held)
    keep = _abstracts(project) == "keep"
    if not keep:
        records = tuple(record.model_copy(update={"abstract": None}) for record in records)
    name, data = archived(task.id, harvest.exchanges)
    return Result(
        task,
        harvest,
        records,
        known,
        tuple(_files(task, harvest, records, known, name, data, day, keep=keep)),
    )


def _files(
    task: Task,
    harvest: Harvest,
    records: tuple[BibliographicRecord, ...],
    known: tuple[str, ...],
    name: str,
    data: bytes,
    day: date,
    *,
    keep: bool,
) -> Iterable[tuple[str, bytes]]:
    # Abstracts carry copyright: where the protocol drops them, the answers stay out of git.
    yield (f"{FOLDER}{name}" if keep else f"build/searches/{name}"), data
    because = _incomplete(harvest)
    batch = batch_text(task.id, records, incomplete_because=because, known=known, by="search")
    yield f"evidence/records/{task.id}.yml", batch.encode()
    fields: dict[str, Value] = {"ran_on": day}
    if harvest.exchanges:
        fields["ran_at"] = harvest.exchanges[-1].at
    if harvest.sent != task.query.string:
        fields["sent"] = harvest.sent
    fields["hits_reported"] = harvest.reported
    fields["hits_received"] = len(harvest.records)
    if keep:
        fields["export"] = name
    fields["export_sha256"] = hashlib.sha256(data).hexdigest()
    said = " ".join((*(f"{remark}." for remark in harvest.remarks), *([f"{because}."] if because else [])))
    if said:
        fields["note"] = " ".join((*str(task.fields.get("note") or "").split(), said))
    try:
        yield task.path, with_fields(task.path, task.text, fields)
    except RefusalError as refusal:
        raise CerkitError(f"{task.path}:{refusal.line + 1}: {refusal.message}", refusal.hint) from refusal


def _incomplete(harvest: Harvest) -> str | None:
    if not harvest.missing:
        return None
    some = ", ".join(harvest.missing[:_SHOWN]) + (" and others" if len(harvest.missing) > _SHOWN else "")
    return f"{len(harvest.missing)} of {harvest.reported} hits were not received, which was accepted: {some}"


def write(project: Project, result: Result) -> None:
    """Each file in one step; the search file, which says that the search ran, comes last."""
    for path, data in result.files:
        target = project.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)


def _abstracts(project: Project) -> str:
    path = "evidence/protocol.yml"
    try:
        value = read_yaml(path, (project.root / path).read_bytes()).value
    except FileNotFoundError:
        value = None
    said = value.get("abstracts") if isinstance(value, dict) else None
    if said not in {"keep", "drop"}:
        message = "the protocol does not say whether abstracts, which carry copyright, are kept"
        raise CerkitError(message, f"write `abstracts: keep` or `abstracts: drop` into {path}")
    return str(said)
