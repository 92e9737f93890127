"""Which provider does a request: the first of the operator's order that can and is well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import Refused
from bot.services.health import Health
from providers.base import ImageProvider, Limits, Operation, Request
from providers.errors import UnsupportedRequest


@dataclass(slots=True)
class Routes:
    """The operator's providers in the operator's order.

    Attributes:
        providers: every configured provider by name.
        order: names per operation, most wanted first.
        health: who is well; jobs report what they meet.
    """

    providers: Mapping[str, ImageProvider]
    order: Mapping[Operation, Sequence[str]]
    health: Health

    def choose(
        self, request: Request, *, insist: str | None = None, tried: Sequence[str] = ()
    ) -> ImageProvider:
        """The provider to ask next.

        Args:
            request: what is wanted.
            insist: the only provider that the user wants.
            tried: providers that failed this job already.

        Raises:
            Refused: none can; the code and its values say what would work.
        """
        names = self._names(request.operation, insist)
        able, refusals = self._sort_out(request, names)
        if not able:
            elsewhere = self._others_that_can(request, insist)
            if elsewhere:
                raise Refused(
                    code="available_elsewhere",
                    args_for_text={
                        "option": insist or "",
                        "allowed": ", ".join(elsewhere),
                    },
                )
            raise _refusal(request.operation, refusals)
        fresh = [name for name in able if name not in tried]
        if not fresh:
            raise Refused(code="provider_unavailable")
        well = [name for name in fresh if not self.health.is_open(name)]
        return self.providers[(well or fresh)[0]]

    def has_other(
        self, request: Request, *, insist: str | None, tried: Sequence[str]
    ) -> bool:
        """Could a provider outside `tried` do it, one that is well?"""
        try:
            other = self.choose(request, insist=insist, tried=tried)
        except Refused:
            return False
        return not self.health.is_open(other.name)

    def limits(self, operation: Operation) -> dict[str, Limits]:
        """What each provider takes for an operation, in order."""
        return {
            name: self.providers[name].capabilities.operations[operation]
            for name in self.order.get(operation, ())
        }

    def _names(self, operation: Operation, insist: str | None) -> Sequence[str]:
        names = self.order.get(operation, ())
        if not names:
            raise Refused(code=f"no_provider_{operation}")
        if insist is None:
            return names
        if insist not in self.providers:
            raise Refused(
                code="provider_unknown",
                args_for_text={"option": insist, "allowed": ", ".join(names)},
            )
        return (insist,)

    def _others_that_can(self, request: Request, insist: str | None) -> list[str]:
        """Who could do what the provider that the user insists on cannot."""
        if insist is None:
            return []
        able, _ = self._sort_out(request, self.order.get(request.operation, ()))
        return able

    def _sort_out(
        self, request: Request, names: Sequence[str]
    ) -> tuple[list[str], list[UnsupportedRequest]]:
        able, refusals = [], []
        for name in names:
            try:
                self.providers[name].check(request)
            except UnsupportedRequest as refusal:
                refusals.append(refusal)
            else:
                able.append(name)
        return able, refusals


def _refusal(operation: Operation, refusals: Sequence[UnsupportedRequest]) -> Refused:
    """One answer from several refusals: the first provider's reason, everybody's values."""
    first = refusals[0]
    if first.code == "operation_unsupported":
        return Refused(code=f"no_provider_{operation}")
    args = dict(first.args_for_text)
    alike = [r.args_for_text.get("allowed") for r in refusals if r.code == first.code]
    if isinstance(args.get("allowed"), str):
        words = [word for allowed in alike for word in str(allowed).split(", ") if word]
        args["allowed"] = ", ".join(dict.fromkeys(words))
    return Refused(str(first), code=first.code, args_for_text=args)
