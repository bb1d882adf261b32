"""Addresses of the curriculum: reading, proposing, owning, files, and the version of a trajectory."""

from django.urls import URLPattern, URLResolver, path

from leerruimte.trajectories.views import curriculum, curriculum_files, curriculum_owning, curriculum_proposals

ALL = "leerplan/<slug:slug>/"
ONE = f"{ALL}<int:curriculum_id>/"
VERSION = f"{ONE}versie/<int:number>/"
PROPOSAL = f"{ONE}voorstellen/<uuid:proposal_id>/"
DRAFT = f"{ONE}concept/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ALL, curriculum.show_curricula, name="curricula"),
    path(f"{ALL}inlezen/", curriculum_files.choose_file, name="import_curriculum"),
    path(f"{ALL}inlezen/<uuid:pending_id>/", curriculum_files.preview, name="preview_curriculum"),
    path(f"{ALL}inlezen/<uuid:pending_id>/weg/", curriculum_files.drop, name="drop_curriculum_file"),
    path(VERSION, curriculum.show_version, name="curriculum_version"),
    path(f"{VERSION}uitkomst/<path:code>/", curriculum.show_outcome, name="curriculum_outcome"),
    path(f"{VERSION}veranderd/", curriculum.show_changes, name="curriculum_changes"),
    path(f"{VERSION}leerplan.csv", curriculum_files.as_csv, name="curriculum_csv"),
    path(f"{VERSION}leerplan.json", curriculum_files.as_case, name="curriculum_case"),
    path(f"{ONE}voorstellen/", curriculum_proposals.show_proposals, name="curriculum_proposals"),
    path(f"{ONE}voorstel/", curriculum_proposals.propose, name="propose_change"),
    path(PROPOSAL, curriculum_proposals.show_proposal, name="curriculum_proposal"),
    path(f"{PROPOSAL}woord/", curriculum_proposals.say, name="say_of_proposal"),
    path(f"{PROPOSAL}mening/", curriculum_proposals.stand, name="stand_to_proposal"),
    path(f"{PROPOSAL}terug/", curriculum_proposals.withdraw, name="withdraw_proposal"),
    path(f"{PROPOSAL}besluit/", curriculum_proposals.decide, name="decide_proposal"),
    path(f"{ONE}inlezen/", curriculum_files.choose_file, name="import_into_curriculum"),
    path(f"{ONE}eigenaren/", curriculum_owning.owners, name="curriculum_owners"),
    path(DRAFT, curriculum_owning.begin, name="begin_draft"),
    path(f"{DRAFT}weg/", curriculum_owning.drop, name="drop_draft"),
    path(f"{DRAFT}uitgeven/", curriculum_owning.publish, name="publish_curriculum"),
    path(f"{DRAFT}namen/", curriculum_owning.names, name="curriculum_names"),
    path(f"{DRAFT}erbij/", curriculum_owning.add, name="add_outcome"),
    path(f"{DRAFT}uitkomst/<path:code>/", curriculum_owning.change, name="change_outcome"),
    path(f"{DRAFT}eruit/<path:code>/", curriculum_owning.take_out, name="take_out_outcome"),
    path("traject/<int:trajectory_id>/leerplan/", curriculum.show_for_trajectory, name="trajectory_curriculum"),
]
