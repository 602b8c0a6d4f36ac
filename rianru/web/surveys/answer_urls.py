from django.urls import path

from rianru.web.surveys import answering, entering, results, weighing

urlpatterns = [
    path("s/", answering.survey_resume, name="survey_resume"),
    path("s/places/", answering.survey_places, name="survey_places"),
    path("s/<slug:code>/", answering.survey, name="survey"),
    path("s/<slug:code>/thanks/", answering.survey_thanks, name="survey_thanks"),
    path("s/<slug:code>/results/", results.survey_told, name="survey_told"),
    path("s/<slug:code>/results.csv", results.survey_told_file, name="survey_told_file"),
    path("s/<slug:code>/a/<slug:key>/", answering.survey_answer, name="survey_answer"),
    path("s/<slug:code>/a/<slug:key>/files/<uuid:id>/", answering.survey_answer_file, name="survey_answer_file"),
    path("surveys/<slug:code>/enter/", entering.survey_enter, name="survey_enter"),
    path("surveys/<slug:code>/sheets/<uuid:id>/", entering.survey_sheet, name="survey_sheet"),
    path("surveys/<slug:code>/results/", results.survey_results, name="survey_results"),
    path("surveys/<slug:code>/results/tables.csv", results.survey_results_file, name="survey_results_file"),
    path("surveys/<slug:code>/results/answers.csv", results.survey_answers_file, name="survey_answers_file"),
    path("surveys/<slug:code>/results/codebook.csv", results.survey_codebook_file, name="survey_codebook_file"),
    path("surveys/<slug:code>/results/cross/", results.survey_cross, name="survey_cross"),
    path("surveys/<slug:code>/results/trends/", results.survey_trends, name="survey_trends"),
    path("surveys/<slug:code>/results/words/<str:column>/", results.survey_words, name="survey_words"),
    path("surveys/<slug:code>/results/files/<uuid:id>/", results.survey_file, name="survey_file"),
    path("surveys/<slug:code>/weights/", weighing.survey_weights, name="survey_weights"),
]
