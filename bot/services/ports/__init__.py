"""The Protocols through which services reach the outside; adapters subclass them by name.

One method of a store is one transaction. Fakes live in `tests/fakes` and pass the same contract
suites as the adapters.
"""

from bot.services.ports.files import FileSource, PictureTools
from bot.services.ports.groups import AsideStore, BoardStore, ChatStore
from bot.services.ports.jobs import JobStore, StatusStore
from bot.services.ports.ledger import Ledger
from bot.services.ports.messenger import FamilyShow, Messenger, Sweeper
from bot.services.ports.people import OwnDataStore, PreferenceStore
from bot.services.ports.pictures import FamilyStore, PictureStore
from bot.services.ports.updates import UpdateLog

__all__ = [
    "AsideStore",
    "BoardStore",
    "ChatStore",
    "FamilyShow",
    "FamilyStore",
    "FileSource",
    "JobStore",
    "Ledger",
    "Messenger",
    "OwnDataStore",
    "PictureStore",
    "PictureTools",
    "PreferenceStore",
    "StatusStore",
    "Sweeper",
    "UpdateLog",
]
