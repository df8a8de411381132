"""A catalogue of the user's own adds to the shipped ones or takes the place of one; its mistakes have places."""

from __future__ import annotations

import pytest

from cases.dossiers import assess_files, codes_of, lines_of, shipped, with_changes

OWN = """\
kind: requirements
id: own-needs
title: Our own requirements
jurisdictions: [GB]
edition: "1"
confirmed_by: own
sources:
  - {key: HB, document: Handbook of the company, how_read: In full}
entries:
  - {id: OWN-1, clause: "1", title: Images stay in the country, clinical: "no", software_default: check}
"""
PATH = "evidence/catalogues/own-needs.yml"
APPLIES = "catalogues: [uk-mdr-2002-er, own-needs]\nrequirements: []\n"
CLAIM = "claims:\n  - {id: CLM-1, wording: W, kind: safety, status: active, requirements: [OWN-1]}\n"
ALL = {PATH: OWN, "evidence/requirements.yml": APPLIES, "evidence/claims.yml": CLAIM}


def test_an_own_catalogue_adds_requirements() -> None:
    found = assess_files(with_changes(ALL))
    assert lines_of(found) == []
    assert found.trace.nodes["OWN-1"].title == "Images stay in the country"
    assert [link.source for link in found.trace.links_to("OWN-1")] == ["CLM-1"]
    assert "own-needs" in found.dossier.catalogues
    assert len(found.dossier.catalogues) == len(list(found.dossier.catalogues)) == len(shipped()) + 1


def test_an_own_catalogue_takes_the_place_of_a_shipped_one() -> None:
    text = OWN.replace("own-needs", "uk-mdr-2002-er").replace("OWN-1", "UK-ER-1")
    found = assess_files(with_changes({"evidence/catalogues/uk-mdr-2002-er.yml": text}))
    assert lines_of(found) == []
    assert found.trace.nodes["UK-ER-1"].title == "Images stay in the country"
    assert "UK-ER-2" not in found.trace.nodes


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("kind: requirements\n", "", "1:1 CER208 the file has no `kind:` of catalogue"),
        ("kind: requirements", "kind: requirement", "1:7 CER208 `requirement` is no kind of catalogue"),
        ("kind: requirements", "kind: [a]", "1:7 CER208 a list is no kind of catalogue"),
        ("id: own-needs", "id: other", "2:5 CER207 other stands in a file called own-needs.yml"),
        ("title: Our own requirements\n", "", "1:1 CER201 own-needs: `title` is missing"),
        ("confirmed_by: own", "confirmed_by: me", "6:15 CER204 own-needs: `confirmed_by` cannot be `me`"),
        (
            "title: Images",
            "sources: [XX], title: Images",
            "10:40 CER208 OWN-1 cites XX, which is no source here",
        ),
        (
            "title: Images",
            "parent: OWN-9, title: Images",
            "10:38 CER208 OWN-1 belongs to OWN-9, which does not exist",
        ),
        (
            'clause: "1"',
            "clause: 1",
            "10:25 CER203 own-needs: `entries[1].clause` must be text, but is the number 1",
        ),
        ("  - {key", "  - &a {key", "8:5 CER105 an anchor or tag stands on a list or mapping"),
        (
            "sources:\n  - {key: HB, document: Handbook of the company, how_read: In full}",
            "sources: []",
            "7:10 CER203 own-needs: `sources` has 0 entries, and needs 1",
        ),
    ],
)
def test_a_mistake_in_it_is_reported_once_and_where_it_stands(old: str, new: str, line: str) -> None:
    assert OWN.count(old) == 1
    found = assess_files(with_changes(ALL | {PATH: OWN.replace(old, new)}))
    assert lines_of(found) == [f"{PATH}:{line}"]


def test_a_broken_one_leaves_the_shipped_one_in_place() -> None:
    found = assess_files(with_changes({"evidence/catalogues/uk-mdr-2002-er.yml": "kind: [\n"}))
    assert codes_of(found) == ["CER103"]
    assert "UK-ER-2" in found.trace.nodes
    assert all(found.dossier.catalogues[name] for name in found.dossier.catalogues)


def test_the_catalogues_can_all_be_read_beside_a_broken_one() -> None:
    found = assess_files(with_changes(ALL | {PATH: OWN.replace("edition:", "editon:")}))
    assert codes_of(found) == ["CER201", "CER202"]
    assert len([item.title for item in found.dossier.catalogues.values()]) == len(shipped())


@pytest.mark.parametrize("name", ["notes.txt", "own.yaml", "more/own-needs.yml"])
def test_other_files_in_the_folder_are_reported(name: str) -> None:
    assert codes_of(assess_files(with_changes({f"evidence/catalogues/{name}": OWN}))) == ["CER108"]
