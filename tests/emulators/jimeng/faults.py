"""Named failures beside those that every emulator knows (`tests/emulators/faults.py`).

| name | call | more | what happens |
|---|---|---|---|
| ret | site calls | code, message | an envelope that refuses |
| too_many | generate | | 1010 |
| no_credit_2k | generate | | 1006 at 2k and 4k, not at 1k |
| queue | generate | places, seconds | the task waits in line first |
| fail_code | generate | code, message | the task ends with status 30 |
| partial | generate | failed, reason | so many pictures of the task fail |
| late_id | generate | polls | the task is missing from so many polls |
| expired_links | generate | | the first addresses of the finished task are stale |
| huge_result | download | | a picture over any cap, by its header |
| broken_result | download | | a page instead of a picture |
"""

from tests.emulators.faults import ANYWHERE

GENERATE, DOWNLOAD = "generate", "download"
OWN = {
    **dict.fromkeys(ANYWHERE, GENERATE),
    **dict.fromkeys(
        (
            "ret",
            "too_many",
            "no_credit_2k",
            "queue",
            "fail_code",
            "partial",
            "late_id",
            "expired_links",
        ),
        GENERATE,
    ),
    **dict.fromkeys(("huge_result", "broken_result"), DOWNLOAD),
}
