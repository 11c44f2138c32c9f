from bs4 import BeautifulSoup

from catalog.definitions import Definitions
from handbook.diagrams import driver_tree


def drawn(figure: str) -> BeautifulSoup:
    return BeautifulSoup(figure, "html.parser")


def words(figure: str) -> list[str]:
    return [text.get_text() for text in drawn(figure).find_all("text")]


def links(figure: str) -> list[str]:
    return [str(a["xlink:href"]) for a in drawn(figure).find_all("a")]


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
