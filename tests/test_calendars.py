from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from catalog.definitions import Ritual
from catalog.reading import Catalog
from catalog.results import Results
from handbook.calendars import rituals_calendar
from handbook.feeds import feeds
from handbook.model import Handbook, gather
from handbook.pages import pages

ORIGIN = "https://example.com/book/"
LONG = 'A purpose; with, all \\ that "calendars" mark. ' * 9


def book(catalog: Catalog, *rituals: Ritual, today: date = date(2026, 11, 22)) -> Handbook:
    definitions = catalog.definitions.model_copy(update={"rituals": rituals})
    return gather(Catalog(definitions, catalog.documents), Results((), None), {}, today, None)


def ritual(catalog: Catalog, **update: object) -> Ritual:
    return catalog.definitions.rituals[0].model_copy(update=update)


def events(catalog: Catalog, *rituals: Ritual) -> list[Event]:
    read = Calendar.from_ical(rituals_calendar(book(catalog, *rituals), ORIGIN))
    assert not read.errors
    found: list[Event] = read.events
    assert not [error for event in found for error in event.errors]
    return found


def turns(event: Event, count: int) -> list[date]:
    """The first days on which it takes place, by another library's reading of the rule."""
    unfolded = event.to_ical().decode().replace("\r\n ", "")
    rule = next(line for line in unfolded.splitlines() if line.startswith("RRULE:"))
    start = datetime.combine(event.start, datetime.min.time())
    return [
        each.date() for each, _ in zip(rrulestr(rule, dtstart=start), range(count), strict=False)
    ]


def test_an_event_says_when_what_why_and_where_to_read_on(small_catalog: Catalog) -> None:
    (event,) = events(small_catalog, ritual(small_catalog, purpose=LONG.strip()))
    assert str(event["summary"]) == "A day on the road"
    assert event.start == date(2027, 1, 7)
    assert str(event["description"]).startswith(f"{LONG.strip()}\n\nSomebody from Growth")
    assert str(event["url"]) == f"{ORIGIN}rituals/#ride-along"
    assert event.stamp.date() == date(2026, 10, 7)


@pytest.mark.parametrize(
    ("cadence", "last_held", "wanted"),
    [
        ("week", date(2026, 12, 24), ["2026-12-31", "2027-01-07"]),
        ("month", date(2027, 1, 5), ["2027-02-05", "2027-03-05"]),
        ("month", date(2027, 1, 31), ["2027-02-28", "2027-03-31", "2027-04-30"]),
        ("month", date(2027, 1, 30), ["2027-02-28", "2027-03-30", "2027-04-30"]),
        ("quarter", date(2026, 11, 30), ["2027-02-28", "2027-05-30", "2027-08-30"]),
        ("year", date(2028, 2, 29), ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("year", date(2026, 5, 31), ["2027-05-31", "2028-05-31"]),
    ],
)
def test_a_ritual_recurs_with_its_cadence_on_the_last_day_of_short_months(
    small_catalog: Catalog, cadence: str, last_held: date, wanted: list[str]
) -> None:
    (event,) = events(small_catalog, ritual(small_catalog, cadence=cadence, last_held=last_held))
    assert [day.isoformat() for day in turns(event, len(wanted))] == wanted


@given(
    st.sampled_from(["week", "month", "quarter", "year"]),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_the_rule_starts_on_the_day_on_which_the_ritual_is_due(
    small_catalog: Catalog, cadence: str, last_held: date
) -> None:
    held = ritual(small_catalog, cadence=cadence, last_held=last_held)
    (event,) = events(small_catalog, held)
    assert turns(event, 1) == [held.due]


def test_a_ritual_that_was_never_held_has_no_day_yet(small_catalog: Catalog) -> None:
    assert events(small_catalog, ritual(small_catalog, last_held=None)) == []


def test_ids_stay_and_no_two_rituals_share_one(small_catalog: Catalog) -> None:
    first, second = ritual(small_catalog), ritual(small_catalog, id="other")
    ids = [str(event["uid"]) for event in events(small_catalog, first, second)]
    later = ritual(small_catalog, name="Another name", last_held=date(2027, 1, 9))
    assert len(set(ids)) == 2
    assert [str(event["uid"]) for event in events(small_catalog, later)] == ids[:1]


def test_an_entry_has_another_stamp_whenever_it_reads_otherwise(small_catalog: Catalog) -> None:
    """Fault: it is stamped by the day it was last held alone; Evolution then keeps the old name."""
    versions = [{}, {"name": "Along for a day"}, {"how": "Listen."}, {"cadence": "month"}]
    held = [ritual(small_catalog, **version) for version in versions]
    stamps = [events(small_catalog, each)[0].stamp for each in held]
    assert len(set(stamps)) == len(versions)
    assert {stamp.date() for stamp in stamps} == {held[0].last_held}


def test_the_only_ids_are_those_of_entries(small_catalog: Catalog) -> None:
    """Fault: the calendar has one too, which vdirsyncer takes for the id of every entry in it.

    It then keeps the last entry only.
    """
    held = book(small_catalog, ritual(small_catalog), ritual(small_catalog, id="other"))
    before, *entries = rituals_calendar(held, ORIGIN).split("BEGIN:VEVENT")
    assert "UID:" not in before
    assert [entry.count("UID:") for entry in entries] == [1, 1]


def test_the_calendar_is_the_same_on_another_day_and_says_when_to_look_again(
    small_catalog: Catalog,
) -> None:
    texts = {
        rituals_calendar(book(small_catalog, ritual(small_catalog), today=today), ORIGIN)
        for today in (date(2026, 11, 22), date(2027, 3, 1))
    }
    (text,) = texts
    calendar = Calendar.from_ical(text)
    assert calendar.calendar_name == "Rituals at Halden Pumps"
    assert calendar.refresh_interval == timedelta(hours=12)
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_until_a_ritual_has_a_day_there_is_no_calendar_and_no_link_to_one(
    small_catalog: Catalog,
) -> None:
    """A calendar without an entry is none that a program must read."""
    for last_held, offered in ((None, False), (date(2026, 10, 7), True)):
        given = book(small_catalog, ritual(small_catalog, last_held=last_held))
        assert ("rituals.ics" in feeds(given, ORIGIN)) is offered
        written = pages(given, lambda *_: "<svg></svg>")
        for page in ("rituals.md", "data.md"):
            assert ("rituals.ics" in written[page]) is offered, page
