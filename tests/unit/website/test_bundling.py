"""Pictures of a page, as the bundle takes them along."""

from __future__ import annotations

import pytest

from cerkit.website.bundling import images_of


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ('<img src="../a.png" alt="x">', ["report/a.png"]),
        ("<img alt='p > 0' src='../a.png'>", ["report/a.png"]),
        ("<IMG SRC=../a.png>", ["report/a.png"]),
        ('<img data-src="b.png" src="../ger%C3%A4t.png">', ["report/gerät.png"]),
        ('<img src="https://example.org/a.png"><img src="//[x"><img src="data:x"><img>', []),
    ],
)
def test_pictures_are_found_however_their_tag_is_written(tag: str, found: list[str]) -> None:
    assert list(images_of("report/01/", f"<p>{tag}</p>")) == found
