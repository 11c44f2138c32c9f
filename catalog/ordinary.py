"""Files read whole, if they are files: a device has no end, and a pipe may never begin."""

import errno
from pathlib import Path

_NONE = "it is a folder, a device or a pipe; put an ordinary file in its place"


def bytes_of(path: Path) -> bytes:
    """What a file holds, or the one that a link leads to.

    Raises:
        OSError: it cannot be read, or is no ordinary file; ``strerror`` says which.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, _NONE)
    return path.read_bytes()
