"""Codes as slips of paper: one HTML file to print, cut up and let people draw from, unseen."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import segno
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from survey.codes import shown
from survey.invitations import Invitation

_environment = Environment(
    loader=PackageLoader("survey"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True)
class Slip:
    """One person's slip: the QR code as SVG, and the code in groups, line by line."""

    drawing: Markup
    lines: tuple[str, str]


def slips(invitation: Invitation, codes: Mapping[str, Sequence[str]]) -> str:
    """A page of HTML, each team from a new sheet on; it loads nothing and runs nothing.

    Shuffled like the rows for a mail merge, for the same reason.
    """
    teams = {
        invitation.definitions.team_name(team): [
            _slip(invitation, code) for code in secrets.SystemRandom().sample(drawn, len(drawn))
        ]
        for team, drawn in codes.items()
    }
    return _environment.get_template("survey/slips.html").render(invitation=invitation, teams=teams)


def _slip(invitation: Invitation, code: str) -> Slip:
    drawn = segno.make_qr(invitation.link(code), error="m")
    svg = drawn.svg_inline(omitsize=True, border=4, title="The link with the code")
    groups = shown(code).split("-")
    half = (len(groups) + 1) // 2
    return Slip(Markup(svg), ("-".join(groups[:half]) + "-", "-".join(groups[half:])))
