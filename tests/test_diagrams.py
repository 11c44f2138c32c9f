import re

from bs4 import BeautifulSoup

from catalog.definitions import Definitions
from handbook.diagrams import WIDTH, driver_tree, stage_path


def drawn(figure: str) -> BeautifulSoup:
    return BeautifulSoup(figure, "html.parser")


def words(figure: str) -> list[str]:
    return [text.get_text() for text in drawn(figure).find_all("text")]


def links(figure: str) -> list[str]:
    return [str(a["xlink:href"]) for a in drawn(figure).find_all("a")]


def test_the_path_links_every_stage_in_order(small: Definitions) -> None:
    found = links(stage_path(small, "stages/index.md"))
    assert found == ["enquiry/", "offer/", "won/", "lost/", "recycled/"]


def test_each_stage_has_the_shape_and_the_name_of_its_owners_team(small: Definitions) -> None:
    figure = stage_path(small, "stages/index.md")
    marks = [(mark.name, mark["class"][0]) for mark in drawn(figure).select("[class^=cg-mark]")]
    growth, field = ("path", "cg-mark-2"), ("circle", "cg-mark-1")
    assert marks == [growth, field, field, field, growth]
    assert "Growth lead, Growth" in words(figure)


def test_a_change_of_team_is_drawn_as_a_hand_off(small: Definitions) -> None:
    handed = [word for word in words(stage_path(small, "stages/index.md")) if "Hand-off" in word]
    assert handed == ["↓ Hand-off from Growth to Field"]


def test_the_three_ends_branch_off_the_last_step(small: Definitions) -> None:
    assert len(drawn(stage_path(small, "stages/index.md")).select("circle.cg-ring")) == 3


def test_the_tree_names_each_driver_with_its_horizon_and_owner(small: Definitions) -> None:
    figure = driver_tree(small)
    assert words(figure) == [
        "Profitable growth",
        "Retention",
        "This year · Field lead, Field",
        "Being known",
        "Long-term · Growth lead, Growth",
    ]
    assert links(figure) == ["#measure", "#driver-retention", "#driver-brand"]


def test_long_names_are_broken_into_lines_that_fit(small: Definitions) -> None:
    stage = small.stages[0].model_copy(update={"name": "A very long name of a stage, " * 3})
    given = small.model_copy(update={"stages": (stage, *small.stages[1:])})
    assert max(map(len, words(stage_path(given, "stages/index.md")))) * 9 < WIDTH


def test_names_cannot_add_elements_to_a_figure(small: Definitions) -> None:
    stage = small.stages[0].model_copy(update={"name": '<a href="x">"&`'})
    given = small.model_copy(update={"stages": (stage, *small.stages[1:])})
    figure = stage_path(given, "stages/index.md")
    assert " ".join(words(figure)).startswith('<a href="x">"&` ')
    assert len(links(figure)) == len(links(stage_path(small, "stages/index.md")))
    assert not re.search(r"\n\s*\n|`", figure)
