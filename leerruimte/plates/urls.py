"""Addresses of plates."""

from django.urls import path

from leerruimte.plates.views import drawing, exchange, prints, showing
from leerruimte.plates.views.adapting import overview, sections, versions

app_name = "plates"
# Words in fixed places must stand in `rules.RESERVED` too: no plate is called so.
urlpatterns = [
    path("", showing.show_plates, name="plates"),
    path("nieuw/", drawing.upload, name="new"),
    path("nieuw/<uuid:drawing_id>/", drawing.look_at, name="look_at"),
    path("inlezen/", exchange.import_file, name="import"),
    path("bibliotheek/", exchange.show_library, name="library"),
    path("schema/praatplaat-1.json", exchange.show_schema, name="schema"),
    path("afbeelding/<str:token>/", showing.show_picture, name="picture"),
    path("<slug:slug>/", showing.show_plate, name="plate"),
    path("<slug:slug>/afdrukken/", showing.show_poster, name="poster"),
    path("<slug:slug>/afdrukken/<slug:what>.pdf", prints.download, name="print"),
    path("<slug:slug>/tekening.svg", showing.show_drawing, name="drawing"),
    path("<slug:slug>/bestand/", exchange.download, name="file"),
    path("<slug:slug>/delen/", exchange.share, name="share"),
    path("<slug:slug>/van-ons/", overview.make_ours, name="make_ours"),
    path("<slug:slug>/aanpassen/", overview.show_adapting, name="adapt"),
    path("<slug:slug>/aanpassen/voorbeeld/", overview.preview, name="preview"),
    path("<slug:slug>/aanpassen/nieuwe-versie/", overview.publish, name="publish"),
    path("<slug:slug>/aanpassen/weggooien/", overview.discard, name="discard"),
    path("<slug:slug>/aanpassen/werkvormen/", sections.choose_parts, name="adapt_parts"),
    path("<slug:slug>/aanpassen/werkvormen/<slug:kind>/", sections.change_part, name="adapt_part"),
    path("<slug:slug>/aanpassen/<slug:section>/", sections.change_section, name="adapt_section"),
    path("<slug:slug>/versies/", versions.show_versions, name="versions"),
    path("<slug:slug>/versies/<int:number>/", versions.show_version, name="version"),
    path("<slug:slug>/versies/<int:number>/terug/", versions.restore, name="restore"),
    path("<slug:slug>/bewaren/", versions.change_keeping, name="keeping"),
]
