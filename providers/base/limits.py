"""Whether an order keeps within what a provider takes; the refusals say what would work."""

from providers.base.capabilities import Limits
from providers.base.orders import Operation, Request
from providers.errors import UnsupportedRequest


def check_limits(request: Request, limits: Limits) -> None:
    """Hold a request against the limits of its operation.

    Raises:
        UnsupportedRequest: code names the option, `args_for_text["allowed"]` what would work.
    """
    _check_prompt(request, limits)
    _check_choice("model", request.model, limits.models)
    _check_choice("aspect_ratio", request.aspect_ratio, limits.aspect_ratios)
    own_scale = () if limits.own_scale is None else (limits.own_scale,)
    _check_choice("scale", request.scale, limits.scales or own_scale)
    if request.count is not None and not 1 <= request.count <= limits.max_count:
        _refuse("count", f"1-{limits.max_count}" if limits.max_count > 1 else "1")
    if request.seed is not None and not limits.takes_seed:
        _refuse("seed", "")
    if request.negative_prompt and not limits.takes_negative_prompt:
        _refuse("negative_prompt", "")
    for name, value in request.options.items():
        allowed = limits.options.get(name)
        if allowed is None or not allowed.takes(value):
            _refuse(
                "option" if allowed is None else "option_value",
                str(allowed or ""),
                name,
            )
    _check_sources(request, limits)


def _check_prompt(request: Request, limits: Limits) -> None:
    if request.prompt.strip() and not limits.takes_prompt:
        _refuse("prompt", "")
    if limits.prompt_required and not request.prompt.strip():
        raise UnsupportedRequest(code="prompt_missing")
    if len(request.prompt) > limits.max_prompt:
        raise UnsupportedRequest(
            code="prompt_too_long",
            args_for_text={"allowed": limits.max_prompt, "length": len(request.prompt)},
        )


def _check_choice(
    name: str, value: str | int | None, allowed: tuple[str | int, ...]
) -> None:
    if value is not None and value not in allowed:
        _refuse(name, ", ".join(str(choice) for choice in allowed))


def _check_sources(request: Request, limits: Limits) -> None:
    if request.operation is not Operation.GENERATE and not request.sources:
        raise UnsupportedRequest(code="picture_missing")
    if len(request.sources) > limits.max_sources:
        raise UnsupportedRequest(
            code="too_many_pictures", args_for_text={"allowed": limits.max_sources}
        )
    for source in request.sources:
        if min(source.width, source.height) < limits.min_source_side:
            raise UnsupportedRequest(
                code="picture_too_small",
                args_for_text={"allowed": limits.min_source_side},
            )


def _refuse(name: str, allowed: str, option: str = "") -> None:
    code = f"{name}_unsupported" if allowed else f"{name}_not_taken"
    raise UnsupportedRequest(
        f"{name}: {allowed}",
        code=code,
        args_for_text={"allowed": allowed, "option": option},
    )
