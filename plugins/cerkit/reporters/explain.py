"""A rule in full: for `cerkit explain` and for the reference page."""

from __future__ import annotations

import re
from typing import Final

from cerkit.model.diagnostics import Rule

_CODE_OR_MARK: Final = re.compile(r"`[^`]*`|[\\\[\]<*]")


def explain(rule: Rule) -> str:
    """What the rule looks for, why it matters, what it rests on, and how to mend it."""
    lines = [
        f"{rule.code} {rule.name} ({rule.severity})",
        "",
        rule.summary,
        "",
        f"Why:     {rule.why}",
        f"Mend it: {rule.remedy}.",
    ]
    if rule.clause:
        lines.append(f"Rests on: {rule.clause}")
    if rule.deficiencies:
        lines.append(
            f"Finds:    {', '.join(rule.deficiencies)} of the list of deficiencies, grade {rule.grade}"
        )
    if rule.in_draft is not None:
        lines.append(f"Draft:    {rule.in_draft}")
    for label, example in (("Before", rule.before), ("After", rule.after)):
        if example:
            lines += ["", f"{label}:", *(f"    {line}" for line in example.splitlines())]
    return "\n".join(lines) + "\n"


def explain_markdown(rules: tuple[Rule, ...]) -> str:
    """All rules as one handbook page, a heading with an anchor each."""
    parts = [_section(rule) for rule in sorted(rules, key=lambda rule: rule.code)]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    lines = [
        f"## {rule.code} {rule.name} {{: #{rule.code.lower()} }}",
        "",
        f"*{rule.severity}* – {_prose(rule.summary)}",
        "",
        f"Why it matters: {_prose(rule.why)}",
        "",
        f"How to mend it: {_prose(rule.remedy)}.",
        "",
    ]
    if rule.clause:
        lines += [f"Rests on: {rule.clause}.", ""]
    if rule.deficiencies:
        links = ", ".join(f"[{number}](deficiencies.md)" for number in rule.deficiencies)
        lines += [f"Finds: {links}, grade {rule.grade}.", ""]
    for label, example in (("Before", rule.before), ("After", rule.after)):
        if example:
            language = "yaml" if rule.code < "CER7" else "markdown"
            lines += [f"{label}:", "", f"```{language}", *example.splitlines(), "```", ""]
    return "\n".join(lines)


def _prose(text: str) -> str:
    """The texts of rules show Markdown and do not use it; only what stands between backticks is meant as code."""
    return _CODE_OR_MARK.sub(lambda found: found[0] if len(found[0]) > 1 else f"\\{found[0]}", text)
