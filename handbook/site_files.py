"""The files of a built site, each read and parsed once for all that look into it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class SiteFile:
    """One file, and what it holds as bytes, as text and as a tree of elements."""

    path: Path
    address: str
    """Where it lies in the site, ``quarters/2026-q3/index.html``."""

    @property
    def kind(self) -> str:
        """What its name ends with, ``.html``."""
        return self.path.suffix.lower()

    @cached_property
    def raw(self) -> bytes:
        """Its bytes."""
        return self.path.read_bytes()

    @cached_property
    def text(self) -> str:
        """Its text; what is no UTF-8 stands as a replacement character."""
        return self.raw.decode("utf-8", errors="replace")

    @cached_property
    def digest(self) -> str:
        """Tells it from every other file: where it lies and what it holds."""
        return sha256(b"%s\0%s" % (os.fsencode(self.address), self.raw)).hexdigest()

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """Its elements, if it is HTML."""
        return LexborHTMLParser(self.text)


def site_files(site: Path) -> Iterator[SiteFile]:
    """All files of a site, sorted by address."""
    addresses = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return (SiteFile(site / address, address) for address in sorted(addresses))
