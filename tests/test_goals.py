from typing import Any

from catalog.definitions import Definitions, Driver
from handbook.goals import judged, orphans, serving, tree


def driver(id: str, parent: str) -> Driver:
    values: dict[str, Any] = {"id": id, "parent": parent, "name": id, "definition": "Counted."}
    return Driver(**values, horizon="year", owner="field-lead")


def with_drivers(definitions: Definitions, *drivers: Driver) -> Definitions:
    goals = definitions.goals.model_copy(update={"drivers": drivers})
    return definitions.model_copy(update={"goals": goals})


def test_each_driver_stands_below_what_it_moves(small: Definitions) -> None:
    given = with_drivers(
        small, driver("leaf", "branch"), driver("branch", "margin"), driver("other", "margin")
    )
    found = [(branch.driver.id, branch.depth) for branch in tree(given)]
    assert found == [("branch", 1), ("leaf", 2), ("other", 1)]


def test_what_a_team_is_judged_by_goes_by_team_and_horizon(small: Definitions) -> None:
    field, growth = small.company.teams
    assert [each.metric.name for each in judged(small, field, "year")] == ["Renewed contracts"]
    assert judged(small, field, "long-term") == ()
    assert [each.role.id for each in judged(small, growth, "long-term")] == ["growth-lead"]


def test_a_metric_without_a_driver_is_an_orphan(small: Definitions) -> None:
    assert orphans(small) == ()
    role = small.roles[0]
    metric = role.metrics[0].model_copy(update={"driver": None})
    lonely = role.model_copy(update={"metrics": (metric,)})
    given = small.model_copy(update={"roles": (lonely, *small.roles[1:])})
    assert [(each.role.id, each.metric.name) for each in orphans(given)] == [
        ("field-lead", "Renewed contracts")
    ]


def test_a_driver_knows_the_metrics_that_serve_it(small: Definitions) -> None:
    retention, brand = small.goals.drivers
    assert [each.role.id for each in serving(small, retention)] == ["field-lead"]
    assert [each.role.id for each in serving(small, brand)] == ["growth-lead"]
