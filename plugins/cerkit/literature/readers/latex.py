"""LaTeX's accents and signs to plain text, as far as bibliographic fields use them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip  # one table, read as a paragraph
_LETTERS: Final = {
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "dj": "đ", "DJ": "Đ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "omega": "ω", "Delta": "Δ", "Omega": "Ω",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "textdegree": "°",
    "textmu": "µ", "textpm": "±", "pm": "±", "times": "×", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "approx": "≈",
    "sim": "~", "infty": "∞", "rightarrow": "→", "leftarrow": "←", "cdot": "·", "deg": "°", "textasciitilde": "~",
    "textless": "<", "textgreater": ">", "textbackslash": "\\", "textunderscore": "_", "ldots": "…", "dots": "…",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€", "textasciicircum": "^", "textbar": "|",
}  # fmt: skip  # one table, read as a paragraph
_ACCENT: Final = re.compile(
    r"""\\(['`^"~=.]|[uvHckrdb](?![A-Za-z]))\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))"""
)
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)(?:\s*\{\}|\s+(?![\s{])|(?![A-Za-z]))")
_ESCAPED: Final = re.compile(r"\\([&%$#_{}\\ -])")
_KEPT: Final = {"{": "\ue000", "}": "\ue001", "\\": "\ue002", "$": "\ue003"}
_BACK: Final = {ord(held): sign for sign, held in _KEPT.items()}


def plain_text(value: str) -> str:
    """The text that a reader of the printed reference would see."""
    if "\\" in value:
        value = _ESCAPED.sub(lambda found: _KEPT.get(found[1], "" if found[1] == "-" else found[1]), value)
        value = _ACCENT.sub(_accented, value)
        value = _COMMAND.sub(lambda found: _LETTERS.get(found[1], ""), value)
    if "{" in value or "}" in value:
        value = value.replace("{", "").replace("}", "")
    if "$" in value:
        value = re.sub(r"\$([^$]{1,60})\$", r"\1", value)
    value = value.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return " ".join(value.translate(_BACK).replace("~", " ").split()) if value else value


def _accented(found: re.Match[str]) -> str:
    letter = (found[2] or found[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[found[1]])
