from datetime import date

from catalog.dates import day


def test_a_day_is_written_as_people_write_it() -> None:
    assert day(date(2026, 3, 2)) == "2 March 2026"
