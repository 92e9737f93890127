"""Small files, read with as few system calls as can be.

A thread waits for the interpreter after each of them; with a crowd's pictures that cost more than
the reading. `Path.read_bytes` makes nine, this four.
"""

import os
from pathlib import Path

SMALL = 64 * 1024  # bytes


def read_small(path: Path) -> bytes | None:
    """The bytes of a small file; None of a larger one. Blocks: call it in a thread.

    Raises:
        OSError: as `Path.open`.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        if os.fstat(handle).st_size > SMALL:
            return None
        return os.read(handle, SMALL)
    finally:
        os.close(handle)
