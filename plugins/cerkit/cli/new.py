"""`cerkit new`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import click

from cerkit.assess import assess
from cerkit.cli.common import Exit, leave, on_option, paint, say, shown_path, today
from cerkit.model.diagnostics import Place, Severity
from cerkit.reporters import report_text
from cerkit.scaffold import Answers, answers_template, check_target, files_of, read_answers, write_repository
from cerkit.scaffold.answers import CHOICES, NEEDED, Jurisdiction, mistakes_in
from cerkit.workspace.package_data import ShippedCatalogues


class Question(NamedTuple):
    """One answer: its flag, and what is asked on a terminal."""

    name: str
    flag: str
    text: str
    help: str
    kind: str = "text"
    """text, number, choice, yes or many."""
    only_software: bool = False
    is_asked: bool = True


QUESTIONS: Final = (
    Question("name", "--name", "Name of the device", "Name of the device, as on its label."),
    Question("short_name", "--short-name", "Short name", "Short name that the report uses.", is_asked=False),
    Question("manufacturer", "--manufacturer", "Manufacturer", "Name of the manufacturer."),
    Question("address", "--address", "Address of the manufacturer", "Address of the manufacturer."),
    Question("number", "--number", "Document number of the report", "Document number of the report."),
    Question("description", "--description", "What the device is, in a sentence", "What the device is."),
    Question(
        "version", "--device-version", "Version of the device", "Version of the device.", is_asked=False
    ),
    Question("jurisdictions", "--jurisdiction", "Where it is to be sold (GB, EU)", "GB or EU.", "many"),
    Question("device_class", "--class", "Class, with its rule", "Class of the device with its rule."),
    Question("software", "--software", "Is it software?", "The device is software.", "yes"),
    Question(
        "situation",
        "--situation",
        "Healthcare situation",
        "Situation (IMDRF N12).",
        "choice",
        only_software=True,
    ),
    Question(
        "significance",
        "--significance",
        "Significance of the information",
        "Significance of the information (IMDRF N12).",
        "choice",
        only_software=True,
    ),
    Question("purpose", "--purpose", "Intended purpose, as in the IFU", "Intended purpose, word for word."),
    Question("indications", "--indication", "Indication", "Indication.", "many"),
    Question("contraindications", "--contraindication", "Contraindication", "Contraindication.", "many"),
    Question("populations", "--population", "Patient group", "Patient group.", "many"),
    Question("users", "--user", "Group of users", "Group of users.", "many"),
    Question("settings", "--setting", "Place or way of use", "Place or way of use.", "many"),
    Question("evaluators", "--evaluator", "Evaluator (NAME, or NAME: ROLE)", "NAME, or NAME: ROLE.", "many"),
    Question(
        "update_interval_months",
        "--update-interval",
        "Months between two evaluations",
        "Months between two evaluations.",
        "number",
    ),
    Question("host", "--host", "Where the repository is kept", "github writes workflows.", "choice"),
    Question(
        "workflows",
        "--workflows",
        "Workflows of the toolkit",
        "OWNER/REPOSITORY@COMMIT of the toolkit's workflows.",
        is_asked=False,
    ),
)
"""What is asked, in this order."""


def _option(question: Question) -> Any:
    more = " May be given several times." if question.kind == "many" else ""
    kind: Any = {
        "number": int,
        "choice": click.Choice(CHOICES.get(question.name, ())),
    }.get(question.kind, str)
    if question.kind == "yes":
        return click.option(
            f"{question.flag}/--no-{question.flag[2:]}", question.name, default=None, help=question.help
        )
    if question.name == "jurisdictions":
        kind = click.Choice(get_args(Jurisdiction), case_sensitive=False)
    is_many = question.kind == "many"
    return click.option(
        question.flag,
        question.name,
        type=kind,
        multiple=is_many,
        default=() if is_many else None,
        help=question.help + more,
    )


def _options(function: Any) -> Any:
    for question in reversed(QUESTIONS):
        function = _option(question)(function)
    return function


@click.command("new")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the answers (YAML); flags count more.",
)
@click.option("--print-answers", is_flag=True, help="Print a file of answers to be filled in, and end.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is not given is left to be filled in.")
@click.option("--git", is_flag=True, help="Make it a git repository with a first commit.")
@click.option("--dry-run", is_flag=True, help="List the files and write nothing.")
@on_option
@_options
def command(
    directory: Path | None,
    answers_file: Path | None,
    print_answers: bool,  # noqa: FBT001  # click's
    yes: bool,  # noqa: FBT001  # click's
    git: bool,  # noqa: FBT001  # click's
    dry_run: bool,  # noqa: FBT001  # click's
    on: date | None,
    **given: Any,
) -> None:
    """Set up the repository of a new device.

    Writes pages, records, settings and workflows that build site and Word at once. What is not known yet stands there
    as TODO, and `cerkit status` makes the list of it. On a terminal it asks; elsewhere, or with --yes, what is not
    given takes its default. Nothing is written unless everything can be.

    \b
    cerkit new pump
    cerkit new pump --name "Infusion pump" --manufacturer "Example Ltd" --git
    cerkit new --print-answers > answers.yml
    cerkit new pump --answers answers.yml
    """
    if print_answers:
        click.echo(answers_template(), nl=False)
        return
    if directory is None:
        raise click.UsageError("Name the folder to be made: cerkit new DIR.")
    check_target(directory)
    answers = _answers(answers_file, given, directory, is_asked=not yes and _is_terminal())
    made = files_of(answers, on=on or today(), catalogues=ShippedCatalogues())
    _tell_of_errors(made, on or today())
    if dry_run:
        click.echo("".join(f"{path}\n" for path in made), nl=False)
        say(f"{len(made)} files; nothing was written")
        return
    write_repository(directory, made, git=git)
    click.echo(f"wrote {shown_path(directory)}  ({len(made)} files)")
    say(f"next: cd {shown_path(directory)}, then `cerkit status` and `cerkit build`")


def _tell_of_errors(files: Mapping[str, bytes], on: date) -> None:
    """An answer may be what no report prints, for example a macro in a name: better told now than at the build."""
    read = {path: data for path, data in files.items() if path.startswith(("docs/", "evidence/"))}
    found = assess(read, on=on, shipped=ShippedCatalogues()).diagnostics
    errors = tuple(item for item in found if item.severity is Severity.ERROR)
    if errors:
        click.echo(report_text(errors, paint), nl=False, err=True)
        say("the answers hold what the check calls a mistake; mend it in the file before you build")


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _answers(path: Path | None, flags: dict[str, Any], directory: Path, *, is_asked: bool) -> Answers:
    """Flags count more than the file, and the file more than questions."""
    given: dict[str, Any] = {}
    if path is not None:
        given, mistakes = read_answers(path.as_posix(), path.read_bytes())
        if mistakes:
            click.echo(report_text(mistakes, paint), nl=False)
            say("nothing was written: mend the answers above, then call again")
            leave(Exit.FINDINGS)
    given = given | {name: value for name, value in flags.items() if value is not None and value != ()}
    if is_asked:
        given |= dict(_asked(given))
    if NEEDED not in given:
        given[NEEDED] = _named_after(directory)
        say(f"the device is called {given[NEEDED]}, after the folder; --name says it better")
    given = {name: _people(value) if name == "evaluators" else value for name, value in given.items()}
    wrong = [item.message for item in mistakes_in(given, Place("answers"))]
    if wrong:
        raise click.UsageError("; ".join(wrong))
    return Answers.model_validate(given)


def _named_after(directory: Path) -> str:
    """A name for a device that nobody has named: the folder's, as words."""
    words = directory.resolve().name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Device"


def _people(value: Iterable[Any]) -> list[Any]:
    """People of a flag are texts, those of a file are mappings."""
    return [_person(item) if isinstance(item, str) else item for item in value]


def _person(text: str) -> dict[str, str]:
    name, _, role = (part.strip() for part in text.partition(":"))
    return {"name": name, "role": role} if role else {"name": name}


def _asked(given: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """Questions on a terminal for what was not given. An empty answer leaves the default."""
    say("Empty answers may be filled in later.")
    is_software = given.get("software")
    for question in QUESTIONS:
        if question.name in given or not question.is_asked or (question.only_software and not is_software):
            continue
        answer = _ask(question)
        if question.name == "software":
            is_software = answer
        if answer not in (None, "", []):
            yield question.name, answer


def _ask(question: Question) -> Any:
    field = Answers.model_fields[question.name]
    default = None if field.is_required() else field.default
    if question.kind == "yes":
        return click.confirm(question.text, default=bool(default), err=True)
    if question.kind == "many":
        return _ask_many(question)
    if question.kind == "choice":
        choices = CHOICES[question.name]
        kind = click.Choice(choices if default else (*choices, ""))
        return click.prompt(
            question.text, type=kind, default=default or "", show_default=bool(default), err=True
        )
    if question.kind == "number":
        return click.prompt(question.text, type=click.IntRange(1, 60), default=default, err=True)
    while not (
        answer := click.prompt(question.text, default=default or "", show_default=bool(default), err=True)
    ):
        if question.name != NEEDED:
            break
    return answer.strip()


def _ask_many(question: Question) -> Sequence[str]:
    found: list[str] = []
    while True:
        number = f" {len(found) + 1}" if question.name != "jurisdictions" else ""
        answer = click.prompt(
            f"{question.text}{number} (empty to go on)", default="", show_default=False, err=True
        ).strip()
        if not answer:
            return found
        if question.name == "jurisdictions":
            parts = [part.strip().upper() for part in answer.split(",")]
            if all(part in get_args(Jurisdiction) for part in parts):
                return list(dict.fromkeys(parts))
            say("GB, EU, or both with a comma")
            continue
        found.append(answer)
