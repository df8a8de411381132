"""What pages and appraisals say by which the review fell short of what its records tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.admissions import DENIED, Admission, admitted, is_told
from cerkit.checks.literature import appraisal_rules, search_rules
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.source import Source
from cerkit.model.wording import normalised

_DATABASE: Final = r"(?:pubmed|medline|embase|cochrane|one (?:\w+ )?database|a single (?:\w+ )?database)"
_OWN_NAME: Final = r"(?:(?:own|product|trade|brand|device|proprietary) )?(?:product )?name\b"
_ADVERB: Final = r"(?:strict|rigorous|stringent|severe|lenient|generous|harsh|critical|demanding)(?:ly)?"
_OWN_DATA: Final = (
    r'\b(?:(?:our|the manufacturer"s|the company"s|the sponsor"s|an) (?:own )?|own |in-house |internal )'
    r"(?:\w+ )?(?:stud|data\b|investigation|test|report|evaluation|result|source|evidence)"
)
_LIMITED: Final = r"(?:limited|restricted|confined)(?: \w+){0,2} to (?:\w+ ){0,4}?"
_WORKS: Final = r"(?:articles|publications|papers|studies|reports|records|literature|work|trials)"

_UNLIKE: Final = (
    Admission(
        appraisal_rules.INCONSISTENT_SCORES,
        ("strict", "rigorous", "stringent", "lenien", "generous", "lax", "mild", "harsh", "lower standard"),
        rf"\b(?:less|more|rather) {_ADVERB}\b|\b(?:lax|laxer|milder|more mildly|lower) (?:standard|criteri|bar)\w*"
        r"|\b(?:laxly|leniently|generously)\b",
        r"\b(?:criteri|apprais|scor|scheme|flaw|judged|rated|quadas|standard|weigh)",
        rf"{DENIED}|\b(?:no|use|system|limit|threshold|bound|than (?:the (?:law|guid)|medde?v))\b",
        "the criteria of appraisal were not applied alike to all sources",
    ),
    Admission(
        appraisal_rules.INCONSISTENT_SCORES,
        ("manufacturer", " own", "in-house", "internal", "our ", "company"),
        rf"{_OWN_DATA}[^.;]*\b(?:was|were|is|are) (?:waived|relaxed|disregarded|exempt\w*|ignored|"
        r"not (?:counted|applied|held against|scored|asked|required|appraised|assessed|checked|needed))",
        r"\b(?:criteri|apprais|scor|scheme|flaw|quadas|domain|bias)",
        r"\b(?:no|neither|nor|never)\b",
        "own data were spared a criterion",
    ),
)
"""Appraisal by criteria that were not the same for all."""
_ADMISSIONS: Final = (
    Admission(
        search_rules.TOO_FEW_SOURCES,
        ("pubmed", "medline", "embase", "cochrane", "database"),
        rf"\b(?:only|solely|exclusively|nothing but) {_DATABASE}|\b{_DATABASE},? (?:only|alone|exclusively)\b"
        rf"|\b{_LIMITED}{_DATABASE}|^(?:one|a single) (?:\w+ )?database was (?:searched|used)"
        r"|\b(?:further|other|additional|more) databases? (?:was|were) (?:not|neither) "
        r"|\bno (?:further|other|additional|more) databases? (?:was|were) ",
        r"\b(?:search|database|consulted|literature|review)",
        r"\b(?:name|device|safety|register|adverse)\b",
        "one database was searched",
    ),
    Admission(
        search_rules.OWN_NAME_ONLY,
        ("name",),
        rf"\bsearch\w*\b[^.;]{{0,80}}\b{_OWN_NAME}[^.;,]{{0,40}} (?:only|alone)\b"
        rf"|\bsearch\w*\b[^.;]{{0,60}}\b(?:only|solely|exclusively) (?:for|by|with|under) (?:\w+ ){{0,2}}{_OWN_NAME}"
        rf"|\bsearch\w*\b[^.;]{{0,60}}\b{_LIMITED}{_OWN_NAME}",
        r"\b(?:device|product|literature|own|manufacturer|software)",
        rf"{DENIED}|\b(?:state of the art|separate|apart|besides?|also)",
        "the literature was searched by the product's name alone",
    ),
    Admission(
        search_rules.MIXED_PURPOSES,
        ("state of the art",),
        r"\b(?:one|the same|a single|a common|one common|a combined|a joint|one joint|one single) search\b[^.;]*"
        r"\b(?:serv|cover|answer|address|used for|run for|for both)"
        r"|\bsearch\w*\b[^.;]* (?:together|in one (?:go|step|search|run)|not (?:kept apart|separated|run separately))",
        r"\b(?:device|product|safety)\b",
        r"\b(?:no|never|would|could|if)\b",
        "one search served two purposes",
    ),
    Admission(
        search_rules.BEFORE_PROTOCOL,
        ("protocol",),
        r"\bprotocol\b[^.;]{0,60}\bapproved (?:\w+ ){0,2}?(?:afterwards|later|retrospectively|in retrospect)\b"
        r"|\bprotocol\b[^.;]{0,40}\bapproved (?:only )?(?:\w+ ){0,4}?after (?:the )?(?:first |last )?search"
        r"|\bsearch\w*\b[^.;]{0,80}\b(?:before|prior to|ahead of) (?:the )?(?:approval of (?:the )?(?:\w+ )?protocol"
        r"|(?:\w+ )?protocol (?:\w+ ){0,3}?(?:approv|sign|releas|writ))",
        r"\bsearch",
        rf"{DENIED}|\bupdate of the protocol\b",
        "a search came before the approval of the protocol",
    ),
    Admission(
        appraisal_rules.SCHEME_UNDECLARED,
        (" own", "in-house", "home-made", "homemade", "self-made", "developed by"),
        r'\b(?:our own|(?:evaluators|team|manufacturer|company)"s? own|in-house|home-?made|self-made)\b[^.;]{0,30}'
        r"\b(?:scale|scor|scheme|system|checklist|criteria|method)"
        r"|\b(?:scale|score|scheme|system|checklist|criteria|list)\b[^.;]{0,20}"
        r"\b(?:of our own|developed (?:in-house|by (?:us|the (?:team|evaluators|manufacturer|authors of this))))",
        r"\b(?:apprais|rated|scored|weigh|judged|graded by|assessed)",
        DENIED,
        "sources were appraised with a scheme of the team's own",
    ),
    *_UNLIKE,
)


def check_admissions(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences by which searches or appraisals were not as they ought to be."""
    yield from admitted(examination, _ADMISSIONS)


def check_spared(source: Source, place: Place) -> Iterator[Diagnostic]:
    """An appraisal whose reason says that the criteria were not applied as to other sources."""
    if source.appraisal is None:
        return
    reason = source.appraisal.reason
    lower = reason.casefold()
    for admission in _UNLIKE:
        if any(mark in lower for mark in admission.marks) and is_told(normalised(reason), admission):
            message = f"{source.id}: {admission.what}, by the reason of its appraisal: “{shortened(reason)}”"
            at = place.within("appraisal", "reason")
            yield admission.rule.at(at, message, subject=source.id, severity=Severity.WARNING)
