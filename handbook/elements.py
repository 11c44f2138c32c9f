"""The elements of a page: what is around a text, and how a text reads without its layout."""

from selectolax.lexbor import LexborNode

_INLINE = {"-text", "a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "tspan"}
"""What does not end a piece of text."""
_PLACES = {"td", "figure", "svg"}


def block_around(text: LexborNode) -> LexborNode:
    """The nearest element around a text that is more than a part of its line."""
    found = text.parent
    while found and found.tag in _INLINE:
        found = found.parent
    return found or text


def places_around(node: LexborNode) -> dict[str, LexborNode]:
    """The nearest cell of a table, figure and drawing around a node; within a cell only that."""
    found: dict[str, LexborNode] = {}
    outer: LexborNode | None = node
    while outer is not None and "td" not in found:
        tag = outer.tag
        if tag in _PLACES:
            found.setdefault(tag, outer)
        outer = outer.parent
    return found


def above(node: LexborNode, tag: str) -> LexborNode | None:
    """The node itself or the nearest one around it that has this tag."""
    found: LexborNode | None = node
    while found is not None and found.tag != tag:
        found = found.parent
    return found


def cells_of(row: LexborNode) -> list[LexborNode]:
    """The cells of a table's row, heads as well."""
    return [each for each in row.iter() if each.tag in ("td", "th")]


def plain(text: str) -> str:
    """A text without its line breaks and the signs that link to headings."""
    return " ".join(text.replace("¶", " ").split())
