"""Whether a piece of published text tells a number that the results hide."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain
from textwrap import shorten

from catalog.quarters import Quarter
from handbook.scores import Figure
from handbook.spots import PERCENT, SCORE, Spot, clauses, of_teams, pieces
from handbook.topics import Role, Topic, is_hidden, numbers_of
from handbook.vocabulary import Vocabulary

_SCORE = re.compile(SCORE)
_PERCENT = re.compile(PERCENT)
_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)")
_INVITED = re.compile(r"\bof [0-9]+\b")
_CHOSE = re.compile(r"\b([0-9]+)(?: of [0-9]+)?(?: (?:people )?in [^.;:,0-9]*)? chose\b")
_APART = re.compile(
    r"[+−±]|apart|differ|gap|higher|lower|misread|misjudge|point|^[0-9]{4}-Q[1-4] ", re.IGNORECASE
)
"""By what a clause tells a difference; a row of a table without its tags may hold one too."""
_TICKS = {0.0, 25.0, 50.0, 75.0, 100.0}
"""What stands beside the axis of a drawing of shares."""
_OFF, _OFF_PERCENT = 0.051, 0.51
"""How far a number may be off because it was rounded."""
_LOOSE = ("text", "flat", "word")
"""Where differences can stand."""
_NAME = 60
"""To so many characters a message shortens what a number stands beside."""


def told(spot: Spot, vocabulary: Vocabulary, steps: set[float]) -> tuple[str, ...]:
    """What a spot tells although it is hidden, a message for each number.

    Numbers in what people wrote tell nothing. Most spots need not be looked at for such texts.

    Args:
        spot: a piece of text and what it is about.
        vocabulary: what is hidden, and how it is called.
        steps: changes, in points, that pages call too small to tell.
    """
    if not _told(spot, vocabulary, steps):
        return ()
    return _told(spot._replace(text=vocabulary.without_written(spot.text)), vocabulary, steps)


def _told(spot: Spot, vocabulary: Vocabulary, steps: set[float]) -> tuple[str, ...]:
    return tuple(
        f"{number} stands beside “{shorten(piece.topic.name, _NAME, placeholder='…')}” in"
        f" {_span(piece.quarters)}, where the results hide a figure"
        for piece in pieces(spot, vocabulary)
        if piece.topic
        for number in chain(
            _too_much(piece, piece.topic, vocabulary, steps),
            *(
                _in_clause(each, piece.topic, vocabulary, steps)
                for each in clauses(piece, vocabulary)
            ),
        )
    )


def _span(quarters: Sequence[Quarter]) -> str:
    if len(quarters) <= 3:
        return ", ".join(map(str, quarters))
    return f"{min(quarters)} to {max(quarters)}"


def _too_much(spot: Spot, topic: Topic, vocabulary: Vocabulary, steps: set[float]) -> Iterator[str]:
    """The numbers in a spot that its topic does not explain."""
    if hidden := _hidden_there(spot, topic):
        sayable = {*chain(*map(numbers_of, hidden)), *(each.n for each in hidden if each.n)}
        said = _INVITED.sub("", vocabulary.without_quarters(spot.text))
        yield from _unexplained(_NUMBER.findall(said), sayable, 0.001)
    else:
        yield from _unsayable(spot, topic, vocabulary, steps)


def _in_clause(
    spot: Spot, topic: Topic, vocabulary: Vocabulary, steps: set[float]
) -> Iterator[str]:
    """The numbers in a clause that may not be said, of a team if one stands right before them."""
    yield from _unsayable(spot, topic, vocabulary, steps, apart=bool(_APART.search(spot.text)))
    for of_team in of_teams(spot, vocabulary):
        yield from _unsayable(of_team, topic, vocabulary, set(), apart=False)


def _unsayable(
    spot: Spot, topic: Topic, vocabulary: Vocabulary, steps: set[float], *, apart: bool = True
) -> Iterator[str]:
    """The numbers in a spot that may not be said of its topic in the quarters it names."""
    asked = spot.quarters
    if not spot.is_cell:
        asked = vocabulary.quarters_in(spot.text) or asked
    if topic.hidden_in.isdisjoint(asked) or (topic.shares and spot.is_cell):
        return
    if chosen := _CHOSE.findall(spot.text):
        yield from _unexplained(chosen, topic.counts(asked, spot.team), 0)
    pattern, off = (_PERCENT, _OFF_PERCENT) if topic.shares else (_SCORE, _OFF)
    if not (numbers := pattern.findall(spot.text)):
        return
    sayable = topic.sayable(
        {*asked, *spot.beside},
        spot.team,
        None if spot.is_cell or topic.is_theme else spot.role,
        ranges=spot.part not in ("word", "label"),
        apart=apart and spot.part in _LOOSE,
    )
    if spot.part == "scale":
        sayable = frozenset()
    if topic.shares and spot.part in ("word", "label", "scale"):
        sayable |= _TICKS
    if spot.part in _LOOSE:
        sayable |= steps
    yield from _unexplained(numbers, sayable, off)


def _hidden_there(spot: Spot, topic: Topic) -> list[Figure]:
    """The figures of one team and quarter that a spot is about, if all of them are hidden."""
    if not spot.team or len(spot.quarters) != 1:
        return []
    roles: tuple[Role, ...] = (spot.role,) if spot.role else ("own", "guess")
    figures = [topic.exactly(spot.quarters[0], role, spot.team) for role in roles]
    return figures if all(map(is_hidden, figures)) else []


def _unexplained(numbers: Sequence[str], sayable: Set[float], off: float) -> Iterator[str]:
    for number in numbers:
        if not any(abs(float(number.replace(",", ".")) - each) <= off for each in sayable):
            yield number
