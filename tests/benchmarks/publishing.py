"""What `make bench` leaves behind: tables between the marks of the pages, and the plot.

A page that shows a scene's table has `<!-- bench:NAME -->` before and `<!-- bench:end -->` behind it.
"""

import re
from collections.abc import Mapping

from tests.benchmarks.plot import plot
from tests.benchmarks.processes import ROOT
from tests.benchmarks.sheets import Sheet, cell

PAGES = (ROOT / "README.md", ROOT / "docs" / "benchmarks.md")
PLOT = ROOT / "docs" / "flood.png"


def publish(sheets: Mapping[str, Sheet], machine: str) -> None:
    """Write the tables and the plot anew; a scene that was not played stays as it is."""
    for page in PAGES:
        text = page.read_text()
        for name, sheet in sheets.items():
            text = put(text, name, f"{table(sheet)}\n{machine}.\n")
        page.write_text(text)
    for sheet in sheets.values():
        if sheet.curves:
            plot(sheet, PLOT)


def put(text: str, name: str, table_: str) -> str:
    """The page with this table in its place, if it has one."""
    marks = re.compile(rf"(<!-- bench:{name} -->\n).*?(<!-- bench:end -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}{table_}{found[2]}", text)


def table(sheet: Sheet) -> str:
    """A sheet as Markdown."""
    heads = ["", *sheet.columns]
    if sheet.theirs:
        heads.append(f"ours / {sheet.theirs}")
    lines = [f"{sheet.title}:", "", _line(heads), "|--|" + "--:|" * (len(heads) - 1)]
    for row in sheet.rows:
        cells = [row.label, *(cell(row, name) for name in sheet.columns)]
        if sheet.theirs:
            ratio = sheet.ratio(row)
            cells.append("" if ratio is None else f"{ratio:.2f}")
        lines.append(_line(cells))
    note = [sheet.note, ""] if sheet.note else []
    return "\n".join([*lines, "", *note])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
