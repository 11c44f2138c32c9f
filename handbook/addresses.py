"""Where pages lie, and how one points to another."""

import posixpath
import re
from functools import cache

from catalog.quarters import Quarter
from catalog.results import PROMISES

CHANGES = "changes.md"
CHANGES_FEED = "changes.xml"
GLOSSARY = "glossary.md"
GOALS = "goals.md"
MEASURE = f"{GOALS}#measure"
OPEN_DATA = "data.md"
RITUALS = "rituals.md"
RITUALS_CALENDAR = "rituals.ics"
ACTIONS_PAGE = "perceptions/said-did-moved.md"
"""The page of what became of all actions; no theme can have its id."""


def stage_page(id: str) -> str:
    """The page of a stage."""
    return f"stages/{id}.md"


def sla_page(id: str) -> str:
    """The page of a promise."""
    return f"promises/{id}.md"


def role_page(id: str) -> str:
    """The page of a role."""
    return f"roles/{id}.md"


def theme_page(id: str) -> str:
    """The trend page of a theme."""
    return f"perceptions/{id}.md"


def quarter_page(quarter: Quarter) -> str:
    """The page of a closed quarter: ``quarters/2026-q3.md``."""
    return f"quarters/{str(quarter).lower()}.md"


def brief_page(quarter: Quarter) -> str:
    """The sheet of paper about a closed quarter, ``quarters/2026-q3-brief.md``."""
    return f"quarters/{str(quarter).lower()}-brief.md"


def source_page(file: str) -> str:
    """The page that shows a definition file as it was written."""
    return f"definitions/{file}.md"


def team_page(id: str) -> str:
    """The page of a team: what it owes, is owed, and is thought of."""
    return f"teams/{id}.md"


def data_file(id: str, suffix: str) -> str:
    """A file of open data: ``data/promises.csv``."""
    return f"data/{id}.{suffix}"


def statement_anchor(id: str) -> str:
    """Where a statement stands on its theme's page."""
    return f"statement-{id}"


def promise_anchor(id: str) -> str:
    """Where a promise stands on the page of how kept all promises feel."""
    return f"promise-{id}"


def action_anchor(id: str) -> str:
    """Where an action stands on the page of what became of all of them."""
    return f"action-{id}"


def objective_anchor(id: str) -> str:
    """Where a common objective stands on the page of goals."""
    return f"objective-{id}"


def driver_anchor(id: str) -> str:
    """Where a driver stands on the page of goals."""
    return f"driver-{id}"


def buyer_anchor(id: str) -> str:
    """Where a kind of buyer stands on the page of buyers."""
    return f"buyer-{id}"


def term_anchor(term: str) -> str:
    """Where a word stands in the glossary, ``reject-reason``: with all its letters and digits.

    For most words in English it is what engines make of a heading by themselves; ``C++`` and ``C#``
    are told apart.
    """
    spelled = term.replace("+", " plus").replace("#", " sharp")
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]|_", "", spelled).strip().lower()) or "word"


def signatures_anchor(quarter: Quarter | None) -> str:
    """Where it stands what was only signed, or given another review date, by a quarter."""
    return f"{changed_in_anchor(quarter)}-signatures"


def line_anchor(number: int) -> str:
    """Where a line stands on the page of its definition file."""
    return f"line-{number}"


def statement_place(theme: str, id: str) -> str:
    """A statement's trend."""
    return f"{theme_page(theme)}#{statement_anchor(id)}"


def promise_place(id: str) -> str:
    """How kept a promise felt over the quarters."""
    return f"{theme_page(PROMISES)}#{promise_anchor(id)}"


def vignettes_place(theme: str) -> str:
    """How a theme's leads were placed over the quarters."""
    return f"{theme_page(theme)}#vignettes"


def changes_place(quarter: Quarter) -> str:
    """What had changed in the agreement by a quarter."""
    return f"{quarter_page(quarter)}#changes"


def changed_in_anchor(quarter: Quarter | None) -> str:
    """Where a quarter's changes stand; None: where those stand that no quarter was asked with."""
    return str(quarter).lower() if quarter else "next"


def change_anchor(quarter: Quarter | None, kind: str, id: str) -> str:
    """Where it stands what changed in one thing by a quarter: ``2026-q3-sla-follow-up``."""
    return f"{changed_in_anchor(quarter)}-{kind}-{term_anchor(id) if kind == 'term' else id}"


def change_place(quarter: Quarter | None, kind: str, id: str) -> str:
    """What changed in one thing by a quarter, with how it read before."""
    return f"{CHANGES}#{change_anchor(quarter, kind, id)}"


def signatures_place(quarter: Quarter) -> str:
    """What was only signed, or given another review date, by a quarter."""
    return f"{CHANGES}#{signatures_anchor(quarter)}"


def action_place(id: str) -> str:
    """What became of an action."""
    return f"{ACTIONS_PAGE}#{action_anchor(id)}"


def objective_place(id: str) -> str:
    """A common objective on the page of goals."""
    return f"{GOALS}#{objective_anchor(id)}"


def driver_place(id: str) -> str:
    """A driver on the page of goals."""
    return f"{GOALS}#{driver_anchor(id)}"


def buyer_place(id: str) -> str:
    """A kind of buyer on the page of buyers."""
    return f"buyers.md#{buyer_anchor(id)}"


def ritual_place(id: str) -> str:
    """A ritual on the page of all of them."""
    return f"{RITUALS}#{id}"


def term_place(term: str) -> str:
    """A word in the glossary."""
    return f"{GLOSSARY}#{term_anchor(term)}"


def line_place(file: str, number: int) -> str:
    """A line of a definition file as it was written."""
    return f"{source_page(file)}#{line_anchor(number)}"


@cache
def relative(page: str, target: str) -> str:
    """The link from one Markdown file to another, as Markdown engines want it."""
    path, _, anchor = target.partition("#")
    found = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return f"{found}#{anchor}" if anchor else found


def served(page: str, target: str) -> str:
    """The same link as the browser sees it, for raw HTML that engines leave alone."""
    path, _, anchor = target.partition("#")
    found = posixpath.relpath(_address(path), _address(page)) + "/"
    return f"{found}#{anchor}" if anchor else found


def _address(page: str) -> str:
    folder, name = posixpath.split(page)
    return folder or "." if name == "index.md" else page.removesuffix(".md")
