"""Where things lie in a workspace."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """A folder with mkdocs.yml, definitions/, results/ and docs/; the rest is made from them."""

    root: Path

    @property
    def mkdocs_yml(self) -> Path:
        """The site's settings, the user's to edit."""
        return self.root / "mkdocs.yml"

    @property
    def definitions(self) -> Path:
        """The YAML files of what was agreed."""
        return self.root / "definitions"

    @property
    def results(self) -> Path:
        """One folder a closed quarter, and ``open.json`` while a quarter is open."""
        return self.root / "results"

    @property
    def docs(self) -> Path:
        """Hand-written pages and assets."""
        return self.root / "docs"

    @property
    def invitations(self) -> Path:
        """The company's own words for invitation.txt and reminder.txt, if it wants any."""
        return self.root / "invitations"

    @property
    def data(self) -> Path:
        """The survey's own folder: the SQLite database, and who is still to be invited by mail."""
        return self.root / "data"

    @property
    def build(self) -> Path:
        """What the build makes on its way: staged pages, drawn charts, finished sites."""
        return self.root / "build"

    @property
    def site(self) -> Path:
        """The published handbook: a link to the newest finished site in ``build``."""
        return self.root / "site"
