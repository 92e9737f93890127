"""A program in a process of its own, and what it costs the machine."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from typing_extensions import override

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = (
    30.0  # seconds until a program must have said where it listens, or have ended
)
_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = (
    11,
    12,
)  # fields of /proc/<pid>/stat behind the name (proc(5): 14 and 15)


class Program:
    """A running process.

    Attributes:
        started_at: unix seconds, right before the exec.
    """

    def __init__(
        self, process: asyncio.subprocess.Process, log: Path, started_at: float
    ) -> None:
        self._process = process
        self._log = log
        self.started_at = started_at

    @classmethod
    async def start(
        cls,
        command: Sequence[str | Path],
        *,
        folder: Path,
        name: str,
        environment: Mapping[str, str] | None = None,
        is_talking: bool = False,
    ) -> Self:
        """Start a program in `folder`; what it says goes to `<name>.log` there.

        Args:
            command: the program and its arguments.
            folder: its working directory and home.
            name: of its log.
            environment: beside the path and the repository on PYTHONPATH.
            is_talking: its standard output is read by `hear`.
        """
        log = folder / f"{name}.log"
        with log.open("ab") as out:
            started_at = time.time()
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=folder,
                env=_environment(folder, environment or {}),
                stdout=asyncio.subprocess.PIPE if is_talking else out,
                stderr=out,
            )
        return cls(process, log, started_at)

    async def hear(self) -> Any:
        """One line of JSON that the program prints.

        Raises:
            RuntimeError: it ended instead.
        """
        if self._process.stdout is None:
            raise RuntimeError("started without is_talking")
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        if not line:
            raise RuntimeError(self.last_words())
        return json.loads(line)

    def cpu(self) -> float:
        """Seconds of processor time so far, user and system, all threads."""
        text = Path(f"/proc/{self._process.pid}/stat").read_text()
        fields = text.rpartition(")")[2].split()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS

    def peak_memory(self) -> float:
        """The most megabytes that were resident at once."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError(self.last_words())

    def check(self) -> None:
        """Fail when it does not run any more.

        Raises:
            RuntimeError: with the end of its log.
        """
        if self._process.returncode is not None:
            raise RuntimeError(self.last_words())

    def said(self) -> str:
        """Everything in its log."""
        return self._log.read_text()

    def last_words(self) -> str:
        """The end of its log."""
        return f"{self}: {self._log.read_text()[-2000:]}"

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Stop it, the hard way unless told otherwise."""
        if self._process.returncode is None:
            self._process.send_signal(how)
        await asyncio.wait_for(self._process.wait(), PATIENCE)

    @override
    def __str__(self) -> str:
        return self._log.stem


def python(module: str, *arguments: str) -> list[str]:
    """The command line of one of our modules."""
    return [sys.executable, "-m", module, *arguments]


def _environment(folder: Path, extra: Mapping[str, str]) -> dict[str, str]:
    paths = [extra.get("PYTHONPATH", ""), str(ROOT)]
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "PTB_TIMEDELTA": "1",
        **extra,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
    }
