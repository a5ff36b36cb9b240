"""Personal names struck out of what portals write: 区长李明带头出庭 becomes 区长××带头出庭.

A name is known by where it stands (behind an office, or before 同志 or an office) and by its first character, a
surname. Many surnames also begin words that stand behind an office (高度重视, 任组长, 应当): behind these a name has to
end where names end, and is none if it begins with such a word. The archived sentence stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.regions import read_place

MASK = "××"

# Surnames that hardly begin a word behind an office, and those that do (高度, 任组长, 应当, 周例会, 林长制, 何时).
_PLAIN = frozenset(
    "李王张刘陈杨赵黄吴徐孙胡朱郭罗郑梁谢宋唐邓冯韩曹彭萧蔡潘董袁蒋杜魏吕丁沈姚卢姜崔谭陆汪范廖贾韦傅邹熊孟秦邱侯"
    "尹薛闫段雷龙黎陶贺郝顾龚邵覃武戴莫孔汤康赖庞樊殷翟颜倪俞耿芦邢岳聂欧鲁葛柯阮毕靳霍涂裴肖叶苏钟夏付史毛钱伍洪"
    "甄饶褚窦佟蔺冉卞虞阎喻柴缪"
)
_DOUBTFUL = frozenset(
    "高林何田周江马许于任向安包应严常方万石解金程成管项关文施温季易祝齐庄盛谈连凌路柳焦甘卫苗权冷华海宁阳晏费简占曲"
    "原房车巩商丛乐满荣宗双尚白牛古左米祁童辛鲍申屈皮计穆池胥展代尤舒余曾"
)
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "皇甫",
    "司徒",
    "夏侯",
    "慕容",
    "尉迟",
    "长孙",
    "令狐",
    "宇文",
    "公孙",
    "端木",
)
# What begins with a surname's character and is no name.
_BEGINNINGS = """
高度 高效 高位 高频 高质 高新 高标 林长 林业 林地 林草 何时 何地 何种 何以 何人 何况 田长 田间
周例 周调 周会 周末 周一 周五 周期 周报 江河 江段 江苏 江西 马上 许可 许诺 于年 任组 任务 任第
任双 任主 任副 任总 任职 任命 任免 任期 任林 任河 任链 任内 任上 向上 向社 向全 向区 向县 向市
向人 向群 向本 向党 安排 安全 安置 包案 包保 包联 包干 应当 应诉 应急 应出 应于 应邀 应对 应由
严格 严肃 严明 严厉 严把 常态 常务 常委 常年 常抓 常驻 方可 方能 方面 方式 方案 方向 万元 万人
万件 解决 解释 解答 解读 金额 金融 程序 成员 成立 成为 成效 成果 成绩 成本 管理 管辖 管总 项目
关于 关心 关注 关键 关系 关口 文件 文明 文化 文书 文字 施行 施策 施工 温馨 季度 易地 齐抓 齐心
庄严 盛会 谈话 谈心 谈判 连续 连同 连线 凌晨 路长 路段 权限 权力 权责 冷静 华丽 海关 宁可 阳光
费用 简化 简易 占比 原则 原因 房屋 车辆 巩固 商议 商定 商会 乐于 满意 宗旨 双随 双签 双重 双组
双向 尚未 白天 古树 左右 申请 申报 计划 计分 展开 展示 展现 代表 代理 代为 代签 尤其 余下 余万
曾经 曾多 曾任 曾在 曾被 曾于 张贴 张榜 张挂 陈述 陈列 谢绝 罗列 范围 范本 范例 范文 顾问 顾全
康复 夏季 钱款 洪涝 武装 毕业 侯补 段落 雷厉 付款 付费 贺信 史料 龙头 毛病 黄牌 黄金 孔子 莫不
柴油 涂改 蓝图 肖像 钟点 苏区 王府 黎明 丁香 葛根 汤药 康养 叶片 郑重 沈阳 郑州 唐山 黄石 吴兴
张家 罗湖
"""
_WORDS = frozenset(_BEGINNINGS.split())
# The country's leaders are named in every report, as holders of their thought and not as anyone's personal data.
_LEADERS = frozenset(("毛泽东", "邓小平", "江泽民", "胡锦涛", "李克强"))
_OFFICE = (
    r"(?:书记|[省市州区县旗镇乡村局厅处科股司部院所站队庭校会社董组]长|主任|秘书长|检察长|董事长|理事长|总经理|主席|常委|"
    r"负责人|责任人|代表人|代理人|发言人|承办人|经办人|联系人|审核人|签发人|拟稿人|撰稿人|核稿人|记者|通讯员|检察官|法官|律师)"
)
_AFTER = re.compile(rf"{_OFFICE}[\s：:（(]{{0,2}}")  # 区长李明, 区长（李明）, 主要负责人：张三
_ALSO = re.compile(r"\s?[、和及与\s]\s?")  # 副区长李明、王芳
# 王强同志, 王强副区长, 王强局长, 王强区长; but 社区长期
_BEFORE = re.compile(
    r"同志|副?(?:书记|主任|主席)|副(?:[省市州区县镇乡部局厅处科院]长|检察长)|(?<!副)(?:[局厅处科部院]长|检察长|法官|律师)|"
    r"(?<![社小园辖地城片景])[区县市州旗]长(?![期效远江度久途足时年安者大处])"
)
_DIVISIONS = frozenset("区县市州旗")
_LEFT = re.compile(r"(?:^|[^\u4e00-\u9fff]|[由请经向和与是为被对给让以及])$")
# What no name ends with.
_NO_END = frozenset(
    "的了在是与和及对向就将于以为被把从到都也还不等率带主出参亲作任担做县市区镇乡局委院会处部厅室所政组党位"
)
# What stands behind a name.
_FOLLOW = re.compile(
    r"$|[^\u4e00-\u9fff]|同志|等|带|率|主持|主动|主要|出庭|出席|参加|参与|担任|兼任|任|为|介绍|表示|说|指出|强调|要求|作|与|和|及|"
    r"到|赴|在|就|对|向|亲自|多次|分别|先后|牵头|签|审|批|组织|召开|深入|调研|汇报|述|听取|讲|代表|于|以|还|也|均|将|受|被|是|的|"
    r"一行|宣布|部署|挂帅|应诉|领|接|办|负责|全程|全面|现场|专题|承|高度|大力|认真|始终|坚持|积极|第一|切实|严格|落实|推|"
    r"统筹|指导|督|安排|研究|定期|每|已|共|同|依法|副|书记|主任|[区县市镇乡局]长"
)
_MINORITY = re.compile(  # 买买提·艾力带头, 古丽努尔·艾合买提
    rf"[\u4e00-\u9fff]{{1,6}}(?:[·•・][\u4e00-\u9fff]{{1,6}}?(?={_FOLLOW.pattern}|[·•・])|[·•・][\u4e00-\u9fff]{{1,4}}){{1,3}}"
)
_UNNAMED = re.compile(r"[\u4e00-\u9fff]某{1,2}")  # 王某某
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_HINT = re.compile(rf"{_OFFICE}|同志")


def mask_names(text: str) -> str:
    """The text with ×× for each personal name behind or before an office."""
    if not _HINT.search(text):
        return text
    pieces, done = [], 0
    for start, end in _names(text):
        if start >= done:
            pieces += [text[done:start], MASK]
            done = end
    return "".join([*pieces, text[done:]])


def _names(text: str) -> list[tuple[int, int]]:
    return sorted([*_names_behind(text), *_names_before(text)])


def _names_behind(text: str) -> Iterator[tuple[int, int]]:
    for office in _AFTER.finditer(text):
        at, first = office.end(), True
        while length := _name_at(text, at, sure=first):
            yield at, at + length
            also = _ALSO.match(text, at + length)
            if also is None:
                break
            at, first = also.end(), False


def _name_at(text: str, at: int, *, sure: bool) -> int:
    """How long the name is that begins here; 0 where none does. ``sure``: an office stands before it."""
    for form in (_MINORITY, _UNNAMED):
        if found := form.match(text, at):
            return len(found[0])
    surname = text[at : at + 2] if text.startswith(_DOUBLE, at) else text[at : at + 1]
    double = len(surname) == 2
    if not surname or not (double or surname in _PLAIN or surname in _DOUBTFUL) or text[at : at + 2] in _WORDS:
        return 0
    likely = [given for given in (2, 1) if _may_be_given(text, at + len(surname), given)]
    for given in likely:
        if _FOLLOW.match(text, at + len(surname) + given):
            return len(surname) + given
    return len(surname) + likely[0] if likely and sure and (double or surname in _PLAIN) else 0


def _may_be_given(text: str, at: int, length: int) -> bool:
    given = text[at : at + length]
    return len(given) == length and bool(_HAN.fullmatch(given)) and given[-1] not in _NO_END


def _names_before(text: str) -> Iterator[tuple[int, int]]:
    for office in _BEFORE.finditer(text):
        for length in (3, 2):
            start = office.start() - length
            name = text[max(start, 0) : office.start()]
            if start < 0 or name[0] not in _PLAIN or not _HAN.fullmatch(name):
                continue
            if name[:2] in _WORDS or name in _LEADERS or name[-1] in _NO_END:
                continue
            if len(office[0]) == 2 and office[0][0] in _DIVISIONS and read_place(name + office[0][0]).code:
                continue  # 由徐州市长 is the mayor of 徐州市
            if office[0] == "同志" or _LEFT.search(text[:start]):
                yield start, office.start()
                break
