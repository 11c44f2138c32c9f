"""One-time codes: made, written for people, read as people type them, hashed.

A code is 26 characters drawn at random from Crockford's base32 (130 bits; no I, L, O or U) and a
check character, so that a typing mistake is told apart from a code that was never handed out.
"""

import hashlib
import secrets
from collections.abc import Mapping

from stdnum import luhn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_RANDOM = 26

LENGTH = _RANDOM + 1
"""How many letters and digits a code has, its check character included."""

_GROUP = 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"} | dict.fromkeys("-‐‑–—"))


class MistypedError(Exception):
    """What was typed cannot be a code; ``length`` says how many characters were read."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(f"not a code, with {length} characters")


def new_code() -> str:
    """A fresh code; its last character is the check character."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return drawn + luhn.calc_check_digit(drawn, ALPHABET)


def draw_codes(people: Mapping[str, int]) -> dict[str, list[str]]:
    """A fresh code for each of so many people, by team."""
    return {team: [new_code() for _ in range(n)] for team, n in people.items()}


def shown(code: str) -> str:
    """The code as people read it, in groups of four: ``7M4K-…-QX2``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(typed: str) -> str:
    """The code that was meant: any case, spaces or hyphens anywhere, I or L for 1, O for 0.

    A whole link with the code after its ``#`` is read too.

    Raises:
        MistypedError: a character is missing, too many, wrong or swapped.
    """
    code = "".join(typed.rpartition("#")[2].split()).upper().translate(_READ_AS)
    if len(code) != LENGTH or not luhn.is_valid(code, ALPHABET):
        raise MistypedError(len(code))
    return code


def hash_code(code: str) -> str:
    """What is stored of a code: its SHA-256, in hexadecimal. 130 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()
