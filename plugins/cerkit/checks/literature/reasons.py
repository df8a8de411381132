"""Whether a reason for leaving a study out speaks of what was found, and not of how it was found."""

from __future__ import annotations

import re
from typing import Final

_RESULT: Final = re.compile(
    r"\b(?:results?|findings?|sensitivity|specificity|accuracy|rates?|values?|data|outcomes?|performance|conclusions?|"
    r"figures?|it|study)\b[^.;]{0,40}\b(?:"
    r"(?:not|hardly) (?:in line|in keeping|consistent|agree\w*|confirm\w*|support\w*|match\w*|fit\w*|favourable)"
    r"|inconsistent|unsupportive|contradict\w*|conflict\w* with|at odds|out of line|outl(?:ier|ying)|deviat\w*|"
    r"differ\w* from|diverge\w*|disagree\w*|implausib\w*|unfavourable|negative|disappointing|"
    r"(?:too|unusually|much|so|unexpectedly|surprisingly|strikingly|remarkably|"
    r"exceptionally) (?:low|high|poor|bad)|(?:worse|lower|poorer|higher) than"
    r"|(?:far|well|clearly|much|markedly) (?:below|above)"
    r"|(?:not|hardly) (?:reflect|represent|correspond|match)\w*|artefact\w*|artifact\w*|distort\w*|skew\w*|mislead\w*)"
    r"|\b(?:outlier|unfavourable|negative|contradict\w*|conflicting|deviating|inconsistent|implausible) "
    r"(?:results?|findings?|outcomes?|data|study|conclusions?)\b|\boutlier\b",
    re.IGNORECASE,
)
"""A rejection that speaks of what was found."""
_UNWELCOME: Final = re.compile(
    r"\b(?:weaken|harm|hurt|undermin|damag|contradict|embarrass|spoil|jeopardi[sz]|endanger|threaten|discredit|"
    r"(?:speaks?|counts?|goes|argues?) against|(?:not|hardly) (?:help|support|favour|fit)|unhelpful (?:to|for)|"
    r"inconvenient (?:to|for)|(?:bad|unfavourable|awkward|negative) for)\w*(?: \w+)?? (?:the|our|its|this|my) (?:own )?"
    r"(?:clinical |benefit-risk |main )?(?:case|claims?|argument\w*|conclusions?|message|story|position|benchmarks?|"
    r"criteri\w+|product|device|submission|report|evaluation)\b"
    r"|\b(?:give|giving|create|creating|convey|leave|paint|cast)\w* (?:\w+ ){0,2}(?:a|an|the) (?:\w+ )?"
    r"(?:wrong|false|bad|poor|negative|misleading|unfavourable|unfair) (?:impression|picture|image|light|view)\b"
    r"|\b(?:confus|distract|unsettl|alarm|worr|irritat|discourag)\w* (?:the |our |a )?"
    r"(?:readers?|users?|customers?|reviewers?|assessors?|authority|notified body)\b",
    re.IGNORECASE,
)
"""A reason that speaks of what a result would do to the device; no method excuses it."""
_POOR: Final = re.compile(
    r"\b(?:poor|bad|low|weak|disappointing|inferior|unfavourable|negative|unsatisfactory|worse|lower|poorer) "
    r"(?:\w+ )?(?:accuracy|sensitivity|specificity|results?|performance|outcomes?|findings|figures|values)\b"
    r"|\b(?:results?|accuracy|sensitivity|specificity|performance|outcomes?|findings|figures|values) "
    r"(?:is|are|was|were|being|seems?|looks?)?(?: \w+)? ?(?:poor|bad|low|weak|disappointing|inferior|unsatisfactory)\b",
    re.IGNORECASE,
)
"""A result that is called poor."""
_METHOD: Final = (
    r"method\w*|\bbias\w*|design|sampl\w*|blind\w*|reference|standard\b|population|patients|people|retract\w*|\bdevice|"
    r"version|camera|setting|duplicate|same (?:data|study)|full[- ]text|abstract|follow-?up|confound\w*|relevan\w*|"
    r"ungrad\w*|quality|threshold|training|indication|endpoint|software|system|product|unit|withdr\w*|protocol|"
    r"exclu\w*|missing|incomplete|not reported|denominator|interval|imprecis\w*|selection|control|verif\w*|purpose|"
    r"obsolete|outdated|older|error|mistake|grad(?:er|ing)|definition|analys\w*|technolog\w*|modality|language"
)
"""What a rejection may rest on: how the work was done, what it was done with, and whom it is about."""
_COMPARED: Final = re.compile(
    r"\b(?:than|against|with|to|of|reflect|represent) (?:the |that of |those of )?(?:\w+ ){0,2}"
    r"(?:modern|current|present|contemporary|today's|recent|our|own|most|the remaining) (?:\w+ ){0,2}"
    r"(?:software|systems?|devices?|products?|publications?|studies|data|evidence|experience)\b",
    re.IGNORECASE,
)
"""What a result is held against: a device that is named there is not the one that was studied."""
_LONGEST: Final = 2000
"""Letters of a reason that are looked at."""


def rests_on_result(reason: str) -> bool:
    """Whether a rejection speaks of what was found and of nothing that would make a finding weak."""
    text = reason[:_LONGEST]
    if _UNWELCOME.search(text):
        return True
    speaks = _RESULT.search(text) or _POOR.search(text)
    return speaks is not None and not re.search(_METHOD, _COMPARED.sub(" ", text), re.IGNORECASE)
