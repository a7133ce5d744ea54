"""How this computer reaches Azure: proxies, the password of a proxy, the certificates it trusts, and a test of all that.

Importing this package costs next to nothing, for the window's first picture waits for it: `Wire.session` is what loads requests, and what
goes with a proxy or a test stands in `proxies` and `hops`.
"""

from .wire import Wire

__all__ = ["Wire"]
