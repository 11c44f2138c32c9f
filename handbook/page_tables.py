"""What the cells of a page's tables are about."""

from functools import cache, partial

from selectolax.lexbor import LexborNode

from handbook.elements import above, cells_of, plain
from handbook.spots import Spot
from handbook.topics import Role, Topic
from handbook.vocabulary import Vocabulary


class Tables:
    """The tables of one page; each row is read once for all its cells."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._named = cache(partial(_named, vocabulary))
        self._rows: dict[int, tuple[dict[int, int], list[str]]] = {}
        self._tables: dict[int, list[str]] = {}

    def spot(self, cell: LexborNode, text: str, around: Spot) -> Spot:
        """A text in a cell, by its row and column; without those as what is around the table."""
        row, table = above(cell, "tr"), above(cell, "table")
        if row is None or table is None:
            return around._replace(text=text)
        (places, texts), heads = self._row(row), self._heads(table)
        begin, place = texts[0], places[cell.mem_id]
        head = heads[place] if place < len(heads) else ""
        named = self._named(begin)
        teams = self._vocabulary.teams_in(head)
        own = teams and head == self._vocabulary.team_name(teams[0])
        role: Role | None = "own" if own else "guess" if "guess" in head.casefold() else None
        return Spot(
            text,
            named or around.topic,
            self._vocabulary.quarters_in(begin)
            or self._vocabulary.quarters_in(head)
            or around.quarters
            or self._vocabulary.quarters[-1:],
            beside=self._vocabulary.quarters_in(text),
            team=teams[0] if role and len(teams) == 1 else "",
            role=role,
            is_cell=True,
        )

    def _heads(self, table: LexborNode) -> list[str]:
        """The texts of a table's first row."""
        if table.mem_id not in self._tables:
            first_row = table.css_first("tr")
            self._tables[table.mem_id] = self._row(first_row)[1] if first_row else []
        return self._tables[table.mem_id]

    def _row(self, row: LexborNode) -> tuple[dict[int, int], list[str]]:
        """The places of a row's cells, and their texts; read once for all cells."""
        if row.mem_id not in self._rows:
            cells = cells_of(row)
            places = {each.mem_id: place for place, each in enumerate(cells)}
            self._rows[row.mem_id] = places, [plain(each.text()) for each in cells]
        return self._rows[row.mem_id]


def _named(vocabulary: Vocabulary, begin: str) -> Topic | None:
    """What the first cell of a row names, by itself or among other words."""
    return vocabulary.topic(begin) or vocabulary.theme(begin) or vocabulary.named_in(begin)
