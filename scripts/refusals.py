"""What cannot be done, said on the command line: one message, exit code 1, no traceback."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from catalog.reading import DefinitionsError
from survey.config import ConfigError
from survey.states import QuarterError


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the survey refuses into a message of click's.

    Raises:
        ClickException: in place of each error that says what somebody can do about it.
    """
    try:
        yield
    except DefinitionsError as error:
        raise click.ClickException(f"the definitions need mending first:\n{error}") from None
    except (ConfigError, QuarterError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{place}{error.strerror}") from None
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"the database does not answer ({_reason(error)}); check DATABASE_URL"
        ) from None


def _reason(error: SQLAlchemyError) -> str:
    """What the database said, unless its words could hold what was to be stored."""
    if not isinstance(error, DBAPIError) or isinstance(error, (DataError, IntegrityError)):
        return type(error).__name__
    return str(error.orig).partition("\n")[0]


def warn(sentences: Iterable[str]) -> None:
    """Say what is allowed and seldom meant."""
    for sentence in sentences:
        click.echo(f"Please note: {sentence}", err=True)
