"""The site map of the set-up."""

from django.urls import path, re_path

from council.views import committees, importing, index, language, look, people, services

app_name = "council"

urlpatterns = [
    path("set-up/", index.index, name="index"),
    path("plain-language/", language.plain_words, name="plain_words"),
    path("plain-language/check/", language.plain_check, name="plain_check"),
    path("plain-language/<int:pk>/", language.change_plain_term, name="change_plain_term"),
    path("plain-language/<int:pk>/remove/", language.remove_plain_term, name="remove_plain_term"),
    path("plain-language/<slug:council>/add/", language.add_plain_term, name="add_plain_term"),
    path("set-up/import/", importing.choose, name="import"),
    path("set-up/import/template/", importing.template, name="import_template"),
    path("set-up/import/<int:pk>/", importing.preview, name="import_preview"),
    path("set-up/services/", services.services, name="services"),
    path("set-up/councils/<slug:council>/directorates/add/", services.add_directorate, name="add_directorate"),
    path("set-up/directorates/<int:pk>/", services.directorate, name="directorate"),
    path("set-up/directorates/<int:directorate>/services/add/", services.add_service, name="add_service"),
    path("set-up/services/<int:pk>/", services.service, name="service"),
    path("set-up/services/<int:service>/posts/add/", services.add_post, name="add_post"),
    path("set-up/posts/<int:pk>/", services.post, name="post"),
    path("set-up/posts/<int:pk>/change/", services.change_post, name="change_post"),
    path("set-up/posts/<int:pk>/holder/", services.assign, name="assign"),
    path("set-up/posts/<int:pk>/vacancy/", services.vacancy, name="vacancy"),
    path("set-up/holdings/<int:pk>/end/", services.end_holding, name="end_holding"),
    re_path(r"^set-up/(?P<kind>directorate|service|post)/(?P<pk>\d{1,18})/remove/$", services.remove, name="remove"),
    path("set-up/people/", people.people, name="people"),
    path("set-up/people/<int:pk>/", people.person, name="person"),
    path("set-up/people/<int:pk>/change/", people.change_person, name="change_person"),
    path("set-up/people/<int:pk>/invitation/", people.send_invitation, name="send_invitation"),
    path("set-up/people/<int:pk>/leaving/", people.leaving, name="leaving"),
    path("set-up/people/<int:pk>/close/", people.close_account, name="close_account"),
    path("set-up/people/<int:pk>/open-again/", people.reopen_account, name="reopen_account"),
    path("set-up/councils/<slug:council>/committees/add/", committees.add_committee, name="add_committee"),
    path("set-up/councils/<slug:council>/look/", look.change_look, name="change_look"),
    path("councils/<slug:council>/look-<int:version>.css", look.style, name="style"),
    path("councils/<slug:council>/logo-<int:version>", look.logo, name="logo"),
    path("set-up/committees/<int:pk>/", committees.committee, name="committee"),
    path("set-up/committees/<int:pk>/settings/", committees.change_committee, name="change_committee"),
    path("set-up/committees/<int:pk>/remove/", committees.remove_committee, name="remove_committee"),
    path("set-up/committees/<int:pk>/members/add/", committees.add_member, name="add_member"),
    path("set-up/memberships/<int:pk>/end/", committees.end_membership, name="end_membership"),
    path("set-up/committees/<int:pk>/meetings/add/", committees.add_meeting, name="add_meeting"),
    path("set-up/meetings/<int:pk>/", committees.change_meeting, name="change_meeting"),
    path("set-up/meetings/<int:pk>/remove/", committees.remove_meeting, name="remove_meeting"),
]
