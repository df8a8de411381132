"""Functions that a text gives the device, beside what its own record says that it does (D10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.device.record_texts import record_texts
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.device import Device
from cerkit.model.wording import Paragraph, normalised, sentences_of, sentences_of_report

_VERB_WORDS: Final = """
diagnoses detects identifies recognises grades stages measures monitors predicts recommends treats quantifies
screens rules locates classifies estimates assesses prescribes selects determines finds reports calculates
analyses looks shows indicates used able can serves helps
"""
_VERBS: Final = frozenset(_VERB_WORDS.split())
_AHEAD: Final = 5
"""Words after the name of the device among which its verb stands."""
_ENDINGS: Final = (
    *(
        "oma",
        "omas",
        "itis",
        "pathy",
        "pathies",
        "osis",
        "emia",
        "edema",
        "uria",
        "trophy",
        "plasia",
        "megaly",
        "algia",
    ),
    "sclerosis",
)
_MEDICAL_WORDS: Final = """
severity progression prognosis treatment treatments therapy therapies dose doses dosage medication degeneration
pressure stroke strokes cancer cancers tumour tumours infection infections hypertension fibrillation arrhythmia
arrhythmias fracture fractures lesion lesions occlusion occlusions mortality survival fluid vision acuity
"""
_MEDICAL: Final = frozenset(_MEDICAL_WORDS.split())
_NEXT: Final = frozenset({"and", "or", "as", "well", "of"})
_STOP_WORDS: Final = "with in at from by on before when if that which who than without marks refers"
_STOP: Final = frozenset(_STOP_WORDS.split())
"""Words after which no object of the verb stands."""
# A text and not a compiled pattern: few sentences give the device a verb and an object of this kind.
_NOT_SAID: Final = (
    r"@|\bintended (?:purpose|use)\b|\b(?:no|not|never|neither|nor|cannot|nothing|only|other|would|could|if|whether|"
    r"formerly|earlier|claim\w*|"
    r"version|comparator|competitor|rather)\b"
)
_FIELDS: Final = {
    "risks": ("situation",),
    "benefits": ("description",),
    "ifu": ("text", "items"),
    "plan": ("answer",),
}


def check_functions(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences of pages and records by which the device does what no text of its own record tells."""
    dossier = examination.dossier
    if dossier.device is None:
        return
    own, names = _own_words(dossier, dossier.device), _names(dossier.device)
    for chapter, sentence, text in sentences_of_report(dossier.chapters, names):
        added = _added(text, names, own)
        if added:
            yield _told(added, sentence.text, chapter.at(sentence.start), chapter.path)
    for name, place, text in (*record_texts(dossier, _FIELDS), *_of_protocol(dossier)):
        if any(name in text.casefold() for name in names):
            for sentence in sentences_of(Paragraph(text, 0, "text")):
                added = _added(normalised(sentence.text), names, own)
                if added:
                    yield _told(added, sentence.text, place, name)
                    break


def _told(added: str, sentence: str, place: Place, subject: str) -> Diagnostic:
    message = f"the device is said to deal with “{added}”, of which its purpose says nothing: “{shortened(sentence)}”"
    return rules.PURPOSE_REWORDED.at(place, message, subject=subject)


def _of_protocol(dossier: Dossier) -> Iterator[tuple[str, Place, str]]:
    protocol = dossier.protocol
    if protocol is not None:
        path = "evidence/protocol.yml"
        for field in ("title", "background"):
            yield path, Place(path, (field,)), getattr(protocol, field) or ""


def _names(device: Device) -> tuple[str, ...]:
    own = (normalised(name) for name in (device.name, device.short_name))
    return tuple(dict.fromkeys(("the device ", *(f"{name} " for name in own))))


def _own_words(dossier: Dossier, device: Device) -> str:
    """What purpose, description and claims say, in small letters."""
    use = device.intended_use
    texts = (
        *(use.text, device.description, device.principle or "", device.technology or ""),
        *(item.text for item in use.indications),
        *(claim.wording for claim in dossier.claims if claim.status == "active"),
    )
    return normalised(" ".join(texts))


def _added(text: str, names: tuple[str, ...], own: str) -> str | None:
    """A disease, measure or treatment that the device is given as the object of a verb, and that its texts lack."""
    for name in names:
        ahead, _, rest = text.partition(name)
        words = rest.split()
        at = next((at for at, word in enumerate(words[:_AHEAD]) if word in _VERBS), None)
        if at is None or (ahead and ahead[-1].isalnum()):
            continue
        for part in _objects(words[at + 1 :]):
            medical = [word for word in part if word in _MEDICAL or word.endswith(_ENDINGS)]
            if medical and all(word.rstrip("s")[:7] not in own for word in medical):
                return None if re.search(_NOT_SAID, text) else " ".join(part)
    return None


def _objects(words: Sequence[str]) -> Iterator[list[str]]:
    """What stands between commas, "and" and "of", until a word or sign begins something else."""
    part: list[str] = []
    for word in words:
        bare = word.strip('.,;:()[]"')
        if bare in _STOP:
            break
        if bare not in _NEXT:
            part.append(bare)
        if bare in _NEXT or word != bare:
            yield part
            part = []
        if word[-1] in ".;:)":
            break
    yield part
