"""The whole site as one ASGI application: `live` in front, Django's pages (as WSGI, in threads) behind it.

Here, and only here, `live` and the domain meet.
"""

import os

from django.core.wsgi import get_wsgi_application

from leerruimte.live.serving import Live, Site


def make_site() -> Site:
    """Everything together; the domain's modules can only be read once Django is set up."""
    pages = get_wsgi_application()
    from django.conf import settings

    from leerruimte.conversations import hot
    from leerruimte.conversations import jobs as maps
    from leerruimte.live import Domain
    from leerruimte.trajectories import jobs as planning
    from leerruimte.web import jobs as daily

    domain = Domain(
        kinds=frozenset(hot.KINDS), apply_batch=hot.apply_batch, state_of=hot.state_of, may_watch=hot.may_watch
    )
    return Site(Live(domain, redis_url=settings.REDIS_URL), pages, background=[maps, daily, planning])


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leerruimte.settings")
application = make_site()
