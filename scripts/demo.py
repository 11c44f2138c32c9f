"""A workspace whose people answer eight quarters over HTTP; its handbook, built and served."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import requests
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.quarters import Quarter
from catalog.reading import read_definitions
from catalog.workspace import Workspace
from scripts import story
from survey.closing import close_quarter
from survey.codes import new_code, shown
from survey.config import DEFAULT_ORIGIN, Config
from survey.opening import open_quarter
from survey.questionnaire import Questionnaire, questionnaire_of
from survey.tallies import Tallies

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("mkdocs.yml", "definitions", "docs", "schema")
HOOK = "scripts/mkdocs_hook.py"
MARKER = ".demo"
CLOSES = date(2026, 12, 18)
PEOPLE_AT_ONCE = 4
SHOWN_CODES = 4


@click.command()
@click.option("--workspace", "folder", type=click.Path(path_type=Path), default=Path("demo"))
@click.option("--no-serve", is_flag=True, help="Do everything but the serving.")
def main(folder: Path, no_serve: bool) -> None:
    """Play eight quarters of the shipped company in a workspace of its own, then serve it."""
    workspace = Workspace(folder.resolve())
    prepare(workspace)
    with _progress() as progress:
        codes = play(workspace, progress)
        building = progress.add_task("building the handbook", total=1)
        _run("build.py", workspace)
        progress.advance(building)
    _tell(workspace, codes)
    if not no_serve:
        os.execv(sys.executable, _command("serve.py", workspace))


def prepare(workspace: Workspace) -> None:
    """Copy the shipped files into a new workspace; an earlier demo there is replaced."""
    if workspace.root.exists():
        if any(workspace.root.iterdir()) and not (workspace.root / MARKER).exists():
            raise click.ClickException(
                f"{workspace.root} is there already and was not made by this script; name another"
                " folder with --workspace"
            )
        shutil.rmtree(workspace.root)
    workspace.root.mkdir(parents=True)
    (workspace.root / MARKER).write_text(
        "Made by scripts/demo.py, which may replace this folder.\n"
    )
    for name in SHIPPED:
        source, target = ROOT / name, workspace.root / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    hook = os.path.relpath(ROOT / HOOK, workspace.root)
    settings = workspace.mkdocs_yml.read_text()
    workspace.mkdocs_yml.write_text(settings.replace(f"- {HOOK}", f"- {hook}"))


def play(workspace: Workspace, progress: Progress) -> dict[str, list[str]]:
    """Play all closed quarters and open the last one; gives its codes by team."""
    tallies = Tallies(
        Config.from_environment({"COMMON_GROUND_WORKSPACE": str(workspace.root)}).database
    )
    agreed_now = (workspace.definitions / "slas.yml").read_text()
    quarters = list(_quarters())
    answering = progress.add_task("people answer", total=len(quarters))
    with _server(workspace) as origin:
        for quarter in quarters:
            progress.update(answering, description=f"people answer {quarter}")
            before = quarter < story.TIGHTENED
            (workspace.definitions / "slas.yml").write_text(
                earlier(agreed_now) if before else agreed_now
            )
            codes = _open(tallies, workspace, quarter)
            _let_people_answer(origin, workspace, quarter, codes)
            close_quarter(tallies, workspace, quarter)
            progress.advance(answering)
    return _open(tallies, workspace, story.OPEN)


def earlier(slas_yml: str) -> str:
    """The text of slas.yml as it read before the follow-up promise was tightened.

    Raises:
        ValueError: the shipped file no longer holds what the story changes.
    """
    for now, then in story.EARLIER_FOLLOW_UP:
        if slas_yml.count(now) != 1:
            raise ValueError(f"slas.yml should hold once: {now}")
        slas_yml = slas_yml.replace(now, then)
    return slas_yml


def _quarters() -> Iterator[Quarter]:
    quarter = story.FIRST
    while quarter <= story.LAST:
        yield quarter
        quarter = quarter.next


def _open(tallies: Tallies, workspace: Workspace, quarter: Quarter) -> dict[str, list[str]]:
    codes = {team: [new_code() for _ in range(size)] for team, size in story.TEAMS.items()}
    definitions = read_definitions(workspace.definitions).definitions
    first_day = date(quarter.year, 3 * quarter.number - 1, 1)
    closes = date(quarter.year, 3 * quarter.number, CLOSES.day)
    open_quarter(tallies, workspace, definitions, quarter, codes, closes, first_day)
    return codes


def _let_people_answer(
    origin: str, workspace: Workspace, quarter: Quarter, codes: dict[str, list[str]]
) -> None:
    definitions = read_definitions(workspace.definitions).definitions
    questionnaire = questionnaire_of(definitions)
    unused = {team: iter(of_team) for team, of_team in codes.items()}
    people = [(next(unused[team]), said) for team, said in story.people(definitions, quarter)]
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as crowd:
        list(crowd.map(lambda person: answer(origin, questionnaire, *person), people))


def answer(origin: str, questionnaire: Questionnaire, code: str, said: dict[str, str]) -> None:
    """Fill in the form as a browser without scripts would: enter, each part, review, send."""
    with requests.Session() as browser:
        browser.headers["Origin"] = origin
        filled = {"code": shown(code)}

        def press(button: str, page: int) -> requests.Response:
            reply = browser.post(
                f"{origin}/survey/", {**filled, "go": button, "page": str(page)}, timeout=30
            )
            reply.raise_for_status()
            return reply

        press("begin", 0)
        for page, part in enumerate(questionnaire.parts, start=1):
            filled |= {question.key: said[question.key] for question in part.questions}
            press("next", page)
        filled["comment"] = said.get("comment", "")
        thanks = press("send", len(questionnaire.parts) + 1)
        if not thanks.url.endswith("/thanks"):
            raise RuntimeError(f"the form did not say thanks:\n{thanks.text}")


@contextmanager
def _server(workspace: Workspace) -> Iterator[str]:
    """The real server on a free port, for as long as people answer; gives its origin."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [*_command("serve.py", workspace), "--port", str(port)],
        env={**os.environ, "SURVEY_ORIGIN": origin},
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(origin):
            if process.poll() is not None:
                raise RuntimeError("the server did not start; its message stands above")
            time.sleep(0.1)
        yield origin
    finally:
        process.terminate()
        process.wait()


def _answers(origin: str) -> bool:
    try:
        return requests.get(f"{origin}/survey/", timeout=5).ok
    except requests.ConnectionError:
        return False


def _command(script: str, workspace: Workspace) -> list[str]:
    return [sys.executable, str(ROOT / "scripts" / script), "--workspace", str(workspace.root)]


def _run(script: str, workspace: Workspace) -> None:
    done = subprocess.run(_command(script, workspace), capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"scripts/{script} failed:\n{done.stdout}{done.stderr}")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _tell(workspace: Workspace, codes: dict[str, list[str]]) -> None:
    links = {
        team: [f"{DEFAULT_ORIGIN}/survey/#{shown(code)}" for code in of_team]
        for team, of_team in codes.items()
    }
    everyone = workspace.root / "codes.txt"
    everyone.write_text("".join(f"{link}\n" for team in links for link in links[team]))
    click.echo(f"\n{story.OPEN} is open. Take a link and answer; each works once:")
    for team in links:
        click.echo("\n".join([f"\n{team}", *links[team][:SHOWN_CODES]]))
    click.echo(f"\nAll {sum(map(len, links.values()))} are in {everyone}")
    click.echo(f"The handbook: {DEFAULT_ORIGIN}/")


if __name__ == "__main__":
    main()
