"""Charts: every one has its sentence, its table and no style of its own."""

from congress.templatetags import charts

BARS = [("城乡建设", 12840, 412), ("<b>教育</b>", 60, 6)]


def test_a_chart_says_its_numbers_in_a_sentence_and_in_a_table():
    html = charts.bar_h(BARS, "意见类别", "件")
    assert 'role="img" aria-label="意见类别：城乡建设 12,840 件；&lt;b&gt;教育&lt;/b&gt; 60 件"' in html
    assert '<tr><th scope="row">城乡建设</th><td class="num">12,840</td><td class="num">412</td></tr>' in html
    assert "用表格查看" in html


def test_a_chart_has_no_style_and_lets_no_markup_in():
    html = charts.bar_h(BARS, "意见类别", "件")
    assert "style=" not in html
    assert "<b>" not in html


def test_a_share_of_few_cases_is_grey_and_every_n_is_written():
    html = charts.bar_h(BARS, "意见类别")
    assert html.count('class="grey"') == 1
    assert "（n=6）" in html


def test_every_figure_can_lead_to_the_rows_behind_it():
    html = charts.bar_h(BARS, "意见类别", links=["/desk/?category=01"])
    assert '<a href="/desk/?category=01">城乡建设</a>' in html


def test_the_month_that_still_runs_is_hatched():
    rows = [("10 月", 30, 5), ("11 月", 12, 1)]
    html = charts.columns(rows, "每月", "收到,办结", "件")
    assert html.count('fill="url(#hatch-') == 2  # the column and the legend
    assert "（未满月）" in html
    assert 'fill="url(#' not in charts.columns(rows, "每月", "收到,办结", "件", incomplete=False)


def test_a_missing_month_leaves_a_gap_in_the_line():
    html = charts.line([("9 月", 1), ("10 月", None), ("11 月", 3)], "每月", "收到")
    assert html.count("M", html.index('<path d="'), html.index('class="l1"/>', html.index('<path d="'))) == 2


def test_second_lines_differ_by_their_dashes_too():
    html = charts.line([("9 月", 1, 2), ("10 月", 2, 2)], "每月", "收到,办结")
    assert 'class="l1"' in html
    assert 'class="l2"' in html


def test_axes_begin_at_zero_and_end_at_a_round_number():
    assert [charts.nice_top(v) for v in (0, 1, 3, 7, 12, 260, 3999)] == [1, 1, 5, 10, 20, 500, 5000]


def test_no_rows_make_a_sentence_instead_of_a_chart():
    for html in (
        charts.bar_h([], "甲"),
        charts.columns([], "甲", "乙"),
        charts.line([], "甲", "乙"),
        charts.range_bars([], "甲"),
    ):
        assert "还没有数据。" in html


def test_a_ring_never_passes_its_end():
    assert ">100%<" in charts.ring(50, 40, "已联系")
    assert ">0%<" in charts.ring(1, 0, "已联系")
