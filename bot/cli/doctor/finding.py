"""One line of the doctor's report."""

from dataclasses import dataclass
from enum import StrEnum

SECONDS = 10.0  # for each look at something that is not on this machine


class Mark(StrEnum):
    """How bad it is."""

    WELL = "✓"
    WRONG = "✗"
    NOTE = "!"  # works, and yet worth knowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    mark: Mark
    subject: str
    text: str
    advice: str = ""

    @property
    def line(self) -> str:
        """As it is printed: one line, whatever a service has said."""
        told = f"{self.subject}: {self.text}"
        told = f"{told}; {self.advice}" if self.advice else told
        return f"{self.mark} {' '.join(told.split())}"


def well(subject: str, text: str) -> Finding:
    """All is as it must be."""
    return Finding(mark=Mark.WELL, subject=subject, text=text)


def wrong(subject: str, text: str, advice: str) -> Finding:
    """This does not work, and that helps."""
    return Finding(mark=Mark.WRONG, subject=subject, text=text, advice=advice)


def note(subject: str, text: str, advice: str = "") -> Finding:
    """This works, and yet."""
    return Finding(mark=Mark.NOTE, subject=subject, text=text, advice=advice)
