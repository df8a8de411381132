"""Any edit of any file: what is remembered never shows, and no edit makes the core stumble."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.dossiers import assess_files, base
from unit.assess.portrait import portrait
from unit.assess.test_assess import Remembering

Files = dict[str, bytes]
PATHS = sorted(base())
WORDS = [
    b"CLM-1", b"AC-1", b"BM-1", b"SRC-ci", b"SRC-ci.sens", b"EP-sens", b"EP-time", b"UK-ER-1", b"DOC-plan", b"sens",
    b"85.0", b"91.3", b'"%"', b"s", b"report", b"abstract", b"active", b"lower", b"estimate", b"id:", b"[]", b"\n",
    b" ", b"- ", b"claims:", b"no", b"null", b"under evaluation", b"equivalent", b"\xff", b"{", b"&a ", b"*a",
    b"\t", b"",
]  # fmt: skip  # one list, read as a paragraph
EDITS = st.one_of(
    st.tuples(
        st.just("replace"), st.sampled_from(PATHS), st.sampled_from(WORDS[:-1]), st.sampled_from(WORDS)
    ),
    st.tuples(st.just("cut"), st.sampled_from(PATHS), st.integers(0, 400), st.integers(0, 40)),
    st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS), st.none()),
    st.tuples(
        st.just("copy"),
        st.sampled_from(PATHS),
        st.sampled_from([*PATHS, "evidence/sources/SRC-zz.yml"]),
        st.none(),
    ),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none(), st.none()),
)


def edited(files: Files, edit: tuple[str, str, object, object]) -> Files:
    kind, path, first, second = edit
    if path not in files:
        return files
    data = files[path]
    if kind == "replace" and isinstance(first, bytes) and isinstance(second, bytes):
        return files | {path: data.replace(first, second, 1)}
    if kind == "cut" and isinstance(first, int) and isinstance(second, int):
        return files | {path: data[:first] + data[first + second :]}
    rest = files if kind == "copy" else {name: kept for name, kept in files.items() if name != path}
    return rest | {first: data} if isinstance(first, str) else rest


# An example assesses up to seven dossiers: 0.18 s.
@settings(max_examples=min(1000, settings.default.max_examples // 2) if settings.default else 50)
@given(edits=st.lists(EDITS, min_size=1, max_size=3), is_backwards=st.booleans())
def test_after_any_edits_the_memory_tells_nothing_old(
    edits: list[tuple[str, str, object, object]], is_backwards: bool
) -> None:
    memory, files = Remembering(), base()
    assess_files(files, memory=memory)
    for edit in edits:
        files = edited(files, edit)
        ordered = dict(reversed(files.items())) if is_backwards else files
        warm = assess_files(ordered, memory=memory)
        assert portrait(warm) == portrait(assess_files(files))
        assert all(item.place.line >= 1 and item.place.column >= 1 for item in warm.diagnostics)
        keys = [item.sort_key() for item in warm.diagnostics]
        assert keys == sorted(set(keys))
