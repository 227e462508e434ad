"""Words in common, weighed by how much they tell apart."""

from hypothesis import given
from hypothesis import strategies as st

from itsmctl.knowledge.words import index, words


def test_words_are_compared_without_case_filler_and_plural() -> None:
    """What is left is what tells texts apart."""
    assert words("FATAL: sorry, too many clients already!") == ["fatal", "sorry", "many", "client", "already"]
    assert words("The queries of a process; status 502, class_b") == ["query", "process", "status", "502", "class", "b"]
    assert words("Überlauf im Speicher") == ["überlauf", "im", "speicher"]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    """And a word that no text has adds nothing to any."""
    texts = index({"a": [(1.0, "disk full")], "b": [(1.0, "disk slow")], "c": [(1.0, "disk gone full moon")]})

    score = texts.score("a", ["disk", "full", "quorum"])
    assert score["full"] > score["disk"] > 0
    assert "quorum" not in score


def test_a_heavy_field_counts_more_and_a_long_text_less() -> None:
    """A word in the title beats one in the cause; the same word in a longer text says less."""
    texts = index(
        {
            "title": [(2.0, "leak"), (1.0, "memory grows")],
            "cause": [(2.0, "memory"), (1.0, "leak grows")],
            "long": [(1.0, "leak " + "other words without end follow here and more of them")],
        }
    )

    scores = [texts.score(name, ["leak"])["leak"] for name in ("title", "cause", "long")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


WORDS = st.lists(st.sampled_from(["disk", "full", "slow", "dns", "login", "502"]), max_size=8)


@given(st.dictionaries(st.sampled_from("abcd"), WORDS, min_size=1), WORDS)
def test_no_score_exceeds_its_bound_or_falls_below_nothing(texts: dict[str, list[str]], query: list[str]) -> None:
    """So a score divided by the bound is a share."""
    made = index({name: [(2.0, " ".join(found))] for name, found in texts.items()})

    for name in texts:
        parts = made.score(name, query)
        assert all(part > 0 for part in parts.values())
        assert sum(parts.values()) <= made.most(query) + 1e-9


def test_a_base_of_empty_texts_knows_nothing() -> None:
    """No division by a length of nothing."""
    assert index({"a": [(1.0, "")]}).score("a", ["disk"]) == {}
