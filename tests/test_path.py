import re
from collections.abc import Mapping

from catalog.definitions import Definitions
from handbook.diagrams import WIDTH
from handbook.path import hand_offs, stage_path
from tests.test_diagrams import drawn, links, words
from tests.test_markdown import engine

PAGE = "stages/index.md"


def leading(given: Definitions, next_of: Mapping[str, tuple[str, ...]]) -> Definitions:
    """The same path with other ways from some of its stages."""
    stages = [
        stage.model_copy(update={"next": next_of.get(stage.id, stage.next)})
        for stage in given.stages
    ]
    return given.model_copy(update={"stages": tuple(stages)})


def lines(figure: str) -> set[tuple[str, str]]:
    """From which stage to which each line leads, by the heights at which it starts and ends."""
    stages = {
        float(str(name["y"])) - 6: name.get_text() for name in drawn(figure).select(".cg-name")
    }

    def nearest(height: str) -> str:
        return stages[min(stages, key=lambda each: abs(each - float(height)))]

    found = set()
    for rail in drawn(figure).select(".cg-rail"):
        start, down = re.findall(r"[MV](?:[\d.]+ )?([\d.]+)", str(rail["d"]))
        found.add((nearest(start), nearest(down)))
    return found


def test_the_path_links_every_stage_in_order_and_who_owns_each_hand_off(
    small: Definitions,
) -> None:
    assert links(stage_path(small, PAGE)) == [
        *("enquiry/", "../roles/growth-lead/", "offer/", "won/", "lost/", "recycled/")
    ]


def test_each_stage_has_the_shape_and_the_name_of_its_owners_team(small: Definitions) -> None:
    figure = stage_path(small, PAGE)
    marks = [(mark.name, mark["class"][0]) for mark in drawn(figure).select("[class^=cg-mark]")]
    growth, field = ("path", "cg-mark-2"), ("circle", "cg-mark-1")
    assert marks == [growth, field, field, field, growth]
    assert "Growth lead, Growth" in words(figure)
    assert len(drawn(figure).select("circle.cg-ring")) == 3


def test_a_line_leads_where_next_says_and_nowhere_else(small: Definitions) -> None:
    """It catches endings that all hang on the last open stage."""
    down = {("Enquiry", "Offer"), ("Enquiry", "Recycled"), ("Offer", "Won"), ("Offer", "Lost")}
    assert lines(stage_path(small, PAGE)) == down
    other = leading(small, {"offer": ("won",), "enquiry": ("offer", "lost"), "lost": ("recycled",)})
    drawn_ways = {("Enquiry", "Offer"), ("Offer", "Won"), ("Enquiry", "Lost")}
    drawn_ways |= {("Lost", "Recycled")}
    assert lines(stage_path(other, PAGE)) == drawn_ways


def test_a_way_back_is_told_in_words(small: Definitions) -> None:
    assert "It can go to Enquiry" in words(stage_path(small, PAGE))


def test_ways_that_have_no_lane_left_are_told_in_words(small: Definitions) -> None:
    """It catches lanes that run over the edge, and a way that is neither drawn nor told."""
    first = small.stages[0]
    ids = [f"s{number}" for number in range(8)]
    path = tuple(first.model_copy(update={"id": id, "name": id.upper(), "next": ()}) for id in ids)
    given = small.model_copy(update={"stages": path})
    fanned = stage_path(leading(given, {"s0": tuple(ids[1:])}), PAGE)
    assert lines(fanned) == {("S0", "S1"), ("S0", "S2"), ("S0", "S3"), ("S0", "S4")}
    told = " ".join(words(fanned))
    assert "It can also go to S2, S3, S4, S5, S6 and S7" in told
    starts = [float(x) for x in re.findall(r"H([-\d.]+)", fanned)]
    assert 0 < min(starts) < max(starts) < WIDTH


def of_two_products(given: Definitions, next_of: Mapping[str, tuple[str, ...]]) -> Definitions:
    """The path, and after it a second one of its own stages: ``enquiry-2`` and so on."""
    second = tuple(
        stage.model_copy(
            update={
                "id": f"{stage.id}-2",
                "name": f"{stage.name} 2",
                "next": tuple(f"{id}-2" for id in stage.next),
            }
        )
        for stage in given.stages
    )
    return leading(given.model_copy(update={"stages": (*given.stages, *second)}), next_of)


def names_by_figure(figure: str) -> list[list[str]]:
    figures = drawn(figure).select("figure")
    return [[name.get_text() for name in each.select(".cg-name")] for each in figures]


def test_paths_that_no_way_joins_are_drawn_one_by_one_each_to_its_ends(small: Definitions) -> None:
    """Planted: one figure of all open stages and then all ends, pages away from theirs."""
    figure = stage_path(of_two_products(small, {}), PAGE)
    first = ["Enquiry", "Offer", "Won", "Lost", "Recycled"]
    assert names_by_figure(figure) == [first, [f"{name} 2" for name in first]]
    rendered = drawn(engine().reset().convert(f"Text\n\n{figure}\n\nText"))
    assert len(rendered.select(".cg-pair > figure > svg")) == 2


def test_a_way_between_paths_makes_them_one(small: Definitions) -> None:
    """Planted: stages joined with those before them only."""
    given = of_two_products(small, {"recycled": ("enquiry-2",)})
    (names,) = names_by_figure(stage_path(given, PAGE))
    assert names[:4] == ["Enquiry", "Offer", "Enquiry 2", "Offer 2"]


def test_a_stage_without_ways_stands_with_the_others(small: Definitions) -> None:
    """Planted: a figure for every stage while an agreement has no ways yet."""
    none: dict[str, tuple[str, ...]] = {stage.id: () for stage in small.stages}
    for ways in (none, {**none, "offer": ("won", "lost")}, {**none, "enquiry": ("offer",)}):
        (names,) = names_by_figure(stage_path(leading(small, ways), PAGE))
        assert names == ["Enquiry", "Offer", "Won", "Lost", "Recycled"]


def test_without_stages_there_is_nothing_to_draw(small: Definitions) -> None:
    """It catches places that are looked up on a rail that is not there."""
    assert words(stage_path(small.model_copy(update={"stages": ()}), PAGE)) == []


def test_every_hand_off_between_teams_is_marked_with_who_owns_it(small: Definitions) -> None:
    """It catches hand-offs that are marked only where they lead to the next stage."""
    given = leading(small, {"lost": ("recycled",), "offer": ("won", "lost", "recycled")})
    told = words(stage_path(given, PAGE))
    assert [word for word in told if "Hand-off" in word or "owned" in word] == [
        "→ Hand-off to Field: Offer",
        "owned by Growth lead",
        "→ Hand-off to Growth: Recycled",
        "owned by Field lead",
        "→ Hand-off to Growth: Recycled",
        "owned by Field lead",
    ]


def test_leads_pass_on_where_the_next_stage_belongs_to_the_other_team(small: Definitions) -> None:
    field, growth = small.company.teams
    steps = [(each.giver.id, each.taker.id) for each in hand_offs(small, growth)]
    assert steps == [("enquiry", "offer")]
    assert hand_offs(small, field) == ()


def test_a_stage_that_nobody_owns_is_a_square_without_hand_offs(small: Definitions) -> None:
    """Fault: what leads to it or from it counts as a hand-off to the other team."""
    first, second, *others = small.stages
    unowned = second.model_copy(update={"owner": None})
    given = small.model_copy(update={"stages": (first, unowned, *others)})
    given = leading(given, {"offer": ("recycled",)})
    figure = stage_path(given, PAGE)
    assert [mark.name for mark in drawn(figure).select("[class^=cg-mark]")][:2] == ["path", "rect"]
    told = words(figure)
    assert told[told.index("Offer") + 1] == "Nobody owns it yet"
    assert not [word for word in told if "Hand-off" in word]
    assert [hand_offs(given, team) for team in small.company.teams] == [(), ()]


def test_long_names_are_broken_into_lines_that_fit(small: Definitions) -> None:
    stage = small.stages[0].model_copy(update={"name": "A very long name of a stage, " * 3})
    given = small.model_copy(update={"stages": (stage, *small.stages[1:])})
    assert max(map(len, words(stage_path(given, PAGE)))) * 9 < WIDTH


def test_names_cannot_add_elements_to_a_figure(small: Definitions) -> None:
    stage = small.stages[0].model_copy(update={"name": '<a href="x">"&`'})
    given = small.model_copy(update={"stages": (stage, *small.stages[1:])})
    figure = stage_path(given, PAGE)
    assert " ".join(words(figure)).startswith('<a href="x">"&` ')
    assert len(links(figure)) == len(links(stage_path(small, PAGE)))
    assert not re.search(r"\n\s*\n|`", figure)
