"""All addresses of the site; each room brings its own."""

from django.urls import URLPattern, URLResolver, path

from minzheng.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", views.health, name="health"),
]
