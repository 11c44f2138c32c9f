"""Put an address right that the mail server refused, without a second code for anybody.

The waiting mailing does not know who has been written to. The file of people does, as long as it
names exactly as many people of each team as were invited: then a new address that stands there
together with the old one is somebody else's, and one that stands there without it took its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey.mailing import Mailing
from survey.people import is_address
from survey.states import QuarterError


def corrected(
    mailing: Mailing,
    old: str,
    new: str,
    people: Mapping[str, Sequence[str]],
    invited: Mapping[str, int],
) -> Mailing:
    """The mailing with another address for one person, who keeps the code.

    ``people`` are the addresses of each team, as before the correction or after it; ``invited``
    says how many of each team have a code.

    Raises:
        QuarterError: nobody with the old address is waiting, or the new one cannot be used.
    """
    if old not in dict(mailing.waiting):
        raise QuarterError(f"no invitation to {old} is waiting to be sent")
    waiting = {address.casefold() for address, _ in mailing.waiting}
    if new.casefold() in waiting or not is_address(new):
        raise QuarterError(
            f"'{new}' is not another e-mail address; write it whole, such as name@example.com"
        )
    if {team: len(addresses) for team, addresses in people.items()} != invited:
        raise QuarterError(
            "the file of people does not name as many of each team as were invited; give the one"
            " that the quarter was opened with, with nobody added or left out"
        )
    named = {address.casefold() for addresses in people.values() for address in addresses}
    if old.casefold() not in named and new.casefold() not in named:
        raise QuarterError(
            f"neither {old} nor {new} stands in the file of people; write {new} there, in the"
            " place of the mistyped address"
        )
    if old.casefold() in named and new.casefold() in named:
        raise QuarterError(
            f"{old} and {new} both stand in the file of people, so {new} has a code already, and"
            " nobody gets a second one; give the right address of the person meant by"
            f" {old}"
        )
    return replace(
        mailing,
        waiting=tuple(
            (new if address == old else address, link) for address, link in mailing.waiting
        ),
    )
