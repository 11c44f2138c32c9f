from hypothesis import given
from hypothesis import strategies as st

from catalog.definitions import Definitions, Item, Survey
from catalog.results import CANNOT_SAY, PROMISES
from survey.questionnaire import questionnaire_of

SHORT = st.text(st.characters(categories=["L"]), min_size=1, max_size=9)
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


def with_survey(definitions: Definitions, **changes: object) -> Definitions:
    survey = definitions.survey.model_copy(update=changes)
    return definitions.model_copy(update={"survey": survey})


def test_each_theme_is_a_part_and_the_promises_come_last(definitions: Definitions) -> None:
    parts = questionnaire_of(definitions).parts
    themes = definitions.survey.themes
    assert [part.id for part in parts] == [*(theme.id for theme in themes), PROMISES]
    assert [part.name for part in parts[:-1]] == [theme.name for theme in themes]
    assert parts[-1].name == definitions.survey.promises.name


def test_every_promise_has_one_line_about_the_team_that_gives_it(definitions: Definitions) -> None:
    lines = questionnaire_of(definitions).parts[-1].questions
    assert [(line.key, line.about, line.wording) for line in lines] == [
        (f"kept.{sla.id}", sla.from_team, sla.promise) for sla in definitions.slas
    ]


def test_a_guess_stands_right_after_the_own_view_of_a_mirrored_item_and_nowhere_else(
    definitions: Definitions,
) -> None:
    asked = [question.key for question in questionnaire_of(definitions).questions]
    for theme in definitions.survey.themes:
        for item in theme.items:
            following = asked[asked.index(f"own.{item.id}") + 1]
            assert (following == f"guess.{item.id}") == item.mirrored


def test_a_score_is_one_of_five_words_or_cannot_say(definitions: Definitions) -> None:
    for question in questionnaire_of(definitions).questions:
        if question.kind != "stage":
            assert [choice.value for choice in question.choices] == [*"12345", CANNOT_SAY]
            words = [choice.words for choice in question.choices]
            assert words == [*definitions.survey.scale, definitions.survey.cannot_say]


def test_a_vignette_can_be_placed_in_any_stage(definitions: Definitions) -> None:
    leads = [q for q in questionnaire_of(definitions).questions if q.kind == "stage"]
    assert leads
    for lead in leads:
        stages = [stage.id for stage in definitions.stages]
        assert [choice.value for choice in lead.choices] == [*stages, CANNOT_SAY]


def test_an_answer_has_words(definitions: Definitions) -> None:
    question = questionnaire_of(definitions).questions[0]
    assert question.words("5") == "Strongly agree"


def test_a_part_without_questions_is_left_out(definitions: Definitions) -> None:
    without = definitions.model_copy(update={"slas": ()})
    assert PROMISES not in [part.id for part in questionnaire_of(without).parts]


def test_a_comment_is_asked_for_only_if_the_survey_says_so(definitions: Definitions) -> None:
    assert questionnaire_of(definitions).takes_comment
    assert not questionnaire_of(with_survey(definitions, comment=None)).takes_comment


@given(st.dictionaries(IDS, st.booleans(), min_size=1, max_size=12), st.data())
def test_every_item_is_asked_once_and_guessed_once_if_mirrored(
    definitions: Definitions, mirrored: dict[str, bool], data: st.DataObject
) -> None:
    items = [
        Item(id=id, statement=data.draw(SHORT), about="both", mirrored=is_mirrored)
        for id, is_mirrored in mirrored.items()
    ]
    cut = data.draw(st.integers(0, len(items)))
    first, second = definitions.survey.themes[:2]
    themes = (
        first.model_copy(update={"items": tuple(items[:cut]), "vignettes": ()}),
        second.model_copy(update={"items": tuple(items[cut:]), "vignettes": ()}),
    )
    asked = questionnaire_of(with_survey(definitions, themes=themes)).questions
    keys = [question.key for question in asked if question.kind in ("own", "guess")]
    expected = {f"own.{id}" for id in mirrored} | {f"guess.{id}" for id in mirrored if mirrored[id]}
    assert len(keys) == len(set(keys))
    assert set(keys) == expected


def test_the_same_questions_come_back_from_what_was_locked(definitions: Definitions) -> None:
    locked = Definitions.model_validate_json(definitions.model_dump_json())
    assert questionnaire_of(locked) == questionnaire_of(definitions)
    assert isinstance(locked.survey, Survey)
