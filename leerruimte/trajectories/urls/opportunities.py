"""Addresses of opportunities."""

from django.urls import URLPattern, URLResolver, path

from leerruimte.trajectories.views import capacity, closing, opportunities, periods, seats, who_comes

at = "leermogelijkheden/<slug:slug>/"
one = f"{at}<uuid:opportunity_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("leermogelijkheden/", opportunities.choose_partnership, name="opportunities_mine"),
    path("leermogelijkheden/berichten/gelezen/", seats.read_notices, name="read_notices"),
    path(at, opportunities.browse, name="opportunities"),
    path(f"{at}nieuw/", opportunities.add, name="add_opportunity"),
    path(f"{at}nog-juist/", opportunities.still_right, name="still_right"),
    path(f"{at}perioden/", periods.show, name="periods"),
    path(f"{at}perioden/jaar/", periods.lay_year, name="lay_school_year"),
    path(f"{at}perioden/vrij/", periods.add_free_days, name="add_free_days"),
    path(f"{at}perioden/vrij/<int:free_id>/weg/", periods.remove_free_days, name="remove_free_days"),
    path(f"{at}perioden/<int:period_id>/", periods.change, name="change_period"),
    path(f"{at}plekken/", capacity.show_schools, name="capacities"),
    path(f"{at}plekken/<int:organisation_id>/", capacity.say, name="say_capacity"),
    path(f"{at}plekken/<int:organisation_id>/<int:period_id>/wie/", who_comes.at_school, name="who_comes_at_school"),
    path(one, opportunities.show, name="opportunity"),
    path(f"{one}verander/", opportunities.change, name="change_opportunity"),
    path(f"{one}sluit/", closing.close, name="close_opportunity"),
    path(f"{one}weer-open/", closing.open_again, name="open_opportunity_again"),
    path(f"{one}juist/", opportunities.say_still_right, name="say_still_right"),
    path(f"{one}nog-een-keer/", opportunities.add_edition, name="add_edition"),
    path(f"{one}agenda.ics", seats.calendar_file, name="opportunity_calendar"),
    path(f"{one}<int:edition_id>/verplaats/", opportunities.move, name="move_edition"),
    path(f"{one}<int:edition_id>/sluit/", closing.close_edition, name="close_edition"),
    path(f"{one}<int:edition_id>/weer-open/", closing.open_edition_again, name="open_edition_again"),
    path(f"{one}<int:edition_id>/wie/", who_comes.of_edition, name="who_comes"),
    path(f"{one}<int:edition_id>/plek/", seats.take, name="take_seat"),
    path(f"{one}<int:edition_id>/plek/terug/", seats.leave, name="leave_seat"),
    path(f"{one}<int:edition_id>/agenda.ics", seats.calendar_file, name="edition_calendar"),
]
