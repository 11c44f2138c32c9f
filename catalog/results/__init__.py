"""What a quarter publishes, and its files.

``results/2026-Q4/`` is written once, when the quarter closes: ``perceptions.json`` holds the
figures that may be shown, ``definitions.json`` the agreement as it stood when the quarter
opened, ``comments.yml`` what people wrote, for somebody to read first. ``promises.json`` comes
later, if somebody counts how often the promises were kept. While a quarter is open,
``results/open.json`` holds what was locked.
"""

from catalog.results.asked import Asked, asked_of
from catalog.results.comments import (
    Comments,
    comments_text,
    published_comments,
    unpublished_comments,
)
from catalog.results.error import ResultsError
from catalog.results.evidence import Counted, Evidence
from catalog.results.figures import (
    SCORES,
    Agreement,
    AgreementBand,
    Hidden,
    Score,
    ScoreBand,
    TeamFigure,
    percent,
    tenths,
)
from catalog.results.files import to_json
from catalog.results.folders import CLOSE_FILES, EVIDENCE_FILE, QUARTER_FILES, unread_in
from catalog.results.perceptions import (
    CANNOT_SAY,
    PROMISES,
    CannotSay,
    Kind,
    Perceptions,
    Question,
    Response,
    coarsely,
)
from catalog.results.quarters import OpenQuarter, QuarterResults, Results, Snapshot
from catalog.results.reading import read_results

__all__ = [
    "CANNOT_SAY",
    "CLOSE_FILES",
    "EVIDENCE_FILE",
    "PROMISES",
    "QUARTER_FILES",
    "SCORES",
    "Agreement",
    "AgreementBand",
    "Asked",
    "CannotSay",
    "Comments",
    "Counted",
    "Evidence",
    "Hidden",
    "Kind",
    "OpenQuarter",
    "Perceptions",
    "QuarterResults",
    "Question",
    "Response",
    "Results",
    "ResultsError",
    "Score",
    "ScoreBand",
    "Snapshot",
    "TeamFigure",
    "asked_of",
    "coarsely",
    "comments_text",
    "percent",
    "published_comments",
    "read_results",
    "tenths",
    "to_json",
    "unpublished_comments",
    "unread_in",
]
