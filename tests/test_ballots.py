import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.definitions import Definitions
from survey.ballots import COMMENT_LENGTH, Ballot, read_draft
from survey.questionnaire import Questionnaire, questionnaire_of
from tests.answering import answers_of


@pytest.fixture(scope="session")
def questionnaire(definitions: Definitions) -> Questionnaire:
    return questionnaire_of(definitions)


@pytest.fixture
def fields(definitions: Definitions) -> dict[str, list[str]]:
    return {key: [answer] for key, answer in answers_of(definitions).items()}


def test_a_whole_form_is_a_ballot(
    questionnaire: Questionnaire, fields: dict[str, list[str]]
) -> None:
    ballot = read_draft(questionnaire, fields).ballot()
    assert ballot == Ballot(tuple(sorted((key, value) for key, [value] in fields.items())), "")


def test_the_order_of_the_fields_leaves_no_trace_in_the_ballot(
    questionnaire: Questionnaire, fields: dict[str, list[str]]
) -> None:
    backwards = dict(reversed(fields.items()))
    assert (
        read_draft(questionnaire, backwards).ballot() == read_draft(questionnaire, fields).ballot()
    )


def test_each_missing_answer_is_named_and_every_other_one_is_kept(
    questionnaire: Questionnaire, fields: dict[str, list[str]]
) -> None:
    for question in questionnaire.questions:
        rest = {key: values for key, values in fields.items() if key != question.key}
        draft = read_draft(questionnaire, rest)
        assert draft.problems == {question.key: "missing"}
        assert draft.answers == {key: value for key, [value] in rest.items()}
        with pytest.raises(ValueError, match=question.key):
            draft.ballot()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ([], "missing"),
        (["0"], "impossible"),
        (["6"], "impossible"),
        ([""], "impossible"),
        ([" 3"], "impossible"),
        (["३"], "impossible"),
        (["won"], "impossible"),
        (["3\0"], "impossible"),
        (["3", "4"], "repeated"),
        (["3", "3"], "repeated"),
    ],
)
def test_an_answer_that_is_no_choice_is_a_problem(
    questionnaire: Questionnaire, fields: dict[str, list[str]], values: list[str], problem: str
) -> None:
    key = questionnaire.questions[0].key
    draft = read_draft(questionnaire, fields | {key: values})
    assert draft.problems == {key: problem}
    assert key not in draft.answers


def test_a_score_is_no_stage(questionnaire: Questionnaire, fields: dict[str, list[str]]) -> None:
    lead = next(question for question in questionnaire.questions if question.kind == "stage")
    assert read_draft(questionnaire, fields | {lead.key: ["3"]}).problems == {
        lead.key: "impossible"
    }


def test_problems_come_in_the_order_in_which_things_are_asked(questionnaire: Questionnaire) -> None:
    asked = [question.key for question in questionnaire.questions]
    assert list(read_draft(questionnaire, {}).problems) == asked


def test_a_part_has_its_own_problems_only(questionnaire: Questionnaire) -> None:
    draft = read_draft(questionnaire, {})
    part = questionnaire.parts[2]
    assert list(draft.problems_in(part.questions)) == [question.key for question in part.questions]


def test_a_comment_loses_control_characters_and_odd_line_ends(
    questionnaire: Questionnaire, fields: dict[str, list[str]]
) -> None:
    typed = " One\0\u202e\u2066\tline\r\nand\ranother\x1b[31m one\x85 \n"
    draft = read_draft(questionnaire, fields | {"comment": [typed]})
    assert draft.ballot().comment == "One line\nand\nanother[31m one"


def test_the_longest_comment_fits_and_one_more_character_does_not(
    questionnaire: Questionnaire, fields: dict[str, list[str]]
) -> None:
    longest = "ü" * COMMENT_LENGTH
    assert read_draft(questionnaire, fields | {"comment": [longest]}).ballot().comment == longest
    draft = read_draft(questionnaire, fields | {"comment": [longest + "ü"]})
    assert draft.problems == {"comment": "too-long"}
    assert draft.comment == longest + "ü"


def test_two_comments_are_a_problem(
    questionnaire: Questionnaire, fields: dict[str, list[str]]
) -> None:
    draft = read_draft(questionnaire, fields | {"comment": ["one", "two"]})
    assert draft.problems == {"comment": "repeated"}


def test_a_survey_without_a_comment_takes_none(
    definitions: Definitions, fields: dict[str, list[str]]
) -> None:
    survey = definitions.survey.model_copy(update={"comment": None})
    without = questionnaire_of(definitions.model_copy(update={"survey": survey}))
    assert read_draft(without, fields | {"comment": ["hello"]}).ballot().comment == ""


KEYS = st.sampled_from(
    ["own.craft-sales", "guess.craft-sales", "stage.vignette-webinar", "comment"]
)
VALUES = st.sampled_from(["1", "5", "cannot-say", "engaged", "9", ""]) | st.text()


@given(st.dictionaries(KEYS | st.text(), st.lists(VALUES, max_size=3)), st.booleans())
def test_whatever_is_posted_only_a_whole_form_of_real_choices_becomes_a_ballot(
    definitions: Definitions,
    questionnaire: Questionnaire,
    posted: dict[str, list[str]],
    is_whole: bool,
) -> None:
    whole = {key: [answer] for key, answer in answers_of(definitions).items()} if is_whole else {}
    fields = whole | posted
    draft = read_draft(questionnaire, fields)
    choices = {q.key: {choice.value for choice in q.choices} for q in questionnaire.questions}
    right = {
        key for key in choices if len(fields.get(key, [])) == 1 and fields[key][0] in choices[key]
    }
    assert set(draft.answers) == right
    assert set(draft.problems) - {"comment"} == set(choices) - right
    if not draft.problems:
        assert {key for key, _ in draft.ballot().answers} == set(choices)


@given(st.text(max_size=1200))
def test_a_comment_never_holds_a_control_character_but_line_ends(
    questionnaire: Questionnaire, typed: str
) -> None:
    comment = read_draft(questionnaire, {"comment": [typed]}).comment
    categories = {unicodedata.category(character) for character in comment if character != "\n"}
    assert not categories & {"Cc", "Cs"}
    assert comment == comment.strip()
