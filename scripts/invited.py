"""The quarter that people are invited to: opened, announced, and found again while it is open."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date

import click

from catalog.quarters import Quarter
from catalog.results import OpenQuarter
from survey.config import Config
from survey.invitations import Invitation
from survey.opening import open_quarter
from survey.states import QuarterError
from survey.tallies import Tallies


def open_to(
    config: Config, tallies: Tallies, invitation: Invitation, codes: Mapping[str, Sequence[str]]
) -> None:
    """Open the quarter today, to the people who get the codes, given by team.

    Raises:
        UnsureError: the database went away before it said that the quarter is open.
        QuarterError: it cannot be opened; the message says why.
    """
    open_quarter(
        tallies,
        config.workspace,
        invitation.definitions,
        invitation.quarter,
        codes,
        invitation.last_day,
        date.today(),
    )


def say_open(invitation: Invitation, codes: Mapping[str, Sequence[str]]) -> None:
    """Say for whom the quarter is open, and until when."""
    names = " and ".join(
        f"{invitation.definitions.team_name(team)} ({len(drawn)})" for team, drawn in codes.items()
    )
    click.echo(
        f"{invitation.quarter} is open for {names}, closing {invitation.last_day}. Build the"
        " handbook now: the survey leads people to its page about protection.",
        err=True,
    )


def running(config: Config) -> OpenQuarter:
    """The open quarter.

    Raises:
        QuarterError: there is none.
    """
    with closing(Tallies(config.database)) as tallies:
        progress = tallies.progress()
    if progress is None:
        raise QuarterError("no quarter is open.")
    return progress[0]


def invitation_to(config: Config, opened: OpenQuarter) -> Invitation:
    """What people are told about a quarter that is open."""
    quarter = Quarter.parse(opened.quarter)
    return Invitation(config.origin, opened.definitions, quarter, opened.closes)
