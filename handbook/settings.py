"""What the handbook itself needs of mkdocs.yml; the rest of that file is the engine's."""

import re
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from catalog.ordinary import bytes_of
from catalog.workspace import Workspace

# A web address that can stand as it is in a Markdown link.
_ADDRESS = re.compile(r"https?://[^\s()<>]+")


class SettingsError(Exception):
    """Mkdocs.yml cannot be used; ``problems`` holds one line that says why and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problems = (problem,)


def edit_base(workspace: Workspace) -> str | None:
    """Where the workspace's files can be edited on the web, ending in a slash, or None.

    Raises:
        SettingsError: mkdocs.yml cannot be read, or would send readers' browsers elsewhere.
    """
    settings = read_settings(workspace)
    if settings.get("repo_url"):
        # Material's script asks GitHub and GitLab about a repository, in every reader's browser.
        raise SettingsError(
            "mkdocs.yml: repo_url makes readers' browsers call on another site; take it out, and"
            " give the address where files are edited as edit_base under extra"
        )
    extra = settings.get("extra")
    base = extra.get("edit_base") if isinstance(extra, dict) else None
    if base is None:
        return None
    if not _ADDRESS.fullmatch(str(base)):
        raise SettingsError(
            f"mkdocs.yml: extra.edit_base: '{base}' is not a web address; write it as"
            " https://git.example.com/team/handbook/edit/main/"
        )
    return f"{base.rstrip('/')}/"


def site_address(workspace: Workspace) -> str:
    """The address at which people reach the site, ending in a slash; empty if none is given.

    Raises:
        SettingsError: mkdocs.yml cannot be read.
    """
    address = read_settings(workspace).get("site_url")
    return f"{str(address).rstrip('/')}/" if address else ""


def theme_name(workspace: Workspace) -> str | None:
    """What the theme is called that the site's look comes from.

    Raises:
        SettingsError: mkdocs.yml cannot be read.
    """
    name = _theme(workspace).get("name")
    return str(name) if name else None


def own_theme(workspace: Workspace) -> Path | None:
    """The folder of templates that the workspace puts over those of the theme, or None.

    Raises:
        SettingsError: mkdocs.yml cannot be read, or there is no such folder.
    """
    name = _theme(workspace).get("custom_dir")
    if not name:
        return None
    folder = workspace.root / str(name)
    if not folder.is_dir():
        raise SettingsError(
            f"mkdocs.yml: theme.custom_dir: there is no folder '{name}' here; make it, or take that"
            " line out"
        )
    return folder


def _theme(workspace: Workspace) -> dict[str, Any]:
    """What mkdocs.yml says of the theme, where its name may stand alone."""
    theme = read_settings(workspace).get("theme") or "mkdocs"
    return theme if isinstance(theme, dict) else {"name": theme}


def read_settings(workspace: Workspace) -> dict[str, Any]:
    """What mkdocs.yml says, and under it what it inherits.

    Raises:
        SettingsError: it cannot be read.
    """
    settings = _read(workspace.mkdocs_yml)
    path, seen = workspace.mkdocs_yml, {workspace.mkdocs_yml}
    heir = settings
    while isinstance(name := heir.get("INHERIT"), str):
        path = (path.parent / name).resolve()
        if path in seen:
            raise SettingsError(f"mkdocs.yml: INHERIT: '{name}' inherits from itself")
        seen.add(path)
        heir = _read(path)
        settings = _over(heir, settings)
    return settings


def _over(below: Any, above: Any) -> Any:
    """Settings with others over them, line by line however deep, as MkDocs inherits them."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {**below, **{name: _over(below.get(name), each) for name, each in above.items()}}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads what MkDocs reads, without MkDocs, which takes longer to load than a whole check.

    What only the engine understands (``!relative``, ``!!python/name``) is passed over.
    """


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda loader, tag, node: None)


def _read(path: Path) -> dict[str, Any]:
    try:
        settings = yaml.load(bytes_of(path), _Loader)
    except FileNotFoundError:
        raise SettingsError(f"{path.name}: this file is missing; copy the shipped one") from None
    except OSError as error:
        raise SettingsError(f"{path.name}: this file cannot be read: {error.strerror}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        problem = error.problem or error.context
        raise SettingsError(f"{path.name}:{place}: this is not YAML: {problem}") from None
    except yaml.YAMLError as error:
        raise SettingsError(f"{path.name}: {error}") from None
    if not isinstance(settings, dict):
        raise SettingsError(f"{path.name}:1:1: this must be lines of the form 'name: value'")
    return settings
