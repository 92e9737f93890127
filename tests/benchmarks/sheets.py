"""What a scene measured, and how it is shown."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quantity.

    Attributes:
        values: by the contestant's name; one who was not measured is missing.
        digits: behind the point.
    """

    label: str
    unit: str
    values: Mapping[str, float]
    digits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One scene's table.

    Attributes:
        ours, theirs: the columns of the ratio in the last column; none when `theirs` is "".
        note: a sentence on what to know when reading it.
        curves: seconds at which each contestant's results arrived, for a plot; may be empty.
        span: seconds that the plot shows.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    ours: str = ""
    theirs: str = ""
    note: str = ""
    curves: Mapping[str, Sequence[float]] = field(default_factory=dict)
    span: float = 0.0

    def ratio(self, row: Row) -> float | None:
        """Ours over theirs; None where one was not measured or is nothing."""
        mine, other = row.values.get(self.ours), row.values.get(self.theirs)
        return mine / other if mine is not None and other else None

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return {
            "title": self.title,
            "note": self.note,
            "rows": [
                {
                    "label": row.label,
                    "unit": row.unit,
                    "values": dict(row.values),
                    "ratio": self.ratio(row),
                }
                for row in self.rows
            ],
        }


def show(sheet: Sheet, console: Console) -> None:
    """Print a table."""
    table = Table(title=sheet.title, title_justify="left", caption=sheet.note or None)
    table.caption_justify = "left"
    table.add_column("")
    for name in sheet.columns:
        table.add_column(name, justify="right")
    if sheet.theirs:
        table.add_column(f"ours / {sheet.theirs}", justify="right")
    for row in sheet.rows:
        ratio = sheet.ratio(row)
        table.add_row(
            row.label,
            *(cell(row, name) for name in sheet.columns),
            *(["" if ratio is None else f"{ratio:.2f}"] if sheet.theirs else []),
        )
    console.print(table)


def cell(row: Row, name: str) -> str:
    """One figure with its unit."""
    value = row.values.get(name)
    if value == math.inf:
        return "never"
    return "-" if value is None else f"{value:,.{row.digits}f} {row.unit}".strip()
