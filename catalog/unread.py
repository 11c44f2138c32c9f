"""Files that look like ours and are none: whoever means one to lie there says so in it."""

import re
from pathlib import Path

_ALLOWED = re.compile(r"#\s*allow\s+file-not-read\s*:\s*\S")


def is_meant(path: Path) -> bool:
    """Whether a file's first line is ``# allow file-not-read:`` with a reason behind it."""
    try:
        if not path.is_file():
            return False
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return bool(_ALLOWED.match(file.readline(1000)))
    except OSError:
        return False
