"""What the vendors on the site share: its names of models, its uploads, its results."""

from abc import ABC
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from providers.base import (
    Artifact,
    Capabilities,
    ImageProvider,
    Limits,
    Prepared,
    Request,
)
from providers.dreamina.models import canonical_model_name
from providers.dreamina.site import Site


class SiteProvider(ImageProvider, ABC):
    """Pictures by one account at the site, however they are ordered there.

    Args:
        site: the account.
        capabilities: what it can do.
        result: of the operation whose limits hold for every result.
    """

    def __init__(self, site: Site, capabilities: Capabilities, result: Limits) -> None:
        self._site = site
        self._capabilities = capabilities
        self._result = result

    @property
    @override
    def capabilities(self) -> Capabilities:
        return self._capabilities

    @override
    def check(self, request: Request) -> None:
        if request.model is not None:
            request = replace(request, model=canonical_model_name(request.model))
        super().check(request)

    @override
    async def prepare(self, request: Request) -> Prepared:
        if not request.sources:
            return Prepared(request=request)
        uploads = await self._site.upload(request.sources)
        return Prepared(request=request, uploads=uploads)

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        await self._site.fetch(artifact, destination, self._result)
