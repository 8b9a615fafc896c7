"""The site map of recommendations."""

from django.urls import path, re_path

from recommendations.views import (
    actions,
    agreeing,
    changing,
    committee,
    handover,
    home,
    outcomes,
    questions,
    requests,
    reviews,
    saved,
    services,
    several,
    verdicts,
    words,
)

app_name = "recommendations"

# A list as a file: recommendations.csv, actions.xlsx.
FILE = r"(?P<page>recommendations|actions|questions)\.(?P<kind>csv|xlsx)"

urlpatterns = [
    path("", home.home, name="home"),
    path("views/", saved.views, name="views"),
    path("views/<int:pk>/change/", saved.change, name="change_view"),
    path("views/<int:pk>/remove/", saved.remove, name="remove_view"),
    path("reviews/<slug:slug>/save-view/<slug:page>/", saved.save, name="save_view"),
    path("committees/<int:committee>/save-view/<slug:page>/", saved.save, name="committee_save_view"),
    path("words/", words.words, name="words"),
    path("my-actions/", actions.my_actions, name="my_actions"),
    path("my-service/", requests.my_service, name="my_service"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/row/", actions.row, name="row"),
    path("actions/<int:pk>/draft/", actions.keep_draft, name="keep_draft"),
    path("actions/<int:pk>/draft/drop/", actions.drop_draft, name="drop_draft"),
    path("actions/<int:pk>/unchanged/", actions.unchanged, name="unchanged"),
    path("actions/<int:pk>/change/", agreeing.change, name="change_action"),
    path("actions/<int:pk>/withdraw/", agreeing.withdraw, name="withdraw_action"),
    path("actions/several/", several.several, name="several"),
    path("actions/several/done/", several.done, name="several_done"),
    path("questions/<int:pk>/pass-on/", questions.pass_on, name="pass_on"),
    path("questions/<int:pk>/close/", questions.close, name="close_question"),
    path("requests-for-more-time/<int:pk>/", requests.decide, name="decide"),
    path("services/", services.services, name="services"),
    path("services/<int:pk>/", services.service, name="service"),
    path("hand-over/<int:pk>/", handover.hand_over, name="hand_over"),
    path("hand-over/<int:pk>/posts/<int:post>/", handover.hand_over_post, name="hand_over_post"),
    path("hand-over/<int:pk>/close/", handover.close, name="close_departure"),
    path("reviews/<slug:slug>/", reviews.dashboard, name="dashboard"),
    path("reviews/<slug:slug>/recommendations/", reviews.recommendation_list, name="recommendation_list"),
    path("reviews/<slug:slug>/recommendations/<int:number>/", reviews.recommendation, name="recommendation"),
    path("reviews/<slug:slug>/recommendations/<int:number>/ask/", questions.ask, name="ask"),
    path("reviews/<slug:slug>/recommendations/<int:number>/add-action/", agreeing.agree, name="agree_action"),
    path("reviews/<slug:slug>/recommendations/<int:number>/response/", committee.respond, name="respond"),
    path("reviews/<slug:slug>/recommendations/<int:number>/lead/", changing.change_lead, name="change_lead"),
    path("reviews/<slug:slug>/recommendations/<int:number>/call-in/", committee.call_in, name="call_in"),
    path("reviews/<slug:slug>/recommendations/<int:number>/outcome/", outcomes.outcome, name="outcome"),
    path("reviews/<slug:slug>/change/", changing.change_review, name="change_review"),
    path("reviews/<slug:slug>/sent-to-executive/", committee.sent_to_executive, name="sent_to_executive"),
    path("reviews/<slug:slug>/actions/", reviews.action_list, name="action_list"),
    path("reviews/<slug:slug>/questions/", questions.question_list, name="question_list"),
    re_path(rf"^reviews/(?P<slug>[-a-zA-Z0-9_]+)/{FILE}$", reviews.export, name="export"),
    path("committees/<int:committee>/meetings/", committee.meetings, name="meetings"),
    path("call-ins/<int:pk>/take-back/", committee.take_back_call_in, name="take_back_call_in"),
    path("verdicts/<int:pk>/put-right/", verdicts.put_right, name="put_right"),
    path("meetings/<int:pk>/", committee.meeting, name="meeting"),
    path("meetings/<int:pk>/verdicts/", committee.sitting, name="sitting"),
    path("committees/<int:committee>/", reviews.dashboard, name="committee_dashboard"),
    path(
        "committees/<int:committee>/recommendations/", reviews.recommendation_list, name="committee_recommendation_list"
    ),
    path("committees/<int:committee>/actions/", reviews.action_list, name="committee_action_list"),
    path("committees/<int:committee>/questions/", questions.question_list, name="committee_question_list"),
    re_path(rf"^committees/(?P<committee>[0-9]+)/{FILE}$", reviews.export, name="committee_export"),
]
