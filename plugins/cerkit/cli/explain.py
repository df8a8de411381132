"""`cerkit explain`."""

from __future__ import annotations

import difflib

import click

from cerkit.assess import RULES as CORE_RULES
from cerkit.reporters import explain


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a diagnostic's CODE: what it looks for, why it matters, how to mend it. Without CODE, list all.

    D01 to D70 explain the rules that find one of the deficiencies reviewers raise.

    \b
    cerkit explain CER301
    cerkit explain D09
    """
    from cerkit.literature.strings import RULES as STRING_RULES
    from cerkit.publish.rules import RULES as DOCUMENT_RULES
    from cerkit.website.rules import RULES as SITE_RULES

    every = sorted((*CORE_RULES, *STRING_RULES, *SITE_RULES, *DOCUMENT_RULES), key=lambda rule: rule.code)
    rules = {rule.code: rule for rule in every}
    if code is None:
        for rule in every:
            click.echo(f"{rule.code}  {rule.severity:<7}  {rule.name:<26}  {rule.summary}")
        return
    if not code.strip():
        raise click.UsageError("Name a code; without one all are listed.")
    if code.upper() in {number for rule in every for number in rule.deficiencies}:
        click.echo("\n".join(explain(rule) for rule in every if code.upper() in rule.deficiencies), nl=False)
        return
    found = rules.get(code.upper()) or next((rule for rule in every if rule.name == code.lower()), None)
    if found is None:
        family = [known for known in rules if known.startswith(code.upper()[:4])]
        names = {rule.name: rule.code for rule in every}
        near = family or [names[name] for name in difflib.get_close_matches(code.lower(), names, n=3)]
        hint = f" Codes close to it: {', '.join(near)}." if near else " `cerkit explain` lists all codes."
        raise click.UsageError(f"There is no rule {code}.{hint}")
    click.echo(explain(found), nl=False)
