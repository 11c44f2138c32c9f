"""What the handbook offers to programs: open data, the feed of changes, the calendar of rituals."""

from handbook.addresses import CHANGES_FEED, RITUALS_CALENDAR
from handbook.calendars import rituals_calendar
from handbook.feed import changes_feed
from handbook.model import Handbook
from handbook.opendata import open_data


def feeds(book: Handbook, origin: str) -> dict[str, str]:
    """The text of every file by its path; ``origin`` is the site's address, or empty.

    A calendar must hold something, so there is none until a ritual has a day.
    """
    offered = {**open_data(book), CHANGES_FEED: changes_feed(book, origin)}
    if any(ritual.due for ritual in book.definitions.rituals):
        offered[RITUALS_CALENDAR] = rituals_calendar(book, origin)
    return offered
