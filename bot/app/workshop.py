"""Everything that jobs are done with, for the bot and for one order without a chat."""

from bot.app.stores import Stores
from bot.services.estimates import Estimates
from bot.services.inputs import Inputs
from bot.services.ports import FileSource, Messenger, PictureTools
from bot.services.routing import Routes
from bot.services.run import Workshop
from bot.services.slots import Slots
from bot.services.spool import Spool
from bot.services.views import Views
from bot.settings import Settings
from providers.clock import Clock


def build_workshop(
    settings: Settings,
    clock: Clock,
    stores: Stores,
    routes: Routes,
    tools: PictureTools,
    messenger: Messenger,
    files: FileSource,
    spool: Spool,
) -> Workshop:
    """Put it together from what is open already."""
    places = {
        name: each.capabilities.concurrency for name, each in routes.providers.items()
    }
    return Workshop(
        store=stores.jobs,
        statuses=stores.statuses,
        pictures=stores.pictures,
        families=stores.families,
        ledger=stores.ledger,
        messenger=messenger,
        views=Views(stores.jobs, stores.statuses, messenger),
        routes=routes,
        slots=Slots(places),
        inputs=Inputs(files, stores.pictures, tools, spool),
        tools=tools,
        spool=spool,
        estimates=Estimates(stores.jobs),
        clock=clock,
        rules=settings.quota_rules,
        poll_interval=settings.poll_interval,
        job_timeout=settings.job_timeout,
    )
