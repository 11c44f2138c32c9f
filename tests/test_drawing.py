import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from handbook import charts
from handbook.drawing import Drawing
from handbook.layers import WIDTH
from handbook.scores import Figure
from handbook.trends import Series, Trend
from tests import played

SVG = "{http://www.w3.org/2000/svg}"


def spec(name: str = "Sales", score: float = 2.0) -> dict[str, Any]:
    quarter = played.quarters(1)[0]
    shown = Series(name, 0, False, {quarter: Figure(score)})
    return charts.trend(Trend("A.", "B.", (quarter,), (shown,), frozenset(), ()))


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "charts")


def test_a_drawing_is_one_image_with_a_title_and_a_description(drawing: Drawing) -> None:
    image = ElementTree.fromstring(drawing.svg(spec(), "A title & more", "It <went>."))
    title, description = image.find(f"{SVG}title"), image.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("A title & more", "It <went>.")
    assert image.get("role") == "img"
    assert image.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert [part.tag for part in image.iter() if part.get("role")] == [f"{SVG}svg"]


def test_a_drawing_takes_its_size_and_colours_from_the_page(drawing: Drawing) -> None:
    svg = drawing.svg(spec(), "A", "B")
    image = ElementTree.fromstring(svg)
    assert image.get("viewBox", "").split()[2] == str(WIDTH)
    assert image.get("width") is None
    assert 'fill="var(--team-1)"' in svg
    assert "currentColor" in svg
    assert "white" not in svg


def test_hovering_a_mark_shows_what_it_tells_and_the_drawing_stays_one_image(
    drawing: Drawing,
) -> None:
    image = ElementTree.fromstring(drawing.svg(spec('<i>"&'), "A", "B"))
    titles = [part.text for part in image.iter(f"{SVG}title")]
    assert titles == ["A", '<i>"&, 2026-Q3: 2.0']
    named = [part.tag for part in image.iter() if {"aria-label", "role"} & set(part.attrib)]
    assert named == [f"{SVG}svg"]


def test_words_in_a_drawing_are_text_whatever_they_hold(drawing: Drawing) -> None:
    name = '<i>"&\x01'
    svg = drawing.svg(spec(name), f"{name}\n\nmore", name)
    page = BeautifulSoup(svg, "html.parser")
    assert page.find("i") is None
    assert '<i>"&' in [text.get_text() for text in page.find_all("text")]
    assert "\n" not in svg


def test_ids_differ_between_drawings_of_a_page(drawing: Drawing) -> None:
    clipped = {
        "data": {"values": [{"x": 1}]},
        "mark": {"type": "point", "clip": True},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
    drawings = [drawing.svg(clipped, title, "The same.") for title in ("One", "Two")]
    ids = [part["id"] for part in BeautifulSoup("".join(drawings), "html.parser").find_all(id=True)]
    assert len(ids) == len(set(ids)) == 6
    for svg in drawings:
        (reference,) = re.findall(r"url\(#(.+?)\)", svg)
        assert f'id="{reference}"' in svg


def test_what_was_drawn_once_is_read_from_the_cache(drawing: Drawing, tmp_path: Path) -> None:
    drawing.svg(spec(), "A", "B")
    (cached,) = (tmp_path / "charts").iterdir()
    cached.write_text(cached.read_text().replace("Sales", "From the cache"))
    assert "From the cache" in drawing.svg(spec(), "A", "B")


def test_a_chart_that_stands_on_many_pages_is_looked_up_once(
    drawing: Drawing, tmp_path: Path
) -> None:
    """Planted fault: each page has the specification hashed and the drawing read again."""
    chart = spec()
    drawn = drawing.svg(chart, "A", "B")
    shutil.rmtree(tmp_path / "charts")
    assert drawing.svg(chart, "A", "B") is drawn
    assert drawing.svg(chart, "A", "C") != drawn


def test_another_specification_is_drawn_anew(drawing: Drawing, tmp_path: Path) -> None:
    drawing.svg(spec(score=2.0), "A", "B")
    drawing.svg(spec(score=2.1), "A", "B")
    assert len(list((tmp_path / "charts").iterdir())) == 2


def test_another_title_or_description_is_drawn_anew(drawing: Drawing) -> None:
    drawn = {drawing.svg(spec(), *words) for words in (("A", "B"), ("A", "C"), ("C", "B"))}
    assert len(drawn) == 3


def test_a_cached_drawing_that_was_cut_off_is_drawn_again(drawing: Drawing, tmp_path: Path) -> None:
    whole = drawing.svg(spec(), "A", "B")
    (cached,) = (tmp_path / "charts").iterdir()
    cached.write_bytes("é".encode() + cached.read_bytes()[:500] + "é".encode()[:1])
    assert drawing.svg(spec(), "A", "B") == whole
