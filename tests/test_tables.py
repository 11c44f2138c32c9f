import csv
from io import StringIO

from pydantic import Field

from catalog.definitions import Definitions, Model, Role, Sla
from handbook.tables import columns, to_csv


class Cell(Model):
    text: str = Field(description="A text.")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_a_field_within_a_field_is_a_column_whether_or_not_a_record_has_it(
    small: Definitions,
) -> None:
    assert "target.within.amount" in columns(Sla)
    first, second = rows(to_csv(Sla, small.slas))
    assert (first["target.within.amount"], second["target.within.amount"]) == ("8", "")
    assert (first["from"], first["clock.business_hours"]) == ("field", "true")


def test_several_values_share_a_cell(small: Definitions) -> None:
    call_back = rows(to_csv(Sla, small.slas))[0]
    assert call_back["agreed"] == "field: 2026-01-12; growth: 2026-01-12"
    lead = rows(to_csv(Role, small.roles))[0]
    assert lead["metrics"] == (
        '[{"name": "Renewed contracts", "driver": "retention", "horizon": "year"}]'
    )


def test_no_text_is_a_formula_to_a_spreadsheet() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "plain = text"]
    found = rows(to_csv(Cell, [Cell(text=text) for text in texts]))
    assert [row["text"] for row in found] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "plain = text"]
