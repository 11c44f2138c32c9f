"""Templates that take the place of the theme's own, with whatever engine builds the site.

They are the page for addresses where nothing lies, the feed of changes in every page's head, and
a sitemap without days: it would know only the one of the build.
"""

from pathlib import Path

from catalog.workspace import Workspace
from handbook.settings import own_theme
from handbook.taken import files_in

_OURS = Path(__file__).with_name("theme")


def theme_files(workspace: Workspace) -> dict[str, bytes]:
    """Every template by its path; where the workspace's own theme has one too, it has its way.

    Raises:
        SettingsError: mkdocs.yml cannot be read, or names a folder that is not there.
    """
    own = own_theme(workspace)
    return files_in(_OURS) | (files_in(own) if own else {})
