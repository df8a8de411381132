"""Which keys are one work: links are followed, and their order makes no difference."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cerkit.model.records.review import DuplicateLink, DuplicateLinks
from cerkit.model.works import round_of, together

KEYS = [f"pmid-{number}" for number in range(8)]
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=10)


def links(pairs: list[tuple[str, str]], *, verdict: str = "same") -> list[DuplicateLinks]:
    made = [
        DuplicateLink.model_validate(
            {"same": pair, "verdict": verdict, "rule": "test", "on": date(2026, 1, 1)}
        )
        for pair in pairs
    ]
    return [DuplicateLinks(links=tuple(made))]


def test_a_link_over_a_third_key_counts() -> None:
    assert together(["pmid-1", "pmid-3"], links([("pmid-1", "pmid-2"), ("pmid-3", "pmid-2")])) == (
        ("pmid-1", "pmid-3"),
    )


def test_different_keeps_them_apart() -> None:
    apart = links([("pmid-1", "pmid-2")], verdict="different")
    assert together(["pmid-1", "pmid-2"], apart) == (("pmid-1",), ("pmid-2",))


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_links_makes_no_difference(pairs: list[tuple[str, str]], draw: object) -> None:
    turned = [(b, a) for a, b in pairs]
    draw.shuffle(turned)  # type: ignore[attr-defined]  # a generator of random numbers
    assert together(KEYS, links(pairs)) == together(KEYS, links(turned))


@given(PAIRS)
def test_every_key_is_in_one_group(pairs: list[tuple[str, str]]) -> None:
    assert sorted(key for group in together(KEYS, links(pairs)) for key in group) == KEYS


def test_the_round_stands_in_the_name_of_the_search() -> None:
    assert round_of("SRH-2026-pubmed") == "2026"
