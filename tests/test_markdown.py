import re
from functools import cache
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from handbook.markdown import TEMPLATES, environment, inert, listing
from tests.running import ROOT

BLOCKS = {
    "paragraph": "{{ text }}",
    "sentence": "Said by {{ text }}, twice {{ text }}",
    "heading": "## {{ text }} {: #anchor }",
    "strong": "**{{ text }}** rest",
    "list": "- {{ text }}\n- {{ text }}",
    "numbered": "1. {{ text }}",
    "quote": "> {{ text }}",
    "link": "[{{ text }}](page.md)",
    "table": "| A | B |\n| --- | --- |\n| {{ text }} | {{ text }} |",
    "definition": "Term\n:   {{ text }}",
    "raw": '<div class="card" markdown>\n\n{{ text }}\n\n</div>',
    "inline": '<span class="chip">{{ text }}</span>',
    "attribute": '<abbr title="{{ text }}">A</abbr>',
}
"""Every kind of place in which the templates put data."""

TEXTS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text(alphabet="<>&\"'`*_{}[]()#+-.!|~^=:/\\ 1ab\t\n", min_size=1, max_size=40),
)


@cache
def engine() -> markdown.Markdown:
    """Python-Markdown as mkdocs.yml sets it up."""
    listed = yaml.safe_load((ROOT / "mkdocs.yml").read_text())["markdown_extensions"]
    names: list[Any] = ["fenced_code"]  # MkDocs adds it
    configs = {}
    for entry in listed:
        name = entry if isinstance(entry, str) else next(iter(entry))
        configs[name] = {} if isinstance(entry, str) else entry[name]
        names.append(name)
    configs["toc"] = {}  # its permalinks would add text of their own
    return markdown.Markdown(extensions=names, extension_configs=configs)


def shape(soup: BeautifulSoup) -> list[tuple[str, list[str]]]:
    """The elements and the names of their attributes, in order."""
    return [(tag.name, sorted(tag.attrs)) for tag in soup.find_all(True)]


def rendered(template: str, text: str) -> BeautifulSoup:
    page = environment(lambda spec, title, description: "").from_string(template)
    return BeautifulSoup(engine().reset().convert(page.render(text=text)), "html.parser")


def shown(text: str) -> str:
    """The text as a reader sees it: control characters and repeated spaces left out."""
    kept = re.sub("[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    return " ".join(kept.split())


@pytest.mark.parametrize("place", BLOCKS)
@settings(max_examples=60)
@given(text=TEXTS.filter(lambda text: shown(text) != ""))
@example(text="<script>alert(1)</script>")
@example(text="[x](javascript:alert(1)) ![i](http://example.com/i.png)")
@example(text="{: onclick=alert(1) } { .x }")
@example(text="12. not a list")
@example(text="- no, + no, # no, > no, : no, ``` no, ~~~ no, --- no, === no")
@example(text="*[CRM]: no abbreviation")
@example(text="a | b || c")
@example(text="&lt;b&gt; &#60; &amp;")
def test_any_text_ends_as_that_same_text_and_as_nothing_else(place: str, text: str) -> None:
    plain = rendered(BLOCKS[place], "word")
    soup = rendered(BLOCKS[place], text)
    assert shape(soup) == shape(plain)
    if place == "attribute":
        assert [tag["title"] for tag in soup.find_all("abbr")] == [shown(text)]
    else:
        wanted = plain.get_text().replace("word", shown(text))
        assert " ".join(soup.get_text().split()) == " ".join(wanted.split())


def test_ordinary_prose_stays_readable() -> None:
    prose = "We don't hand over before 9:30; it's half-done (see the CRM). Is it 90%?"
    assert inert(prose) == prose


def test_a_value_that_is_missing_is_not_printed_as_none() -> None:
    with pytest.raises(TypeError, match="None"):
        environment(lambda *_: "").from_string("{{ value }}").render(value=None)


def test_several_values_are_each_made_harmless() -> None:
    page = environment(lambda *_: "").from_string("{{ values|join }}")
    assert page.render(values=["a*b", "<i>"]) == "a&#42;b, &#60;i&#62;"


def test_what_a_chart_draws_stands_on_the_page_as_it_is() -> None:
    def draw(spec: dict[str, Any], title: str, description: str) -> str:
        return f"<svg><title>{title}</title></svg>"

    page = environment(draw).from_string("{{ chart({}, 'Trend', 'It rose.') }}")
    assert page.render() == "<svg><title>Trend</title></svg>"


def test_what_is_marked_as_ready_is_left_alone() -> None:
    assert inert(Markup("**made on purpose**")) == "**made on purpose**"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_no_template_glues_texts_together(path: Path) -> None:
    """What ``~`` or ``+`` joins to a link is made safe for HTML, but not for Markdown."""
    for expression in re.findall(r"\{\{.*?\}\}", path.read_text()):
        outside_calls = expression
        for _ in range(expression.count("(")):
            outside_calls = re.sub(r"\([^()]*\)", "", outside_calls)
        assert not re.search("[~+]", outside_calls), expression


# A definition file as it was written

LINES = st.text(alphabet="ab `~<>&*_[]{}#|-:'\"\\é", max_size=20)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_a_file_is_shown_as_it_was_written(lines: list[str]) -> None:
    text = "\n".join(lines)
    soup = BeautifulSoup(engine().reset().convert(f"Before\n\n{listing(text)}\n"), "html.parser")
    shown = soup.find("code")
    assert shown is not None
    assert shown.get_text() == text


def test_every_line_has_an_anchor() -> None:
    soup = BeautifulSoup(listing("a: 1\n\nb: 2\n"), "html.parser")
    assert {tag["id"]: tag.get_text() for tag in soup.find_all("span")} == {
        "line-1": "a: 1",
        "line-2": "",
        "line-3": "b: 2",
        "line-4": "",
    }


def test_comments_can_be_told_apart() -> None:
    soup = BeautifulSoup(listing("# why\na: 1  # not this"), "html.parser")
    assert [tag["id"] for tag in soup.select(".cg-comment")] == ["line-1"]
