"""Thanks that a server keeps until the ballot is committed, so that no thread waits for it.

A thread a ballot that waits, and is woken, costs more than counting the ballot does. A server that
can wait without one puts a Pending into the WSGI environment and runs the application. If a ballot
is pending then, it sends the response once that is counted. If it turns out otherwise, it runs the
application again with the same Pending, and sends what comes now. With other servers the
application waits itself.
"""

from concurrent.futures import Future
from typing import TYPE_CHECKING

from survey.ballots import Ballot
from survey.casting import Outcome
from survey.tallies import Tallies

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PENDING = "common_ground.pending"


class Pending:
    """The ballot of one request on its way to the disk, if there is one.

    Shared by the runs of the application, whose environs are copies.
    """

    outcome: Future[Outcome] | None = None


def cast_pending(
    environ: "WSGIEnvironment", tallies: Tallies, hashed: str, ballot: Ballot, quarter: str
) -> Outcome:
    """What became of the request's ballot; COUNTED before it is, if the server takes care of that.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database is in trouble, or was when the server ran the
            application before; the ballot is not cast again.
    """
    pending: Pending = environ.get(PENDING) or Pending()
    if pending.outcome:
        return pending.outcome.result()
    pending.outcome = tallies.begin_cast(hashed, ballot, quarter)
    return Outcome.COUNTED if PENDING in environ else pending.outcome.result()
