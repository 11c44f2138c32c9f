"""Remind everybody by e-mail."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from catalog.results import OpenQuarter
from scripts.invited import invitation_to, running
from scripts.mailing import people_option, to_go_on
from scripts.refusals import refusals, warn
from scripts.workspaces import config_of, workspace_option
from survey.letters import read_reminder
from survey.mailing import no_other_mailing, unfinished
from survey.people import read_people
from survey.postbox import Postbox, StoppedError, deliver
from survey.states import QuarterError

_HALF_REMINDED = (
    "{}. {} of {} people are reminded; who they are is not kept, so run it again later if the"
    " others matter more than writing to some twice."
)


def _compare(people: Mapping[str, Sequence[str]], opened: OpenQuarter) -> None:
    """Hold the file against what is known of those invited: how many of each team there are.

    Raises:
        QuarterError: it names more, some of whom have no code.
    """
    fewer, more = [], []
    for team, emails in people.items():
        named, invited = len(emails), opened.invited[team]
        told = f"the file of people names {named} of {opened.definitions.team_name(team)}"
        if named > invited:
            more.append(f"{told}; {invited} were invited, so take out those who have no code.")
        elif named < invited:
            fewer.append(f"{told}; {invited} were invited. Only those it names are reminded.")
    if more:
        raise QuarterError("\n".join(more))
    warn(fewer)


@click.command("remind")
@people_option(required=True)
@workspace_option
def remind_command(people_file: Path, workspace: Path | None) -> None:
    """Remind everybody: nobody knows who has answered. The reminder holds no code."""
    with refusals():
        config = config_of(workspace)
        opened = running(config)
        invitation = invitation_to(config, opened)
        people = read_people(people_file, invitation.definitions)
        _compare(people, opened)
        letter = read_reminder(config.workspace, invitation)
        postbox = Postbox.from_environment(os.environ)
        with no_other_mailing(config.workspace, to_mail=True), postbox.connected() as server:
            if mailing := unfinished(config.workspace, str(invitation.quarter)):
                raise QuarterError(to_go_on(len(mailing.waiting)))
            addresses = [email for emails in people.values() for email in emails]
            refused: list[str] = []
            for n, address in enumerate(addresses):
                try:
                    if not deliver(server, letter.to(address, postbox.sender)):
                        refused.append(address)
                except StoppedError as error:
                    raise click.ClickException(
                        _HALF_REMINDED.format(error, n, len(addresses))
                    ) from None
    n = len(addresses) - len(refused)
    click.echo(f"{n} {'person is' if n == 1 else 'people are'} reminded.")
    if refused:
        raise click.ClickException(f"the mail server refused {', '.join(sorted(refused))}.")
