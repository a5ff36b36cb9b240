"""Slow transfers give way to quick ones."""

from __future__ import annotations

import asyncio
import time

from crawler.gate import Gate


def test_at_most_so_many_quick_transfers() -> None:
    async def run() -> int:
        gate, running, most = Gate(3), 0, 0

        async def transfer() -> None:
            nonlocal running, most
            async with gate.passing():
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.01)
                running -= 1

        await asyncio.gather(*(transfer() for _ in range(20)))
        return most

    assert asyncio.run(run()) == 3


def test_slow_transfers_move_out_of_the_way_but_not_without_limit() -> None:
    async def run() -> tuple[float, int]:
        gate = Gate(2, slow_after=0.05)
        begin, inside = time.monotonic(), 0

        async def dead() -> None:
            nonlocal inside
            async with gate.passing():
                inside += 1
                await asyncio.sleep(3600)

        waiting = [asyncio.create_task(dead()) for _ in range(6)]
        async with gate.passing():
            waited = time.monotonic() - begin
        waiting += [asyncio.create_task(dead()) for _ in range(60)]
        await asyncio.sleep(1.0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        async with asyncio.timeout(1), gate.passing(), gate.passing():
            return waited, inside

    waited, inside = asyncio.run(run())
    assert waited < 0.5
    assert inside == 2 + 2 * 8  # two quick places, eight times as many slow ones
