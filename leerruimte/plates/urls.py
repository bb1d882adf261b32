"""Addresses of plates."""

from django.urls import path

from leerruimte.plates import views

app_name = "plates"
urlpatterns = [
    path("", views.show_plates, name="plates"),
    path("<slug:slug>/", views.show_plate, name="plate"),
    path("<slug:slug>/afdrukken/", views.show_poster, name="poster"),
    path("<slug:slug>/tekening.svg", views.show_drawing, name="drawing"),
]
