"""Every screen at desk and phone size: nothing for axe to say, nothing sticks out, nothing foreign."""

from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE, log_in

SCREENS = {
    "home": ("leader", "/"),
    "reports": ("leader", "/report/"),
    "report": ("leader", "/report/2022/"),
    "report-none": ("leader", "/report/2019/"),
    "figures": ("leader", "/figures/2022/"),
    "figure": ("leader", "/figures/urban_dibao_avg_supplement/2022/"),
    "figure-scope": ("clerk", "/figures/assisted_person_times/2022/"),
    "figure-empty": ("leader", "/figures/dibao_households_ended/2022/"),
    "claim": ("leader", "/claims/provincial_livelihood_target_met/2022/"),
    "claim-empty": ("leader", "/claims/all_entitled_covered_ineligible_exited/2022/"),
    "households": ("leader", "/households/"),
    "households-none": ("leader", "/households/?q=无此人"),
    "household": ("leader", "/households/{near}/"),
    "month": ("leader", "/households/{near}/2022-07/"),
    "month-empty": ("leader", "/households/{near}/2021-01/"),
    "cases": ("clerk", "/cases/"),
    "case": ("clerk", "/cases/{near_case}/"),
    "case-open": ("clerk", "/cases/{open_case}/"),
    "runs": ("finance", "/runs/"),
    "run": ("finance", "/runs/{run}/"),
    "run-refused": ("finance", "/runs/{refused_run}/"),
    "policies": ("leader", "/policy/"),
    "policy": ("leader", "/policy/低保标准/"),
    "jobs": ("leader", "/jobs/"),
    "audit": ("auditor", "/audit/"),
    "admin-home": ("admin", "/"),
    "refused": ("admin", "/runs/"),
    "missing": ("leader", "/nowhere/"),
    "login": (None, "/login/"),
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def window(chromium, site):
    """`window("leader")`: this user's browser profile, logged in once for all screens."""
    contexts = {}

    def of(username):
        if username not in contexts:
            context = chromium.new_context(base_url=site.url, locale="zh-CN")
            contexts[username] = context
            if username:
                log_in(context.new_page(), username)
        return contexts[username]

    yield of
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_accessible_and_fits_desk_and_phone(screen, window, site, picture):
    username, address = SCREENS[screen]
    page = window(username).new_page()
    noticed = []
    page.on("request", lambda request: noticed.append(request.url))
    page.on("console", lambda message: noticed.append(f"blocked: {message.text}"))
    for name, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)
        if name == "desk":
            page.goto(address.format(**vars(site.town)))
        picture(page, f"screen-{screen}-{name}")
        assert page.evaluate(STICKS_OUT) <= 0
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()
    # The browser itself remarks on a page that is refused or missing.
    foreign = [one for one in noticed if not one.startswith(site.url) and "status of 4" not in one]
    assert foreign == []
    page.close()


@pytest.mark.parametrize("screen", ["report", "month", "run"])
def test_a_screen_prints_on_a4_without_the_navigation(screen, visit, site, tmp_path):
    from pypdf import PdfReader

    username, address = SCREENS[screen]
    page = visit(username)
    page.goto(address.format(**vars(site.town)))
    printed = tmp_path / "page.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    reader = PdfReader(printed)
    sheet = reader.pages[0].mediabox
    assert (round(sheet.width), round(sheet.height)) == (595, 842)
    # The font maps some characters to their radicals; NFKC maps them back.
    text = normalize("NFKC", "".join(part.extract_text() for part in reader.pages))
    assert "打印人" in text
    assert "后台任务" not in text
