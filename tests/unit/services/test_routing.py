"""Which provider is asked."""

import pytest

from bot.domain.errors import Refused
from bot.services.health import Health
from bot.services.routing import Routes
from providers.base import Operation, Request
from providers.errors import KeyRefused
from tests.fakes.clock import FakeClock
from tests.fakes.provider import FakeProvider

GENERATE = Request(operation=Operation.GENERATE, prompt="a cat")


def _routes(*names: str) -> Routes:
    return Routes(
        providers={name: FakeProvider(name) for name in names},
        order=dict.fromkeys(Operation, names),
        health=Health(FakeClock()),
    )


def test_the_operator_s_first_choice_is_asked_first() -> None:
    """Order of preference is the operator's."""
    assert _routes("b", "a").choose(GENERATE).name == "b"


def test_a_provider_that_failed_the_job_is_not_asked_again() -> None:
    """Failover goes down the list."""
    assert _routes("a", "b").choose(GENERATE, tried=["a"]).name == "b"


def test_when_all_have_been_tried_the_job_is_told_so() -> None:
    """Nobody is asked a second time in a circle."""
    with pytest.raises(Refused) as refusal:
        _routes("a", "b").choose(GENERATE, tried=["a", "b"])

    assert refusal.value.code == "provider_unavailable"


def test_a_resting_provider_is_asked_only_when_no_other_can() -> None:
    """A broken account costs a job no time while another provider is well."""
    routes = _routes("a", "b")
    routes.health.note_failure("a", KeyRefused())

    assert routes.choose(GENERATE).name == "b"
    assert routes.choose(GENERATE, tried=["b"]).name == "a"


def test_refusal_names_what_would_work() -> None:
    """A ratio that nobody makes is answered with those that somebody makes."""
    request = Request(operation=Operation.GENERATE, prompt="x", aspect_ratio="7:1")

    with pytest.raises(Refused) as refusal:
        _routes("a", "b").choose(request)

    assert refusal.value.code == "aspect_ratio_unsupported"
    assert refusal.value.args_for_text["allowed"] == "1:1, 16:9"


def test_insisting_on_a_stranger_lists_the_known() -> None:
    """`--provider nosuch` costs nothing and says which there are."""
    with pytest.raises(Refused) as refusal:
        _routes("a", "b").choose(GENERATE, insist="nosuch")

    assert refusal.value.code == "provider_unknown"
    assert refusal.value.args_for_text["allowed"] == "a, b"


def test_no_provider_for_an_operation_says_so() -> None:
    """Without a key for any service, `/gen` gets a clear answer."""
    routes = Routes(providers={}, order={}, health=Health(FakeClock()))

    with pytest.raises(Refused) as refusal:
        routes.choose(GENERATE)

    assert refusal.value.code == "no_provider_generate"


def test_what_one_provider_cannot_another_may() -> None:
    """Insisting on a provider that cannot do it names those that can."""
    able, unable = (
        FakeProvider("able"),
        FakeProvider("unable", operations=(Operation.EDIT,)),
    )
    routes = Routes(
        providers={"unable": unable, "able": able},
        order=dict.fromkeys(Operation, ("able",)),
        health=Health(FakeClock()),
    )

    with pytest.raises(Refused) as refusal:
        routes.choose(GENERATE, insist="unable")

    assert refusal.value.code == "available_elsewhere"
    assert refusal.value.args_for_text["allowed"] == "able"
