import pytest

from catalog.definitions import Definitions
from catalog.reading import Catalog
from catalog.results import Results
from handbook.contents import contents
from handbook.model import gather
from handbook.taken import PATHS, taken
from tests.played import played, quarters, results_of, with_survey
from tests.test_staging import TODAY


def with_a_theme_that_is_gone(definitions: Definitions) -> Results:
    themes = definitions.survey.themes
    earlier = with_survey(
        definitions, themes=(themes[0].model_copy(update={"id": "gone"}), *themes[1:])
    )
    return results_of([(quarter, earlier) for quarter in quarters(3)])


@pytest.mark.parametrize("base", [None, "https://example.com/edit/"])
@pytest.mark.parametrize("closed", [0, 3])
def test_they_are_those_of_the_pages_and_files(
    small_catalog: Catalog, closed: int, base: str | None
) -> None:
    definitions = small_catalog.definitions
    for results in (played(definitions, closed), with_a_theme_that_is_gone(definitions)):
        book = gather(small_catalog, results, {}, TODAY, base)
        known = set(taken(definitions, results, with_sources=base is None))
        assert known == {*(page.path for page in contents(book)), *PATHS}
