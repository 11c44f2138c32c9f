"""The workspace that a command works on: named by an option, or by the environment."""

import os
from pathlib import Path

import click

from catalog.definitions import Definitions
from catalog.reading import read_definitions
from survey.config import Config, ConfigError

workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="The folder with definitions/ and results/; else COMMON_GROUND_WORKSPACE, else this one.",
)


def config_of(workspace: Path | None) -> Config:
    """The settings of the environment, the workspace chosen by the option if it was given.

    Raises:
        ConfigError: one of them cannot be used.
    """
    chosen = {"COMMON_GROUND_WORKSPACE": str(workspace)} if workspace else {}
    return Config.from_environment({**os.environ, **chosen})


def definitions_of(config: Config) -> Definitions:
    """The definitions of its workspace, as they stand now.

    Raises:
        DefinitionsError: they need mending first.
    """
    return read_definitions(config.workspace.definitions).definitions


def require_origin() -> None:
    """Refuse to write an address that only works here onto what is sent or printed.

    Raises:
        ConfigError: SURVEY_ORIGIN is not set.
    """
    if not os.environ.get("SURVEY_ORIGIN"):
        raise ConfigError(
            "set SURVEY_ORIGIN to the address at which people reach the survey, such as"
            " https://survey.example.com: what you hand out leads there."
        )
