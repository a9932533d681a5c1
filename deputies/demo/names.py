"""Invented names and walks of life for the deputies of the demo world."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "肖阳银夏戴禹匡欧伍向姚申隆简颜莫危滕粟蓝苗"
)
_WOMEN = (
    "秀英 桂香 玉兰 春梅 小芳 丽华 金莲 爱华 凤英 晓红 雪梅 佳慧 慧敏 美玲 冬秀 满秀 细妹 巧云 艳萍 海燕 "
    "丽娟 红霞 建英 素珍 月娥 友莲 翠云 彩霞 思雨 静怡 若兰 晓燕 春花 淑芬 秋菊 银花 玉梅 翠兰 文静 婷婷"
)
_MEN = (
    "建国 志强 海波 文斌 国庆 伟民 立新 云龙 永康 长青 思远 振华 晓东 光辉 新民 世杰 小平 建军 跃进 解放 "
    "社生 满生 求喜 送军 友谊 加林 春生 冬生 得胜 石泉 水生 大军 忠诚 明华 建设 铁牛 松柏 良田 树德 开明"
)
WOMEN, MEN = _WOMEN.split(), _MEN.split()
# (employer, post, is a leading cadre); {place} is the name of the township or county.
WORK = {
    "township": (
        ("{place}某村村民委员会", "村党支部书记", False),
        ("{place}中心卫生院", "副主任医师", False),
        ("{place}中心小学", "教师", False),
        ("{place}", "种粮大户", False),
        ("{place}", "返乡创业青年", False),
        ("{place}农机专业合作社", "理事长", False),
        ("{place}", "护林员", False),
        ("{place}", "乡村医生", False),
        ("{place}人民政府", "镇长", True),
        ("{place}", "养殖户", False),
        ("{place}供销社", "职工", False),
        ("{place}", "快递站点负责人", False),
        ("{place}", "木雕手艺人", False),
        ("{place}某社区居民委员会", "网格员", False),
    ),
    "county": (
        ("{place}人民医院", "主任医师", False),
        ("{place}第一中学", "高级教师", False),
        ("{place}某中药材公司", "总经理", False),
        ("{place}发展和改革局", "局长", True),
        ("{place}某建筑公司", "项目经理", False),
        ("{place}公共交通公司", "驾驶员", False),
        ("{place}某律师事务所", "律师", False),
        ("{place}妇女联合会", "主席", True),
        ("{place}某服装厂", "缝纫车间班长", False),
        ("{place}农业农村局", "农艺师", False),
        ("{place}环境卫生所", "环卫工人", False),
        ("{place}某打火机企业", "技术工人", False),
        ("{place}供电公司", "抢修班班长", False),
        ("{place}", "货车司机", False),
    ),
}
PARTIES = ("中国共产党", "中国共产党", "中国共产党", "", "", "中国民主同盟", "中国农工民主党", "九三学社")
SCHOOLING = ("初中", "高中", "大专", "大专", "本科", "本科", "研究生")
MINORITIES = {"430529": ("苗族", "苗族", "侗族", "汉族"), "430527": ("苗族", "侗族", "汉族", "汉族")}


def invent_name(chance: Random, taken: set[str]) -> tuple[str, str]:
    """A name nobody in `taken` has, and the gender (about two of five are women)."""
    while True:
        is_woman = chance.random() < 0.4
        name = chance.choice(SURNAMES) + chance.choice(WOMEN if is_woman else MEN)
        if name not in taken:
            taken.add(name)
            return name, "female" if is_woman else "male"
