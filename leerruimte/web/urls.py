"""The shell's own addresses."""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from leerruimte.web.views import home, own_data, partnership, search, shell

app_name = "web"

urlpatterns = [
    path("", home.show_home, name="home"),
    path("zoeken/", search.show_found, name="search"),
    path("partnerschap/<slug:slug>/", partnership.show_partnership, name="partnership"),
    path("partnerschap/<slug:slug>/gesprekken/", partnership.show_conversations, name="conversations"),
    path("mijn/", home.show_mine, name="mine"),
    path("mijn/voornemen/<uuid:intention_id>/", home.follow_up, name="follow_up"),
    path("mijn/bewaar/<uuid:participation_id>/", home.claim, name="claim"),
    path("mijn/gegevens/", own_data.show_own, name="own"),
    path("mijn/gegevens/meenemen/", own_data.take_out, name="take_out"),
    path("mijn/gegevens/herinner/", own_data.change_reminders, name="reminders"),
    path("mijn/gegevens/agenda/", own_data.change_calendar, name="change_calendar"),
    path("mijn/gegevens/stoppen/", own_data.end_account, name="leave"),
    path("agenda/<uuid:key>.ics", own_data.show_calendar, name="calendar"),
    path("gezond/", shell.show_health, name="health"),
    path("taal/", require_POST(set_language), name="language"),
    path("wat-wij-bewaren/", shell.show_what_we_keep, name="what_we_keep"),
    path("manifest.webmanifest", shell.show_manifest, name="manifest"),
    path("robots.txt", shell.show_robots, name="robots"),
]
