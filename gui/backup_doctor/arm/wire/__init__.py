"""How this computer reaches Azure: proxies, the password of a proxy, the certificates it trusts, and a test of all that.

Importing this package costs next to nothing; `Wire.session` is what loads requests.
"""

from .hops import Certificate, Connection, Hop, Place, Step
from .proxies import Origin, ProxyAsks, ProxyFinder, ProxySignIn, Route
from .wire import Wire

__all__ = ["Certificate", "Connection", "Hop", "Origin", "Place", "ProxyAsks", "ProxyFinder", "ProxySignIn", "Route", "Step", "Wire"]
