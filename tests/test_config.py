import pytest

from catalog.workspace import Workspace
from survey.config import DEFAULT_ORIGIN, Config, ConfigError


def origin(workspace: Workspace, text: str) -> str:
    environment = {"COMMON_GROUND_WORKSPACE": str(workspace.root), "SURVEY_ORIGIN": text}
    return Config.from_environment(environment).origin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", DEFAULT_ORIGIN),
        ("https://survey.example.com", "https://survey.example.com"),
        ("HTTPS://Survey.Example.COM/", "https://survey.example.com"),
        ("https://survey.example.com:443", "https://survey.example.com"),
        ("http://survey.example.com:80/", "http://survey.example.com"),
        ("https://survey.example.com:80", "https://survey.example.com:80"),
        ("http://survey.example.com:8443", "http://survey.example.com:8443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://müller.example", "https://xn--mller-kva.example"),
    ],
)
def test_the_origin_is_written_as_browsers_write_it(
    workspace: Workspace, text: str, expected: str
) -> None:
    assert origin(workspace, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "survey.example.com",
        "ftp://survey.example.com",
        "https://",
        "https://survey.example.com/survey/",
        "https://survey.example.com?x=1",
        "https://survey.example.com/#code",
        "https://me:secret@survey.example.com",
        "https://survey.example.com:99999",
        "https://survey.example.com:port",
        "https://survey example.com",
        "https://..",
    ],
)
def test_what_is_no_origin_is_refused_with_how_to_write_one(
    workspace: Workspace, text: str
) -> None:
    with pytest.raises(ConfigError, match=r"write the address people type, without a path, such"):
        origin(workspace, text)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true"])
def test_a_database_that_is_no_file_of_its_own_is_refused(workspace: Workspace, url: str) -> None:
    environment = {"COMMON_GROUND_WORKSPACE": str(workspace.root), "DATABASE_URL": url}
    with pytest.raises(ConfigError, match="DATABASE_URL names a database we cannot use"):
        Config.from_environment(environment)


def test_the_preview_is_shown_only_where_somebody_asks_for_it(workspace: Workspace) -> None:
    def shows(text: str) -> bool:
        environment = {"COMMON_GROUND_WORKSPACE": str(workspace.root), "SURVEY_PREVIEW": text}
        return Config.from_environment(environment).shows_preview

    assert shows("1")
    assert not shows("0")
    assert not shows("")
    with pytest.raises(ConfigError, match="SURVEY_PREVIEW is 'yes'; write 1 for yes, 0 for no"):
        shows("yes")
