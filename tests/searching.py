"""Everything the definitions name, with where it stands, and what the site's search finds."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from playwright.sync_api import Page

from catalog.definitions import Definitions, Persona, Role, Sla, Stage, Theme


class Sought(NamedTuple):
    """A word as people type it, and the pages or sections of which one must be found."""

    kind: str
    word: str
    places: tuple[str, ...]


def with_ids(definitions: Definitions) -> Iterator[Sought]:
    """What has an id, and the words of the glossary, by name, id and synonyms."""
    goals = definitions.goals
    for stage in definitions.stages:
        names = stage.name, stage.id, *stage.synonyms
        yield from _each("stage", names, f"stages/{stage.id}/")
    for sla in definitions.slas:
        yield from _each("promise", (sla.name, sla.id), f"promises/{sla.id}/")
    for role in definitions.roles:
        yield from _each("role", (role.name, role.id), f"roles/{role.id}/")
    for team in definitions.company.teams:
        yield from _each("team", (team.name, team.id), f"teams/{team.id}/")
    yield from _each("measure", (goals.measure.name, goals.measure.id), "goals/#measure")
    for aim in goals.objectives:
        yield from _each("objective", (aim.name, aim.id), f"goals/#objective-{aim.id}")
    for driver in goals.drivers:
        yield from _each("driver", (driver.name, driver.id), f"goals/#driver-{driver.id}")
    for buyer in definitions.personas:
        yield from _each("buyer", (buyer.name, buyer.id), f"buyers/#buyer-{buyer.id}")
    for ritual in definitions.rituals:
        yield from _each("ritual", (ritual.name, ritual.id), f"rituals/#{ritual.id}")
    for action in definitions.actions:
        place = f"perceptions/said-did-moved/#action-{action.id}"
        yield from _each("action", (action.name, action.id), place)
    for theme in definitions.survey.themes:
        yield from _asked(theme)
    for term in definitions.glossary:
        yield from _each("term", (term.term,), f"glossary/#{term.term.lower().replace(' ', '-')}")


def _asked(theme: Theme) -> Iterator[Sought]:
    page = f"perceptions/{theme.id}/"
    yield from _each("theme", (theme.name, theme.id), page)
    for item in theme.items:
        yield from _each("statement", (item.statement, item.id), f"{page}#statement-{item.id}")
    for lead in theme.vignettes:
        stage = f"stages/{lead.stage}/#vignettes"
        yield from _each("vignette", (lead.lead, lead.id), f"{page}#vignettes", stage)


def without_ids(definitions: Definitions) -> Iterator[Sought]:
    """What has nothing but a name and stands in a section with others."""
    named = (
        *_of_stages(definitions.stages),
        *_of_roles(definitions.roles),
        *_of_promises(definitions.slas),
        *_of_buyers(definitions.personas),
    )
    places: dict[tuple[str, str], list[str]] = {}
    for kind, word, place in named:
        places.setdefault((kind, word), []).append(place)
    yield from (Sought(kind, word, tuple(found)) for (kind, word), found in places.items())


def _of_stages(stages: Iterable[Stage]) -> Iterator[tuple[str, str, str]]:
    for stage in stages:
        page = f"stages/{stage.id}/"
        yield "system", stage.system_of_record, f"{page}#system-of-record"
        yield from (("tool", each, f"{page}#system-of-record") for each in stage.tools)
        yield from (("reason", each, f"{page}#reject-reasons") for each in stage.reject_reasons)


def _of_roles(roles: Iterable[Role]) -> Iterator[tuple[str, str, str]]:
    for role in roles:
        yield from (("metric", each.name, f"roles/{role.id}/#metrics") for each in role.metrics)
        yield from (("pay", each.what, f"roles/{role.id}/#paid-on") for each in role.paid_on)


def _of_promises(slas: Iterable[Sla]) -> Iterator[tuple[str, str, str]]:
    yield from (("system", sla.system_of_record, f"promises/{sla.id}/#clock") for sla in slas)


def _of_buyers(buyers: Iterable[Persona]) -> Iterator[tuple[str, str, str]]:
    for buyer in buyers:
        for message in buyer.messages:
            yield "message", message.asset, f"buyers/#buyer-{buyer.id}"
            yield "message", message.asset, f"stages/{message.stage}/#messages"


def _each(kind: str, words: Iterable[str], *places: str) -> Iterator[Sought]:
    return (Sought(kind, word, places) for word in dict.fromkeys(words))


_ASK = """async words => {
  const { search } = JSON.parse(document.getElementById("__config").textContent)
  const index = await (await fetch("search/search_index.json")).json()
  const worker = new Worker(search)
  const ask = (type, data) => new Promise(answered => {
    worker.onmessage = ({ data }) => answered(data.data)
    worker.postMessage({ type, data })
  })
  await ask(0, { ...index, options: {} })
  const found = {}
  for (const word of words) {
    const { items } = await ask(2, word)
    found[word] = items.slice(0, 10).map(page => page.map(each => each.location))
  }
  return found
}"""
"""What the theme's script does with its worker (0: an index, 2: a search), but shows nothing."""


def found(home: Page, words: Iterable[str]) -> dict[str, list[list[str]]]:
    """For each word the first ten pages that search finds, each with its sections, best first.

    Args:
        home: the first page of the site, opened.
        words: what is typed.
    """
    pages: dict[str, list[list[str]]] = home.evaluate(_ASK, list(dict.fromkeys(words)))
    return pages


def is_among(sought: Sought, pages: Iterable[list[str]], sections: int = 3) -> bool:
    """Whether one of its places is among these pages; a section, among the first of its page."""
    shown = {
        place
        for page in pages
        for place in (page[0].partition("#")[0], *[each for each in page if "#" in each][:sections])
    }
    return not shown.isdisjoint(sought.places)
