"""Our own templates, in whatever way the site is built."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from catalog.workspace import Workspace
from handbook.publishing import new_site, publish, write_settings
from handbook.settings import SettingsError
from handbook.staging import compose, stage
from handbook.theming import theme_files
from scripts.draft import Draft
from tests.running import edit, run_python

TODAY = date(2026, 11, 22)
ORIGIN = "http://intranet.example/the/book/"


def by_build(workspace: Workspace) -> Path:
    publish(workspace, TODAY)
    return workspace.site


def by_mkdocs(workspace: Workspace) -> Path:
    built = run_python("-m", "mkdocs", "build", "--strict", folder=workspace.root)
    assert built.returncode == 0, built.stdout + built.stderr
    return workspace.site


def by_preview(workspace: Workspace) -> Path:
    workspace.build.mkdir()
    draft = Draft(workspace, workspace.build, ORIGIN)
    assert draft.update(compose(workspace, TODAY)) == ()
    return draft.site


def by_zensical(workspace: Workspace) -> Path:
    site = new_site(workspace)
    settings = write_settings(workspace, stage(workspace, TODAY), site)
    built = run_python("-m", "zensical", "build", "--strict", "-f", str(settings))
    assert built.returncode == 0, built.stdout + built.stderr
    return site


Build = Callable[[Workspace], Path]
every_way = pytest.mark.parametrize("build", [by_build, by_mkdocs, by_preview, by_zensical])


@pytest.fixture
def under_a_path(small_workspace: Workspace) -> Workspace:
    """The small workspace, to be published below the root of its server."""
    edit(small_workspace.mkdocs_yml, "http://127.0.0.1:8000/", ORIGIN)
    return small_workspace


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(), "html.parser")


@every_way
def test_the_templates_are_ours_where_the_theme_has_its_own(
    under_a_path: Workspace, build: Build
) -> None:
    """Planted: links as from the first page, dead at any depth; the theme's sitemap; no feed."""
    site = build(under_a_path)
    lost = soup(site / "404.html").find("article")
    assert lost is not None
    assert lost.get_text().strip().startswith("This page is not here")
    links = [str(link["href"]) for link in lost.find_all("a", href=True)]
    leads = {urljoin(f"{ORIGIN}promises/long/gone/", link) for link in links}
    assert {ORIGIN, f"{ORIGIN}changes/", f"{ORIGIN}stages/", f"{ORIGIN}promises/"} <= leads
    for address in leads:
        assert address.startswith(ORIGIN)
        assert (site / address.removeprefix(ORIGIN) / "index.html").is_file(), address
    for page in site.rglob("*.html"):
        feed = soup(page).select_one('link[rel=alternate][type="application/atom+xml"]')
        assert feed is not None, page
        inside = page.relative_to(site).as_posix().removesuffix("index.html")
        assert urljoin(f"{ORIGIN}{inside}", str(feed["href"])) == f"{ORIGIN}changes.xml"
    sitemap = (site / "sitemap.xml").read_text()
    places = {place.text for place in ElementTree.fromstring(sitemap).findall(".//{*}loc")}
    assert {ORIGIN, f"{ORIGIN}promises/call-back/"} <= places
    assert "lastmod" not in sitemap
    if build is not by_zensical:
        assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == sitemap


@pytest.mark.parametrize("build", [by_build, by_mkdocs, by_preview])
def test_words_of_the_glossary_are_within_reach_of_the_keyboard(
    small_workspace: Workspace, build: Build
) -> None:
    """Planted: a way of building without the hook."""
    page = soup(build(small_workspace) / "stages" / "enquiry" / "index.html")
    assert [word.get_text() for word in page.select("abbr[tabindex='0']")] == ["CRM"]


@pytest.mark.parametrize("build", [by_build, by_preview])
def test_a_theme_of_ones_own_goes_before_ours(small_workspace: Workspace, build: Build) -> None:
    """Planted: ours in the place of all of theirs."""
    (small_workspace.root / "ours").mkdir()
    own = "{% extends 'main.html' %}{% block content %}<h1>Lost?</h1>{% endblock %}"
    (small_workspace.root / "ours" / "404.html").write_text(own)
    edit(small_workspace.mkdocs_yml, "  name: material\n", "  name: material\n  custom_dir: ours\n")
    page = soup(build(small_workspace) / "404.html")
    assert page.find("h1", string="Lost?")
    assert page.select_one('link[type="application/atom+xml"]')


def test_a_theme_given_by_its_name_alone_is_kept(small_workspace: Workspace) -> None:
    """Planted: settings that say nothing of its name, which engines refuse beside a folder."""
    before, _, after = small_workspace.mkdocs_yml.read_text().partition("theme:\n")
    after = after[after.index("extra:\n") :]
    small_workspace.mkdocs_yml.write_text(f"{before}theme: material\n{after}")
    assert "md-content" in (by_build(small_workspace) / "404.html").read_text()


def test_a_folder_of_templates_that_is_not_there_is_told(small_workspace: Workspace) -> None:
    edit(small_workspace.mkdocs_yml, "  name: material\n", "  name: material\n  custom_dir: ours\n")
    with pytest.raises(SettingsError, match="there is no folder 'ours' here"):
        theme_files(small_workspace)
