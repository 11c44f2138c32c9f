"""The texts of a built page, and what each of them is about by its place on the page."""

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from handbook.elements import above, block_around, places_around, plain
from handbook.page_drawings import Drawings
from handbook.page_tables import Tables
from handbook.spots import DIGIT, Spot
from handbook.topics import Topic
from handbook.vocabulary import Vocabulary

_APART = {"br", "tspan"}
"""What stands apart from the words before it all the same."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
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
            if DIGIT.search(text):
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
        self._tables, self._drawings = Tables(vocabulary), Drawings(vocabulary)
        self._topic: Topic | None = None
        self._level = len(_HEADINGS)
        self._enter(anchor, "h1")

    def read(self, main: LexborNode) -> Iterator[Spot]:
        """The texts of a page's main part that hold digits: of its blocks and its attributes."""
        for node, text in self._texts(main):
            if DIGIT.search(text):
                yield self.placed(node, text)
            elif node.tag == "text":
                self._drawings.note_words(plain(text))
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
            return self._tables.spot(around["td"], text, Spot("", self._topic, self._of_page))
        figure = around.get("figure") or around.get("svg")
        if figure is not None:
            here = Spot("", self._topic, self._of_page)
            return self._drawings.spot(figure, node, text, here)
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
