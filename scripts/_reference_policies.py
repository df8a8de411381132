"""The reference's page of the words in which a policy says which support a record needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from _reference_markdown import page
from cerkit.checks.coverage.words import FIELDS, KINDS, WORDS

_INTRODUCTION: Final = """\
# Policy words

A rule below `support:` says which support a kind of record needs.
It stands in `evidence/policy.yml` or in a [policy catalogue](catalogue-files.md#policy-catalogue):

```yaml
support:
  - record: claim
    where: {kind: performance}
    needs: [criterion, finding on the device or finding on an equivalent]
    reason: A claim on performance rests on measured values
```

`record` is one of the [kinds](#kinds), and `where` names fields of it.
Each entry of `needs` is one of the [words](#words), or several with `or` between them where one is enough.
A word that does not exist, or that is not used of a kind, is a mistake ([CER414](diagnostics.md#cer414)).
How a policy is written and where it counts: [set your own numbers](../how-to/check-a-release.md#set-your-own-numbers).
"""


def policy_words_page() -> str:
    """Kinds of record, then words with the kinds that each is used of."""
    kinds = ("## Kinds {: #kinds }", _table(_kinds()))
    return page([_INTRODUCTION, *kinds, "## Words {: #words }", _table(_words())])


def _kinds() -> Iterator[tuple[str, ...]]:
    yield "`record`", "Which records are meant", "Fields for `where`"
    for kind, meaning in KINDS.items():
        yield f"`{kind}`", meaning, ", ".join(f"`{name}`" for name in sorted(FIELDS[kind]))


def _words() -> Iterator[tuple[str, ...]]:
    yield "Word", "What a record must have", "Used of"
    for name, word in sorted(WORDS.items(), key=lambda item: item[0].casefold()):
        yield f"`{name}`", word.meaning, ", ".join(kind for kind in KINDS if kind in word.tests)


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join((head, "|---|---|---|", *body))
