"""Write docs/handbook/reference/ anew from the code; run it after changing a model, rule, command or macro.

python scripts/reference.py            write the pages
python scripts/reference.py --check    say which pages are out of date, and write nothing
"""

from _environment import ROOT, guarded, inside, say

FOLDER = ROOT / "docs" / "handbook" / "reference"


def main(arguments: list[str]) -> int:
    code = inside(__file__, arguments)
    if code is not None:
        return code
    stale = {name: text for name, text in pages().items() if _written(name) != text}
    if "--check" in arguments:
        for name in stale:
            say(f"{name} is out of date: run python scripts/reference.py")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in stale.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        say(f"wrote {(FOLDER / name).relative_to(ROOT).as_posix()}")
    return 0


def pages() -> dict[str, str]:
    """Name of each page -> its text. Imported here, because the packages are in the environment only."""
    from _reference_catalogues import catalogue_files_page, catalogues_page
    from _reference_commands import commands_page
    from _reference_deficiencies import deficiencies_page
    from _reference_macros import macros_page
    from _reference_meaning import meaning_page
    from _reference_pages import all_rules, diagnostics_page, identifiers_page, index_page, settings_page
    from _reference_policies import policy_words_page
    from _reference_records import records_page

    return {
        "catalogue-files.md": catalogue_files_page(),
        "catalogues.md": catalogues_page(),
        "commands.md": commands_page(ROOT),
        "deficiencies.md": deficiencies_page(all_rules()),
        "diagnostics.md": diagnostics_page(),
        "identifiers.md": identifiers_page(),
        "index.md": index_page(),
        "macros.md": macros_page(),
        "meaning.md": meaning_page(),
        "policy-words.md": policy_words_page(),
        "records.md": records_page(),
        "settings.md": settings_page(),
    }


def _written(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    raise SystemExit(guarded(main))
