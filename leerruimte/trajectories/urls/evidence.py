"""Addresses of evidence, assessment forms, the whole view, the record and badges."""

from django.urls import URLPattern, URLResolver, path

from leerruimte.trajectories.views import assessment, badges, evidence, guiding, records, whole_road

THEIRS = "traject/<int:trajectory_id>/"
A_THING = f"{THEIRS}bewijs/<uuid:evidence_id>/"
A_FORM = "beoordelingsformulieren/<slug:slug>/<int:form_id>/"
A_RECORD = "eerder/<slug:slug>/<int:record_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{THEIRS}bewijs/", evidence.show_evidence, name="evidence"),
    path(f"{THEIRS}bewijs/gezien/", evidence.looked, name="looked_at_evidence"),
    path(f"{THEIRS}bewijs/van/<path:code>/", evidence.show_outcome, name="evidence_of"),
    path(f"{A_THING}bestand/", evidence.show_file, name="evidence_file"),
    path(f"{A_THING}weg/", evidence.remove, name="remove_evidence"),
    path(f"{A_THING}lezers/", evidence.choose_readers, name="evidence_readers"),
    path(f"{A_THING}kantlijn/", evidence.remark, name="remark"),
    path(f"{A_THING}kantlijn/<uuid:remark_id>/weg/", evidence.remove_remark, name="remove_remark"),
    path(f"{THEIRS}behaald/", evidence.say_reached, name="say_reached"),
    path(f"{THEIRS}behaald/<int:reached_id>/terug/", evidence.take_back, name="take_back_reached"),
    path(f"{THEIRS}behaald/<int:reached_id>/badge/", badges.take_credential, name="take_credential"),
    path(f"{THEIRS}formulieren/", assessment.show_forms_of, name="forms_of"),
    path(f"{THEIRS}formulier/<int:form_id>/", assessment.fill_form, name="fill_form"),
    path(f"{THEIRS}formulier/<int:form_id>/bewaren/", assessment.keep_form, name="keep_form"),
    path(f"{THEIRS}formulier/<int:form_id>/ronde/", assessment.begin_round, name="begin_round"),
    path(f"{THEIRS}hele-weg/", whole_road.show_whole_road, name="whole_road"),
    path(f"{THEIRS}meenemen/", records.take_along, name="take_along"),
    path("beoordelingsformulieren/<slug:slug>/", assessment.show_forms, name="assessment_forms"),
    path(A_FORM, assessment.show_form, name="assessment_form"),
    path(f"{A_FORM}kopie/", assessment.copy, name="copy_assessment_form"),
    path(f"{A_FORM}weg/", assessment.remove, name="remove_assessment_form"),
    path(f"{A_FORM}sluiten/", assessment.close, name="close_assessment_form"),
    path("eerder/<slug:slug>/", records.bring, name="bring_record"),
    path(A_RECORD, records.show_record, name="earlier_record"),
    path(f"{A_RECORD}weg/", records.let_go, name="let_go_of_record"),
    path(f"{A_RECORD}bestand/<str:name>/", records.show_earlier_file, name="earlier_file"),
    path("badges/<slug:slug>/", badges.show_badges, name="badges"),
    path("badges/<slug:slug>/profiel.json", badges.show_profile, name="badge_profile"),
    path("badges/<slug:slug>/sleutels.json", badges.show_keys, name="badge_keys"),
    path("badges/<slug:slug>/ingetrokken.json", badges.show_revoked, name="badges_revoked"),
    path("mijn-lerenden/", guiding.show_learners, name="my_learners"),
]
