"""`folder/` in the navigation."""

from __future__ import annotations

from cerkit.website.navigation import expanded

PAGES = ["h/z.md", "h/index.md", "h/a.md", "h/how-to/b.md", "h/how-to/deep/c.md", "r/1.md", "hx/no.md"]


def test_a_folder_stands_for_its_pages_in_their_order_index_first_and_folders_last() -> None:
    assert expanded([{"Handbook": "h/"}, {"Report": ["r/1.md"]}], PAGES) == [
        {
            "Handbook": [
                "h/index.md",
                "h/z.md",
                "h/a.md",
                {"How to": ["h/how-to/b.md", {"Deep": ["h/how-to/deep/c.md"]}]},
            ]
        },
        {"Report": ["r/1.md"]},
    ]


def test_a_folder_without_pages_leaves_no_entry() -> None:
    assert expanded(["index.md", {"Nothing": "none/"}, {"List": ["none/"]}], PAGES) == ["index.md"]


def test_a_folder_may_stand_inside_a_list() -> None:
    assert expanded([{"All": ["r/1.md", "hx/"]}], PAGES) == [{"All": ["r/1.md", "hx/no.md"]}]
