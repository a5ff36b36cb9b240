"""The labels under which detail pages state their own data (索引号, 文号, 发布时间, 来源 …)."""

from __future__ import annotations

import re

_NAMES = (
    "索引号 信息索引号 发布机构 发布机关 公开机构 发文机关 发文单位 制发机关 制发单位 信息来源 "
    "文章来源 稿件来源 来源 文号 发文字号 文件编号 发文日期 发文时间 成文日期 成文时间 印发日期 "
    "生成日期 生成时间 发布日期 发布时间 公布日期 公布时间 公开日期 公开时间 信息公开日期 上网日期 "
    "更新日期 更新时间 修改时间 时间 日期 主题分类 信息分类 体裁分类 所属主题 组配分类 公开方式 "
    "公开时限 公开范围 公开责任部门 责任部门 信息名称 文件名称 名称 标题 关键词 主题词 有效性 "
    "效力状态 统一登记号 废止日期 施行日期 生效日期 实施日期 作者 编辑 责任编辑 审核 浏览次数 "
    "浏览量 点击 点击数 点击率 阅读次数 阅读量 访问量 访问次数 字体 字号 打印 分享"
)
_SPACED = "|".join(r"\s{0,6}".join(name) for name in sorted(_NAMES.split(), key=len, reverse=True))

# `发布时间：2025-02-28`, `文 号：`, `【来源】：`, `[索 引 号]：`; labels are padded and split (索|引|号)
LABEL = re.compile(rf"(?:^|(?<=[\s\]】）)|;；丨，,]))[\[【(（]?({_SPACED})\s?[\]】)）]?\s{{0,5}}[:：]\s{{0,5}}")
# A table cell's label, where the colon may be missing.
CELL_LABEL = re.compile(rf"[\[【]?\s?({_SPACED})\s?[\]】]?\s{{0,5}}[:：]?")
BUTTONS = frozenset({"字体", "字号", "打印", "分享"})

PUBLISHED = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "信息公开日期",
    "公布日期",
    "公布时间",
    "上网日期",
    "时间",
    "日期",
)
UPDATED = ("更新日期", "更新时间", "修改时间")
# Mostly the posting day in head tables, at times the signing day: believed after the others.
ISSUED = ("发文日期", "发文时间")
SOURCES = ("来源", "信息来源", "文章来源", "稿件来源")


def holds_label(text: str) -> bool:
    """Whether a text may hold a `LABEL` at all: each ends in a colon."""
    return "：" in text or ":" in text
