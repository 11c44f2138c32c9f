"""The texts of a built page, and what each of them is about by its place on the page."""

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from catalog.quarters import Quarter
from handbook.spots import Spot, Vocabulary
from handbook.topics import Role, Topic

_INLINE = {"-text", "a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "tspan"}
"""What does not end a piece of text."""
_APART = {"br", "tspan"}
"""What stands apart from the words before it all the same."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCES = ("desc", "figcaption")
"""What of a drawing is about both teams, whichever it names."""
_DIGIT = re.compile(r"[0-9]")
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "data-tip")
"""Attributes that are read out or shown."""


def page_spots(path: str, text: str, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Every piece of text that a reader of the page can meet, on the screen or read out.

    Args:
        path: of the page in the site, ``quarters/2026-q3/index.html``; or its address, with an
            anchor if the text is that of a section alone.
        text: its HTML.
        vocabulary: what is hidden, and how pages call it.
    """
    tree = LexborHTMLParser(text)
    main = tree.css_first("article") or tree.body
    if main is not None and _concerned(main, vocabulary):
        reader = _Reader(path, vocabulary)
        for head in tree.css("head title, head meta[name=description]"):
            yield reader.placed(head, head.attributes.get("content") or head.text())
        yield from reader.read(main)


def _concerned(main: LexborNode, vocabulary: Vocabulary) -> bool:
    """Whether the page names anything of which something is hidden."""
    shown = _plain(main.text())
    return any(name in shown for name in vocabulary.of_hidden)


class _Reader:
    """Reads one page from top to bottom; ``placed`` says what a text is about."""

    def __init__(self, path: str, vocabulary: Vocabulary) -> None:
        self._path, _, anchor = path.partition("#")
        self._vocabulary = vocabulary
        self._of_page = vocabulary.quarters_in(self._path)
        self._rows: dict[int, tuple[dict[int, int], list[str]]] = {}
        self._topic: Topic | None = None
        self._level = len(_HEADINGS)
        self._enter(anchor, "h1")

    def read(self, main: LexborNode) -> Iterator[Spot]:
        """The texts of a page's main part, block by block, and those of its attributes."""
        block, said = main, [""]
        for node in main.traverse(include_text=True):
            within = _above(node, lambda tag: tag not in _INLINE) if node.is_text_node else None
            is_heading = node.tag in _HEADINGS
            if is_heading or (within is not None and within.mem_id != block.mem_id):
                yield self.placed(block, "".join(said))
                block, said = within or node, []
            if node.is_text_node:
                said.append(node.text())
                continue
            if is_heading:
                self._enter(node.attributes.get("id") or "", node.tag or "")
            elif node.tag in _APART:
                said.append(" ")
            for name, spoken in node.attributes.items():
                if name in _SPOKEN and spoken:
                    yield self.placed(node, spoken)
        yield self.placed(block, "".join(said))

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
        text = _plain(text)
        if not _DIGIT.search(text):
            self._quote(node, text)
            return Spot(text)
        of_page = self._of_page
        cell = _above(node, "td".__eq__)
        if cell is not None:
            return self._in_table(cell, text, of_page)
        figure = _above(node, "figure".__eq__) or _above(node, "svg".__eq__)
        if figure is not None:
            return self._in_drawing(figure, node.tag or "", text, of_page)
        self._quote(node, text)
        latest = self._vocabulary.quarters[-1:] if self._topic else ()
        return Spot(text, self._topic, of_page or latest, beside=of_page or latest)

    def _quote(self, node: LexborNode, text: str) -> None:
        """Take note of a statement or lead that is quoted: what follows is about it."""
        quoted = self._vocabulary.topic(text)
        if quoted and _above(node, "blockquote".__eq__) is not None:
            self._topic, self._level = quoted, len(_HEADINGS)

    def _in_drawing(
        self, figure: LexborNode, tag: str, text: str, of_page: tuple[Quarter, ...]
    ) -> Spot:
        title = figure.css_first("svg title, title")
        drawn = self._vocabulary.topic(_plain(title.text())) if title else None
        teams = [] if tag in _SENTENCES else self._vocabulary.teams_in(text)
        return Spot(
            text,
            drawn or self._topic,
            of_page or self._vocabulary.quarters,
            team=teams[0] if len(teams) == 1 else "",
            is_label=tag == "text",
        )

    def _in_table(self, cell: LexborNode, text: str, of_page: tuple[Quarter, ...]) -> Spot:
        row, table = _above(cell, "tr".__eq__), _above(cell, "table".__eq__)
        first_row = table.css_first("tr") if table else None
        if row is None or first_row is None:
            return Spot(text, self._topic, of_page)
        (places, texts), (_, heads) = self._row(row), self._row(first_row)
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
            or of_page
            or self._vocabulary.quarters[-1:],
            beside=self._vocabulary.quarters_in(text),
            team=teams[0] if role and len(teams) == 1 else "",
            role=role,
            is_cell=True,
        )

    def _row(self, row: LexborNode) -> tuple[dict[int, int], list[str]]:
        """The places of a row's cells, and their texts; read once for all cells."""
        if row.mem_id not in self._rows:
            cells = _cells(row)
            places = {each.mem_id: place for place, each in enumerate(cells)}
            self._rows[row.mem_id] = places, [_plain(each.text()) for each in cells]
        return self._rows[row.mem_id]


def _cells(row: LexborNode) -> list[LexborNode]:
    return [each for each in row.iter() if each.tag in ("td", "th")]


def _above(node: LexborNode, fits: Callable[[str], bool]) -> LexborNode | None:
    """The node itself or the nearest one around it whose tag fits."""
    found: LexborNode | None = node
    while found is not None and not fits(found.tag or ""):
        found = found.parent
    return found


def _plain(text: str) -> str:
    return " ".join(text.replace("¶", " ").split())
