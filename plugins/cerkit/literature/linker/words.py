"""Texts of bibliographic records brought to one form: the same words compare equal in every database's writing."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final


def listed(text: str) -> list[str]:
    """Words written one after the other."""
    return text.split()


_LONGEST: Final = 2_000
"""Characters of a title, name or journal that are looked at: nobody's title is longer, a hostile file's may be."""

_WORDS_OF_A_TITLE: Final = 5
_SHORT_WORD: Final = 3
_LONG_WORD: Final = 6
_SLIPS: Final = 2
_TELLING: Final = 2

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_LATEX: Final = re.compile(r"\\[A-Za-z]{1,12}(?=[{\s])|[{}$\\]")
_SIGNS: Final = re.compile(r"[™®©*†‡]")
_WORD: Final = re.compile(r"[^\W_]+")
_DIGITS: Final = re.compile(r"\d+")

_GREEK: Final = {
    chr(code): f"{name}"
    for code, name in zip(
        [*range(0x3B1, 0x3C2), *range(0x3C3, 0x3CA)],
        listed(
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon "
            "phi chi psi omega"
        ),
        strict=False,
    )
}
_CYRILLIC: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        listed("a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"),
        strict=True,
    )
)
_LETTERS: Final = str.maketrans(
    {
        **_GREEK,
        "ς": "sigma",
        "ϕ": "phi",
        "ϵ": "epsilon",
        **{letter: latin.replace("_", "") for letter, latin in _CYRILLIC.items()},
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "’": "'",
        "ʼ": "'",
        "‐": "-",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)
_SPELLINGS: Final = (("ae", "e"), ("oe", "e"), ("ou", "o"), ("ph", "f"), ("z", "s"), ("mme", "m"))
"""British and American spelling, and transliterated umlauts: both sides lose the difference."""

_ROMAN: Final = {
    name: str(number) for number, name in enumerate(listed("i ii iii iv v vi vii viii ix x xi xii"), 1)
}
_NUMBERED: Final = frozenset(
    listed("part phase type stage class study grade level section collagen factor trial")
)
"""After these, a single letter is a number."""
_LITTLE: Final = frozenset(
    listed("the of and with by for from in on at as is are to or an than between after")
)
_COUNTED: Final = {
    name: str(number)
    for number, name in enumerate(listed("one two three four five six seven eight nine ten"), 1)
}


def folded(text: str) -> str:
    """Lower case without mark-up, accents and entities; Greek and Cyrillic letters written in Latin ones."""
    text = " ".join(text[:_LONGEST].split())
    if "&" in text:
        # Twice: some exports escape what was escaped already.
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text or "{" in text or "$" in text:
        text = _LATEX.sub("", text)
    if text.isascii():
        return _SIGNS.sub("", text).lower()
    text = unicodedata.normalize("NFKD", _SIGNS.sub("", text)).casefold()
    for sign in set(text):
        if unicodedata.combining(sign):
            text = text.replace(sign, "")
    return text.translate(_LETTERS)


def words(text: str) -> tuple[str, ...]:
    """The words of a folded text; an apostrophe joins (`Crohn's`, `O'Donnell`), and `&` is `and`."""
    return tuple(_WORD.findall(text.replace("'", "").replace("&", " and ")))


def run_together(parts: tuple[str, ...]) -> str:
    """Words without the blanks between them: databases disagree on hyphens (`follow-up`), blanks and spelling."""
    joined = "".join(parts)
    for long, short in _SPELLINGS:
        joined = joined.replace(long, short)
    return joined


def numbers(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers in a title, sorted; `II` and `two` count as `2`. They tell part one from part two."""
    found: list[str] = []
    for before, word in zip(("", *parts), parts, strict=False):
        is_roman = len(word) > 1 or before in _NUMBERED
        value = (_ROMAN.get(word) if is_roman else None) or _COUNTED.get(word)
        if value is not None:
            found.append(value)
        elif not word.isalpha():
            found += (digits.lstrip("0") or "0" for digits in _DIGITS.findall(word))
    return tuple(sorted(found))


def differ_by_slips(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the titles are one but for a mistyped letter, late in a long word, or one in each title.

    The first letters decide on the meaning (`asymptomatic`, `abduction`, `efferent`), and so do digits and short words.
    """
    if len(left) != len(right) or len(left) < _WORDS_OF_A_TITLE:
        return False
    differing = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    if len(differing) > len(left) // 2:
        return False
    spelt = [(run_together((one,)), run_together((other,))) for one, other in differing]
    slips = [pair for pair in spelt if pair[0] != pair[1]]
    return len(slips) <= _SLIPS and all(_is_one_slip(one, other) for one, other in slips)


def differ_by_a_letter(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one letter of one word differs, in a short word too; not its first letter, and no number.

    Little words may lose any letter: `inc` is `in`, but `on` is not.
    """
    if len(left) != len(right) or len(left) < _WORDS_OF_A_TITLE:
        return False
    differing = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    slips = [pair for pair in differing if run_together((pair[0],)) != run_together((pair[1],))]
    if len(slips) != 1:
        return False
    one, other = slips[0]
    if not (one + other).isalpha() or not {one, other}.isdisjoint(_ROMAN.keys() | _COUNTED.keys()):
        return False
    if (one in _LITTLE) != (other in _LITTLE):
        return _is_one_edit(one, other)
    if min(len(one), len(other)) < _SHORT_WORD or one[0] != other[0]:
        return False
    return _is_one_edit(one, other)


def _is_one_slip(one: str, other: str) -> bool:
    """A slip that leaves no doubt on which word was meant."""
    if min(len(one), len(other)) < _LONG_WORD or not (one + other).isalpha():
        return False
    return one[:_TELLING] == other[:_TELLING] and _is_one_edit(one, other)


def _is_one_edit(one: str, other: str) -> bool:
    """One letter added, lost or replaced, or two neighbours in each other's place."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next(
        (at for at, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short)
    )
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    swapped = long[start + 1 : start + 2] + long[start : start + 1]
    return short[start : start + 2] == swapped and short[start + 2 :] == long[start + 2 :]


def trigrams(text: str) -> frozenset[str]:
    """All runs of three characters, by which two texts are likened."""
    return frozenset(text[start : start + 3] for start in range(len(text) - 2)) or frozenset({text})


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Dice's coefficient: 1 for equal sets, 0 for sets with nothing in common."""
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0
