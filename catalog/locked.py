"""What has changed since the open quarter was opened, and people who answer now do not see."""

from collections.abc import Iterator
from typing import Any

from catalog.definitions import Definitions
from catalog.fields import Loc
from catalog.messages import Finding, Findings
from catalog.results import OpenQuarter


def changed_since_opening(given: Definitions, opened: OpenQuarter) -> Findings:
    """Everything the survey asks or goes by that reads differently now, each at its own place."""
    since = f" since {opened.quarter} opened; the open survey "
    later = "keeps the questions it was opened with, the change takes effect with the next quarter"
    now, then = _asked(given), _asked(opened.definitions)
    for file in now:
        for loc, what in _changes(now[file], then[file], ()):
            if file == "slas" and isinstance(loc[-1], int):  # all of an entry is new
                not_asked = "has no question about this promise, the next quarter will"
                yield Finding(file, loc, what + since + not_asked, "promise-not-asked")
            else:
                yield Finding(file, loc, what + since + later, "changed-since-opening")


def _asked(definitions: Definitions) -> dict[str, dict[str, Any]]:
    """What the survey asks or goes by, by file, as it stands there."""
    survey = definitions.survey
    places_leads = any(theme.vignettes for theme in survey.themes)
    return {
        "company": {
            "teams": [{"id": team.id, "name": team.name} for team in definitions.company.teams]
        },
        "survey": survey.model_dump(),
        "stages": {
            "stages": [
                {"id": stage.id, "name": stage.name} for stage in definitions.stages if places_leads
            ]
        },
        "slas": {
            "slas": [
                {"id": sla.id, "from": sla.from_team, "promise": sla.promise}
                for sla in definitions.slas
            ]
        },
    }


def _changes(now: Any, then: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Each difference, where it stands now; what went stands at the list it went from."""
    if isinstance(now, dict) and isinstance(then, dict):
        for field in now:
            yield from _changes(now[field], then[field], (*loc, field))
    elif _has_ids(now) and _has_ids(then):
        yield from _in_list(now, then, loc)
    elif now != then:
        yield loc, "this has changed"


def _has_ids(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(each, dict) and "id" in each for each in value
    )


def _in_list(now: Any, then: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    earlier = {each["id"]: each for each in then}
    kept = [each["id"] for each in now if each["id"] in earlier]
    for index, each in enumerate(now):
        if each["id"] in earlier:
            yield from _changes(each, earlier[each["id"]], (*loc, index))
        else:
            yield (*loc, index), f"'{each['id']}' was added"
    for id in earlier:
        if id not in kept:
            yield loc, f"'{id}' was removed"
    if kept != [id for id in earlier if id in kept]:
        yield loc, "the order has changed"
