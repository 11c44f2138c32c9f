from collections import Counter

import pytest

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from evidence.counts import evidence_of
from scripts import story
from scripts.play import StoryError, earlier
from survey.ballots import read_draft
from survey.questionnaire import questionnaire_of
from tests.running import ROOT

QUARTERS = list(Quarter(2024, 4).through(story.LAST))


def test_there_are_eight_quarters() -> None:
    assert len(QUARTERS) == 8


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_everybody_fills_in_a_whole_ballot(definitions: Definitions, quarter: Quarter) -> None:
    questionnaire = questionnaire_of(definitions)
    for _, said in story.people(definitions, quarter):
        draft = read_draft(questionnaire, {field: [value] for field, value in said.items()})
        assert draft.problems == {}


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_sixty_to_ninety_percent_of_each_team_answer(
    definitions: Definitions, quarter: Quarter
) -> None:
    answered = Counter(team for team, _ in story.people(definitions, quarter))
    for team, invited in story.TEAMS.items():
        assert 0.6 <= answered[team] / invited <= 0.9


def test_the_same_seed_tells_the_same_story(definitions: Definitions) -> None:
    once = list(story.people(definitions, story.LAST))
    assert once == list(story.people(definitions, story.LAST))
    assert once != list(story.people(definitions, story.LAST.previous))


def test_too_few_people_score_one_statement_in_one_quarter(definitions: Definitions) -> None:
    quarter, few, question = story.FEW
    said = [
        answers[question] for team, answers in story.people(definitions, quarter) if team == few
    ]
    assert len([answer for answer in said if answer != "cannot-say"]) == 4


def test_promises_are_counted_from_the_quarter_before_one_is_tightened(
    definitions: Definitions,
) -> None:
    assert [quarter for quarter in QUARTERS if story.counts(quarter)] == QUARTERS[2:]
    for quarter in QUARTERS[2:]:
        evidence = evidence_of(story.counts(quarter), "", quarter, story.SOURCE, definitions)
        assert "follow-up" in evidence.promises
    assert {id: each.cases for id, each in evidence.promises.items()} == {
        "follow-up": 271, "sent-back": 14, "win-loss-notes": 38,
    }  # fmt: skip


def test_perceptions_stay_until_the_promise_is_tightened_then_move_to_the_end() -> None:
    assert [round(story.progress(quarter), 2) for quarter in QUARTERS] == [
        0, 0, 0, 0.2, 0.4, 0.6, 0.8, 1,
    ]  # fmt: skip


def test_the_shipped_promise_can_be_told_as_it_was_before() -> None:
    now = (ROOT / "definitions" / "slas.yml").read_text()
    then = earlier(now)
    assert "within two working days" in then
    assert "within two working days" not in now
    with pytest.raises(StoryError, match=r"slas\.yml: this should stand here once"):
        earlier(then)
