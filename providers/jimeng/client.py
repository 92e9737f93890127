"""Jimeng's own calls at the site: the generate call of the web page, and the credits."""

from providers.dreamina.client import ACCEPT, Envelope, SiteClient
from providers.jimeng.drafts import Draft

GENERATE = "/mweb/v1/aigc_draft/generate"
USER_CREDIT = "/commerce/v1/benefits/user_credit"


class JimengClient:
    """The calls beside those that the vendors share."""

    def __init__(self, site: SiteClient) -> None:
        self._site = site

    async def generate(self, draft: Draft, submit_id: str) -> Envelope:
        """Order pictures: the call that costs, made once.

        Raises:
            SubmissionUnknown: the answer was lost or made no sense.
        """
        # The seed of super resolution sends neither `extend` nor Accept.
        headers = {"Accept": ACCEPT} if draft.extend else {}
        return await self._site.order(
            GENERATE, draft.body(submit_id), params=draft.query, headers=headers
        )

    async def user_credit(self) -> Envelope:
        """The account's credits, in an envelope of their own kind."""
        return await self._site.ask(USER_CREDIT, {})
