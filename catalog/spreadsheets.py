"""Tables as spreadsheets save them: CSV with a head, commas or semicolons between the cells."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO


class SpreadsheetError(Exception):
    """The text is no such table; the message says where and why."""


def rows(text: str, name: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The line of every row that is not empty, and its cells in these columns, without spaces.

    Args:
        text: the CSV.
        name: what messages call it.
        columns: their heads, in small letters; other columns are passed over.

    Raises:
        SpreadsheetError: it has no such columns, or is no CSV.
    """
    header = text.partition("\n")[0]
    separator = ";" if ";" in header else ","
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        heads = {(head or "").strip().casefold(): head for head in reader.fieldnames or ()}
        if missing := [column for column in columns if column not in heads]:
            raise SpreadsheetError(
                f"{name}:1: there is no column {' and no column '.join(missing)}; the first line"
                f" names the columns: {','.join(columns)}"
            )
        for row in reader:
            cells = [(row[heads[column]] or "").strip() for column in columns]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        # DictReader itself counts a line only once it is read.
        raise SpreadsheetError(
            f"{name}:{reader.reader.line_num}: this is no CSV: {error}"
        ) from None
