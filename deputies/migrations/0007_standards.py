"""The seven haves and a star scheme to begin with: data that the office replaces by a later one of its own."""

from datetime import date

from django.db import migrations

FROM = date(2020, 1, 1)
HAVES = (
    ("固定场所", "有专用或相对固定的接待场所，标明位置。"),
    ("统一挂牌", "门口挂统一名称的牌子，二维码可以扫开。"),
    ("工作制度", "接待、登记、转办、反馈、回访等制度上墙。"),
    ("负责人员", "明确站长和联络员，姓名电话公开。"),
    ("工作档案", "五簿一档齐全，记录及时。"),
    ("网络平台", "有网上留言和查询的入口，接待安排网上公布。"),
    ("经费保障", "有年度经费，收支有记录。"),
)
CRITERIA = (
    ("“七有”达标", 15, False, "haves"),
    ("按期接待", 15, False, "on_schedule"),
    ("责任网格覆盖", 10, False, "grid"),
    ("代表进站履职", 10, False, ""),
    ("群众意见办结", 20, True, ""),
    ("群众满意", 20, True, ""),
    ("当场答复和回访", 10, True, ""),
)


def fill(apps, schema_editor):
    Standard = apps.get_model("deputies", "Standard")
    Item = apps.get_model("deputies", "StandardItem")
    Criterion = apps.get_model("deputies", "Criterion")
    standard = Standard.objects.create(name="“七有”标准", valid_from=FROM, basis="代表联系群众工作室建设要求")
    for order, (name, what) in enumerate(HAVES, start=1):
        Item.objects.create(standard=standard, order=order, name=name, what_counts=what)
    for order, (name, weight, is_result, figure) in enumerate(CRITERIA, start=1):
        Criterion.objects.create(
            scheme="星级站点评定办法",
            valid_from=FROM,
            order=order,
            name=name,
            weight=weight,
            is_result=is_result,
            figure=figure,
        )


def empty(apps, schema_editor):
    for name in ("Criterion", "StandardItem", "Standard"):
        apps.get_model("deputies", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("deputies", "0006_entry_photos")]

    operations = [migrations.RunPython(fill, empty)]
