"""What the two buttons of `/forgetme` carry: yes or no, and who was asked."""

from dataclasses import dataclass

PREFIX = "bye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """An answer to "shall everything be erased?", decoded."""

    user_id: int
    is_meant: bool

    @property
    def data(self) -> str:
        """The callback data, such as "bye:y:1001"."""
        return f"{PREFIX}:{'y' if self.is_meant else 'n'}:{self.user_id}"


def parse_parting(data: str) -> Parting | None:
    """The answer that this callback data came from; None for anything else."""
    match data.split(":"):
        case ["bye", ("y" | "n") as answer, user_id] if (
            user_id.isascii() and user_id.isdecimal()
        ):
            return Parting(user_id=int(user_id), is_meant=answer == "y")
        case _:
            return None
