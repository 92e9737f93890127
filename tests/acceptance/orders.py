"""What scenes with several providers share: a picture to send, and looks at what became of it."""

import io

from PIL import Image

from bot.app.stores import Stores
from bot.domain.job import Job
from tests.acceptance.visitor import Visitor
from tests.acceptance.witness import Witness, is_quiet
from tests.acceptance.world import World

GEN = "/gen a fox"


def drawing(tone: int = 90, size: tuple[int, int] = (96, 64)) -> bytes:
    """A small picture as a file without losses."""
    file = io.BytesIO()
    shade = Image.linear_gradient("L").resize(size)
    Image.merge("RGB", (shade, Image.new("L", size, tone), shade)).save(file, "PNG")
    return file.getvalue()


async def spent(guest: Visitor) -> int:
    """Credits used, once nothing is set aside any more."""
    await Witness(guest.world).until(is_quiet)
    return await guest.spent()


async def ended_jobs(world: World) -> list[Job]:
    """All jobs, once they are over."""
    witness = Witness(world)
    await witness.settled()
    return await witness.jobs()


async def until_logged(world: World, event: str) -> None:
    """Come back when the bot has written a line."""

    async def is_there(_stores: Stores) -> bool:
        return event in world.log

    await Witness(world).until(is_there)
