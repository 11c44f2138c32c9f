"""Where pages lie, and how one points to another."""

import posixpath


def stage_page(id: str) -> str:
    """The page of a stage."""
    return f"stages/{id}.md"


def sla_page(id: str) -> str:
    """The page of a promise."""
    return f"promises/{id}.md"


def role_page(id: str) -> str:
    """The page of a role."""
    return f"roles/{id}.md"


def theme_page(id: str) -> str:
    """The trend page of a theme."""
    return f"perceptions/{id}.md"


def quarter_page(quarter: object) -> str:
    """The page of a closed quarter: ``quarters/2026-q3.md``."""
    return f"quarters/{str(quarter).lower()}.md"


def source_page(file: str) -> str:
    """The page that shows a definition file as it was written."""
    return f"definitions/{file}.md"


def relative(page: str, target: str) -> str:
    """The link from one Markdown file to another, as Markdown engines want it."""
    path, _, anchor = target.partition("#")
    found = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return f"{found}#{anchor}" if anchor else found


def served(page: str, target: str) -> str:
    """The same link as the browser sees it, for raw HTML that engines leave alone."""
    path, _, anchor = target.partition("#")
    found = posixpath.relpath(_address(path), _address(page)) + "/"
    return f"{found}#{anchor}" if anchor else found


def _address(page: str) -> str:
    folder, name = posixpath.split(page)
    return folder or "." if name == "index.md" else page.removesuffix(".md")
