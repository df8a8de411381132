"""What changed inside a paragraph: sentence by sentence, and whole words inside a sentence.

A reader has to see at once what was written. So a sentence of which little stays is replaced whole, and a word that
stays between two changes goes with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cerkit.publish.redline.align import gaps, likely, same
from cerkit.publish.redline.tokens import Token, likeness, words_of

LEAST_KEPT: Final = 1 / 3
"""Share of a sentence that has to stay; of one that keeps less, nothing is kept."""
_ENDS: Final = frozenset(".?!:;")
_CLOSING: Final = frozenset("\"'”’)]»")
_SMALL_ISLAND: Final = 2
"""Words between two changes that go with them, if those are longer."""


class How(StrEnum):
    """What became of some words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Step:
    """Some words of a paragraph. Those that stay are those of the new report, with the old ones beside them."""

    how: How
    tokens: tuple[Token, ...]
    old: tuple[Token, ...] = ()


def changes(old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """From one paragraph to the other. Neighbours of the same kind are one step."""
    return list(_joined(_by_sentence(old, new)))


def replaced(old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """Nothing stays."""
    steps = (Step(How.DELETED, tuple(old)), Step(How.INSERTED, tuple(new)))
    return [step for step in steps if step.tokens]


def _by_sentence(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Step]:
    left, right = _sentences(old), _sentences(new)
    keys = [[tuple(token.key for token in sentence) for sentence in side] for side in (left, right)]
    bags = [[words_of(sentence) for sentence in side] for side in (left, right)]

    def score(i: int, j: int) -> float:
        return likeness(bags[0][i], bags[1][j])

    equal = same(keys[0], keys[1])
    for number, (before, after) in enumerate(gaps(equal, len(left), len(right))):
        pairs = likely(before, after, score, least=LEAST_KEPT)
        i, j = before.start, after.start
        for a, b in (*pairs, (before.stop, after.stop)):
            yield from replaced(_flat(left[i:a]), _flat(right[j:b]))
            if a < before.stop:
                yield from _by_word(left[a], right[b])
            i, j = a + 1, b + 1
        if number < len(equal):
            yield Step(How.SAME, tuple(right[equal[number][1]]), tuple(left[equal[number][0]]))


def _flat(sentences: Sequence[Sequence[Token]]) -> list[Token]:
    return [token for sentence in sentences for token in sentence]


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    """Sentences with the space behind them; a line break ends one, too."""
    found: list[list[Token]] = []
    current: list[Token] = []
    is_over = False
    for token in tokens:
        if is_over and not token.text.isspace() and token.text not in _CLOSING and token.note is None:
            found.append(current)
            current, is_over = [], False
        current.append(token)
        if token.text == "\n":
            is_over = True
        elif token.text.isspace():
            is_over = is_over or (len(current) > 1 and _ends(current[:-1]))
        elif is_over and token.note is None and token.text not in _CLOSING:
            is_over = False
    return [*found, current] if current else found


def _ends(tokens: Sequence[Token]) -> bool:
    """Whether the words before a space end a sentence."""
    for token in reversed(tokens):
        if token.note is None and token.text not in _CLOSING:
            return token.text in _ENDS
    return False


def _by_word(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Step]:
    pairs = same([token.loose for token in old], [token.loose for token in new])
    kept = sum(new[j].is_word for _, j in pairs)
    total = max(sum(token.is_word for token in side) for side in (old, new))
    if kept < total * LEAST_KEPT:
        yield from replaced(old, new)
        return
    pairs = _without_islands(pairs, old, new)
    for number, (before, after) in enumerate(gaps(pairs, len(old), len(new))):
        yield from replaced(old[before.start : before.stop], new[after.start : after.stop])
        if number < len(pairs):
            i, j = pairs[number]
            yield Step(How.SAME, (new[j],), (old[i],))


def _without_islands(
    pairs: list[tuple[int, int]], old: Sequence[Token], new: Sequence[Token]
) -> list[tuple[int, int]]:
    """Without the few words, or the mere space, that would stay between two changes."""
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and (pair[0] - 1, pair[1] - 1) == runs[-1][-1]:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    kept: list[tuple[int, int]] = []
    for number, run in enumerate(runs):
        starts, ends = run[0] == (0, 0), run[-1] == (len(old) - 1, len(new) - 1)
        if starts or ends or not _is_island(run, runs, number, old, new):
            kept.extend(run)
    return kept


def _is_island(
    run: list[tuple[int, int]],
    runs: list[list[tuple[int, int]]],
    number: int,
    old: Sequence[Token],
    new: Sequence[Token],
) -> bool:
    if any(new[j].content for _, j in run):
        return False
    words = sum(new[j].is_word for _, j in run)
    before = runs[number - 1][-1] if number else (-1, -1)
    after = runs[number + 1][0] if number + 1 < len(runs) else (len(old), len(new))
    changed = []
    for (a, b), (c, d) in ((before, run[0]), (run[-1], after)):
        sides = (old[a + 1 : c], new[b + 1 : d])
        changed.append(max(sum(token.is_word for token in side) for side in sides))
    if not words:
        return min(changed) > 0
    return words <= _SMALL_ISLAND and min(changed) > words


def _joined(steps: Iterator[Step]) -> Iterator[Step]:
    """Of the steps between two that stay, what was deleted and then what was inserted."""
    pending: dict[How, list[Token]] = {How.DELETED: [], How.INSERTED: []}
    kept: list[Step] = []
    for step in steps:
        if step.how is How.SAME:
            if any(pending.values()):
                yield from _merged(kept)
                kept = []
                yield from _emptied(pending)
            kept.append(step)
            continue
        yield from _merged(kept)
        kept = []
        pending[step.how].extend(step.tokens)
    yield from _merged(kept)
    yield from _emptied(pending)


def _merged(steps: list[Step]) -> Iterator[Step]:
    if steps:
        new = tuple(token for step in steps for token in step.tokens)
        yield Step(How.SAME, new, tuple(token for step in steps for token in step.old))


def _emptied(pending: dict[How, list[Token]]) -> Iterator[Step]:
    for how, tokens in pending.items():
        if tokens:
            yield Step(how, tuple(tokens))
            tokens.clear()
