"""Checklists filled from the records of the complete dossier."""

from __future__ import annotations

from cases.dossiers import assess_files, complete
from cerkit.assess import Assessment
from cerkit.model.diagnostics import Mode
from cerkit.model.tables import Column, Row, Table, cell, plain
from cerkit.render.check_pages import check_pages
from cerkit.render.checklist_tables import check_tables, index_table, release_table
from cerkit.render.checklists import (
    Answer,
    checklist_json,
    index_json,
    release_checklist,
    reviewer_index,
    state_words,
)
from cerkit.render.markdown_tables import table_markdown
from cerkit.render.outline import spots

SIGNED = "evidence/checklists/meddev-a10.yml"


def assessed() -> Assessment:
    return assess_files(complete(), mode=Mode.RELEASE)


def answers(found: Assessment) -> dict[str, Answer]:
    return {answer.id: answer for answer in release_checklist(found.trace, found.report)}


def test_every_item_is_answered_in_a_dossier_in_which_nothing_is_missing() -> None:
    found = answers(assessed())
    assert len(found) == 24
    assert {answer.state for answer in found.values()} <= {"yes", "no finding", "not applicable", "not asked"}
    assert found["A10-10"].state == "no finding", "a tool never says yes"
    assert found["A10-01"].judged_by is not None
    assert found["A10-03a"].why == "equivalence is not claimed"


def test_an_item_of_judgement_without_a_person_is_not_judged() -> None:
    files = complete()
    text = files[SIGNED].decode()
    start = text.index("A10-01")
    files[SIGNED] = (text[:start] + "A10-99" + text[start + 6 :]).encode()
    found = assess_files(files, mode=Mode.RELEASE)
    assert answers(found)["A10-01"].state == "not judged"
    assert state_words(answers(found)["A10-01"]) == "not judged"


def test_a_section_is_found_by_its_title_by_its_mark_and_by_the_chapter() -> None:
    files = complete()
    path = next(name for name in files if "04" in name and name.endswith(".md"))
    chapter = (
        '---\ntitle: Device\na9: "4"\n---\n\n# Device\n\n## Demonstrating equivalence {: #eq }\n\n[CLM-1][]\n\n'
        '## What we hold {: #own data-a9="4.3" }\n\nText.\n'
    )
    found = spots(assess_files({**files, path: chapter.encode()}).trace)
    assert (found["4.2"].anchor, found["4.2"].names) == ("eq", ("CLM-1",))
    assert found["4.3"].target == f"{path}#own"
    assert found["4"].anchor is None


def test_prompts_lead_to_sections_documents_or_the_reviewer() -> None:
    prompts = {prompt.id: prompt for prompt in reviewer_index(assessed().trace)}
    assert prompts["M13-A3"].state == "reviewer"
    assert prompts["M13-D13"].state == "document"
    purpose = prompts["M13-A5"]
    assert purpose.state == "section"
    assert purpose.sections[0].path.startswith("docs/report/02")


def test_the_forms_for_programs_and_for_people_hold_every_item() -> None:
    found = assessed()
    made = release_checklist(found.trace, found.report)
    assert [item["id"] for item in checklist_json(made)] == [answer.id for answer in made]
    assert len(index_json(reviewer_index(found.trace))) > 100
    text = table_markdown(
        release_table(found.trace, found.report), lambda name: name if "/" in name else None
    )
    assert all(f"| {answer.id} |" in text for answer in made)
    assert "](docs/report/" in text
    assert index_table(found.trace).rows[0].group is not None


def test_the_annex_says_in_front_what_its_words_mean() -> None:
    found = assessed()
    page = check_pages(found.trace, found.report)[0]
    [words] = page.intro
    assert '"No finding" means' in str(words)
    assert all(not table.notes for section in page.sections for table in section.tables)


def test_text_of_a_record_is_text_in_markdown() -> None:
    table = Table((Column("a", "A|B"),), (Row((cell("<b> [x](y) a|b *c*"),)),))
    assert table_markdown(table) == "| A\\|B |\n| --- |\n| \\<b\\> \\[x\\](y) a\\|b \\*c\\* |\n"


def test_the_check_page_says_no_finding_only_when_there_is_none() -> None:
    clean = assessed()
    [summary] = check_tables(clean.report)
    words = [plain(held) for row in summary.rows for held in row.cells]
    assert "no finding" in words
    assert not any("complian" in word.lower() for word in words)
    assert len(check_pages(clean.trace, clean.report)) == 3
    claims = complete()["evidence/claims.yml"].decode()
    broken = assess_files({**complete(), "evidence/claims.yml": claims.replace("[AC-1]", "[AC-17]").encode()})
    tables = check_tables(broken.report)
    assert "no finding" not in [plain(held) for row in tables[0].rows for held in row.cells]
    assert "CER301" in [plain(row.cells[0]) for row in tables[1].rows]
