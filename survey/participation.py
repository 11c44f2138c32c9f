"""How many have answered so far, said so coarsely that nobody's answer can be watched coming in.

Somebody who asks every minute sees a step of five change, never a single person. That holds for
the last step too: it ends with everybody, so it never tells that just one person is missing.
"""

from dataclasses import dataclass

_STEP = 5

_WANTED = 60
"""Percent of a team from which on its results speak for it well."""


@dataclass(frozen=True)
class Participation:
    """How many of the people invited have answered: somewhere from ``least`` to ``most``."""

    least: int
    most: int
    invited: int

    @property
    def words(self) -> str:
        """``15 to 19 of 34``, ``fewer than 5 of 34``, ``all 5``."""
        if self.invited < _STEP:
            return f"not shown for {self.invited}"
        if self.least == self.invited:
            return f"all {self.invited}"
        if self.least == 0:
            return f"fewer than {self.most + 1} of {self.invited}"
        return f"{self.least} to {self.most} of {self.invited}"

    def note(self, team: str) -> str | None:
        """What to know while few have answered; said of the step, so as to tell no more than it."""
        if self.invited < _STEP or 100 * self.least >= _WANTED * self.invited:
            return None
        if 100 * self.most < _WANTED * self.invited:
            so_far = f"fewer than {_WANTED}% have answered so far."
        else:
            so_far = f"perhaps fewer than {_WANTED}% have answered so far."
        return f"{team}: {so_far} The more do, the better the results speak for all of the team."

    def too_few(self, team: str, threshold: int) -> str | None:
        """What a close would cost a team that more answers could still bring to the threshold.

        Said of the step too: a close can be asked for and not confirmed, again and again.
        """
        if self.invited < threshold or self.least >= threshold:
            return None
        few = f"fewer than {threshold} of {self.invited} have answered"
        if self.most < threshold:
            return f"{team}: {few}, so nothing of that team can be shown."
        return f"{team}: perhaps {few}; then nothing of that team can be shown."


def participation_of(answered: int, invited: int) -> Participation:
    """The step of five in which a number of answers lies.

    Where the last step would hold only the one number that means everybody, it joins the step
    before it; a team of exactly five has none before it that may be widened.
    """
    if invited < _STEP:
        return Participation(0, invited, invited)
    last = invited - invited % _STEP
    if last == invited and invited > _STEP:
        last -= _STEP
    least = min(answered - answered % _STEP, last)
    return Participation(least, invited if least == last else least + _STEP - 1, invited)
