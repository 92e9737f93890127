"""The endpoints of the gateway and the name of a task at one of them (contracts 2.1, 2.2, 2.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from providers.base import Operation

_ROOT = "/api-pub/gw/v3/image"
_MARK = ":"


class Module(StrEnum):
    """What the gateway offers, as it stands in the path."""

    TXT2IMG = "txt2img"
    IMG2IMG = "img2img"
    UPSCALER = "image_upscaler"

    @property
    def submit_path(self) -> str:
        """Where orders go."""
        return f"{_ROOT}/{self.value}/async"

    @property
    def results_path(self) -> str:
        """Where the state of an order is asked for."""
        return f"{self.submit_path}/results"


MODULE_OF: Mapping[Operation, Module] = {
    Operation.GENERATE: Module.TXT2IMG,
    Operation.EDIT: Module.IMG2IMG,
    Operation.UPSCALE: Module.UPSCALER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTask:
    """A task with what is needed to ask for it after a restart; its text is the remote id.

    Attributes:
        count: pictures that it promised.
        task_id: the service's own id.
    """

    module: Module
    count: int
    task_id: str

    @override
    def __str__(self) -> str:
        return _MARK.join((self.module.value, str(self.count), self.task_id))

    @classmethod
    def parse(cls, remote_id: str) -> "RemoteTask | None":
        """The task behind a remote id; None when it is none of ours."""
        module, _, rest = remote_id.partition(_MARK)
        count, _, task_id = rest.partition(_MARK)
        if module not in set(Module) or not count.isdecimal() or not task_id:
            return None
        return cls(module=Module(module), count=int(count), task_id=task_id)
