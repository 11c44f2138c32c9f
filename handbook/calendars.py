"""When the rituals come round, as a calendar to subscribe to (RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from icalendar import TRANSP, Calendar, Event, vRecur

from catalog.definitions import Ritual
from handbook.addresses import ritual_place, served
from handbook.markdown import printable
from handbook.model import Handbook
from handbook.words import CADENCES

_LOOK_AGAIN = timedelta(hours=12)


def rituals_calendar(book: Handbook, origin: str) -> str:
    """The text of the calendar: each ritual that was held once, from its next turn on.

    Ids stay the same from build to build, and no day of a build stands in it: an entry is stamped
    with the day on which the ritual was last held. A ritual that was never held has no day yet.

    Args:
        book: the handbook.
        origin: the address of the site, ending in a slash; empty if there is none: then entries
            have no links.
    """
    company = book.definitions.company.name
    calendar = Calendar.new(
        prodid="-//Common Ground//Rituals//EN",
        name=f"Rituals at {printable(company)}",
        refresh_interval=_LOOK_AGAIN,
    )
    # It has no id of its own: vdirsyncer takes that for the id of every entry, and keeps the last.
    del calendar["uid"]
    calendar["refresh-interval"].params["VALUE"] = "DURATION"  # RFC 7986 asks for it to be named
    calendar.add("x-published-ttl", "PT12H")  # what Outlook heeds instead
    for ritual in book.definitions.rituals:
        if ritual.last_held and ritual.due:
            calendar.add_component(_event(ritual, ritual.last_held, ritual.due, company, origin))
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(ritual: Ritual, last_held: date, due: date, company: str, origin: str) -> Event:
    event = Event.new(
        uid=_id(company, ritual.id),
        summary=printable(ritual.name),
        description=f"{printable(ritual.purpose)}\n\n{printable(ritual.how)}",
        start=due,
        stamp=datetime.combine(last_held, time(), UTC),
        categories=[CADENCES[ritual.cadence]],
        transparency=TRANSP.TRANSPARENT,
        url=f"{origin}{served('index.md', ritual_place(ritual.id))}" if origin else None,
    )
    event.add("rrule", vRecur(recurrence(ritual, last_held, due)))
    event.stamp += _time_of(event)
    return event


def _time_of(event: Event) -> timedelta:
    """A time of the day that is another one if the entry reads otherwise.

    By another stamp clients such as Evolution tell an entry that changed; else they keep the old.
    """
    digest = sha256(event.to_ical()).digest()
    return timedelta(seconds=int.from_bytes(digest, "big") % 86_400)


def recurrence(ritual: Ritual, last_held: date, due: date) -> dict[str, object]:
    """The rule by which a ritual recurs from ``due`` on: on the weekday or day it was last held.

    In a month without that day it is the month's last one, as ``Ritual.due`` has it.
    """
    days = list(range(28, last_held.day + 1)) if last_held.day > 28 else []
    clamped: dict[str, object] = {"BYMONTHDAY": days, "BYSETPOS": -1} if days else {}
    match ritual.cadence:
        case "week":
            return {"FREQ": "WEEKLY"}
        case "month":
            return {"FREQ": "MONTHLY", **clamped}
        case "quarter":
            return {"FREQ": "MONTHLY", "INTERVAL": 3, **clamped}
        case "year":
            in_month = {"BYMONTH": due.month, **clamped} if clamped else {}
            return {"FREQ": "YEARLY", **in_month}


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, " ".join(("common-ground:rituals", *parts))))
