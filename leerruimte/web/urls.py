"""The shell's own addresses."""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from leerruimte.web import views

app_name = "web"

urlpatterns = [
    path("", views.show_home, name="home"),
    path("gezond/", views.show_health, name="health"),
    path("taal/", require_POST(set_language), name="language"),
    path("wat-wij-bewaren/", views.show_what_we_keep, name="what_we_keep"),
    path("manifest.webmanifest", views.show_manifest, name="manifest"),
    path("robots.txt", views.show_robots, name="robots"),
]
