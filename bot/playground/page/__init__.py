"""The page behind `imagewright play`: a chat in the browser, a Telegram and the real bot behind it.

asyncio.run(open_page(settings, Playing(port=8080), say=print))
"""

from bot.playground.page.stage import Playing, open_page

__all__ = ["Playing", "open_page"]
