"""The texts of a built page, and what each of them is about by its place on the page."""

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from catalog.quarters import Quarter
from handbook.elements import above, block_around, cells_of, places_around, plain
from handbook.spots import Spot
from handbook.topics import Role, Topic
from handbook.vocabulary import Vocabulary

_APART = {"br", "tspan"}
"""What stands apart from the words before it all the same."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCES = ("desc", "figcaption")
"""What of a drawing is about both teams, whichever it names."""
_WHOLE = {"svg", "figure", "img"}
"""What tells of a whole drawing; other parts of one tell of one mark."""
_DIGIT = re.compile(r"[0-9]")
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "data-tip")
"""Attributes that are read out or shown."""
_DATA = re.compile(r"""\s(data-[\w-]+)=["']?[^"'>]*[0-9](?:[.,][0-9]|%)""")


def page_spots(
    path: str, tree: LexborHTMLParser, vocabulary: Vocabulary, source: str = ""
) -> Iterator[Spot]:
    """Every piece of text that a reader of the page can meet, on the screen or read out.

    Args:
        path: of the page in the site, ``quarters/2026-q3/index.html``; or its address, with an
            anchor if the text is that of a section alone.
        tree: its elements.
        source: its HTML, to find the attributes in which it keeps numbers for programs.
        vocabulary: what is hidden, and how pages call it.
    """
    main = tree.css_first("article") or tree.body
    if main is not None and _concerned(main, vocabulary):
        reader = _Reader(path, vocabulary, {*_SPOKEN, *_DATA.findall(source)})
        for head in tree.css("head title, head meta[name=description]"):
            text = head.attributes.get("content") or head.text()
            if _DIGIT.search(text):
                yield reader.placed(head, text)
        yield from reader.read(main)


def _concerned(main: LexborNode, vocabulary: Vocabulary) -> bool:
    """Whether the page names anything of which something is hidden."""
    return vocabulary.is_named_in(plain(main.text()))


class _Reader:
    """Reads one page from top to bottom; ``placed`` says what a text is about."""

    def __init__(self, path: str, vocabulary: Vocabulary, spoken: Collection[str]) -> None:
        self._spoken = spoken
        self._path, _, anchor = path.partition("#")
        self._vocabulary = vocabulary
        self._of_page = vocabulary.quarters_in(self._path)
        self._rows: dict[int, tuple[dict[int, int], list[str]]] = {}
        self._tables: dict[int, list[str]] = {}
        self._drawings: dict[int, tuple[Topic | None, tuple[Quarter, ...]]] = {}
        self._words, self._words_end = "", True
        self._topic: Topic | None = None
        self._level = len(_HEADINGS)
        self._enter(anchor, "h1")

    def read(self, main: LexborNode) -> Iterator[Spot]:
        """The texts of a page's main part that hold digits: of its blocks and its attributes."""
        for node, text in self._texts(main):
            if _DIGIT.search(text):
                yield self.placed(node, text)
            elif node.tag == "text":
                self._note_words(plain(text))
            else:
                self._quote(node, plain(text))

    def _texts(self, main: LexborNode) -> Iterator[tuple[LexborNode, str]]:
        """All texts, each with the element it stands in."""
        spoken = {node.mem_id for node in main.css(", ".join(f"[{name}]" for name in self._spoken))}
        block, inside, said = main, main.mem_id, [""]
        for node in main.traverse(include_text=True):
            tag = node.tag
            if tag == "-text":
                within = block_around(node)
                if within.mem_id != inside:
                    yield block, "".join(said)
                    block, inside, said = within, within.mem_id, []
                said.append(node.text())
                continue
            if tag == "-comment":
                yield node.parent or main, node.comment_content or ""
                continue
            if tag in _HEADINGS:
                yield block, "".join(said)
                block, inside, said = node, node.mem_id, []
                self._enter(node.attributes.get("id") or "", tag)
            elif tag in _APART:
                said.append(" ")
            if node.mem_id in spoken:
                for name, text in node.attributes.items():
                    if name in self._spoken and text:
                        yield node, text
        yield block, "".join(said)

    def _enter(self, anchor: str, heading: str) -> None:
        """Take note of the section that begins with a heading."""
        if heading not in _HEADINGS or _HEADINGS.index(heading) > self._level:
            return
        folder, _, name = self._path.strip("/").removesuffix("/index.html").rpartition("/")
        found = self._vocabulary.topic(anchor)
        if folder == "perceptions" and anchor == "together":
            found = self._vocabulary.topic(f"theme.{name}")
        elif folder == "promises" and anchor == "felt":
            found = self._vocabulary.topic(f"promise-{name}")
        self._topic = found
        self._level = _HEADINGS.index(heading) if found else len(_HEADINGS)

    def placed(self, node: LexborNode, text: str) -> Spot:
        """A text and what it is about: by its table, its chart or its section."""
        text = plain(text)
        around = places_around(node)
        if "td" in around:
            return self._in_table(around["td"], text)
        figure = around.get("figure") or around.get("svg")
        if figure is not None:
            return self._in_drawing(figure, node, text)
        self._quote(node, text)
        place = self._of_page or (self._vocabulary.quarters[-1:] if self._topic else ())
        return Spot(text, self._topic, place, beside=place)

    def _quote(self, node: LexborNode, text: str) -> None:
        """Take note of a statement or lead that is quoted or a heading: the rest is of it."""
        quoted = self._vocabulary.topic(text.strip('“”"'))
        if quoted and node.tag in _HEADINGS:
            self._topic, self._level = quoted, _HEADINGS.index(node.tag)
        elif quoted and (text.startswith("“") or above(node, "blockquote") is not None):
            self._topic, self._level = quoted, len(_HEADINGS)

    def _in_drawing(self, figure: LexborNode, node: LexborNode, text: str) -> Spot:
        drawn, quarters = self._drawn(figure)
        quarters = quarters or self._of_page
        around = Spot(text, drawn or self._topic, quarters or self._vocabulary.quarters)
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

    def _note_words(self, text: str) -> None:
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

    def _in_table(self, cell: LexborNode, text: str) -> Spot:
        row, table = above(cell, "tr"), above(cell, "table")
        if row is None or table is None:
            return Spot(text, self._topic, self._of_page)
        (places, texts), heads = self._row(row), self._heads(table)
        begin, place = texts[0], places[cell.mem_id]
        head = heads[place] if place < len(heads) else ""
        named = self._vocabulary.topic(begin) or self._vocabulary.theme(begin)
        teams = self._vocabulary.teams_in(head)
        own = teams and head == self._vocabulary.team_name(teams[0])
        role: Role | None = "own" if own else "guess" if "guess" in head.casefold() else None
        return Spot(
            text,
            named or self._topic,
            self._vocabulary.quarters_in(begin)
            or self._vocabulary.quarters_in(head)
            or self._of_page
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
