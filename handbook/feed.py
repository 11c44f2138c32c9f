"""What changed in the agreement, as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from catalog.quarters import Quarter
from handbook.addresses import CHANGES, CHANGES_FEED, change_place, served, signatures_place
from handbook.edits import Edit, edits
from handbook.markdown import printable
from handbook.model import Handbook

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
# Even a feed in which nothing has happened yet must say since when.
_LONG_AGO = date(2000, 1, 1)


def changes_feed(book: Handbook, origin: str) -> str:
    """The text of the feed, newest first; an entry is a thing that changed by a quarter.

    Everything that was only signed, or is to be looked at again on another day, is one entry.
    Ids stay the same from build to build, and no day of a build stands in it: an entry is dated
    on the first day of the quarter that was first asked with the new text. Changes that no quarter
    has been asked with are not in it yet.

    Args:
        book: the handbook.
        origin: the address of the site, ending in a slash; empty if there is none: then links
            are relative.
    """
    company = book.definitions.company.name
    found = [(edit.quarter, edit) for edit in edits(book.perceptions.changes)]
    dated = [(quarter, edit) for quarter, edit in reversed(found) if quarter]
    feed = Element("feed", xmlns=_ATOM)
    _put(feed, "id", _id(company))
    _put(feed, "title", f"What changed in the agreement at {company}")
    _put(feed, "updated", _moment(dated[0][0].first_day if dated else _LONG_AGO))
    _put(SubElement(feed, "author"), "name", company)
    SubElement(feed, "link", rel="alternate", type="text/html", href=_page(origin, CHANGES))
    if origin:
        SubElement(feed, "link", rel="self", href=f"{origin}{CHANGES_FEED}")
    for quarter, group in groupby(dated, lambda each: each[0]):
        told = [edit for _, edit in group]
        for edit in told:
            if not edit.formal:
                _add_edit(feed, company, origin, quarter, edit)
        _add_signatures(feed, company, origin, quarter, [edit for edit in told if edit.formal])
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _add_edit(feed: Element, company: str, origin: str, quarter: Quarter, edit: Edit) -> None:
    content = _added(
        feed,
        _id(company, str(quarter), edit.kind, edit.id),
        f"{edit.title} {edit.happened}",
        quarter,
        _page(origin, change_place(quarter, edit.kind, edit.id)),
    )
    for change in edit.fields:
        _put(content, "p", f"From {quarter} on, {change.label}:")
        if change.old:
            _put(SubElement(content, "p"), "del", change.old)
        if change.new:
            _put(SubElement(content, "p"), "ins", change.new)


def _add_signatures(
    feed: Element, company: str, origin: str, quarter: Quarter, signed: Sequence[Edit]
) -> None:
    if not signed:
        return
    content = _added(
        feed,
        _id(company, str(quarter), "signatures"),
        f"Signatures and review dates by {quarter}",
        quarter,
        _page(origin, signatures_place(quarter)),
    )
    for edit in signed:
        _put(content, "p", f"{edit.title}: {edit.dates}")


def _added(feed: Element, id: str, title: str, quarter: Quarter, page: str) -> Element:
    """A new entry's content, still empty."""
    entry = SubElement(feed, "entry")
    _put(entry, "id", id)
    _put(entry, "title", title)
    _put(entry, "updated", _moment(quarter.first_day))
    SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    return SubElement(SubElement(entry, "content", type="xhtml"), "div", xmlns=_XHTML)


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = printable(text)


def _page(origin: str, place: str) -> str:
    return f"{origin}{served('index.md', place)}"


def _id(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, " ".join(("common-ground:changes", *parts))).urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
