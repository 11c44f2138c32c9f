"""Close a quarter: counts to results, then forget.

Each step may be the last one before the power goes; run again, a close carries on and writes the
same bytes. First no more ballots are taken, then the results are written whole and read again,
then everything stored is wiped, then the quarter is closed for good.
"""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from catalog.quarters import Quarter
from catalog.results import CLOSE_FILES, Snapshot, comments_text, to_json
from catalog.workspace import Workspace
from survey.counts import Count
from survey.disclosure import disclose
from survey.files import write_folder
from survey.participation import participation_of
from survey.states import QuarterError, begin_closing, closing
from survey.tallies import Tallies

COMMENTS_FROM = 10
"""With fewer people than this, comments are discarded."""


def reasons_to_wait(tallies: Tallies, quarter: Quarter, today: date) -> list[str]:
    """What speaks against closing this quarter today, a sentence each, if it is open."""
    progress = tallies.progress()
    if progress is None or progress[0].quarter != str(quarter):
        return []
    opened, answered = progress
    reasons: list[str] = []
    for team, n in answered.items():
        said, name = participation_of(n, opened.invited[team]), opened.definitions.team_name(team)
        reasons += filter(None, [said.too_few(name, opened.definitions.survey.threshold)])
    if opened.closes >= today:
        reasons.insert(0, f"People were told that they can answer until {opened.closes}.")
    return reasons


def close_quarter(tallies: Tallies, workspace: Workspace, quarter: Quarter) -> Path:
    """Close a quarter and give the folder of its results.

    Raises:
        QuarterError: it cannot be closed; the message says why.
        OSError: the results cannot be written; nothing is wiped, the close can be run again.
    """
    folder = workspace.results / str(quarter)
    begin_closing(tallies, str(quarter))
    with closing(tallies, str(quarter)) as count:
        if count:
            _publish(folder, results_files(count))
        (workspace.results / "open.json").unlink(missing_ok=True)
    if not folder.is_dir():
        raise QuarterError(
            f"{quarter} is closed, but its results are not in {folder}: an earlier close wrote"
            " them, perhaps in another workspace. Copy that folder here."
        )
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
        files["comments.yml"] = comments_text(count.comments)
    return files


def _publish(folder: Path, files: Mapping[str, str]) -> None:
    """Write the results, unless an interrupted close has written these very ones."""
    for left_over in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(left_over)
    write_folder(folder, files)
    for name in CLOSE_FILES:
        path = folder / name
        if (path.read_text(encoding="utf-8") if path.is_file() else None) != files.get(name):
            raise QuarterError(
                f"results/{folder.name}/ was there before, and its {name} is not what was answered"
                " now. Nothing was wiped: all answers are still in the database. Move that folder"
                " to a safe place outside results/, keep it, and close again."
            )
