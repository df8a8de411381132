"""The stored bundle: what is read is what was written, and nothing else is read."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.model.bundle import Bundle, BundleImage, BundlePage, DocumentIdentity, PageRole, Revision
from cerkit.model.errors import CerkitError
from cerkit.publish.stored import bundle_json, read_bundle

IDENTITY: Final = DocumentIdentity(
    number="CER-1",
    title="Report",
    version="1.0",
    status="approved",
    date="2025-02-03",
    device="Device 1",
    manufacturer="Maker",
    notice=None,
    authors=("A", "B"),
)
BUNDLE: Final = Bundle(
    IDENTITY,
    (Revision("1.0", "2025-02-03", "A", "First"),),
    (
        BundlePage("index.md", "", "Home", "<p>Ü &amp; 0.95</p>", PageRole.SITE),
        BundlePage("report/a.md", "report/a.html", "A", "<p>a</p>"),
    ),
    (BundleImage("report/dot.png", "image/png", bytes(range(256))),),
)
WORDS: Final = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
NAMES: Final = st.from_regex(r"[a-zäø0-9_-]{1,8}(/[a-z0-9_. -]{0,5}[a-z0-9])?", fullmatch=True)
BUNDLES: Final = st.builds(
    Bundle,
    st.builds(
        DocumentIdentity, *[WORDS] * 4, st.dates().map(str), WORDS, WORDS, st.none() | WORDS, st.just("en-GB")
    ),
    st.lists(st.builds(Revision, WORDS, st.dates().map(str), WORDS, WORDS), max_size=3).map(tuple),
    st.lists(
        st.builds(BundlePage, NAMES, NAMES, WORDS, WORDS, st.sampled_from(PageRole)),
        max_size=3,
        unique_by=lambda page: page.src,
    ).map(tuple),
    st.lists(
        st.builds(BundleImage, NAMES, st.just("image/svg+xml"), st.binary(max_size=40)),
        max_size=3,
        unique_by=lambda image: image.path,
    ).map(tuple),
)


@given(BUNDLES)
def test_what_is_written_is_read_again(bundle: Bundle) -> None:
    data = bundle_json(bundle)
    assert read_bundle(data) == bundle
    assert bundle_json(read_bundle(data)) == data


def changed(*route: str | int, to: Any) -> bytes:
    content = json.loads(bundle_json(BUNDLE))
    holder = content
    for step in route[:-1]:
        holder = holder[step]
    if to is ...:
        del holder[route[-1]]
    else:
        holder[route[-1]] = to
    return json.dumps(content).encode()


def test_another_version_of_the_form_is_named() -> None:
    with pytest.raises(CerkitError, match="its form has version 2, and this cerkit reads 1"):
        read_bundle(changed("schema", to=2))
    with pytest.raises(CerkitError, match=r"x/bundle\.json cannot be used: it is no stored bundle"):
        read_bundle(b"{}", name="x/bundle.json")


@pytest.mark.parametrize(
    ("route", "to"),
    [
        (("schema",), True),
        (("schema",), "1"),
        (("more",), 1),
        (("images",), ...),
        (("pages",), {}),
        (("pages", 0, "src"), "../x.md"),
        (("pages", 0, "src"), "/etc/passwd"),
        (("pages", 0, "src"), ""),
        (("pages", 1, "src"), "index.md"),
        (("pages", 1, "url"), "https://evil.example/x"),
        (("pages", 1, "url"), "//evil.example/x"),
        (("pages", 1, "url"), "a/%2e%2e/%2e%2e/x"),
        (("pages", 1, "url"), "a\\..\\x"),
        (("pages", 1, "url"), "javascript:x"),
        (("pages", 1, "role"), "cover"),
        (("pages", 1, "role"), ["site"]),
        (("pages", 1, "html"), "a\x00b"),
        (("pages", 1, "html"), None),
        (("pages", 1, "html"), 1),
        (("pages", 1, "title"), "\ud800"),
        (("document", "date"), "yesterday"),
        (("document", "date"), "2025-02-03T00:00"),
        (("document", "notice"), 3),
        (("document", "authors"), "A"),
        (("revisions", 0, "date"), ""),
        (("images", 0, "path"), "../../x.png"),
        (("images", 0, "data"), "no base64!"),
        (("images", 0, "data"), "AAA"),
        (("images", 0, "media_type"), "text/html; charset=x"),
    ],
)
def test_what_no_release_writes_is_refused(route: tuple[str | int, ...], to: Any) -> None:
    with pytest.raises(CerkitError, match=r"bundle\.json cannot be used"):
        read_bundle(changed(*route, to=to))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"null",
        b"[" * 200_000,
        b'{"schema": 1, "schema": 1}',
        b'{"schema": NaN}',
        b'{"schema": 1e400}',
        b'{"schema": ' + b"9" * 5000 + b"}",
    ],
    ids=["nothing", "no text", "null", "deep", "twice", "nan", "large", "long"],
)
def test_what_is_no_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(CerkitError, match=r"bundle\.json cannot be used"):
        read_bundle(data)
