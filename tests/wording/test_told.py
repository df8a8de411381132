"""Sentences that tell alone what no record holds, or deny what the records hold: which are flagged, and which not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.dossiers import DAY
from cerkit.checks.device import on_all
from cerkit.checks.device import on_pages as of_device
from cerkit.checks.literature import on_pages as of_literature
from cerkit.checks.policies import policies_of
from cerkit.load.chapters import read_chapter
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import Examination
from wording.test_sentences import PAGE, assessed

TOLD = {
    "CER422": (
        "DRT predicts the progression of retinopathy over two years.",
        "DRT may also be used to detect age-related macular degeneration.",
        "The device diagnoses glaucoma in the same step.",
    ),
    "CER427": (
        "In April 2026 the network was retrained on 20,000 additional images.",
        "In March 2026 the operating point was moved to a lower value.",
        "Since the last report the network has been replaced by a larger one.",
    ),
    "CER430": (
        "Some users complained of headache and eye strain after long sessions.",
        "Two services noticed skin irritation among photographers.",
    ),
    "CER435": (
        "There are no alternatives to the device.",
        "No comparable products exist on the market.",
        "At present no alternatives are available to screening services.",
    ),
    "CER437": (
        "The usability evaluation covered graders only; clinicians were not included.",
        "Usability was evaluated with graders but not with clinicians.",
        "No data on usability are available for clinicians.",
    ),
    "CER439": (
        "The conclusions hold for version 2.4.0 of the software.",
        "The current release 2.5.1 of DRT contains only minor corrections.",
    ),
    "CER502": (
        "The first searches were run in spring 2025, the protocol was approved afterwards.",
        "The protocol was approved in May 2025, after the first search.",
        "Two searches had been run before the protocol was approved.",
    ),
    "CER504": (
        "Only PubMed was searched, as it contains all relevant journals.",
        "The literature search was restricted to PubMed.",
        "No further databases were searched.",
    ),
    "CER505": (
        "The literature was searched for the name of the device only.",
        "All searches were run with the trade name DRT as the only term.",
        "Literature was searched exclusively under the product name.",
    ),
    "CER506": (
        "One common search served the state of the art and the device.",
        "Device and state of the art were searched with the same string.",
    ),
    "CER507": (
        "Only articles in English that were published since 2015 were considered.",
        "Publications older than ten years and those not written in English were left aside.",
        "The search was limited to publications in the English language.",
    ),
    "CER510": ("In the first round 867 records were screened and 781 of them excluded.",),
    "CER515": ("Taken together the 1,842 and 702 episodes give a basis of 2,544 episodes.",),
    "CER524": ("Guidelines and reviews were not appraised.",),
    "CER525": (
        "Publications on software were rated with a points scale of our own.",
        "The quality of the publications was rated with an in-house scoring system.",
    ),
    "CER529": (
        "For the manufacturer's own studies the criteria were applied less strictly, because their conduct is known.",
        "For the studies of the manufacturer a more generous standard was used than for publications.",
        "The missing episodes are a flaw of a publication; for an own study the flaw was not counted.",
    ),
    "CER533": ("The article was withdrawn by the journal in 2025 [@SRC-arenas-cavalli-2022, abstract].",),
}
SOUND = (
    "DRT detects referable retinopathy in two-field photographs and leaves the rest to people.",
    "DRT does not diagnose glaucoma, and it recommends no treatment.",
    "DRT is used for triage and can be stopped at any time.",
    "The device finds sight-threatening disease at a rate that was fixed in advance.",
    "The network has not been retrained since the build was locked.",
    "The threshold was locked on 2024-09-30 and the network was trained before that day.",
    "The threshold of the indicator on complaints was reduced at the request of a service.",
    "In one service the screening management software was updated, without effect on the marks.",
    "Headache, eye strain and fatigue were asked about and not reported.",
    "The drops may cause burning and blurred vision for some hours, with or without the device.",
    "There is no single alternative that is best in all respects.",
    "Graders and clinicians took part in equal numbers; photographers were not included, because they do not use it.",
    "Usability alone does not show how graders behave after months.",
    "EyeArt version 2.1 of the software was used [@SRC-heydon-2021].",
    "No search was run before the protocol was approved.",
    "The protocol was approved first, and the searches followed after ten weeks.",
    "A search of PubMed alone would have missed a part of the European journals.",
    "For the device by its name only MEDLINE was searched.",
    "The search by name was kept apart and yielded nothing.",
    "Device and state of the art were searched on the same day with different strings.",
    "No limit was set on language or type of study.",
    "In England only the programmes report the interval.",
    "The manufacturer's own studies were held to the same criteria as publications.",
    "The manufacturer's studies were judged as strictly as publications, and no flaw was waived.",
    "No points scale of our own was used to rate the sources.",
    "A total of 3,642 episodes was analysed before placing on the market.",
    "No publication of this chapter has been retracted.",
)


def flagged(text: str) -> set[str]:
    """The codes of what the two families find on a page that holds only this text."""
    assessment = assessed("")
    page = read_chapter(
        "docs/report/99-page.md", PAGE.replace('a9: "3"', 'a9: "4"').format(text).encode(), is_report=True
    )
    dossier = replace(assessment.dossier, chapters=(page,))
    trace = replace(assessment.trace, dossier=dossier)
    examination = Examination(trace, DAY, Mode.RELEASE, policies_of(dossier))
    found = (
        item
        for check in (*on_all.CHECKS, *of_device.CHECKS, *of_literature.CHECKS)
        for item in check(examination)
    )
    return {item.rule.code for item in found if item.place.path == page.path}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TOLD.items() for text in texts])
def test_what_a_sentence_tells_alone_is_flagged(code: str, text: str) -> None:
    assert code in flagged(text)


@pytest.mark.parametrize("text", SOUND)
def test_sound_sentences_are_left_alone(text: str) -> None:
    assert not flagged(text) & TOLD.keys()
