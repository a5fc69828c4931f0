"""All addresses of the site; each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from minzheng.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", views.health, name="health"),
    path("", include("minzheng.kernel.access.urls")),
    path("", include("minzheng.workbench.urls")),
]
