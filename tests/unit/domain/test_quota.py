"""Prices, allowances, and when a day turns."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quota import Allowance, Share, Wallet, charge, day_of, price, turn_of
from providers.base import Operation

# Zones whose clocks jump at midnight, twice a year, by half an hour, or over a whole day.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(
    min_value=datetime(2005, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
TICK = timedelta(microseconds=1)


def check_turn(moment: datetime, zone: ZoneInfo) -> None:
    """The turn is the first instant that does not belong to the moment's day."""
    turn = turn_of(moment, zone).astimezone(UTC)
    assert turn > moment
    assert day_of(turn, zone) > day_of(moment, zone)
    assert day_of(turn - TICK, zone) == day_of(moment, zone)


@given(moment=moments, zone=zones)
def test_the_turn_ends_the_day(moment: datetime, zone: ZoneInfo) -> None:
    """At any moment in any zone, the day lasts exactly until its turn."""
    check_turn(moment, zone)


@pytest.mark.parametrize(
    "zone, day, hours",
    [
        ("Europe/Berlin", "2026-03-29", 23),  # the clock jumps at night
        ("Europe/Berlin", "2026-10-25", 25),
        ("Africa/Cairo", "2026-04-24", 23),  # midnight itself does not exist
        ("Africa/Cairo", "2026-10-29", 25),  # 23:00 comes twice
        ("America/Havana", "2026-11-01", 25),  # midnight comes twice
        ("Pacific/Apia", "2011-12-29", 24),  # and then the 31st
        ("Asia/Kathmandu", "2026-03-29", 24),
    ],
)
def test_days_on_which_clocks_jump(zone: str, day: str, hours: int) -> None:
    """Each hour of a long or short day belongs to it, and the turn comes after the last."""
    place = ZoneInfo(zone)
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=place).astimezone(UTC)
    turn = turn_of(noon, place).astimezone(UTC)
    before = turn_of(noon - timedelta(days=1), place).astimezone(UTC)

    assert turn - before == timedelta(hours=hours)
    for hour in range(hours):
        assert day_of(before + timedelta(hours=hour), place).isoformat() == day
        check_turn(before + timedelta(hours=hour), place)


@pytest.mark.parametrize(
    "operation, scale, pictures, bundled, credits_",
    [
        (Operation.GENERATE, None, 4, True, 1),
        (Operation.GENERATE, None, 4, False, 4),
        (Operation.EDIT, None, 1, False, 1),
        (Operation.UPSCALE, 2, 1, False, 1),
        (Operation.UPSCALE, 4, 1, False, 2),
        (Operation.UPSCALE, 4, 0, False, 0),
        (Operation.GENERATE, None, 0, True, 0),
    ],
)
def test_prices(
    operation: Operation,
    scale: int | None,
    pictures: int,
    bundled: bool,
    credits_: int,
) -> None:
    """One for a bundle, one a picture elsewhere, two for a 4x upscale, none for nothing."""
    assert price(operation, scale=scale, pictures=pictures, bundled=bundled) == credits_


@given(
    operation=st.sampled_from(Operation),
    scale=st.sampled_from([None, 2, 4]),
    wanted=st.integers(1, 9),
    came=st.integers(0, 9),
    bundled=st.booleans(),
)
def test_a_charge_is_never_more_than_the_price(
    operation: Operation,
    scale: int | None,
    wanted: int,
    came: int,
    bundled: bool,
) -> None:
    """What comes is paid, nothing costs nothing, and surplus pictures are a gift."""
    reserved = price(operation, scale=scale, pictures=wanted, bundled=bundled)
    worth = price(operation, scale=scale, pictures=came, bundled=bundled)

    kept = charge(reserved, worth)

    assert 0 <= kept <= reserved
    assert (kept == 0) == (came == 0)


@given(
    limit=st.none() | st.integers(0, 50),
    used=st.integers(0, 99),
    bonus=st.integers(0, 20),
)
def test_what_is_left(limit: int | None, used: int, bonus: int) -> None:
    """Never below zero; an overdrawn day (an admin's) does not eat the bonus."""
    allowance = Allowance(
        wallet=Wallet.USER,
        limit=limit,
        used=used,
        bonus=bonus,
        turns_at=datetime(2026, 1, 2, tzinfo=UTC),
    )

    left = allowance.left

    if limit is None:
        assert left is None
    else:
        assert left is not None
        assert left >= bonus
        assert left == bonus or left + used == limit + bonus


@given(
    total=st.integers(0, 60),
    orders=st.lists(
        st.tuples(
            st.integers(1, 5), st.lists(st.integers(1, 6), min_size=1, max_size=3)
        ),
        max_size=40,
    ),
)
def test_shares_are_fair(total: int, orders: list[tuple[int, list[int]]]) -> None:
    """Whatever comes: a member gets at most a part or one job, and parts add up to the whole."""
    used = dict.fromkeys(range(1, 6), 0)
    dearest = dict.fromkeys(range(1, 6), 0)
    seen: set[int] = set()
    for member, prices in orders:
        seen.add(member)
        share = Share(total=total, members=len(seen), used=used[member])
        if share.holds(prices):
            used[member] += sum(prices)
            dearest[member] = max(dearest[member], *prices)
        assert share.limit * share.parts >= total
        assert (share.limit - 1) * share.parts < total or total == 0
        assert 0 <= share.left <= share.limit
        assert used[member] <= max(-(-total // 2), dearest[member])


@given(total=st.integers(0, 60), members=st.integers(1, 9), price_=st.integers(0, 9))
def test_the_days_first_job_always_fits_a_share(
    total: int, members: int, price_: int
) -> None:
    """However many share however little, somebody who used nothing gets one job."""
    assert Share(total=total, members=members, used=0).holds([price_])
