"""What is done to pictures on this machine: open safely, clean, fit, preview, lay out."""

from bot.imaging.opening import PictureLimits
from bot.imaging.tools import PillowTools

__all__ = ["PictureLimits", "PillowTools"]
