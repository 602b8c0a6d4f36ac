"""Whom a request comes from. A header is believed only where a proxy that we name has written it."""

import ipaddress

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NOWHERE = str(ipaddress.IPv4Address(0))  # of whoever comes without an address, such as through a socket file
HOUSEHOLD_PREFIX = 64  # one IPv6 customer has at least this many addresses: they are limited together


def client(remote: str, forwarded: str) -> str:
    """The address of the client: `remote` (REMOTE_ADDR), unless that is a trusted proxy.

    Then `forwarded` (X-Forwarded-For) is read from its right end: each trusted proxy vouches for the entry it added,
    and the first that is not one of ours is the client. What stands further left anyone may have typed.
    """
    found = _read(remote)
    if found is None:
        return NOWHERE
    hops = [part for part in forwarded.split(",") if part.strip()]
    while hops and _is_trusted(found):
        before = _read(hops.pop())
        if before is None:
            break
        found = before
    return str(found)


def limited(remote: str, forwarded: str) -> str:
    """What limits count by: the address of the client, or the /64 network of an IPv6 one."""
    found = ipaddress.ip_address(client(remote, forwarded))
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((found, HOUSEHOLD_PREFIX), strict=False).network_address)
    return str(found)


def _is_trusted(address: Address) -> bool:
    return any(address in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def _read(text: str) -> Address | None:
    """An address with or without a port or brackets; an IPv4 address in IPv6 clothes is an IPv4 address."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
