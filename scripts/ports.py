"""Ports of this machine."""

import socket

import click


def refuse_taken(host: str, port: int) -> None:
    """Say so if somebody listens there already.

    Raises:
        ClickException: it cannot be listened on; the message says why and what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}, port {port}: {error.strerror}; name another with --port"
            ) from None
