import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from catalog.conflicts import Judged, Paid
from catalog.definitions import Definitions, Driver
from catalog.lint.people import metrics
from catalog.lint.people import pay as lint_pay
from catalog.reading import Catalog
from catalog.results import Results
from handbook.goals import hurried, judged, orphans, paid_beside, serving, tree
from handbook.model import gather
from handbook.pages import pages
from handbook.practice import IN_SIGHT
from tests.test_markdown import engine


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


def with_metric(definitions: Definitions, **update: object) -> Definitions:
    role, *others = definitions.roles
    metric = role.metrics[0].model_copy(update=update)
    changed = role.model_copy(update={"metrics": (metric,)})
    return definitions.model_copy(update={"roles": (changed, *others)})


@pytest.mark.parametrize(
    ("metric", "driver", "hurries"),
    [("quarter", "year", True), ("year", "year", False), ("long-term", "year", False)],
)
def test_a_metric_that_is_to_pay_off_sooner_than_its_driver_hurries(
    small: Definitions, metric: str, driver: str, hurries: bool
) -> None:
    retention, brand = small.goals.drivers
    given = with_drivers(small, retention.model_copy(update={"horizon": driver}), brand)
    found = hurried(with_metric(given, horizon=metric, driver="retention"))
    assert [each.role.id for each in found] == (["field-lead"] if hurries else [])


def test_the_shared_measure_hurries_nobody(small: Definitions) -> None:
    assert hurried(with_metric(small, horizon="quarter", driver=small.goals.measure.id)) == ()


def test_pay_that_leads_to_no_shared_goal_is_named_with_its_role(small: Definitions) -> None:
    assert paid_beside(small) == ()
    role, *others = small.roles
    pay = role.paid_on[0].model_copy(update={"driver": None})
    paid = role.model_copy(update={"paid_on": (pay,)})
    given = small.model_copy(update={"roles": (paid, *others)})
    assert [(each.role.id, each.pay.what) for each in paid_beside(given)] == [
        ("field-lead", pay.what)
    ]


def test_the_check_warns_of_all_that_the_page_marks_and_of_nothing_else(
    definitions: Definitions,
) -> None:
    """Fault: the check or the page has a rule of its own for one of the three."""
    roles = definitions.roles
    metric = roles[0].metrics[0].model_copy(update={"driver": None})
    pay = roles[1].paid_on[0].model_copy(update={"driver": None})
    spoilt = (
        roles[0].model_copy(update={"metrics": (metric,)}),
        roles[1].model_copy(update={"paid_on": (pay,)}),
    )
    given = definitions.model_copy(update={"roles": (*spoilt, *roles[2:])})
    found = [(each.code, each.loc) for each in (*metrics(given), *lint_pay(given))]
    marked: dict[str, tuple[Judged | Paid, ...]] = {
        "orphan-metric": orphans(given),
        "hurried-metric": hurried(given),
        "pay-beside-measure": paid_beside(given),
    }
    assert all(marked.values())
    for code, on_the_page in marked.items():
        assert [loc for name, loc in found if name == code] == [each.loc for each in on_the_page]


def test_orphans_and_conflicts_are_marked_beside_the_figures(small_catalog: Catalog) -> None:
    definitions = with_metric(small_catalog.definitions, horizon="quarter")
    lead, growth, *others = definitions.roles
    lonely = growth.metrics[0].model_copy(update={"driver": None})
    pay = lead.paid_on[0].model_copy(update={"driver": None, "what": "Visits", "share": 40})
    roles = (
        lead.model_copy(update={"paid_on": (pay,)}),
        growth.model_copy(update={"metrics": (lonely,)}),
        *others,
    )
    given = Catalog(definitions.model_copy(update={"roles": roles}), small_catalog.documents)
    book = gather(given, Results((), None), {}, date(2026, 11, 22), None)
    page = pages(book, lambda *_: "<svg></svg>")["goals.md"]
    assert (
        "- Renewed contracts ([Field lead](roles/field-lead.md)), for"
        " [Retention](goals.md#driver-retention): **sooner than it pays off**\n"
    ) in page
    assert ("- Unprompted mentions ([Growth lead](roles/growth-lead.md)): **orphan**\n") in page
    conflicts = page.partition("{: #conflicts }")[2]
    assert "is judged by it this quarter, and [Retention](goals.md#driver-retention)" in conflicts
    assert "- Visits: 40 percent of the variable pay of [Field lead]" in conflicts


@pytest.mark.parametrize("update", [{}, {"horizon": "quarter"}, {"driver": None}])
def test_long_lists_of_figures_are_folded_and_none_is_lost(
    small_catalog: Catalog, update: dict[str, str | None]
) -> None:
    """Planted: the rest left out; a list of twelve folded too."""
    lead, *others = with_metric(small_catalog.definitions, **update).roles

    def figures(count: int) -> Tag:
        metrics = [
            lead.metrics[0].model_copy(update={"name": f"No. {n}."}) for n in range(1, count + 1)
        ]
        roles = (lead.model_copy(update={"metrics": tuple(metrics)}), *others)
        named = small_catalog.definitions.model_copy(update={"roles": roles})
        book = gather(
            Catalog(named, small_catalog.documents), Results((), None), {}, date(2026, 11, 22), None
        )
        text = pages(book, lambda *_: "<svg></svg>")["goals.md"].split("---\n", 2)[2]
        return BeautifulSoup(engine().reset().convert(text), "html.parser")

    assert not figures(IN_SIGHT).select("details")
    page = figures(IN_SIGHT + 3)
    folded = page.select("details")
    assert folded
    for each in folded:
        assert re.findall(r"No\. (\d+)\.", each.get_text()) == ["13", "14", "15"]
        assert each.get_text().strip().startswith("3 more")
    assert page.get_text().count("No. 15.") == len(folded)
    assert page.get_text().count("No. 1.") == len(folded)
