"""The real server from a process that has everything imported: a start takes a tenth of the time.

Run as a program of its own: a JSON list of the command line and the environment of each start on a
line in, the number of the process out. What is left away is the start of Python and its imports.
"""

import json
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.serve import main


def serve(arguments: list[str], environment: dict[str, str], log: str) -> None:
    """Become a server, as if started by its command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(environment)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    main(arguments)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            serve(*json.loads(line))
        print(process, flush=True)
