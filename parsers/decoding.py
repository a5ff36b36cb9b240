"""Which characters do these bytes stand for?

Portals declare gb2312 and send GB18030, send UTF-8 under a gb2312 meta tag (and the reverse), and put byte order
marks in the middle of a body. So every declaration is only a candidate: strict decoding and the share of common
Hanzi decide between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_META = 4096  # bytes: the HTML standard asks for the declaration within 1024, portals overrun it
_CERTAIN = 0.8  # share of common characters at which no other encoding is tried; mojibake stays below 0.4
_MAX_SAMPLE = 3_000  # characters outside ASCII that are scored
_MAX_SCORED = 100 * _MAX_SAMPLE  # characters, or bytes, among which they are looked for

# Only encodings that Chinese portals use. GB18030 holds gb2312 and gbk; big5hkscs holds big5.
_CANONICAL = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030", "gb-2312": "gb18030", "gb2312-80": "gb18030", "gb-2312-80": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "cp936": "gb18030", "ms936": "gb18030", "windows-936": "gb18030", "gb18030": "gb18030",
    "euc-cn": "gb18030", "chinese": "gb18030", "csgb2312": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs", "x-x-big5": "big5hkscs",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
}  # fmt: skip

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# `<meta charset="gbk">`, `content="text/html; charset=gb2312"`, `<?xml version="1.0" encoding="GBK"?>`
_META = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
# A UTF-8 mark that an included file left behind. What stands before it ends a character in every encoding
# (bytes below 0x40 are never the second byte of a pair); what follows must be ASCII.
_INNER_BOM = re.compile(rb"(?:(?<=[\x00-\x3f])|\A)(?:\xef\xbb\xbf)+(?=[\x00-\x7f]|\Z)")

# The commonest characters of official prose and page furniture; mojibake hardly ever hits them.
_COMMON = frozenset(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还"
    "因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没"
    "结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流"
    "路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百"
    "规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真"
    "务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究"
    "观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除"
    "消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县"
    "局照参红细引听该铁价严首底液官德调随苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮"
    "破亚师围注远字材排供河态封另施减树溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差"
    "致板田降黑犯负击范继兴似余坚曲输修故城夫够送笔船占右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古"
    "径换未跑留钢曾端责站简述钱副尽帝射草冲承独令限阿宣环双请超微让控州良轴找否纪益依优顶础载倒房突坐粉敌略客袁冷"
    "胜绝析块剂测丝协诉念陈仍罗盐友洋错苦夜刑移频逐靠混母短皮终聚汽村云哪既距卫停烈央察烧迅境若印洲刻括激孔搞甚室"
    "待核校散侵吧甲游久菜味旧模湖货损预阻毫普稳乙妈植息扩银语挥酒守拿序纸医缺雨吗针刘啊急唱误训愿审附获茶鲜粮斤孩"
    "脱硫肥善龙演父渐血欢械掌歌沙刚攻谓盾讨晚粒乱燃矛乎杀药宁鲁贵钟煤读班伯香介迫句丰培握兰担弦蛋沉假穿执答乐谁顺"
    "烟缩征脸喜松脚困异免背星福买染井概慢怕磁倍祖皇促静补评翻肉践尼衣宽扬棉希伤操垂秋宜氢套督振架亮末宪庆编牛触映"
    "雷销诗座居抓裂胞呼娘景威绿晶厚盟衡鸡孙延危胶屋乡临陆顾掉呀灯岁措束耐剧玉赵跳哥季课凯胡额款绍卷齐伟蒸殖永宗苗"
    "川炉岩弱零杨奏沿露杆探滑镇饭浓航怀赶库夺伊灵税途灭赛归召鼓播盘裁险康唯录菌纯借糖盖横符私努堂域枪润幅哈竟熟虫"
    "泽脑壤碳欧遍侧寨敢彻虑斜薄庭纳弹饲伸折麦湿暗荷瓦塞床筑恶户访塔奇透梁刀旋迹卡氯遇份毒泥退洗摆灰彩卖耗夏择忙铜"
    "献硬予繁圈雪函亦抽篇阵阴丁尺追堆雄迎泛爸楼避谋吨野猪旗累偏典馆索秦脂潮爷豆忽托惊塑遗愈朱替纤粗倾尚痛楚谢奋购"
    "，。、；：？！（）《》“”【】—…·　]"
)
_ASCII = bytes(range(0x80))
_RARE = re.compile(f"[^{re.escape(''.join(sorted(_COMMON)))}]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body. ``basis`` is what settled the encoding.

    ``bom``, ``header``, ``meta``: this declaration, and the bytes bear it out. ``strict``: nothing was declared (or
    all that was declared fails), and the bytes decode without error. ``share``: a declaration decodes too, but its
    characters are not Chinese prose. ``replaced``: no candidate decodes whole; broken bytes became U+FFFD.
    """

    text: str
    encoding: str
    basis: str


def decode_bytes(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a body, by evidence: byte order mark, header, meta tag, strict trial, share of common Hanzi.

    ``content_type`` is the Content-Type header. Byte order marks are dropped wherever they stand. Never raises;
    time is linear in the body.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            marked = _try(body[len(mark) :], encoding)
            if marked is not None:
                return Decoded(_unmarked(marked), encoding, "bom")
    if _BOMS[0][0] in body:
        body = _INNER_BOM.sub(b"", body)
    declared = _declarations(body, content_type)
    if body.isascii():
        return Decoded(body.decode("ascii"), next(iter(declared.values()), "utf-8"), next(iter(declared), "strict"))
    encodings = list(dict.fromkeys([*declared.values(), "utf-8", "gb18030"]))
    best: tuple[float, str, str] | None = None
    decodable = []
    for encoding in encodings:
        text = _try(body, encoding)
        if text is None:
            continue
        decodable.append(encoding)
        is_its_own = encoding == "utf-8" and len(body) <= _MAX_SCORED  # whose bytes need not be made again
        score = _share(body) if is_its_own else common_share(text)
        if best is None or score > best[0]:  # the first of equals stays: a declaration
            best = (score, encoding, text)
        if score >= _CERTAIN:
            break
    if best is None:
        return _lossy(body, encodings)
    _, encoding, text = best
    basis = next((where for where, name in declared.items() if name == encoding), None)
    if basis is None:
        basis = "share" if any(name in declared.values() for name in decodable) else "strict"
    return Decoded(_unmarked(text), encoding, basis)


def _declarations(body: bytes, content_type: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if content_type and (match := _HEADER.search(content_type[:500])):
        found["header"] = match.group(1)
    if match_bytes := _META.search(body[:_MAX_META]):
        found["meta"] = match_bytes.group(1).decode("ascii")
    known = {where: _CANONICAL.get(name.lower().replace("_", "-")) for where, name in found.items()}
    # A meta tag that could be read as ASCII cannot be UTF-16, whatever it says.
    return {where: name for where, name in known.items() if name and not (where == "meta" and "16" in name)}


def _try(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lossy(body: bytes, encodings: list[str]) -> Decoded:
    """The reading with the fewest broken places and the likeliest prose."""

    def merit(encoding: str) -> float:
        text = body.decode(encoding, errors="replace")
        return common_share(text) - text.count("\ufffd") / (1 + len(text.encode()) - len(text))

    best = max(encodings, key=merit)
    return Decoded(_unmarked(body.decode(best, errors="replace")), best, "replaced")


def common_share(text: str) -> float:
    """Share of common Hanzi and Chinese punctuation among the characters outside ASCII, 0-1; 0.5 where there is none.

    Rounded so that a rare name does not overrule a declaration.
    """
    return _share(text[:_MAX_SCORED].encode("utf-8", "surrogatepass"))


def _share(raw: bytes) -> float:
    sample = raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")[:_MAX_SAMPLE]
    if not sample:
        return 0.5
    return round((len(sample) - len(_RARE.findall(sample))) / len(sample), 1)


def _unmarked(text: str) -> str:
    return text.replace("\ufeff", "") if "\ufeff" in text else text
