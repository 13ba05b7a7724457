"""Asking a time-stamping service (RFC 3161), and nobody to whom it leads on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import aiohttp
from pyhanko.sign.timestamps import HTTPTimeStamper


class StampsWhereItWasTold(HTTPTimeStamper):
    """The library's client, which follows no redirect: an answer that leads on is as good as none."""

    @asynccontextmanager
    async def _acquire_session(self) -> AsyncIterator[aiohttp.ClientSession]:
        watch = aiohttp.TraceConfig()
        watch.on_request_redirect.append(_refuse)
        async with aiohttp.ClientSession(trace_configs=[watch]) as session:
            yield session


async def _refuse(*_: object) -> NoReturn:
    raise aiohttp.ClientError("The service leads on to another address, and is not followed.")
