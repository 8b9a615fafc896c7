"""The site map of recommendations."""

from django.urls import path

from recommendations.views import actions, home, requests, reviews, words

app_name = "recommendations"

urlpatterns = [
    path("", home.home, name="home"),
    path("words/", words.words, name="words"),
    path("my-actions/", actions.my_actions, name="my_actions"),
    path("my-service/", requests.my_service, name="my_service"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/row/", actions.row, name="row"),
    path("requests-for-more-time/<int:pk>/", requests.decide, name="decide"),
    path("reviews/<slug:slug>/", reviews.dashboard, name="dashboard"),
    path("reviews/<slug:slug>/recommendations/", reviews.recommendation_list, name="recommendation_list"),
    path("reviews/<slug:slug>/recommendations/<int:number>/", reviews.recommendation, name="recommendation"),
    path("reviews/<slug:slug>/actions/", reviews.action_list, name="action_list"),
]
