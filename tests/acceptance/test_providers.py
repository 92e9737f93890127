"""Every provider, by its real protocol, through the installed bot: ordered in a chat, delivered there."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.orders import drawing
from tests.acceptance.services import Service, open_services, secrets_told
from tests.acceptance.visitor import Visitor, has_ended, serving, visitor
from tests.acceptance.world import Json, World, open_world
from tests.emulators.ideogram_gateway import Shape

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVERYBODY = (
    "jimeng",
    "hidream",
    "ideogram",
    "ideogram_gateway",
    "openai",
    "dreamina_mcp",
    "local",
    "demo",
)
MAKERS = {
    "jimeng": "Jimeng",
    "hidream": "HiDream",
    "ideogram": "Ideogram",
    "ideogram_gateway": "Ideogram",
    "openai": "OpenAI",
    "dreamina_mcp": "Dreamina",
    "local": "The built-in engine",
    "demo": "The demo",
}


@dataclass(frozen=True, slots=True)
class Town:
    """A bot and all its services."""

    world: World
    services: Mapping[str, Service]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One bot with every provider there is; in the end it has told no key to anybody."""
    folder = tmp_path_factory.mktemp("providers")
    async with (
        open_world(folder) as world,
        open_services(world, *EVERYBODY) as services,
        serving(world),
    ):
        yield Town(world, services)
        assert "Traceback" not in world.log
        assert secrets_told(world, services) == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One order and what the service must have read in it.

    Attributes:
        photos: pictures that come along.
        pictures: that are delivered.
        price: credits.
        notes: what the emulator noted of the submit, where it is to be held against.
        told: fields of the submit's body, likewise.
    """

    provider: str
    words: str
    photos: int = 0
    pictures: int = 1
    price: int = 1
    notes: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


def name_of(case: Case) -> str:
    """The case in the list of tests."""
    return f"{case.provider} {case.photos} {case.words.partition(' -')[0]}"


DRAWN = (
    Case(provider="jimeng", words="/gen a fox", pictures=4),
    Case(provider="jimeng", words="/edit make it night", photos=1),
    Case(provider="jimeng", words="/edit put them together", photos=3),
    Case(provider="hidream", words="/gen a fox", notes={"module": "txt2img"}),
    Case(
        provider="hidream",
        words="/gen a fox --n 3 --ar 16:9 --model v2.1 --no rain",
        pictures=3,
        price=3,
        told={"resolution": "2688*1536", "negative_prompt": "rain"},
    ),
    Case(
        provider="hidream",
        words="/edit make it night",
        photos=1,
        notes={"module": "img2img", "sources": 1},
    ),
    Case(provider="hidream", words="/edit mix", photos=3, notes={"sources": 3}),
    Case(
        provider="ideogram",
        words="/gen a fox --n 2 --seed 7 --ar 3:1 --style_type DESIGN",
        pictures=2,
        price=2,
        told={"seed": 7, "aspect_ratio": "3x1", "style_type": "DESIGN"},
    ),
    Case(
        provider="ideogram",
        words="/edit make it night --image_weight 70",
        photos=1,
        told={"image_weight": "70"},
    ),
    Case(
        provider="openai",
        words="/gen a fox --n 2 --ar 3:2 --quality low",
        pictures=2,
        price=2,
        told={"size": "1536x1024", "quality": "low", "n": 2},
    ),
    Case(provider="openai", words="/edit night", photos=1, notes={"sources": 1}),
    Case(provider="openai", words="/edit mix", photos=3, notes={"sources": 3}),
    Case(provider="dreamina_mcp", words="/gen a fox --ar 16:9", pictures=4),
    Case(provider="dreamina_mcp", words="/edit make it night", photos=1),
    Case(provider="dreamina_mcp", words="/edit put them together", photos=3),
    Case(provider="local", words="/edit black and white", photos=1),
    Case(provider="demo", words="/gen a fox", pictures=4),
    Case(provider="demo", words="/edit make it night", photos=2, pictures=4),
)


@pytest.mark.parametrize("case", DRAWN, ids=name_of)
async def test_pictures_from_words_and_pictures(town: Town, case: Case) -> None:
    """Ordered once, delivered whole, for the price of its provider, which is named."""
    guest = visitor(town.world)
    before = paid_at(town)

    asked = await order(guest, f"{case.words} --provider {case.provider}", case.photos)
    ending = await guest.ending(asked)

    assert MAKERS[case.provider] in ending["text"], ending["text"]
    assert len(shown(guest, asked)) == case.pictures
    assert await guest.spent() == case.price
    hold_submit(town, case, before)


ENLARGED = (
    Case(provider="jimeng", words="/upscale 2"),
    Case(provider="jimeng", words="/upscale 4 --detail 80", price=2),
    Case(provider="hidream", words="/upscale 2", told={"upsale_ratio": 2}),
    Case(provider="hidream", words="/upscale 4", price=2, told={"upsale_ratio": 4}),
    Case(provider="ideogram", words="/upscale --resemblance 60 --detail 80 --seed 5"),
    Case(
        provider="ideogram_gateway",
        words="/upscale 2 --resemblance 60 --detail 80 --magic_prompt_option off",
    ),
    Case(
        provider="ideogram_gateway", words="/upscale sharp --n 2", pictures=2, price=2
    ),
)


@pytest.mark.parametrize("case", ENLARGED, ids=name_of)
async def test_enlarged_pictures_arrive_byte_for_byte(town: Town, case: Case) -> None:
    """The file in the chat is the file that the service sent, and its size is the one ordered."""
    guest = visitor(town.world)
    service = town.services[case.provider]
    before, served = paid_at(town), len(service.wire.sums)

    asked = await guest.hand(
        drawing(), "a.png", f"{case.words} --provider {case.provider}"
    )
    ending = await guest.ending(asked)

    files = documents(guest, asked)
    assert [file["media"]["sha256"] for file in files] == service.wire.sums[served:]
    assert len(files) == case.pictures
    factor = 4 if "upscale 4" in case.words else 2
    assert (await guest.picture(files[0])).size == (96 * factor, 64 * factor)
    assert MAKERS[case.provider] in ending["text"]
    assert await guest.spent() == case.price
    hold_submit(town, case, before)


async def test_the_options_of_an_upscale_reach_both_ideograms(town: Town) -> None:
    """`--resemblance 60 --detail 80` and the others, as the protocol spells them, in one JSON part."""
    guest = visitor(town.world)
    for provider in ("ideogram", "ideogram_gateway"):
        words = f"/upscale crisp --resemblance 60 --detail 80 --magic_prompt_option on --seed 9 --n 2 --provider {provider}"
        await guest.ending(await guest.hand(drawing(), "a.png", words))

        sent = town.services[provider].paid[-1].body["image_request"]

        assert '"resemblance": 60' in sent
        assert '"detail": 80' in sent
        assert '"magic_prompt_option": "ON"' in sent
        assert '"num_images": 2' in sent
        assert '"seed": 9' in sent
        assert '"prompt": "crisp"' in sent


async def test_the_detail_of_an_upscale_reaches_jimeng(town: Town) -> None:
    """`--detail 80` is 0.8 in the draft."""
    guest = visitor(town.world)
    words = "/upscale 2 --detail 80 --provider jimeng"
    await guest.ending(await guest.hand(drawing(), "a.png", words))

    draft = json.loads(town.services["jimeng"].paid[-1].body["draft_content"])

    assert '"detail_strength": 0.8' in json.dumps(draft)


@pytest.mark.parametrize("scale", [2, 4])
async def test_the_engine_enlarges_on_this_machine(town: Town, scale: int) -> None:
    """No service is asked for anything; the file is the size that was ordered."""
    guest = visitor(town.world)
    before = {name: len(each.log.entries) for name, each in town.services.items()}

    asked = await guest.hand(drawing(), "a.png", f"/upscale {scale} --provider local")
    await guest.ending(asked)

    [file] = documents(guest, asked)
    assert (await guest.picture(file)).size == (96 * scale, 64 * scale)
    assert await guest.spent() == scale // 2
    assert before == {
        name: len(each.log.entries) for name, each in town.services.items()
    }


@pytest.mark.parametrize("shape", Shape)
async def test_the_gateway_answers_in_every_shape(town: Town, shape: Shape) -> None:
    """A task in two wordings, a list at the end of the task, or a list at once: the same picture."""
    guest = visitor(town.world)
    gateway = town.services["ideogram_gateway"]
    gateway.emulator.shape = shape
    paid, served, asked_for = (
        len(gateway.paid),
        len(gateway.wire.sums),
        len(gateway.log.of("poll")),
    )

    asked = await guest.hand(drawing(), "a.png", "/upscale --provider ideogram_gateway")
    await guest.ending(asked)

    gateway.emulator.shape = Shape.TASK
    [file] = documents(guest, asked)
    assert [file["media"]["sha256"]] == gateway.wire.sums[served:]
    assert len(gateway.paid) - paid == 1
    assert (len(gateway.log.of("poll")) > asked_for) is (shape is not Shape.LIST)


@pytest.mark.parametrize("is_group", [False, True], ids=["private", "group"])
async def test_a_coarse_picture_is_shown_in_private_chats_alone(
    town: Town, is_group: bool
) -> None:
    """OpenAI streams: the status becomes the partial picture before the end; a group sees only the end."""
    guest = visitor(town.world)
    openai = town.services["openai"]
    if not is_group:
        openai.faults.fail_next("late_result", seconds=2.5)

    place = Place()
    if is_group:
        chat = town.world.people.add_chat("Foxes", members=[guest.user_id])
        place = Place(chat_id=chat["id"])
    asked = await guest.say("/gen a red fox --provider openai", place)
    ending = await guest.ending(asked)
    status = town.world.people.message(asked["chat_id"], ending["message_id"])

    coarse = [
        past for past in status["history"] if past["media"] and not has_ended(past)
    ]
    assert bool(coarse) is not is_group
    assert all("c" in past["buttons"][0][0]["callback_data"][:1] for past in coarse)
    assert all(past["media"]["sha256"] != ending["media"]["sha256"] for past in coarse)
    assert openai.paid[-1].body.get("stream", False) is not is_group
    assert ending["media"]["kind"] == "photo"


async def order(guest: Visitor, words: str, photos: int) -> Json:
    """Order with so many pictures; the message that the bot answers."""
    if photos == 0:
        return await guest.say(words)
    if photos == 1:
        return await guest.hand(drawing(), "a.png", words)
    tones = [drawing(40 * number) for number in range(photos)]
    sent = await guest.world.people.send_album(guest.user_id, tones, caption=words)
    return sent[0]


def shown(guest: Visitor, asked: Json) -> Sequence[Json]:
    """The messages that carry the pictures of an order."""
    heard = guest.heard(asked)
    album = [view for view in heard if view["media_group_id"]]
    return album or [view for view in heard if view["media"]]


def documents(guest: Visitor, asked: Json) -> Sequence[Json]:
    """The files that came."""
    return [
        view
        for view in guest.heard(asked)
        if view["media"] and view["media"]["kind"] == "document"
    ]


def paid_at(town: Town) -> dict[str, int]:
    """Submits so far that each service took."""
    return {name: len(service.paid) for name, service in town.services.items()}


def hold_submit(town: Town, case: Case, before: Mapping[str, int]) -> None:
    """One submit was paid, at this provider and nowhere else, and said what was ordered."""
    after = paid_at(town)
    grown = {name: after[name] - before[name] for name in after}
    assert {name for name, more in grown.items() if more} == {case.provider} & set(
        after
    )
    if case.provider not in after:
        return
    assert grown[case.provider] == 1
    entry = town.services[case.provider].paid[-1]
    assert dict(case.notes).items() <= entry.notes.items(), entry.notes
    if "uris" in entry.notes:  # Jimeng's uploads
        is_upscale = case.words.startswith("/upscale")
        assert len(entry.notes["uris"]) == (1 if is_upscale else case.photos)
    assert dict(case.told).items() <= dict(entry.body or {}).items(), entry.body
