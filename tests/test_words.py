import pytest

from catalog.definitions import Target
from catalog.definitions.agreement import Within
from handbook.words import listed, quoted, target


@pytest.mark.parametrize(
    ("at_least", "within", "words"),
    [
        (90, None, "at least 90 percent of leads"),
        (92.5, None, "at least 92.5 percent of leads"),
        (1200, None, "at least 1,200 percent of leads"),
        (90, Within(amount=4, unit="business-hours"), "… within 4 business hours"),
        (90, Within(amount=1, unit="days"), "… within 1 day"),
    ],
)
def test_a_target_reads_like_a_sentence(at_least: float, within: Within | None, words: str) -> None:
    found = target(Target(at_least=at_least, unit="percent of leads", within=within))
    assert found == words.replace("…", "at least 90 percent of leads")


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], words: str) -> None:
    assert listed(names) == words


def test_a_quoted_sentence_has_no_full_stop_of_its_own() -> None:
    assert quoted("They agree.") == "“They agree”"
    assert quoted("Do they agree?") == "“Do they agree?”"
