"""Remind everybody by e-mail."""

import os
from pathlib import Path

import click

from scripts.invited import invitation_to, running
from scripts.mailing import people_option, to_go_on
from scripts.refusals import refusals
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


@click.command("remind")
@people_option(required=True)
@workspace_option
def remind_command(people_file: Path, workspace: Path | None) -> None:
    """Remind everybody: nobody knows who has answered. The reminder holds no code."""
    with refusals():
        config = config_of(workspace)
        invitation = invitation_to(config, running(config))
        people = read_people(people_file, invitation.definitions)
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
