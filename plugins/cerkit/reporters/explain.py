"""A rule in full: for `cerkit explain` and for the reference page."""

from __future__ import annotations

from cerkit.model.diagnostics import Rule


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
        f"*{rule.severity}* – {rule.summary}",
        "",
        f"Why it matters: {rule.why}",
        "",
        f"How to mend it: {rule.remedy}.",
        "",
    ]
    if rule.clause:
        lines += [f"Rests on: {rule.clause}.", ""]
    for label, example in (("Before", rule.before), ("After", rule.after)):
        if example:
            language = "yaml" if rule.code < "CER7" else "markdown"
            lines += [f"{label}:", "", f"```{language}", *example.splitlines(), "```", ""]
    return "\n".join(lines)
