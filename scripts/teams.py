"""Options that the workspace's company.yml brings along."""

from collections.abc import Iterator

import click

from catalog.definitions import Definitions
from scripts.arguments import PeopleType
from scripts.refusals import refusals
from scripts.workspaces import config_of, definitions_of


class OpenCommand(click.Command):
    """A command with an option for each team of the workspace's company.yml."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the definitions of the workspace that the arguments name, then the arguments."""
        peek = click.Command("peek", params=list(_workspace_of(self)), add_help_option=False)
        peek.ignore_unknown_options = peek.allow_extra_args = True
        workspace = peek.make_context("peek", list(args)).params["workspace"]
        try:
            with refusals():
                ctx.obj = definitions_of(config_of(workspace))
        except click.ClickException:
            if not set(args) & set(ctx.help_option_names):
                raise
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options of every workspace, and the teams' own."""
        teams = ctx.obj.company.teams if isinstance(ctx.obj, Definitions) else ()
        return [
            *super().get_params(ctx),
            *(
                click.Option(
                    [f"--{team.id}", f"people_{index}"],
                    type=PeopleType(),
                    help=f"How many people of {team.name} get a code.",
                )
                for index, team in enumerate(teams)
            ),
        ]


def _workspace_of(command: click.Command) -> Iterator[click.Parameter]:
    return (param for param in command.params if param.name == "workspace")
