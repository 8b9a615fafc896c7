"""The site map of reports."""

from django.urls import path, re_path

from reports.views import copies, letters, lists, public, report

app_name = "reports"

urlpatterns = [
    path("reviews/<slug:slug>/reports/", lists.report_list, name="report_list"),
    path("reviews/<slug:slug>/reports/preview/", lists.preview, name="preview"),
    path("reviews/<slug:slug>/reports/noticeboard/", lists.noticeboard, name="noticeboard"),
    path("committees/<int:committee>/reports/", lists.report_list, name="committee_report_list"),
    path("committees/<int:committee>/reports/preview/", lists.preview, name="committee_preview"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/issue/", report.issue, name="issue"),
    path("reports/<int:pk>/drop/", report.drop, name="drop"),
    path("reports/<int:pk>/supersede/", report.supersede, name="supersede"),
    path("reports/<int:pk>/words/<slug:place>/", report.words, name="words"),
    path("reports/<int:pk>/words/<slug:place>/keep/", report.keep_words, name="keep_words"),
    re_path(r"^reports/(?P<pk>[0-9]+)/copies/(?P<version>public|exempt)/$", copies.ask_for_copy, name="ask_for_copy"),
    re_path(r"^reports/(?P<pk>[0-9]+)/data\.(?P<kind>csv|xlsx|json)$", copies.data, name="data"),
    path("copies/<int:pk>/progress", copies.progress, name="progress"),
    path("copies/<int:pk>/try-again", copies.try_again, name="try_again"),
    path("copies/<int:pk>/download", copies.download, name="download"),
    path("witnesses/<int:pk>/letters/", letters.letters, name="letters"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/text/", letters.as_text, name="letter_text"),
    path("letters/<int:pk>/words/", letters.words, name="letter_words"),
    path("letters/<int:pk>/drop/", letters.drop, name="drop_letter"),
    path("letters/<int:pk>/issue/", letters.issue, name="issue_letter"),
    path("letters/<int:pk>/sent/", letters.sent, name="letter_sent"),
    path("check-a-copy/", public.check, name="check"),
    path("issued-reports.atom", public.feed, name="feed"),
]
