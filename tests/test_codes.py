import hashlib
import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from survey.codes import (
    ALPHABET,
    MistypedError,
    draw_codes,
    hash_code,
    new_code,
    read_code,
    shown,
)

CODES = st.text(ALPHABET, min_size=26, max_size=26).map(
    lambda drawn: drawn + luhn.calc_check_digit(drawn, ALPHABET)
)


def test_a_code_is_26_random_characters_and_a_check_character() -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{27}}", new_code())
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_no_code_comes_twice() -> None:
    assert len({new_code() for _ in range(5000)}) == 5000


def test_every_character_is_drawn_at_every_place() -> None:
    drawn = [new_code() for _ in range(2000)]
    for place in range(26):
        assert {code[place] for code in drawn} == set(ALPHABET)


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert re.fullmatch(r"([0-9A-Z]{4}-){6}[0-9A-Z]{3}", shown(new_code()))


def test_codes_are_drawn_by_team() -> None:
    codes = draw_codes({"field": 3, "growth": 2})
    assert {team: len(drawn) for team, drawn in codes.items()} == {"field": 3, "growth": 2}
    assert len({code for drawn in codes.values() for code in drawn}) == 5


@given(CODES, st.randoms())
def test_a_code_is_read_however_people_type_it(code: str, chance: Random) -> None:
    looks = {"1": "1iIlL", "0": "0oO"}
    typed = "".join(
        chance.choice(looks.get(character, character + character.lower()))
        + chance.choice(["", "", " ", "-", "\t", "–", " - ", "\u00a0"])
        for character in code
    )
    assert read_code(f" {typed}\n") == code


@given(CODES)
def test_a_whole_link_is_read_as_its_code(code: str) -> None:
    assert read_code(f"https://survey.example.com/survey/#{shown(code)}") == code


@given(CODES)
def test_one_wrong_character_is_always_noticed(code: str) -> None:
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(MistypedError):
                read_code(code[:place] + wrong + code[place + 1 :])


@given(CODES, st.integers(0, 25))
def test_two_swapped_neighbours_are_noticed(code: str, place: int) -> None:
    left, right = code[place], code[place + 1]
    swapped = code[:place] + right + left + code[place + 2 :]
    # 0 and Z are the one pair that the check character cannot tell apart
    if left != right and {left, right} != {"0", "Z"}:
        with pytest.raises(MistypedError):
            read_code(swapped)


@given(CODES)
def test_a_missing_or_added_character_is_noticed(code: str) -> None:
    for typed in (code[1:], code[:-1], code + "7", ""):
        with pytest.raises(MistypedError):
            read_code(typed)


@given(st.text())
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        code = read_code(typed)
    except MistypedError:
        return
    assert re.fullmatch(f"[{ALPHABET}]{{27}}", code)


def test_what_is_stored_is_a_sha256() -> None:
    code = new_code()
    assert hash_code(code) == hashlib.sha256(code.encode("ascii")).hexdigest()
