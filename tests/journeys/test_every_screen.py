"""Every screen at desk and phone size: nothing for axe to say, nothing sticks out, nothing foreign."""

from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE

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
def logins(chromium, site):
    """One login for each user; the pages of all screens share it."""
    states = {}

    def state(visit, username):
        if username and username not in states:
            states[username] = visit(username).context.storage_state()
        return states.get(username)

    return state


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_accessible_and_fits(screen, size, visit, logins, chromium, site, picture):
    username, address = SCREENS[screen]
    state = logins(visit, username)
    context = chromium.new_context(
        base_url=site.url, viewport=size, locale="zh-CN", storage_state=state
    )
    try:
        page = context.new_page()
        foreign = []
        page.on("request", lambda request: foreign.append(request.url))
        page.on("console", lambda message: foreign.append(f"blocked: {message.text}"))
        page.goto(address.format(**vars(site.town)))
        picture(page, f"screen-{screen}-{'desk' if size == DESK else 'phone'}")
        assert page.evaluate(STICKS_OUT) <= 0
        assert [
            url for url in foreign if not url.startswith(site.url) and "status of 4" not in url
        ] == []
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()
    finally:
        context.close()


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
    assert "退出" not in text
    assert "后台任务" not in text
