"""The tour behind `imagewright play`: a person, a Telegram and the real bot, on this machine.

asyncio.run(take_tour(settings, Tour(photo=Path("me.jpg"))))
"""

from bot.playground.tour.stage import Tour, take_tour
from bot.playground.tour.troubles import CannotStart, TourFailed

__all__ = ["CannotStart", "Tour", "TourFailed", "take_tour"]
