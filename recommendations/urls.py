"""The site map of recommendations."""

from django.urls import path

from recommendations.views import actions, handover, home, requests, reviews, services, words

app_name = "recommendations"

urlpatterns = [
    path("", home.home, name="home"),
    path("words/", words.words, name="words"),
    path("my-actions/", actions.my_actions, name="my_actions"),
    path("my-service/", requests.my_service, name="my_service"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/row/", actions.row, name="row"),
    path("requests-for-more-time/<int:pk>/", requests.decide, name="decide"),
    path("services/", services.services, name="services"),
    path("services/<int:pk>/", services.service, name="service"),
    path("hand-over/<int:pk>/", handover.hand_over, name="hand_over"),
    path("hand-over/<int:pk>/posts/<int:post>/", handover.hand_over_post, name="hand_over_post"),
    path("hand-over/<int:pk>/close/", handover.close, name="close_departure"),
    path("reviews/<slug:slug>/", reviews.dashboard, name="dashboard"),
    path("reviews/<slug:slug>/recommendations/", reviews.recommendation_list, name="recommendation_list"),
    path("reviews/<slug:slug>/recommendations/<int:number>/", reviews.recommendation, name="recommendation"),
    path("reviews/<slug:slug>/actions/", reviews.action_list, name="action_list"),
]
