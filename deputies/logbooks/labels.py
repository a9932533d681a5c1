"""The audit verbs of logbooks."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("deputies.matter.inquired", _("代表催问")),
    Verb("deputies.entry.recorded", _("登记台账")),
    Verb("deputies.entry.photo_added", _("补传台账照片")),
    Verb("deputies.household.listed", _("查看联系户名单")),
    Verb("deputies.entry.amended", _("补正台账")),
    Verb("deputies.entry.corrected", _("更正台账")),
    Verb("deputies.entry.withdrawn", _("撤回台账")),
    Verb("deputies.entry.verified", _("核实台账")),
    Verb("deputies.entry.refused", _("退回台账")),
    Verb("deputies.voice.raised", _("转出选民反映")),
    Verb("deputies.logbook.locked", _("封存台账")),
    Verb("deputies.logbook.unlocked", _("解封台账")),
    Verb("deputies.logbook.exported", _("导出台账")),
    Verb("deputies.logbook.gaps_listed", _("打印或导出台账缺项")),
    Verb("deputies.logbook.imported", _("导入台账")),
    Verb("deputies.logbook.import_undone", _("撤销台账导入")),
    Verb("deputies.household.added", _("登记联系户")),
    Verb("deputies.household.ended", _("结束联系户")),
    Verb("deputies.contact.recorded", _("登记联系")),
    Verb("deputies.contact.reminded", _("提醒联系群众")),
    Verb("deputies.contact.exported", _("导出联系群众进度")),
    Verb("deputies.report.written", _("起草述职报告")),
    Verb("deputies.report.saved", _("修改述职报告")),
    Verb("deputies.report.submitted", _("提交述职报告")),
    Verb("deputies.report.taken_back", _("撤回述职报告")),
    Verb("deputies.report.returned", _("退回述职报告")),
    Verb("deputies.report.planned", _("安排述职测评会")),
    Verb("deputies.report.postponed", _("述职测评会改期")),
    Verb("deputies.report.held", _("登记述职测评会")),
    Verb("deputies.report.differed", _("述职测评两次录入不一致")),
    Verb("deputies.report.corrected", _("更正述职测评")),
    Verb("deputies.report.printed", _("打印或导出述职")),
    Verb("deputies.report.counted", _("录入述职测评票数")),
    Verb("deputies.report.graded", _("述职测评结果")),
    Verb("deputies.report.published", _("公示述职结果")),
)
