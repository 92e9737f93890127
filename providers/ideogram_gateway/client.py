"""The gateway's two calls: order an upscale, ask for a task (contracts 3.2, 3.4)."""

from urllib.parse import quote

from providers.base import Request
from providers.http import Answer, Call, FilePart, Form, HttpClient, TextPart
from providers.ideogram_api import upscale_request
from providers.ideogram_gateway.settings import GatewaySettings

UPSCALE = "/ideogram/upscale"


class GatewayClient:
    """Carries the key; answers come back as they are."""

    def __init__(self, settings: GatewaySettings, http: HttpClient) -> None:
        self._settings = settings
        secrets = (settings.key,)
        self.http = http.bind(home=settings.url, secrets=secrets)
        self._patient = http.bind(
            home=settings.url, secrets=secrets, read_timeout=settings.read_timeout
        )

    async def upscale(self, request: Request) -> Answer:
        """Order larger pictures: the call that costs, made once.

        Raises:
            SubmissionUnknown: the answer was lost.
        """
        (source,) = request.sources
        form = Form(
            TextPart(name="image_request", text=upscale_request(request)),
            FilePart(name="image_file", path=source.path, media_type=source.media_type),
        )
        return await self._patient.send(
            Call(
                method="POST",
                url=f"{self._settings.url}{UPSCALE}",
                headers=self._headers() | form.headers,
                content=form,
            )
        )

    async def task(self, task_id: str) -> Answer:
        """Ask for a task, once: the job asks again."""
        path = self._settings.task_path.replace("{task_id}", quote(task_id, safe=""))
        return await self.http.read(
            Call(
                method="GET",
                url=f"{self._settings.url}{path}",
                headers=self._headers(),
            ),
            attempts=1,
        )

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Authorization": f"Bearer {self._settings.key}",
        }
