"""What a PostgreSQL server is set to keep that could tell who answered what, and to lose."""

import sqlalchemy as sa

from survey.tallies import Tallies

_WANTED = {
    "log_statement": ("none ddl", "its log would hold every ballot, with the time"),
    "log_min_duration_statement": ("-1", "its log would hold some of the ballots, with the time"),
    "log_min_duration_sample": ("-1", "its log would hold some of the ballots, with the time"),
    "log_transaction_sample_rate": ("0", "its log would hold some of the ballots, with the time"),
    "log_duration": ("off", "its log would hold the time of every ballot"),
    "log_parameter_max_length_on_error": ("0", "its log would hold ballots that met an error"),
    "track_commit_timestamp": ("off", "it would keep the time of every ballot"),
    "archive_mode": ("off", "every ballot would be copied, in order, to where it keeps copies"),
    "fsync": ("on", "a power cut would take ballots with it that people were thanked for"),
    "full_page_writes": ("on", "a power cut could damage all that is counted by then"),
}
"""Settings by name: the values that do no harm, and what every other value does."""

_COPIES = sa.text(
    "SELECT (SELECT count(*) FROM pg_stat_replication)"
    " + (SELECT count(*) FROM pg_replication_slots)"
)


def server_warnings(tallies: Tallies) -> list[str]:
    """What the database server keeps or may lose of ballots, a sentence for each thing to change.

    SQLite has no server. Snapshots of PostgreSQL's disk are not to be seen from here, nor what
    its extensions log.
    """
    with tallies.reading() as connection:
        if connection.dialect.name == "sqlite":
            return []
        query = sa.text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
        rows = connection.execute(query, {"names": list(_WANTED)})
        found: dict[str, str] = dict(rows.all())
        is_copied = connection.execute(_COPIES).scalar_one() > 0
    warnings = [
        f"the database server runs with {name} = {found[name]}, and so {harm}. Set it to"
        f" {harmless.split()[0]} before you hand out the codes."
        for name, (harmless, harm) in _WANTED.items()
        if name in found and found[name] not in harmless.split()
    ]
    if is_copied:
        warnings.append(
            "the database server is being copied to another one, and so would be every ballot, in"
            " order. Stop that before you hand out the codes."
        )
    return warnings
