"""What an operator can set about the gateway (contracts 3.1, 3.4)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """Addresses, key and bounds.

    Attributes:
        url: root of the gateway; its document names none.
        task_path: where a task is asked for; undocumented, so it is the operator's to say. Relays
            of the same family answer at `/kling/v1/images/generations/{task_id}`.
        read_timeout: seconds without a byte after which an order's answer counts as lost.
        result_hosts: relays keep pictures anywhere; private networks stay closed all the same.
    """

    key: str = field(repr=False)
    url: str
    task_path: str = "/ideogram/tasks/{task_id}"
    read_timeout: float = 180.0
    result_hosts: tuple[str, ...] = ("*",)
