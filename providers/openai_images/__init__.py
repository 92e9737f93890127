"""Any service that speaks OpenAI's images API, with the operator's own key."""

from providers.openai_images.provider import OpenaiProvider
from providers.openai_images.settings import OpenaiSettings

__all__ = ["OpenaiProvider", "OpenaiSettings"]
