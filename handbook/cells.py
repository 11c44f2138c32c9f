"""Figures as they stand in the cells of tables.

They are no macros because there are tens of thousands of them: each template call takes its time.
"""

from markupsafe import Markup

from handbook.markdown import inert
from handbook.scores import Figure


def plain(text: str, figure: Figure) -> Markup:
    """What is said of a figure; it stands back where it is only why there is none."""
    said = inert(text)
    return said if figure.shown or figure.band else Markup(f'<span class="cg-quiet">{said}</span>')


def score(figure: Figure) -> Markup:
    """A mean and how many stand behind it: ``3.6 (14)``."""
    return _counted(figure.text, figure)


def share(figure: Figure) -> Markup:
    """A share and how many stand behind it: ``72% (14)``."""
    return _counted(figure.percent, figure)


def _counted(text: str, figure: Figure) -> Markup:
    if not figure.n:
        return plain(text, figure)
    return Markup(f'{inert(text)} <span class="cg-quiet">({figure.n})</span>')


def full(figure: Figure) -> Markup:
    """A mean, the range it lies in for the whole team, and how many of whom answered."""
    interval = figure.interval
    return _full(figure.text, figure, interval.text if interval else "")


def full_share(figure: Figure) -> Markup:
    """The same of a share."""
    interval = figure.interval
    return _full(figure.percent, figure, interval.percent if interval else "")


def _full(text: str, figure: Figure, interval: str) -> Markup:
    lies = f' <span class="cg-quiet cg-range">({inert(interval)})</span>' if interval else ""
    of = f' <span class="cg-of">{figure.n} of {figure.invited}</span>' if figure.n else ""
    return Markup(f"{plain(text, figure)}{lies}{of}")


def bounds(figure: Figure, percent: bool) -> Markup:
    """Between what a mean or share lies, whatever those who did not answer would have said."""
    if figure.bounds:
        return inert(figure.bounds.percent if percent else figure.bounds.text)
    return plain(figure.percent if percent else figure.text, figure)


def points(figure: Figure) -> Markup:
    """A difference of shares, in percentage points."""
    return plain(figure.points, figure)


def difference(figure: Figure) -> Markup:
    """A difference of scores, with its sign."""
    return plain(figure.signed, figure)
