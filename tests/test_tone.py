import pytest

from catalog.definitions import FILES, Definitions, ToneRule
from catalog.lint.tone import avoidable_words
from catalog.yaml_nodes import Document, parse_document

RULES = (
    ToneRule(id="war", why="Nobody is an enemy.", words=("war", "war room")),
    ToneRule(id="blame", why="Say what happens.", words=("fault",)),
)


def found(text: str, file: str = "roles") -> list[tuple[str, str]]:
    """Place and message of each word found in a text of a file."""
    documents: dict[str, Document] = {name: parse_document("a: b") for name in FILES}
    documents[file] = parse_document(text)
    return [
        (".".join(map(str, each.loc)), each.message) for each in avoidable_words(RULES, documents)
    ]


def test_a_listed_word_is_found_wherever_it_stands() -> None:
    assert found("roles:\n  - purpose: Ends the war\n  - how: [x, Whose fault?]") == [
        ("roles.0.purpose", "'war' is better avoided. Nobody is an enemy."),
        ("roles.1.how.1", "'fault' is better avoided. Say what happens."),
    ]


def test_capitals_and_line_breaks_do_not_hide_a_word() -> None:
    assert found("a: >-\n  The War\n  Room") == [
        ("a", "'War Room' is better avoided. Nobody is an enemy.")
    ]


def test_a_word_inside_another_is_none() -> None:
    assert found("a: A warm default") == []


def test_tone_yml_itself_may_name_the_words() -> None:
    assert found("a: war", "tone") == []


def test_without_rules_nothing_is_said() -> None:
    assert list(avoidable_words((), {name: parse_document("a: war") for name in FILES})) == []


FORMS = (ToneRule(id="a", why="b", words=("battle", "crush", "kill", "drop the ball", "rat")),)


@pytest.mark.parametrize(
    "text",
    [
        *("battle", "Battles", "battled", "BATTLING", "crushes", "crushed", "crushing", "kills"),
        *("killed", "killing", "drops the ball", "dropped the ball", "dropping the balls"),
    ],
)
def test_regular_forms_of_a_listed_word_are_found(text: str) -> None:
    documents = {name: parse_document("a: b") for name in FILES} | {"roles": parse_document(text)}
    (told,) = avoidable_words(FORMS, documents)
    assert told.message == f"'{text}' is better avoided. b"


@pytest.mark.parametrize("text", ["rating", "rates", "killer", "skills", "battlement", "crusher"])
def test_another_word_is_no_form_of_a_listed_one(text: str) -> None:
    """Faults: the last letter is never doubled; an ending may be any letters."""
    documents = {name: parse_document("a: b") for name in FILES} | {"roles": parse_document(text)}
    assert list(avoidable_words(FORMS, documents)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("was to blame", "were to blame", "couldn't be bothered", "leads were rubbish"),
        *("leads were useless", "threw under the bus", "thrown under the bus", "lone wolves"),
        *("salesmen", "saleswomen", "chairmen", "grew a pair", "grown a pair", "shot down"),
        *("took no prisoners", "taken no prisoners", "beaten the competition", "bit the bullet"),
        *("bitten the bullet", "ball was in their court", "took the ball and ran"),
        *("taken the ball and run", "blew the whistle", "blown the whistle", "threw in the towel"),
        "thrown in the towel",
    ],
)
def test_irregular_forms_of_what_we_list_are_found_too(text: str, definitions: Definitions) -> None:
    """Fault: a form is left out of tone.yml."""
    documents = {name: parse_document("a: b") for name in FILES}
    spoken = documents | {"roles": parse_document(text)}
    assert len(list(avoidable_words(definitions.tone, spoken))) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("We won the order", "They took the lead on", "A bit more", "She was asked"),
        *("Ran the trial", "Shot of the plant", "Sales has grown", "Prisoners of habit"),
    ],
)
def test_ordinary_words_of_business_are_left_alone(text: str, definitions: Definitions) -> None:
    """Fault: a verb stands in the shipped file alone, without the phrase that makes it harmful."""
    documents = {name: parse_document("a: b") for name in FILES} | {"roles": parse_document(text)}
    assert list(avoidable_words(definitions.tone, documents)) == []
