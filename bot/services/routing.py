"""Which provider does a request: the first of the operator's order that can and is well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import Refused
from bot.services.health import Health
from providers.base import ImageProvider, Limits, Operation, Request
from providers.errors import UnsupportedRequest

# Refusals whose bound is a least, not a most.
LOWER_BOUNDS = frozenset({"picture_too_small"})


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
            if insist is not None and _none_does_it(refusals):
                raise Refused(code="operation_unsupported")
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
    ) -> tuple[list[str], dict[str, UnsupportedRequest]]:
        able, refusals = [], {}
        for name in names:
            try:
                self.providers[name].check(request)
            except UnsupportedRequest as refusal:
                refusals[name] = refusal
            else:
                able.append(name)
        return able, refusals


def _refusal(
    operation: Operation, refusals: Mapping[str, UnsupportedRequest]
) -> Refused:
    """One answer from several refusals: the reason that helps most, everybody's values for it.

    What one provider never takes may be fine for another that refuses something else: that one's
    reason comes first, since mending it gets the request done.
    """
    if _none_does_it(refusals):
        return Refused(code=f"no_provider_{operation}")
    told = [each for each in refusals.values() if each.code != "operation_unsupported"]
    mendable = [each for each in told if not each.code.endswith("_not_taken")]
    first = (mendable or told)[0]
    alike = {
        name: each.args_for_text["allowed"]
        for name, each in refusals.items()
        if _reason(each) == _reason(first) and "allowed" in each.args_for_text
    }
    args = dict(first.args_for_text)
    if alike:
        args["allowed"] = _allowed(first.code, alike)
    return Refused(str(first), code=first.code, args_for_text=args)


def _none_does_it(refusals: Mapping[str, UnsupportedRequest]) -> bool:
    return all(each.code == "operation_unsupported" for each in refusals.values())


def _reason(refusal: UnsupportedRequest) -> tuple[str, str | int | float | None]:
    """What is wrong, and with which option."""
    return refusal.code, refusal.args_for_text.get("option")


def _allowed(code: str, alike: Mapping[str, str | int | float]) -> str | int | float:
    """What somebody takes: the widest bound, or all values."""
    bounds = [bound for bound in alike.values() if not isinstance(bound, str)]
    if bounds:
        return min(bounds) if code in LOWER_BOUNDS else max(bounds)
    return _values({name: str(values).split(", ") for name, values in alike.items()})


def _values(by_provider: Mapping[str, Sequence[str]]) -> str:
    """Values that work; where not everybody takes the same, with who does: "2; 4 (local)".

    What all of them take needs no name. Values of the same providers stand together.
    """
    takers: dict[str, tuple[str, ...]] = {}
    for name, values in by_provider.items():
        for value in filter(None, values):
            takers[value] = (*takers.get(value, ()), name)
    groups: dict[tuple[str, ...], list[str]] = {}
    for value, names in takers.items():
        groups.setdefault(names, []).append(value)
    return "; ".join(
        ", ".join(values)
        + ("" if len(names) == len(by_provider) else f" ({', '.join(names)})")
        for names, values in groups.items()
    )
