"""What pages and appraisals say by which the review fell short of what its records tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.admissions import DENIED, Admission, admitted, is_told
from cerkit.checks.literature import appraisal_rules, search_rules
from cerkit.checks.literature.appraisals import declared_schemes
from cerkit.checks.texts import shortened
from cerkit.model.catalogues.appraisal import AppraisalScheme
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
_ONE: Final = r"(?:the same|an? (?:single|common|combined|joint)|one(?: (?:single|common|combined|joint))?)"
_LIMITED: Final = r"(?:limited|restricted|confined)(?: \w+){0,2} to (?:\w+ ){0,4}?"
_WORKS: Final = r"(?:articles|publications|papers|studies|reports|records|literature|work|trials)"

_SOLE: Final = ("only", "alone", "sole", "exclusively")
_OF_SEARCH: Final = ("search", "database")
_OF_APPRAISAL: Final = (
    "criteri",
    "apprais",
    "scor",
    "scheme",
    "flaw",
    "judged",
    "rated",
    "quadas",
    "standard",
)
_SPARED: Final = (
    *(
        "waived",
        "relaxed",
        "disregarded",
        "exempt",
        "ignored",
        "accepted",
        "tolerated",
        "overlooked",
        "excused",
    ),
    *(
        "not counted",
        "not applied",
        "not held against",
        "not scored",
        "not asked",
        "not required",
        "not appraised",
    ),
    *("not assessed", "not checked", "not needed"),
)

_UNEQUAL: Final = (
    *(
        "less strict",
        "more strict",
        "less rig",
        "more rig",
        "less string",
        "more string",
        "less severe",
        "more severe",
    ),
    *(
        "less critical",
        "more critical",
        "less demanding",
        "generous",
        "lenien",
        "laxer",
        "laxly",
        "lax ",
        "milder",
    ),
    *("more mildly", "harsh", "lower standard", "lower bar", "lower criteri"),
)
_UNLIKE: Final = (
    Admission(
        appraisal_rules.INCONSISTENT_SCORES,
        (_UNEQUAL, _OF_APPRAISAL),
        rf"\b(?:less|more|rather) {_ADVERB}\b|\b(?:lax|laxer|milder|more mildly|lower) (?:standard|criteri|bar)\w*"
        r"|\b(?:laxly|leniently|generously)\b",
        rf"{DENIED}|\b(?:no|use|system|limit|threshold|bound|than (?:the (?:law|guid)|medde?v))\b",
        "the criteria of appraisal were not applied alike to all sources",
    ),
    Admission(
        appraisal_rules.INCONSISTENT_SCORES,
        (
            _SPARED,
            _OF_APPRAISAL,
            ("manufacturer", " own", "in-house", "internal", "our ", "company", "sponsor"),
        ),
        rf"{_OWN_DATA}[^.;]*\b(?:was|were|is|are) (?:{'|'.join(_SPARED)})|\b(?:{'|'.join(_SPARED)})\b[^.;]*"
        r'\b(?:because|as|since)\b[^.;]*\b(?:our own|own (?:stud|test|data)|the manufacturer"s|in-house)',
        r"\b(?:no|neither|nor|never)\b",
        "own data were spared a criterion",
        of_others="@",
    ),
)
"""Appraisal by criteria that were not the same for all."""
_SEARCHES: Final = (
    Admission(
        search_rules.TOO_FEW_SOURCES,
        (
            ("pubmed", "medline", "embase", "cochrane", "database"),
            ("search", "database", "consulted", "literature", "review"),
            (
                *_SOLE,
                "limited",
                "restricted",
                "confined",
                "nothing but",
                "r database",
                "l database",
                "e database",
            ),
        ),
        rf"\b(?:only|solely|exclusively|nothing but) {_DATABASE}|\b{_DATABASE},? (?:only|alone|exclusively)\b"
        rf"|\b{_LIMITED}{_DATABASE}|^(?:one|a single) (?:\w+ )?database was (?:searched|used)"
        r"|\b(?:further|other|additional|more) databases? (?:was|were) (?:not|neither) "
        r"|\bno (?:further|other|additional|more) databases? (?:was|were) ",
        r"\b(?:name|device|safety|adverse|would|could|might|insufficient)\b",
        "one database was searched",
    ),
    Admission(
        search_rules.OWN_NAME_ONLY,
        (("name",), ("search",), (*_SOLE, "limited", "restricted", "confined")),
        rf"\bsearch\w*\b[^.;]{{0,80}}\b{_OWN_NAME}[^.;]{{0,40}}\b(?:only|alone|sole)\b"
        rf"|\bsearch\w*\b[^.;]{{0,60}}\b(?:only|solely|exclusively) (?:for|by|with|under) (?:\w+ ){{0,2}}{_OWN_NAME}"
        rf"|\bsearch\w*\b[^.;]{{0,60}}\b{_LIMITED}{_OWN_NAME}",
        rf"{DENIED}|\b(?:state of the art|separate|apart|besides?|also)",
        "the literature was searched by the product's name alone",
    ),
    Admission(
        search_rules.MIXED_PURPOSES,
        (
            ("state of the art",),
            ("search",),
            ("device", "product", "safety"),
            (
                "same s",
                "one s",
                "single s",
                "common s",
                "combined s",
                "joint s",
                "together",
                "not kept",
                "not separ",
                "not run",
            ),
        ),
        rf"\b{_ONE} (?:search|string|query|strategy)\b[^.;]*"
        r"\b(?:serv|cover|answer|address|used for|run for|for both)"
        r"|\bsearch\w*\b[^.;]* (?:together|(?:with|by|in|using) "
        rf"{_ONE} (?:go|step|search|run|string|query|strategy)|not (?:kept apart|separated|run separately))",
        r"\b(?:no|never|would|could|if)\b",
        "one search served two purposes",
    ),
    Admission(
        search_rules.BEFORE_PROTOCOL,
        (
            ("protocol",),
            ("search",),
            ("approv", "sign", "releas", "writ"),
            ("after", "later", "before", "prior", "ahead", "retro"),
        ),
        r"\bprotocol\b[^.;]{0,60}\bapproved (?:\w+ ){0,2}?(?:afterwards|later|retrospectively|in retrospect)\b"
        r"|\bprotocol\b[^.;]{0,40}\bapproved,? (?:only )?(?:[\w-]+,? ){0,4}?after (?:the )?(?:first |last )?search"
        r"|\bsearch\w*\b[^.;]{0,80}\b(?:before|prior to|ahead of) (?:the )?(?:approval of (?:the )?(?:\w+ )?protocol"
        r"|(?:\w+ )?protocol (?:\w+ ){0,3}?(?:approv|sign|releas|writ))",
        rf"{DENIED}|\bupdate of the protocol\b",
        "a search came before the approval of the protocol",
    ),
)
_APPRAISALS: Final = (
    Admission(
        appraisal_rules.SCHEME_UNDECLARED,
        (
            ("our own", "s own", "in-house", "home-made", "homemade", "self-made", "developed by"),
            ("apprais", "rated", "scored", "weigh", "judged", "graded by", "assessed"),
            ("scale", "scor", "scheme", "checklist", "criteria", "system", "method", "list"),
        ),
        r'\b(?:our own|(?:evaluators|team|manufacturer|company)"s? own|in-house|home-?made|self-made)\b[^.;]{0,30}'
        r"\b(?:scale|scor|scheme|system|checklist|criteria|method)"
        r"|\b(?:scale|score|scheme|system|checklist|criteria|list)\b[^.;]{0,20}"
        r"\b(?:of our own|developed (?:in-house|by (?:us|the (?:team|evaluators|manufacturer|authors of this))))",
        DENIED,
        "sources were appraised with a scheme of the team's own",
    ),
    Admission(
        appraisal_rules.NOT_APPRAISED,
        (
            ("apprais",),
            ("not appraised", "ly appraised", "without appraisal", "without an appraisal", "no appraisal"),
        ),
        rf"\b(?:{_WORKS}|sources|guidelines|reviews|registries)\b[^.;]{{0,40}} (?:was|were|are) "
        r"(?:not (?:\w+ )?appraised|(?:included|used|cited|taken over) without (?:an? )?appraisal)"
        r"|\bno appraisal (?:was|of)\b",
        r"\b(?:again|repeated|twice|excluded|left out|rejected|yet|alone|only|until)\b",
        "sources were not appraised",
    ),
    *_UNLIKE,
)


def check_admissions(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences by which searches or appraisals were not as they ought to be; what records say too is told of them."""
    dossier = examination.dossier
    schemes = (dossier.catalogues.get(name) for name in declared_schemes(examination))
    known = []
    if len({search.source for search in dossier.searches}) < 2:
        known.append(search_rules.TOO_FEW_SOURCES)
    if any(isinstance(scheme, AppraisalScheme) and scheme.confirmed_by == "own" for scheme in schemes):
        known.append(appraisal_rules.SCHEME_UNDECLARED)
    for marks, admissions in ((_OF_SEARCH, _SEARCHES), (_OF_APPRAISAL, _APPRAISALS)):
        yield from admitted(examination, marks, [item for item in admissions if item.rule not in known])


def check_spared(source: Source, place: Place) -> Iterator[Diagnostic]:
    """An appraisal whose reason says that the criteria were not applied as to other sources."""
    if source.appraisal is None:
        return
    reason = source.appraisal.reason
    lower = reason.casefold()
    for admission in _UNLIKE:
        if any(word in lower for word in admission.words[0]) and is_told(normalised(reason), admission):
            message = f"{source.id}: {admission.what}, by the reason of its appraisal: “{shortened(reason)}”"
            at = place.within("appraisal", "reason")
            yield admission.rule.at(at, message, subject=source.id, severity=Severity.WARNING)
