"""Addresses of cohorts, for coordinators, and of one's own place."""

from django.urls import URLPattern, URLResolver, include, path

from leerruimte.trajectories.views import cohort_plan, cohorts, my_place

_learner: list[URLPattern | URLResolver] = [
    path("", cohorts.show_learner, name="cohort_learner"),
    path("vraagt/", cohorts.change_asks, name="cohort_asks"),
    path("planner/", cohorts.leave_to_planner, name="cohort_leave"),
    path("weg/", cohorts.remove_learner, name="cohort_remove"),
]

_file: list[URLPattern | URLResolver] = [
    path("", cohorts.choose_file, name="cohort_import"),
    path("sjabloon.<slug:form>", cohorts.download_template, name="cohort_template"),
    path("<uuid:pending_id>/", cohorts.preview, name="cohort_preview"),
    path("<uuid:pending_id>/bevestig/", cohorts.confirm_file, name="cohort_confirm_import"),
    path("<uuid:pending_id>/weg/", cohorts.drop_cohort_file, name="cohort_drop_import"),
]

_cohort: list[URLPattern | URLResolver] = [
    path("", cohorts.show_cohort, name="cohort"),
    path("wensen/", cohorts.ask_wishes, name="cohort_wishes"),
    path("erbij/", cohorts.add_from_roles, name="cohort_from_roles"),
    path("lerende/", cohorts.add_learner, name="cohort_add"),
    path("lerende/<int:learner_id>/", include(_learner)),
    path("inlezen/", include(_file)),
    path("plan/", cohort_plan.show_plan, name="cohort_plan"),
    path("plan/vraag/", cohort_plan.ask, name="cohort_ask"),
    path("plan/stand/", cohort_plan.show_run, name="cohort_run"),
    path("plan/stop/", cohort_plan.stop, name="cohort_stop"),
    path("plan/neem/", cohort_plan.accept, name="cohort_accept"),
    path("scholen/", cohort_plan.show_schools, name="cohort_schools"),
    path("scholen/<int:school_id>/valt-uit/", cohort_plan.school_drops_out, name="cohort_drops_out"),
    path("bekend/", cohort_plan.publish, name="cohort_publish"),
    path("bezwaren/", cohort_plan.show_appeals, name="cohort_appeals"),
    path("bezwaren/<uuid:appeal_id>/", cohort_plan.answer_appeal, name="cohort_appeal"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("partnerschap/<slug:slug>/lichtingen/", cohorts.show_cohorts, name="cohorts"),
    path("partnerschap/<slug:slug>/lichtingen/<int:cohort_id>/", include(_cohort)),
    path("mijn-leerplek/", my_place.show_my_places, name="my_places"),
    path("mijn-leerplek/<int:learner_id>/", my_place.show_my_place, name="my_place"),
    path("mijn-leerplek/<int:learner_id>/wensen/", my_place.ask_place, name="my_asks"),
    path("mijn-leerplek/<int:learner_id>/terug/", my_place.withdraw_appeal, name="my_withdraw"),
]
