"""Closed quarters made up for tests: believable figures, made without the survey."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalog.definitions import Definitions, Item, Survey, Theme
from catalog.quarters import Quarter
from catalog.results import (
    PROMISES,
    Agreement,
    Counted,
    Evidence,
    Hidden,
    Kind,
    Perceptions,
    QuarterResults,
    Question,
    Response,
    Results,
    Score,
    Snapshot,
    TeamFigure,
    percent,
    to_json,
)

HIDDEN = Hidden(hidden="too few answers")
SOURCE = "CRM, report 4.5 of 2.7"  # the audit could take these for scores
Answers = dict[str, TeamFigure]


def quarters(count: int, last: str = "2026-Q3") -> list[Quarter]:
    """So many quarters in a row, the newest last."""
    found = [Quarter.parse(last)]
    while len(found) < count:
        found.insert(0, found[0].previous)
    return found


def played(definitions: Definitions, count: int = 8, seed: int = 1) -> Results:
    """So many closed quarters with the same definitions."""
    return results_of([(quarter, definitions) for quarter in quarters(count)], seed)


def results_of(asked: Sequence[tuple[Quarter, Definitions]], seed: int = 1) -> Results:
    """Closed quarters, each with the definitions it was asked with."""
    chance = random.Random(seed)
    levels: dict[str, float] = {}
    return Results(
        tuple(closed(quarter, definitions, chance, levels) for quarter, definitions in asked), None
    )


def closed(
    quarter: Quarter, definitions: Definitions, chance: random.Random, levels: dict[str, float]
) -> QuarterResults:
    """One quarter; ``levels`` carries each figure on to the next quarter, drifting a little."""

    def score(key: str) -> Score | Hidden:
        levels[key] = min(
            4.8, max(1.2, levels.get(key, chance.uniform(1.8, 4.4)) + chance.gauss(0, 0.15))
        )
        n = chance.randint(11, 28)
        most = (5 * n - 6) / n  # nearer to an end there would be a band
        return Score(n=n, mean=round(min(most, max(6 - most, levels[key])), 1))

    def scores(kind: str, id: str) -> Answers:
        return {team: score(f"{kind}.{id}.{team}") for team in definitions.team_ids}

    def shares() -> Answers:
        return {
            team: share(chance.randint(11, 28), chance.randint(30, 90))
            for team in definitions.team_ids
        }

    def share(n: int, wanted: int) -> Agreement:
        return Agreement(n=n, share=percent(min(n - 3, round(n * wanted / 100)), n))

    questions = []
    for theme in definitions.survey.themes:
        for item in theme.items:
            asked = {"about": item.about, "id": item.id, "theme": theme.id}
            for kind in ("own", "guess") if item.mirrored else ("own",):
                questions.append(
                    Question(
                        kind=kind, wording=item.statement, answers=scores(kind, item.id), **asked
                    )
                )
        for vignette in theme.vignettes:
            questions.append(
                Question(
                    kind="stage",
                    about=None,
                    id=vignette.id,
                    theme=theme.id,
                    wording=vignette.lead,
                    answers=shares(),
                )
            )
    for sla in definitions.slas:
        questions.append(
            Question(
                kind="kept",
                about=sla.from_team,
                id=sla.id,
                theme=PROMISES,
                wording=sla.promise,
                answers=scores("kept", sla.id),
            )
        )
    first, second = definitions.team_ids
    perceptions = Perceptions(
        format=1,
        quarter=str(quarter),
        threshold=5,
        scale=definitions.survey.scale,
        response={
            first: Response(invited=34, answered=28),
            second: Response(invited=41, answered=28),
        },
        questions=tuple(questions),
    )
    return QuarterResults(quarter, perceptions, definitions)


def with_evidence(
    results: Results, quarter: str, source: str = SOURCE, **counts: tuple[int, int]
) -> Results:
    """The same results with cases and kept ones counted in a quarter; ``_`` stands for a hyphen."""
    evidence = Evidence(
        format=1,
        quarter=quarter,
        source=source,
        promises={
            id.replace("_", "-"): Counted(cases=cases, kept=kept)
            for id, (cases, kept) in counts.items()
        },
    )
    return Results(
        tuple(
            replace(each, evidence=evidence) if str(each.quarter) == quarter else each
            for each in results.quarters
        ),
        results.open,
    )


def write_results(results: Results, folder: Path) -> None:
    """The files of closed quarters, as closing and measuring write them."""
    for closed in results.quarters:
        place = folder / str(closed.quarter)
        place.mkdir(parents=True)
        stood = Snapshot(format=1, quarter=str(closed.quarter), definitions=closed.definitions)
        (place / "perceptions.json").write_text(to_json(closed.perceptions))
        (place / "definitions.json").write_text(to_json(stood))
        if closed.evidence:
            (place / "promises.json").write_text(to_json(closed.evidence))


def with_answers(
    results: Results, quarter: str, kind: str, id: str, **answers: TeamFigure
) -> Results:
    """The same results with other answers to one question, by team."""

    def changed(question: Question) -> Question:
        if (question.kind, question.id) != (kind, id):
            return question
        return question.model_copy(update={"answers": {**question.answers, **answers}})

    return Results(
        tuple(
            replace(
                each,
                perceptions=each.perceptions.model_copy(
                    update={"questions": tuple(map(changed, each.perceptions.questions))}
                ),
            )
            if str(each.quarter) == quarter
            else each
            for each in results.quarters
        ),
        results.open,
    )


def question(perceptions: Perceptions, kind: Kind, id: str) -> Question:
    """The question of this kind about this item, vignette or promise."""
    return next(each for each in perceptions.questions if (each.kind, each.id) == (kind, id))


def scored(n: int, mean: float) -> Score:
    """A published mean score."""
    return Score(n=n, mean=mean)


def only(results: Results, definitions: Definitions, **scores: tuple[float, float]) -> Results:
    """The latest quarter alone, with all statements hidden but these (own, guess)."""
    latest = Results(results.quarters[-1:], None)
    first, second = definitions.team_ids
    for question in latest.quarters[0].perceptions.questions:
        if question.kind in ("own", "guess"):
            hidden = dict.fromkeys((first, second), HIDDEN)
            latest = with_answers(latest, "2026-Q3", question.kind, question.id, **hidden)
    for key, (one, two) in scores.items():
        kind, _, id = key.partition("_")
        answers = {first: scored(9, one), second: scored(9, two)}
        id = id.replace("_", "-")
        latest = with_answers(latest, "2026-Q3", kind, id, **answers)
    return latest


def battered(results: Results, seed: int) -> Results:
    """The same results with quarters and questions missing and answers hidden, by chance."""
    chance = random.Random(seed)
    kept = [each for each in results.quarters if chance.random() < 0.8]
    return Results(tuple(_battered(each, chance) for each in kept), results.open)


def _battered(closed: QuarterResults, chance: random.Random) -> QuarterResults:
    share = chance.random()

    def hidden(question: Question) -> Question:
        answers = {
            team: HIDDEN if chance.random() < share else answer
            for team, answer in question.answers.items()
        }
        return question.model_copy(update={"answers": answers})

    asked = [hidden(each) for each in closed.perceptions.questions if chance.random() < 0.8]
    perceptions = closed.perceptions.model_copy(update={"questions": tuple(asked)})
    return QuarterResults(closed.quarter, perceptions, closed.definitions)


def with_survey(definitions: Definitions, **fields: object) -> Definitions:
    """The same definitions with the survey changed."""
    survey: Survey = definitions.survey.model_copy(update=fields)
    return definitions.model_copy(update={"survey": survey})


def with_themes(definitions: Definitions, change: Callable[[Theme], Theme]) -> Definitions:
    """The same definitions with every theme changed."""
    return with_survey(definitions, themes=tuple(map(change, definitions.survey.themes)))


def with_item(definitions: Definitions, id: str, **fields: object) -> Definitions:
    """The same definitions with one statement changed."""
    return with_themes(
        definitions,
        lambda theme: _with_items(
            theme,
            [item.model_copy(update=fields) if item.id == id else item for item in theme.items],
        ),
    )


def without_item(definitions: Definitions, id: str) -> Definitions:
    """The same definitions without one statement."""
    return with_themes(
        definitions,
        lambda theme: _with_items(theme, [item for item in theme.items if item.id != id]),
    )


def moved_item(definitions: Definitions, id: str, to: str) -> Definitions:
    """The same definitions with one statement in another theme."""
    moved = next(i for theme in definitions.survey.themes for i in theme.items if i.id == id)
    return with_themes(
        without_item(definitions, id),
        lambda theme: _with_items(theme, [*theme.items, moved]) if theme.id == to else theme,
    )


def _with_items(theme: Theme, items: list[Item]) -> Theme:
    return theme.model_copy(update={"items": tuple(items)})


def without_theme(definitions: Definitions, id: str) -> Definitions:
    """The same definitions without one theme."""
    themes = tuple(theme for theme in definitions.survey.themes if theme.id != id)
    return with_survey(definitions, themes=themes)


def with_synonyms(definitions: Definitions) -> Definitions:
    """The first role, promise, buyer and ritual have another name too, “other roles” and so on."""
    kinds = ("roles", "slas", "personas", "rituals")
    return definitions.model_copy(
        update={kind: _with_synonym(getattr(definitions, kind), f"other {kind}") for kind in kinds}
    )


def _with_synonym(things: tuple[Any, ...], synonym: str) -> tuple[Any, ...]:
    return (things[0].model_copy(update={"synonyms": (synonym,)}), *things[1:])


def with_sla(definitions: Definitions, id: str, **fields: object) -> Definitions:
    """The same definitions with one promise changed."""
    slas = tuple(sla.model_copy(update=fields) if sla.id == id else sla for sla in definitions.slas)
    return definitions.model_copy(update={"slas": slas})


def without_owners_and_stops(definitions: Definitions) -> Definitions:
    """The same definitions with stages that nobody owns and clocks that nothing stops."""
    stages = tuple(each.model_copy(update={"owner": None}) for each in definitions.stages)
    slas = tuple(
        sla.model_copy(update={"clock": sla.clock.model_copy(update={"stop": None})})
        for sla in definitions.slas
    )
    return definitions.model_copy(update={"stages": stages, "slas": slas})


def with_role(definitions: Definitions, id: str, **fields: object) -> Definitions:
    """The same definitions with one role changed."""
    roles = (
        role.model_copy(update=fields) if role.id == id else role for role in definitions.roles
    )
    return definitions.model_copy(update={"roles": tuple(roles)})


def with_driver(definitions: Definitions, id: str, **fields: object) -> Definitions:
    """The same definitions with one driver changed."""
    drivers = (
        driver.model_copy(update=fields) if driver.id == id else driver
        for driver in definitions.goals.drivers
    )
    goals = definitions.goals.model_copy(update={"drivers": tuple(drivers)})
    return definitions.model_copy(update={"goals": goals})


def with_team_ids(definitions: Definitions, first: str, second: str) -> Definitions:
    """The same definitions with other ids for the teams, wherever perceptions use them."""
    ids = dict(zip(definitions.team_ids, (first, second), strict=True))
    teams = [t.model_copy(update={"id": ids[t.id]}) for t in definitions.company.teams]
    renamed = with_themes(
        definitions,
        lambda theme: _with_items(
            theme,
            [
                item.model_copy(update={"about": ids.get(item.about, item.about)})
                for item in theme.items
            ],
        ),
    )
    for sla in definitions.slas:
        sides = {"from_team": ids[sla.from_team], "to_team": ids[sla.to_team]}
        renamed = with_sla(renamed, sla.id, **sides)
    company = definitions.company.model_copy(update={"teams": tuple(teams)})
    return renamed.model_copy(update={"company": company})


def with_teams_swapped(definitions: Definitions) -> Definitions:
    """The same definitions with the teams in the other order."""
    company = definitions.company.model_copy(update={"teams": definitions.company.teams[::-1]})
    return definitions.model_copy(update={"company": company})


def with_giver_changed(definitions: Definitions) -> Results:
    """Eight quarters in whose last two marketing gives what sales gave before."""
    turned = with_sla(definitions, "follow-up", from_team="marketing", to_team="sales")
    return results_of(
        [
            (quarter, definitions if quarter < Quarter(2026, 2) else turned)
            for quarter in quarters(8)
        ]
    )
