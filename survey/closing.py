"""Close a quarter: counts to results, then forget.

Each step may be the last one before the power goes; run again, a close carries on and writes the
same bytes. First no more ballots are taken, then the results are written whole, then everything
stored is wiped, then the quarter is closed for good.
"""

from pathlib import Path

import yaml

from catalog.quarters import Quarter
from catalog.results import Snapshot, to_json
from catalog.workspace import Workspace
from survey.disclosure import disclose
from survey.files import write_folder
from survey.tallies import Count, QuarterError, Tallies

COMMENTS_FROM = 10
"""With fewer people than this, comments are discarded."""


def close_quarter(tallies: Tallies, workspace: Workspace, quarter: Quarter) -> Path:
    """Close a quarter and give the folder of its results.

    Raises:
        QuarterError: it cannot be closed; the message says why.
    """
    folder = workspace.results / str(quarter)
    tallies.begin_closing(str(quarter))
    if count := tallies.count(str(quarter)):
        _publish(folder, results_files(count))
    (workspace.results / "open.json").unlink(missing_ok=True)
    tallies.wipe(str(quarter))
    tallies.end_closing(str(quarter))
    return folder


def results_files(count: Count) -> dict[str, str]:
    """The files of a quarter's results, by name."""
    opened = count.opened
    snapshot = Snapshot(format=1, quarter=opened.quarter, definitions=opened.definitions)
    files = {
        "perceptions.json": to_json(disclose(opened, count.answered, count.tallies)),
        "definitions.json": to_json(snapshot),
    }
    if count.comments and sum(count.answered.values()) >= COMMENTS_FROM:
        files["comments.yml"] = _comments_yml(count.comments)
    return files


def _comments_yml(comments: tuple[str, ...]) -> str:
    listed = yaml.safe_dump({"comments": list(comments)}, allow_unicode=True, width=96)
    return f"# Read them first; publish: true shows them in the handbook.\npublish: false\n{listed}"


def _publish(folder: Path, files: dict[str, str]) -> None:
    """Write the results, unless an interrupted close has written these very ones."""
    if not folder.exists():
        write_folder(folder, files)
        return
    for name in ("perceptions.json", "definitions.json"):
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != files[name]:
            raise QuarterError(
                f"results/{folder.name}/ is there already and its {name} is not what this close"
                " would write; move that folder away and close again. No answer is lost."
            )
