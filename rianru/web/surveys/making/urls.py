from django.urls import path

from rianru.web.surveys.making import files, history, lists, outline, overview, papers, question_page, settings

urlpatterns = [
    path("surveys/", lists.surveys, name="surveys"),
    path("surveys/new/", lists.survey_new, name="survey_new"),
    path("surveys/bank/", lists.survey_bank, name="survey_bank"),
    path("surveys/<slug:code>/", overview.survey_overview, name="survey_overview"),
    path("surveys/<slug:code>/edit/", outline.survey_edit, name="survey_edit"),
    path("surveys/<slug:code>/edit/page/", outline.survey_page, name="survey_page_new"),
    path("surveys/<slug:code>/edit/page/<str:name>/", outline.survey_page, name="survey_page"),
    path("surveys/<slug:code>/edit/question/", question_page.survey_question_new, name="survey_question_new"),
    path("surveys/<slug:code>/edit/drawn/", question_page.survey_question_preview, name="survey_question_preview"),
    path("surveys/<slug:code>/edit/question/<str:name>/", question_page.survey_question, name="survey_question"),
    path("surveys/<slug:code>/edit/question/<str:name>/keep/", question_page.survey_question_bank,
         name="survey_question_bank"),
    path("surveys/<slug:code>/papers/", papers.survey_papers, name="survey_papers"),
    path("surveys/<slug:code>/papers/<uuid:batch>.pdf", papers.survey_papers_file, name="survey_papers_file"),
    path("surveys/<slug:code>/preview/", history.survey_preview, name="survey_preview"),
    path("surveys/<slug:code>/import/", files.survey_import, name="survey_import"),
    path("surveys/<slug:code>/form.xlsx", files.survey_form_file, name="survey_form_file"),
    path("surveys/<slug:code>/settings/", settings.survey_settings, name="survey_settings"),
    path("surveys/<slug:code>/versions/", history.survey_versions, name="survey_versions"),
]
