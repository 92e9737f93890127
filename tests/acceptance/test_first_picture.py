"""The main job, on real processes: words in, pictures out."""

from pathlib import Path

from tests.acceptance.world import buttons_of, open_world


async def test_words_become_an_album_and_the_status_its_buttons(tmp_path: Path) -> None:
    """`/gen` in a private chat: one paid submit, four pictures, one status message."""
    async with open_world(tmp_path) as world:
        alice = world.people.add_user("Alice", language_code="en")["id"]
        await world.start()
        asked = await world.people.send_text(alice, "/gen a red fox --ar 16:9")

        status = await world.answer(
            alice, asked, lambda view: "Again" in str(buttons_of(view))
        )
        photos = [view for view in world.said(alice, asked) if view["media"]]

        assert len(photos) == 4
        assert len(world.jimeng.log.paid_submits) == 1
        assert status["message_id"] == asked["message_id"] + 1
        assert world.telegram.log.violations() == []
