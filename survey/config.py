"""The environment to settings, or a refusal that says what to set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from catalog.workspace import Workspace

DEFAULT_ORIGIN = "http://127.0.0.1:8000"
"""Where `scripts/serve.py` serves unless told otherwise."""


SETTINGS: Mapping[str, str] = {
    "COMMON_GROUND_WORKSPACE": "The folder with `definitions/` and `results/`. Left out: the"
    " current folder.",
    "DATABASE_URL": "Where the survey counts: `sqlite:////folder/survey.db` or"
    " `postgresql://user:password@host/database`. Left out: `data/survey.db` in the workspace.",
    "SURVEY_ORIGIN": "The address people type, without a path, such as"
    f" `https://survey.example.com`. Left out: the address that is served, `{DEFAULT_ORIGIN}`.",
    "SURVEY_PREVIEW": "`1` shows the questions as the files have them now, at `/survey/preview`;"
    " nothing is stored. Left out: `0`.",
    "SMTP_URL": "The mail server: `smtp://user:password@mail.example.com:587?starttls` or"
    " `smtps://…`. Only needed to write to people.",
    "INVITATIONS_FROM": "Who writes: `Common Ground <survey@example.com>`. Only needed to write"
    " to people.",
}
"""Every setting there is, with what it says."""

_ALIKE = 0.85  # from here on a name is taken for a misspelt one


class ConfigError(Exception):
    """The survey cannot run like this; the message says what to set."""


@dataclass(frozen=True)
class Config:
    """What the survey needs to know.

    ``origin`` is the address people see, without a path: ``https://survey.example.com``.
    ``shows_preview``: whether the questions as the files have them now can be looked at.
    """

    workspace: Workspace
    database: URL
    origin: str
    shows_preview: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Config":
        """Read COMMON_GROUND_WORKSPACE, DATABASE_URL, SURVEY_ORIGIN and SURVEY_PREVIEW.

        All have defaults.

        Raises:
            ConfigError: one of them cannot be used, or a name is misspelt.
        """
        _refuse_unknown(environment)
        workspace = Workspace(Path(environment.get("COMMON_GROUND_WORKSPACE") or ".").resolve())
        if not workspace.definitions.is_dir():
            raise ConfigError(
                f"{workspace.root} has no folder definitions/; set COMMON_GROUND_WORKSPACE (or"
                " --workspace) to the folder that holds definitions/ and results/."
            )
        return cls(
            workspace=workspace,
            database=_database(environment.get("DATABASE_URL"), workspace),
            origin=_origin(environment.get("SURVEY_ORIGIN") or DEFAULT_ORIGIN),
            shows_preview=_is_on("SURVEY_PREVIEW", environment),
        )


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt name would leave the default in place without a word.

    Other names are left alone: where containers run, SURVEY_PORT may be somebody else's.
    """
    for name in sorted(environment.keys() - SETTINGS.keys()):
        if meant := get_close_matches(name, SETTINGS, n=1, cutoff=_ALIKE):
            raise ConfigError(
                f"{name} is not a setting; did you mean {meant[0]}? There are"
                f" {', '.join(SETTINGS)}."
            )


def _database(text: str | None, workspace: Workspace) -> URL:
    if not text:
        return URL.create("sqlite", database=str(workspace.data / "survey.db"))
    expected = "sqlite:////folder/survey.db or postgresql://user:password@host/database"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise ConfigError(f"DATABASE_URL is not an address; write it as {expected}.") from None
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    is_file = url.database and not url.database.startswith((":memory:", "file:"))
    if url.drivername == "sqlite" and is_file:
        return url
    raise ConfigError(f"DATABASE_URL names a database we cannot use; write it as {expected}.")


def _is_on(name: str, environment: Mapping[str, str]) -> bool:
    text = environment.get(name) or "0"
    if text not in ("0", "1"):
        raise ConfigError(f"{name} is '{text}'; write 1 for yes, 0 for no.")
    return text == "1"


_DEFAULT_PORTS = {"http": 80, "https": 443}


def _origin(text: str) -> str:
    """The address as browsers write it: in small letters, without the port that goes without it."""
    refusal = ConfigError(
        f"SURVEY_ORIGIN is '{text}'; write the address people type, without a path, such as"
        " https://survey.example.com."
    )
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise refusal from None
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in _DEFAULT_PORTS or not is_bare or not re.fullmatch(r"[\w.:-]+", host):
        raise refusal
    host = f"[{host}]" if ":" in host else host
    is_default = port in (None, _DEFAULT_PORTS[parts.scheme])
    return f"{parts.scheme}://{host}" if is_default else f"{parts.scheme}://{host}:{port}"
