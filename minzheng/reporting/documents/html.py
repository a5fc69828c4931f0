"""The report as an HTML fragment: every number is a link to its records, every claim to its exceptions."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from minzheng.reporting.documents.model import VERDICTS, Claimed, Document, Numbered, Paragraph, Run

Link = Callable[[str], str]


def to_html(
    document: Document,
    *,
    figure_link: Link = "/figures/{}/".format,
    claim_link: Link = "/claims/{}/".format,
) -> str:
    """`<article class="report">…</article>`; links are made from the ids."""

    def run_html(run: Run) -> str:
        text = escape(run.text)
        if isinstance(run, Numbered):
            return f'<a class="figure" href="{escape(figure_link(run.figure_id))}">{text}</a>'
        if isinstance(run, Claimed):
            classes = f"claim claim-{run.verdict.lower()}"
            return f'<a class="{classes}" href="{escape(claim_link(run.claim_id))}">{text}</a>'
        return text

    def paragraph_html(paragraph: Paragraph) -> str:
        return f"<p>{''.join(run_html(run) for run in paragraph.runs)}</p>"

    parts = [f"<h1>{escape(document.title_text)}</h1>"]
    for heading, chapter in document.headings():
        parts.append(f"<section><h2>{escape(heading)}</h2>")
        parts += [paragraph_html(paragraph) for paragraph in chapter.paragraphs]
        parts.append("</section>")
    parts.append(
        f'<p class="signature">{escape(document.author)}<br>'
        f'<time datetime="{document.dated}">{document.dated_text}</time></p>'
    )
    if document.notes:
        notes = "".join(paragraph_html(paragraph) for paragraph in document.notes)
        parts.append(f'<footer class="notes">{notes}</footer>')
    return '<article class="report">' + "\n".join(parts) + "</article>"


def page(document: Document) -> str:
    """A file that stands alone: the fragment, a small style and the table of evidence; numbers link down to it."""
    rows = "\n".join(
        f'<tr id="figure-{escape(figure["id"])}"><td>{escape(figure["label"])}</td>'
        f"<td>{escape(figure['text'])}</td><td>{escape(str(figure['value']))}</td>"
        f"<td>{escape(figure['unit'])}</td><td>{figure['rows']}</td>"
        f"<td>{escape(figure['period'])}</td><td>{escape(figure['definition'])}</td>"
        f"<td><code>{escape(figure['fingerprint'])}</code></td></tr>"
        for figure in document.figures.values()
    )
    claims = "\n".join(
        f'<tr id="claim-{escape(claim["id"])}"><td>{escape(claim["label"])}</td>'
        f"<td>{VERDICTS[claim['verdict']]}</td><td>{claim['examined']}</td>"
        f"<td>{claim['exceptions']}</td><td>{escape(claim['definition'])}</td></tr>"
        for claim in document.claims.values()
    )
    body = to_html(document, figure_link="#figure-{}".format, claim_link="#claim-{}".format)
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(document.title_text)}</title>
<style>{_STYLE}</style></head><body>
{body}
<section class="evidence"><h2>数字依据</h2>
<p>数据截至 {document.as_of_text}。指纹为各数字所含全部记录的SM3值。</p>
<table><thead><tr><th>指标</th><th>报告写法</th><th>准确值</th><th>单位</th><th>记录数</th><th>期间</th><th>口径</th>
<th>指纹</th></tr></thead><tbody>{rows}</tbody></table>
<table><thead><tr><th>结论</th><th>判定</th><th>受查记录</th><th>例外</th><th>口径</th></tr></thead>
<tbody>{claims}</tbody></table></section>
</body></html>
"""


_STYLE = """
body{max-width:46rem;margin:2rem auto;padding:0 1rem;line-height:1.9;color:#111;
font-family:"FangSong","Noto Serif CJK SC","Noto Serif SC",serif}
h1{text-align:center;font-size:1.7rem}h2{font-size:1.15rem;font-family:"KaiTi","Noto Serif CJK SC",serif}
.report p{text-indent:2em;margin:.4rem 0}.signature{text-align:right}
a.figure,a.claim{color:#0b5394;text-decoration:none;border-bottom:1px dotted}a.claim-fails{color:#a61c00}
a.claim-unsupported{color:#7f6000}.notes{font-size:.85rem;color:#444;border-top:1px solid #ccc}
.evidence{font-size:.8rem;line-height:1.5}table{border-collapse:collapse;width:100%;margin:.6rem 0}
td,th{border:1px solid #ccc;padding:.25rem .4rem;text-align:left;vertical-align:top}
code{word-break:break-all;font-size:.7rem}tr:target{background:#fff4ce}
"""
