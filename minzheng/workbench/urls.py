"""Addresses of the workbench."""

from django.urls import path, register_converter

from minzheng.workbench.views import (
    cases,
    events,
    figures,
    home,
    households,
    jobs,
    policies,
    reports,
    runs,
)


class YearConverter:
    """Four digits: 2022."""

    regex = "(?:19|20)[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class MonthConverter:
    """2022-07, as text; the view refuses a thirteenth month."""

    regex = "(?:19|20)[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("report/", reports.Reports.as_view(), name="reports"),
    path("report/<year:year>/", reports.ReportPage.as_view(), name="report"),
    path("report/<year:year>/write/", reports.WriteReport.as_view(), name="write-report"),
    path("report/files/<int:pk>.<str:kind>", reports.ReportFile.as_view(), name="report-file"),
    path("figures/", figures.LatestFigures.as_view(), name="figures-latest"),
    path("figures/<year:year>/", figures.Figures.as_view(), name="figures"),
    path("figures/<slug:figure_id>/<year:year>/", figures.FigurePage.as_view(), name="figure"),
    path(
        "figures/<slug:figure_id>/<year:year>/export/",
        figures.FigureExport.as_view(),
        name="figure-export",
    ),
    path("claims/<slug:claim_id>/<year:year>/", figures.ClaimPage.as_view(), name="claim"),
    path("households/", households.Households.as_view(), name="households"),
    path("households/<int:pk>/", households.HouseholdPage.as_view(), name="household"),
    path("households/<int:pk>/<month:month>/", households.MonthPage.as_view(), name="month"),
    path("cases/", cases.Cases.as_view(), name="cases"),
    path("cases/<slug:number>/", cases.CasePage.as_view(), name="case"),
    path("cases/<slug:number>/file/", cases.CaseFile.as_view(), name="case-file"),
    path("letters/<int:pk>.<str:kind>", cases.LetterFile.as_view(), name="letter-file"),
    path("runs/", runs.Runs.as_view(), name="runs"),
    path("runs/<int:pk>/", runs.RunPage.as_view(), name="run"),
    path("policy/", policies.Policies.as_view(), name="policies"),
    path("policy/<str:name>/", policies.PolicyPage.as_view(), name="policy"),
    path("jobs/", jobs.Jobs.as_view(), name="jobs"),
    path("jobs/<int:pk>/", jobs.JobPage.as_view(), name="job"),
    path("audit/", events.Events.as_view(), name="events"),
]
