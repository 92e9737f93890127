"""Finds the rigs beside this module and tells which of them can stage a scene."""

import importlib
import inspect
import pkgutil
from pathlib import Path

from tests.contract.providers.rig import ProviderRig, Scene


def find_rigs() -> tuple[type[ProviderRig], ...]:
    """All concrete rigs of the modules named `*_rig`, by file name."""
    names = sorted(
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name.endswith("_rig")
    )
    return tuple(
        member
        for name in names
        for member in vars(importlib.import_module(f"{__package__}.{name}")).values()
        if inspect.isclass(member)
        and issubclass(member, ProviderRig)
        and not inspect.isabstract(member)
    )


def rigs_for(scene: Scene) -> list[type[ProviderRig]]:
    """The rigs that can stage this scene."""
    return [rig for rig in find_rigs() if scene in rig.scenes]
