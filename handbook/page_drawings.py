"""What the words in a page's drawings are about."""

from selectolax.lexbor import LexborNode

from catalog.quarters import Quarter
from handbook.elements import plain
from handbook.spots import Spot
from handbook.topics import Role, Topic
from handbook.vocabulary import Vocabulary

_SENTENCES = ("desc", "figcaption")
"""What of a drawing is about both teams, whichever it names."""
_WHOLE = {"svg", "figure", "img"}
"""What tells of a whole drawing; other parts of one tell of one mark."""


class Drawings:
    """The drawings of one page, their words one after the other."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._drawings: dict[int, tuple[Topic | None, tuple[Quarter, ...]]] = {}
        self._words, self._words_end = "", True

    def spot(self, figure: LexborNode, node: LexborNode, text: str, around: Spot) -> Spot:
        """A text in a drawing: by what that says of itself, else as what is around it."""
        drawn, quarters = self._drawn(figure)
        quarters = quarters or around.quarters
        around = Spot(text, drawn or around.topic, quarters or self._vocabulary.quarters)
        if node.tag in _SENTENCES:
            return around
        teams = self._vocabulary.teams_in(text)
        team = teams[0] if len(teams) == 1 else ""
        if node.tag == "text":
            if drawn is None:
                return around._replace(team=team, part="word")
            when = self._vocabulary.quarters_in(text) or quarters or drawn.newest
            return self._label(text)._replace(topic=drawn, quarters=when)
        said_by = node.parent if node.tag == "title" else node
        if drawn is None or said_by is None or said_by.tag in _WHOLE:
            return around._replace(team=team)
        role: Role = "guess" if "guess" in text.casefold() else "own"
        when = self._vocabulary.quarters_in(text) or around.quarters
        return around._replace(quarters=when, team=team, role=role if team else None, part="mark")

    def _label(self, text: str) -> Spot:
        """A word with a digit in a drawing: by a team's name, in it or in the lines above it."""
        words = text if self._vocabulary.teams_in(text) else self._words
        self._words_end = True
        if not words or "guess" in self._words.casefold():
            return Spot(text, part="scale")
        teams = self._vocabulary.teams_in(words)
        role: Role = "guess" if "guess" in words.casefold() else "own"
        return Spot(text, team=teams[0] if len(teams) == 1 else "", role=role, part="label")

    def note_words(self, text: str) -> None:
        """Take note of a word in a drawing without a digit: a figure may stand below it."""
        self._words = text if self._words_end else f"{self._words} {text}"
        self._words_end = False

    def _drawn(self, figure: LexborNode) -> tuple[Topic | None, tuple[Quarter, ...]]:
        """What a drawing is about by its title, and when; looked up once for all its texts."""
        if figure.mem_id not in self._drawings:
            title = figure.css_first("svg title, title")
            named = plain(title.text()) if title else ""
            self._words = ""
            drawn = self._vocabulary.named_in(named), self._vocabulary.quarters_in(named)
            self._drawings[figure.mem_id] = drawn
        return self._drawings[figure.mem_id]
