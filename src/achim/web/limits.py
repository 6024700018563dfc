"""Bounds on how much is asked: token buckets in bounded memory (https://en.wikipedia.org/wiki/Token_bucket)."""

import ipaddress
from collections import OrderedDict
from functools import lru_cache

_MOST_CLIENTS = 10_000


class Bucket:
    """Holds a minute's worth of requests and fills evenly."""

    __slots__ = ("_at", "_left", "_most")

    def __init__(self, most: float, at: float) -> None:
        self._most, self._left, self._at = most, most, at

    def take(self, now: float) -> float:
        """0 where there was one left, else the seconds until there is."""
        self._left = min(self._most, self._left + max(0.0, now - self._at) * self._most / 60)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) * 60 / self._most

    def give_back(self) -> None:
        self._left = min(self._most, self._left + 1)


class Limits:
    """So many requests a minute per client, and of all together; 0 for any number. Moments are monotonic seconds."""

    def __init__(self, each: float, together: float, now: float) -> None:
        self._each = each
        self._all = Bucket(together, now) if together else None
        self._clients: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """0 where the client may go on, else the seconds that it has to wait."""
        if self._each and (seconds := self._bucket(neighbourhood(client), now).take(now)):
            return seconds
        return self._all.take(now) if self._all else 0.0

    def give_back(self, client: str, now: float) -> None:
        """What the client was let do does not count."""
        if self._each:
            self._bucket(neighbourhood(client), now).give_back()
        if self._all:
            self._all.give_back()

    def _bucket(self, client: str, now: float) -> Bucket:
        bucket = self._clients.get(client)
        if bucket is None:
            bucket = self._clients[client] = Bucket(self._each, now)
            if len(self._clients) > _MOST_CLIENTS:
                self._clients.popitem(last=False)
        else:
            self._clients.move_to_end(client)
        return bucket


@lru_cache(maxsize=1_024)
def neighbourhood(client: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one, of which one customer has all."""
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return client[:64]
    return str(ipaddress.ip_network((int(address), 64), strict=False)) if address.version == 6 else client
