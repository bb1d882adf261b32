"""Transport: signed tokens, the fast door for writes, streams to open screens. It knows no domain.

What a write means is decided by the functions that `asgi.py` hands over (`Domain`). Measured: benchmarks/room.
"""

from leerruimte.live.condition import health
from leerruimte.live.messages import EVERYBODY, LEADERS, Answer, Audience, Delta, Domain, Outcome, Write
from leerruimte.live.publishing import publish

__all__ = ["EVERYBODY", "LEADERS", "Answer", "Audience", "Delta", "Domain", "Outcome", "Write", "health", "publish"]
