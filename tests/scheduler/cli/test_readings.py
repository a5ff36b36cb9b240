"""What `fazhi read` tells a person of one document."""

from pathlib import Path

import pytest

from parsers.reading import read_bundle
from parsers.records import Bundle, Source
from parsers.vocabulary import Role
from scheduler.cli.output import Output
from scheduler.cli.readings import print_reading

_SEEDS = Path(__file__).parents[3] / "fixtures" / "seeds"


def _shown(body: bytes, name: str, capsys: pytest.CaptureFixture[str]) -> str:
    url = f"file:///{name}"
    print_reading(Output(), name, read_bundle(Bundle(url=url, sources=(Source(Role.DETAIL, url, body, label=name),))))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("seed", "counted", "told"),
    [
        ("000", "12 hold, 1 disagree, 10 without", ("disagrees: 胜诉率94%：没有整数k使k/15等于该值",)),
        (
            "001",
            "11 hold, 1 cut off instead of rounded, 2 of an unclear base, 5 without",
            (
                "truncation: 调解成功率98.6%",
                "base_unclear: 双随机公示率85.29%",
                "base_unclear: 部门联合双随机公示率56.8%",
            ),
        ),
    ],
)
def test_arithmetic_is_counted_and_what_does_not_hold_is_told(
    seed: str, counted: str, told: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = _SEEDS.glob(f"{seed}_*.txt")
    shown = _shown(path.read_bytes(), path.name, capsys)
    assert f"  arithmetic: {counted}" in shown
    behind = shown[shown.index("  arithmetic: ") :].splitlines()[1:]
    assert len(behind) == len(told)
    assert all(line.strip().startswith(words) for line, words in zip(behind, told, strict=True))


def test_what_was_taken_off_is_shown_as_taken_off(capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "芷江县人民政府2024年法治政府建设情况报告\n现将有关情况报告如下。\n一、主要成效\n"
        "全年行政复议上年结转12件，新受理行政复议案件100件，审结92件。适用简易程序的行政处罚案件510件，适用普通程序的行政处罚案件1086件。\n"
        "二、存在的问题\n执法不够规范。\n三、下一步打算\n继续推进法治政府建设。\n"
    )
    shown = _shown(text.encode(), "report.txt", capsys)
    assert "= 12 + 100 - 92" in shown
    assert "= 510 + 1086" in shown


def test_a_value_shows_whose_it_is_how_exact_and_its_number_in_a_long_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (
        "芷江县人民政府2024年法治政府建设情况报告\n现将有关情况报告如下。\n一、主要成效\n"
        "坚持把行政应诉工作作为法治政府建设的重要抓手，健全府院联动机制，压实行政机关负责人出庭责任，定期通报出庭应诉情况，"
        "推动行政争议实质性化解，全县行政机关负责人出庭应诉率98.6%。调解矛盾纠纷2300余件。\n"
        "二、存在的问题\n执法不够规范。\n三、下一步打算\n继续推进法治政府建设。\n"
    )
    rows = {line.split()[0]: line for line in _shown(text.encode(), "report.txt", capsys).splitlines() if line.strip()}
    assert "98.6%" in rows["head_appearance_rate"]
    assert rows["head_appearance_rate"].split()[1:3] == ["area", "98.6"]
    assert rows["mediation_cases"].split()[2] == ">2300"
