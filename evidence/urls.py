"""The site map of evidence: where a review came from, and what officers give to show that it was acted on."""

from django.urls import path

from evidence.views import answering, exemptions, from_mail, links, proof, search, sessions, source, threads

app_name = "evidence"

urlpatterns = [
    path("search/", search.find, name="search"),
    path("reviews/<slug:slug>/evidence/", source.evidence, name="evidence"),
    path("reviews/<slug:slug>/evidence/map/", threads.evidence_map, name="map"),
    path("reviews/<slug:slug>/evidence/links/", links.links, name="links"),
    path("reviews/<slug:slug>/evidence/names/", links.names, name="names"),
    path("reviews/<slug:slug>/recommendations/<int:number>/evidence/", links.cite, name="cite"),
    path("evidence-links/<slug:kind>/<int:pk>/strike/", links.strike, name="strike"),
    path("reviews/<slug:slug>/organisations/<slug:organisation>/", threads.organisation, name="organisation"),
    path("reviews/<slug:slug>/evidence/sessions/add/", sessions.add_session, name="add_session"),
    path("evidence-sessions/<int:pk>/", sessions.session, name="session"),
    path("evidence-sessions/<int:pk>/change/", sessions.change_session, name="change_session"),
    path("evidence-sessions/<int:pk>/remove/", sessions.remove_session, name="remove_session"),
    path("witnesses/<int:pk>/", threads.witness, name="witness"),
    path("witnesses/<int:pk>/link/", threads.link, name="link"),
    path("witnesses/<int:pk>/contact/", threads.contact, name="contact"),
    path("actions/<int:pk>/update/", proof.give_update, name="give_update"),
    path("from-mail/<str:token>/", from_mail.from_mail, name="from_mail"),
    path("questions/<int:pk>/answer/", answering.answer, name="answer"),
    path("updates/<int:pk>/proof/", proof.attach, name="attach"),
    path("proof/<int:pk>/", proof.download, name="proof"),
    path("proof/<int:pk>/replace/", proof.replace, name="replace"),
    path("exempt/", exemptions.exemptions, name="exemptions"),
    path("exempt/<slug:kind>/<int:pk>/", exemptions.exempt, name="exempt"),
    path("exempt/<slug:kind>/<int:pk>/end/", exemptions.end, name="end_exemption"),
]
