"""What we compare with: the same vote as a Django view under WSGI, through the ORM, one transaction a request.

    python -m benchmarks.room.one_by_one --port 8001

Kind to it: no middleware at all, connections stay open, the same server in front.
"""

import argparse
import os

import django
import uvicorn


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leerruimte.settings")
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.room.one_by_one_urls"
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    django.setup()
    # Only now: accounts look whether theirs is there while Django sets up.
    settings.MIDDLEWARE = []
    from a2wsgi import WSGIMiddleware
    from django.core.wsgi import get_wsgi_application

    uvicorn.run(
        WSGIMiddleware(get_wsgi_application(), workers=10),
        port=options.port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=4096,
    )


if __name__ == "__main__":
    main()
