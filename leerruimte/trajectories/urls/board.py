"""Addresses of the puzzle board, and of trajectories as a whole."""

from django.urls import URLPattern, URLResolver, path

from leerruimte.trajectories.views import board, laying, trajectories

PIECE = "traject/<int:trajectory_id>/stuk/<uuid:piece_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("trajecten/", trajectories.show_trajectories, name="trajectories"),
    path("trajecten/nieuw/", trajectories.begin, name="begin"),
    path("traject/<int:trajectory_id>/", board.show_board, name="board"),
    path("traject/<int:trajectory_id>/stand/", board.standing, name="standing"),
    path("traject/<int:trajectory_id>/leg/", laying.lay, name="lay"),
    path("traject/<int:trajectory_id>/leg/eigen/", laying.lay_own, name="lay_own"),
    path("traject/<int:trajectory_id>/ongedaan/", board.undo, name="undo"),
    path(PIECE, board.show_piece, name="piece"),
    path(f"{PIECE}verplaats/", board.move, name="move"),
    path(f"{PIECE}proef/", board.try_out, name="try_out"),
    path(f"{PIECE}weg/", board.take_off, name="take_off"),
    path(f"{PIECE}vast/", board.pin, name="pin"),
    path(f"{PIECE}gedaan/", board.mark, name="mark"),
    path("traject/<int:trajectory_id>/mensen/", trajectories.show_members, name="members"),
    path("traject/<int:trajectory_id>/mensen/erbij/", trajectories.add_member, name="add_member"),
    path("traject/<int:trajectory_id>/mensen/<uuid:member_id>/einde/", trajectories.end_member, name="end_member"),
]
