"""Addresses of trajectories, a module a feature."""

from django.urls import URLPattern, URLResolver

from leerruimte.trajectories.urls import board, cohort, curriculum, evidence, needs, opportunities, triangle

app_name = "trajectories"
urlpatterns: list[URLPattern | URLResolver] = [
    *curriculum.urlpatterns,
    *opportunities.urlpatterns,
    *needs.urlpatterns,
    *board.urlpatterns,
    *triangle.urlpatterns,
    *evidence.urlpatterns,
    *cohort.urlpatterns,
]
