"""Albums: several updates, one order."""

import asyncio
from typing import Any

from providers.base import Operation
from tests.fakes.clock import settle
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import GROUP, Raw, document, message, photo, update


def album(count: int, *, caption: str | None = None, **more: Any) -> list[Raw]:
    """Updates of one album, the caption on its first picture."""
    updates = [
        update(message(media_group_id="g", **photo(f"p{number}"), **more))
        for number in range(count)
    ]
    if caption is not None:
        updates[0]["message"]["caption"] = caption
    return updates


class Arrivals:
    """Lets updates come in, each handled by a task of its own, as the inbox does."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, *updates: Raw) -> None:
        """Some updates at the same moment."""
        self.tasks += [asyncio.create_task(self.front.receive(raw)) for raw in updates]
        await settle()

    async def end(self) -> None:
        """Let the clock run until every task is over."""
        await self.front.clock.advance(60)
        await asyncio.gather(*self.tasks)


async def test_an_album_is_several_references_of_one_job(front: Front) -> None:
    """One order with all pictures in the order of the chat, whatever order they came in."""
    arrivals, updates = Arrivals(front), album(3, caption="/edit mix them")
    await arrivals.come(*reversed(updates))
    await arrivals.end()
    order = front.order
    assert order.recipe.operation is Operation.EDIT
    assert [source.file_id for source in order.sources] == ["p0", "p1", "p2"]
    assert not order.one_job_each
    assert sorted(order.update_ids) == [raw["update_id"] for raw in updates]
    assert order.address.reply_to == updates[0]["message"]["message_id"]
    assert front.is_handled(*updates)


async def test_a_bare_album_is_enlarged_one_by_one(front: Front) -> None:
    """A job per picture under one status message."""
    arrivals = Arrivals(front)
    await arrivals.come(*album(3))
    await arrivals.end()
    assert front.order.recipe.operation is Operation.UPSCALE
    assert front.order.one_job_each
    assert len(front.order.sources) == 3


async def test_slow_siblings_are_waited_for(front: Front) -> None:
    """The second picture may take ten seconds, the others a moment each."""
    arrivals, updates = Arrivals(front), album(3, caption="/edit x")
    await arrivals.come(updates[0])
    await front.clock.advance(10)
    await arrivals.come(updates[1])
    await front.clock.advance(1.5)
    await arrivals.come(updates[2])
    await front.clock.advance(1.9)
    assert front.desk.orders == []
    await arrivals.end()
    assert len(front.order.sources) == 3


async def test_a_full_album_is_not_waited_for(front: Front) -> None:
    """Ten pictures are all there can be."""
    arrivals = Arrivals(front)
    await arrivals.come(*album(10))
    assert len(front.order.sources) == 10
    await arrivals.end()


async def test_a_trickle_has_an_end(front: Front) -> None:
    """Whatever still comes, the first order leaves after the cap."""
    arrivals, updates = Arrivals(front), album(9)
    await arrivals.come(updates[0])
    for raw in updates[1:]:
        await front.clock.advance(1.9 if raw is not updates[1] else 11.9)
        await arrivals.come(raw)
    await front.clock.advance(30)
    assert sum(len(order.sources) for order in front.desk.orders) == 9
    await arrivals.end()


async def test_late_pictures_to_enlarge_are_an_order_of_their_own(
    front: Front,
) -> None:
    """Nothing is lost, and nothing is made twice."""
    arrivals, updates = Arrivals(front), album(4, caption="/upscale 4")
    await arrivals.come(*updates[:2])
    await front.clock.advance(3)
    await arrivals.come(*updates[2:])
    await arrivals.end()
    names = [[s.file_id for s in order.sources] for order in front.desk.orders]
    assert names == [["p0", "p1"], ["p2", "p3"]]
    assert [order.recipe.scale for order in front.desk.orders] == [4, 4]


async def test_a_late_reference_is_told_so(front: Front) -> None:
    """It must not become an order that nobody asked for."""
    arrivals, updates = Arrivals(front), album(3, caption="/edit mix them")
    await arrivals.come(*updates[:2])
    await front.clock.advance(3)
    await arrivals.come(updates[2])
    await arrivals.end()
    assert len(front.order.sources) == 2
    assert "after its album" in front.said[0]
    assert front.is_handled(*updates)


async def test_a_groups_albums_are_left_alone(front: Front) -> None:
    """Holiday pictures of a group make nothing, and their updates are noted."""
    arrivals, updates = Arrivals(front), album(3, chat=GROUP)
    await arrivals.come(*updates)
    await arrivals.end()
    assert (front.desk.orders, front.request.calls) == ([], [])
    assert front.is_handled(*updates)


async def test_one_bad_file_refuses_the_album(front: Front) -> None:
    """One clear answer instead of half an order."""
    arrivals = Arrivals(front)
    bad = update(message(media_group_id="g", **document("application/pdf", "a.pdf")))
    await arrivals.come(*album(2), bad)
    await arrivals.end()
    assert front.desk.orders == []
    assert len(front.said) == 1


async def test_albums_do_not_mix(front: Front) -> None:
    """Two albums at once are two orders."""
    arrivals = Arrivals(front)
    other = [update(message(media_group_id="h", **photo(f"h{n}"))) for n in range(2)]
    await arrivals.come(*album(2), *other)
    await arrivals.end()
    names = sorted([s.file_id for s in order.sources] for order in front.desk.orders)
    assert names == [["h0", "h1"], ["p0", "p1"]]
