import yaml

from catalog.ids import known_ids, repeated_ids


def test_the_ids_of_a_kind_come_in_the_order_of_the_file() -> None:
    documents = {"stages": yaml.safe_load("stages: [{id: b}, {id: a}, {name: no id}, text]")}
    assert known_ids(documents)["stage"] == ["b", "a"]


def test_ids_are_found_in_lists_inside_lists() -> None:
    survey = "themes: [{id: x, items: [{id: a}], vignettes: [{id: v}]}, {id: y, items: [{id: b}]}]"
    known = known_ids({"survey": yaml.safe_load(survey)})
    assert (known["theme"], known["item"], known["vignette"]) == (["x", "y"], ["a", "b"], ["v"])


def test_the_shared_measure_is_a_goal_as_the_drivers_are() -> None:
    goals = yaml.safe_load("measure: {id: growth}\ndrivers: [{id: brand}]")
    assert known_ids({"goals": goals})["goal"] == ["growth", "brand"]


def test_a_kind_whose_list_could_not_be_read_is_unknown_and_not_empty() -> None:
    for text in ("stage: []", "stages:", "stages: x", "- x", "x"):
        assert "stage" not in known_ids({"stages": yaml.safe_load(text)})
    assert known_ids({"stages": yaml.safe_load("stages: []")})["stage"] == []
    assert "goal" not in known_ids({"goals": yaml.safe_load("measure: {id: growth}")})


def test_what_is_no_id_counts_as_the_one_it_could_be_written_as() -> None:
    stages = yaml.safe_load("stages: [{id: Call Back!}, {id: 1st}, {id: ''}]")
    assert known_ids({"stages": stages})["stage"] == ["call-back"]


def test_a_second_entry_with_the_same_id_is_found_at_its_place() -> None:
    goals = yaml.safe_load("measure: {id: a}\ndrivers: [{id: b}, {id: a}, {id: b}]")
    assert list(repeated_ids("goals", goals)) == [
        (("drivers", 1, "id"), "a"),
        (("drivers", 2, "id"), "b"),
    ]


def test_things_of_different_kinds_may_share_an_id() -> None:
    survey = yaml.safe_load("themes: [{id: a, items: [{id: a}], vignettes: [{id: a}]}]")
    assert list(repeated_ids("survey", survey)) == []
