"""Which words speak of a level of government above the report's issuer (全市 in a district's report)."""

from __future__ import annotations

import re

_PROVINCE = re.compile(r"[省]|自治区$|^(?:北京|上海|天津|重庆)市")
_TIERS = ("country", "province", "prefecture", "county", "township")
_ORGAN = r"(?:委|政府|司法[厅局]|依法治{0}办|高院|中院|检察院|人大|级)"


def tier_of(issuer: str | None, region: str | None) -> str | None:
    """The issuer's level: province, prefecture, county or township; None when neither name nor code shows it."""
    name = issuer or ""
    if re.search(r"(?:[镇乡]|街道|街道办事处)(?:人民政府|办事处)?$", name) or re.search(
        r"(?:镇|乡|苏木)人民政府", name
    ):
        return "township"
    if region and len(region) == 6 and region.isdigit():
        if region.endswith("0000"):
            return "province"
        return "prefecture" if region.endswith("00") else "county"
    stem = re.sub(r"(?:人民政府|管理委员会|管委会|委员会|司法局|.{0,12}局)$", "", name)
    if re.search(r"(?:区|县|旗)", stem) and "自治区" not in stem:
        return "county"
    if re.search(r"(?:市|州|盟|地区)", stem):
        return "prefecture"
    return "province" if _PROVINCE.search(stem) else None


def higher_levels(issuer: str | None, region: str | None) -> re.Pattern[str] | None:
    """A pattern for subjects above the issuer; None when its level is unknown."""
    tier = tier_of(issuer, region)
    if tier is None:
        return None
    words = ["全国", "司法部", "最高人民?法院"]
    name = issuer or ""
    own_city = bool(re.search(r"[^省区]{1,6}市", name)) and not re.search(r"市.{1,8}[区县旗]", name)
    if tier in ("prefecture", "county", "township"):
        words += [
            "全省",
            "省司法厅",
            "省政府",
            "省委依法治省办",
            "省级",
            "省厅",
            "全省平均",
            "自治区(?:司法厅|政府|级)",
        ]
    if tier in ("county", "township") and not own_city:
        words += ["全市", "市司法局", "市政府", "市委(?!员)", "市级", "市局", "市委依法治市办", "全州"]
    if tier == "township":
        words += ["全[县区]", "[县区]司法局", "[县区]级", "[县区]政府"]
        if own_city:
            words += ["全市", "市司法局", "市级"]
    return re.compile("(?:" + "|".join(sorted(set(words), key=len, reverse=True)) + ")")
