"""Write guide/reference.md from the models, the commands and the settings."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.definitions import FILES
from catalog.lint import CODES
from catalog.reading import read_definitions
from scripts import bench, build, demo, measure, new, quarter, schema, serve, simulate
from scripts.holds import fields
from survey.config import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "guide" / "reference.md"
_TARGET = re.compile(r"^([a-z]+):.*## (.*)$", re.MULTILINE)


class Option(NamedTuple):
    """An option or argument: as it is typed, what follows it, what it does."""

    name: str
    takes: str
    words: str


class Command(NamedTuple):
    """A command as people type it, what it does, and its options."""

    name: str
    words: str
    options: list[Option]


def reference() -> str:
    """The text of the page."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    files = [
        {"name": f"{name}.yml", "fields": list(fields(model))} for name, model in FILES.items()
    ]
    return templates.get_template("reference.md.j2").render(
        commands=list(_commands()),
        targets=_TARGET.findall((ROOT / "Makefile").read_text("utf-8")),
        settings=SETTINGS.items(),
        warnings=CODES.items(),
        files=files,
    )


def _commands() -> Iterator[Command]:
    scripts = {
        "new": new.main,
        "build": build.main,
        "serve": serve.main,
        "quarter": quarter.main,
        "measure": measure.main,
        "demo": demo.main,
        "schema": schema.main,
        "reference": main,
        "simulate": simulate.main,
        "bench": bench.main,
    }
    for name, command in scripts.items():
        yield from _described(f"scripts/{name}.py", command)


def _described(name: str, command: click.Command) -> Iterator[Command]:
    """A command, or each command of a group, in the order in which people need them."""
    if isinstance(command, click.Group):
        for inner, each in command.commands.items():
            yield from _described(f"{name} {inner}", each)
        return
    # whose teams the options of `open` are named after
    context = click.Context(command, obj=read_definitions(ROOT / "definitions").definitions)
    params = [param for param in command.get_params(context) if "--help" not in param.opts]
    words = " ".join((command.help or "").split())
    yield Command(name, words, [_option(param, context) for param in params])


def _option(param: click.Parameter, context: click.Context) -> Option:
    told = param.to_info_dict()
    name = param.opts[0] if isinstance(param, click.Option) else param.make_metavar(context)
    words = told.get("help") or "Needed."
    if isinstance(param, click.Option) and param.required:
        words += " Needed."
    if isinstance(param, click.Option) and param.show_default and not param.is_flag:
        words += f" Left out: `{param.default}`."
    return Option(name, _takes(param), words)


def _takes(param: click.Parameter) -> str:
    if isinstance(param, click.Option) and param.is_flag:
        return ""
    if param.metavar:
        return param.metavar
    kind = param.type
    if isinstance(kind, click.Choice):
        return ", ".join(f"`{choice}`" for choice in kind.choices)
    if isinstance(kind, click.IntRange):
        return f"{kind.min} to {kind.max}" if kind.max else f"{kind.min} or more"
    if isinstance(kind, click.Path):
        return "file" if not kind.dir_okay else "folder"
    return kind.name


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the page is up to date.")
def main(check: bool) -> None:
    """Write the reference of commands, settings and definition files into guide/."""
    text = reference()
    if not check:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != text:
        raise click.ClickException("guide/reference.md is out of date; run `make reference`")


if __name__ == "__main__":
    main()
