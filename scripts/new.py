"""A workspace for a company of its own: a skeleton that holds together and says what to do."""

import json
import os
import re
import shutil
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.definitions.base import as_id
from catalog.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
SKELETON = Path(__file__).parent / "skeleton"
HOOK = "scripts/mkdocs_hook.py"
REVIEW_AFTER = timedelta(days=182)
LONGEST = 60
"""A name longer than this would not fit where teams are named."""
_NO_IDS = ("both", "true", "false", "null")
"""What these words mean in the files is not a team."""
_LONGEST_ID = 30
"""Other ids are made from a team's."""
_NOT_IN_GIT = """\
# What the build makes.
/build/
/site
# The survey's database while a quarter is open, and whatever holds codes or addresses.
/data/
codes*.txt
codes*.csv
slips*.html
people*.csv
"""


class Team(NamedTuple):
    """A team of the new workspace."""

    id: str
    name: str


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--company", prompt="Your company's name", help="The company's name.")
@click.option("--first", prompt="The first team's name", help="One team's name, such as Field.")
@click.option("--second", prompt="The second team's name", help="The other's, such as Growth.")
def main(folder: Path, company: str, first: str, second: str) -> None:
    """Start a workspace of your own in a new FOLDER: a skeleton to fill in, with comments."""
    teams = team_of("first", first), team_of("second", second)
    if teams[0].id == teams[1].id:
        raise click.BadParameter("the two teams need names of their own", param_hint="--second")
    _refuse_what_is_no_name("company", company)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is there already; name a new folder")
    write_workspace(Workspace(folder.resolve()), company, teams, date.today())
    python = os.path.relpath(sys.executable)
    click.echo(
        f"{folder} is ready. Fill in definitions/ there, then see it as you write:\n"
        f"  {python} {os.path.relpath(ROOT / 'scripts' / 'build.py')} --workspace {folder} --serve"
    )


def team_of(option: str, name: str) -> Team:
    """A team by its name.

    Raises:
        BadParameter: it has no name, or one from which no id can be made.
    """
    _refuse_what_is_no_name(option, name)
    id = as_id(name)
    if id is None or id in _NO_IDS or len(id) > _LONGEST_ID:
        raise click.BadParameter(
            f"no id can be made from '{name}'; give a short name that starts with a letter from a"
            " to z, and change it in company.yml afterwards",
            param_hint=f"--{option}",
        )
    return Team(id, name)


def _refuse_what_is_no_name(option: str, name: str) -> None:
    if not name.strip() or len(name) > LONGEST or not name.isprintable():
        raise click.BadParameter(f"give a name of 1 to {LONGEST} letters", param_hint=f"--{option}")


def write_workspace(
    workspace: Workspace, company: str, teams: tuple[Team, Team], today: date
) -> None:
    """Write the skeleton for these teams; its reviews are due half a year from today."""
    words = {
        "company": company,
        "one": teams[0],
        "two": teams[1],
        "due": date(today.year, 12, 31),
        "review_by": today + REVIEW_AFTER,
    }
    templates = Environment(
        loader=FileSystemLoader(SKELETON), undefined=StrictUndefined, keep_trailing_newline=True
    )
    templates.filters["quoted"] = partial(json.dumps, ensure_ascii=False)  # as YAML reads it too
    workspace.definitions.mkdir(parents=True)
    workspace.results.mkdir()
    for name in templates.list_templates():
        text = templates.get_template(name).render(words)
        (workspace.definitions / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "schema", workspace.root / "schema")
    shutil.copytree(ROOT / "docs", workspace.docs)
    for page in workspace.docs.rglob("*.md"):
        page.write_text(_speaking_of(teams, page.read_text("utf-8")), encoding="utf-8")
    hook = os.path.relpath(ROOT / HOOK, workspace.root)
    settings = (ROOT / "mkdocs.yml").read_text().replace(f"- {HOOK}", f"- {hook}")
    workspace.mkdocs_yml.write_text(settings)
    (workspace.root / ".gitignore").write_text(_NOT_IN_GIT)


def _speaking_of(teams: tuple[Team, Team], page: str) -> str:
    """A shipped page whose examples are about these teams instead of the shipped ones."""
    first, second = teams
    words = {
        "sales": first.id,
        "Sales": first.name,
        "sale": first.id[:-1],  # as it is mistyped in an example
        "marketing": second.id,
        "Marketing": second.name,
    }
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda word: words[word[0]], page)


if __name__ == "__main__":
    main()
