"""Every address of the site; each app names its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("leerruimte.web.urls")),
    path("", include("leerruimte.people.urls")),
    path("account/", include("leerruimte.people.account_urls")),
    path("platen/", include("leerruimte.plates.urls")),
    path("", include("leerruimte.trajectories.urls")),
    path("", include("leerruimte.conversations.urls")),
]
