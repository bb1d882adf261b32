"""Addresses of needs, of routes, and of a change."""

from django.urls import URLPattern, URLResolver, path

from leerruimte.trajectories.views import changing, needs, routes

HERE = "traject/<int:trajectory_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{HERE}behoeften/", needs.show_needs, name="needs"),
    path(f"{HERE}behoeften/delen/", needs.share, name="share_needs"),
    path(f"{HERE}behoeften/<slug:step>/", needs.step, name="needs_step"),
    path(f"{HERE}routes/", routes.show_routes, name="routes"),
    path(f"{HERE}routes/vragen/", routes.ask, name="ask_routes"),
    path(f"{HERE}routes/weigeren/", routes.refuse, name="refuse"),
    path(f"{HERE}routes/geweigerd/<uuid:refusal_id>/terug/", routes.take_back, name="take_back_refusal"),
    path(f"{HERE}routes/<uuid:run_id>/stand/", routes.show_progress, name="route_progress"),
    path(f"{HERE}routes/<uuid:run_id>/stoppen/", routes.stop, name="stop_planner"),
    path(f"{HERE}routes/<uuid:run_id>/leggen/", routes.lay, name="lay_route"),
    path(f"{HERE}routes/<uuid:run_id>/vastzetten/", routes.pin, name="pin_from_route"),
    path(f"{HERE}iets-veranderde/", changing.something_changed, name="something_changed"),
    path(f"{HERE}iets-veranderde/<uuid:run_id>/", changing.show_replan, name="replan"),
]
