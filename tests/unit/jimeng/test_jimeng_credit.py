"""What the account has left: steps down, refusals, the balance."""

import pytest

from providers.errors import OutOfCredit
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.jimeng.conftest import Stage
from tests.unit.provider_stage import KEY


async def test_too_little_credit_for_2k_steps_down_to_1k(stage: Stage) -> None:
    """A refusal at 2k is tried once more at 1k, with the same key, and the user is told."""
    stage.emulator.faults.fail_next("no_credit_2k", times=-1)
    provider = stage.provider()

    submission = await provider.submit(
        await provider.prepare(stage.generate(model="4.0", aspect_ratio="1:1")), KEY
    )

    assert submission.notices == ("resolution_reduced",)
    refused, taken = stage.emulator.log.of("generate")
    assert (refused.ret, taken.ret) == ("1006", "0")
    assert refused.body["submit_id"] == taken.body["submit_id"] == KEY
    (task,) = stage.emulator.tasks.values()
    assert (task.order.width, task.order.label) == (1328, "1k")


async def test_the_step_down_can_be_switched_off(stage: Stage) -> None:
    """Then the refusal stands at once."""
    stage.emulator.faults.fail_next("no_credit_2k", times=-1)

    with pytest.raises(OutOfCredit):
        await stage.order(stage.provider(steps_down=False), stage.generate(model="4.0"))

    assert len(stage.emulator.log.of("generate")) == 1


@pytest.mark.parametrize("model, tries", [("3.0", 1), ("4.0", 2)])
async def test_an_empty_account_is_out_of_credit(
    stage: Stage, model: str, tries: int
) -> None:
    """No credit at all is said as such, and 1k has nothing to step down to."""
    stage.emulator.credits[SESSION] = 0

    with pytest.raises(OutOfCredit):
        await stage.order(stage.provider(), stage.generate(model=model))

    assert len(stage.emulator.log.of("generate")) == tries


async def test_the_balance_falls_with_a_run(stage: Stage) -> None:
    """What is left is the account's sum, and a run costs."""
    stage.emulator.credits[SESSION] = 14
    provider = stage.provider()

    await stage.order(provider, stage.generate())
    balance = await provider.balance()

    assert balance is not None
    assert (balance.amount, balance.unit) == (13, "credits")
