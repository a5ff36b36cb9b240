"""A bad configuration gets one clear message naming file, line and key; a good one is frozen and whole."""

from importlib.resources import files
from pathlib import Path

import pytest

from scheduler.config import Config, load_config
from scheduler.errors import ConfigProblem

BODY = "bodies:\n  - {id: a, name: 示例区人民政府, region: '430203', class: county_government}\n"


def load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "fazhi.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def problem(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigProblem) as raised:
        load(tmp_path, text)
    assert raised.value.exit_code == 2
    return str(raised.value)


def test_the_template_validates(tmp_path: Path) -> None:
    config = load(tmp_path, files("scheduler.config").joinpath("template.yaml").read_text(encoding="utf-8"))
    assert [section.id for section in config.sections] == ["example-fazhi"]
    assert config.data == tmp_path / "data"


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    config = load(tmp_path, "# nothing yet\n")
    assert config.crawl.max_bytes == 52_428_800
    assert config.schedule.crawl == "30 1 * * *"


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("bodis: []\n", 1, "bodis", "did you mean bodies?"),
        ("mail:\n  host: a\n  prt: 25\n", 3, "mail.prt", "did you mean port?"),
        (
            "bodies:\n  - id: a\n    name: 某区\n    region: 430203\n    class: department\n",
            4,
            "bodies[0].region",
            'write "430203" in quotes',
        ),
        ("bodies:\n  - id: a\n    name: 某区\n    class: county\n", 4, "bodies[0].class", "'county'"),
        (
            BODY + "sections:\n  - {id: s, body: b, url: 'http://x.example'}\n",
            4,
            "sections[0].body",
            "no body has the id",
        ),
        (BODY + "sections:\n  - id: s\n    body: a\n    url: ftp://x\n", 6, "sections[0].url", "http://"),
        (BODY + "duties:\n  - {body: a, due: '13-01', why: x}\n", 4, "duties[0].due", "month"),
        (BODY + "duties:\n  - {body: a, why: x}\n", 4, "duties[0]", "either due: MM-DD or exempt"),
        (
            BODY + "duties:\n  - {body: a, due: '03-01', why: x}\n  - {body: a, exempt: true, why: y}\n",
            5,
            "duties[1]",
            "same subject, kind and year as duties[0]",
        ),
        ("supervisors:\n  - name: 督察科\n", 2, "supervisors[0]", "email or a notify channel"),
        ("supervisors:\n  - name: a\n    notify: ['https://x']\n", 3, "supervisors[0].notify", "env:"),
        ("schedule:\n  crawl: 61 1 * * *\n", 2, "schedule.crawl", "cron line"),
        ("timezone: Mars/Olympus\n", 1, "timezone", "time zone"),
        ("crawl: {per_host_delay: -1}\n", 1, "crawl.per_host_delay", "must be 0 or more"),
        ("data_dir: a\ndata_dir: b\n", 2, "data_dir", "stands twice"),
        (BODY.replace("}", ", parent: a}"), 2, "bodies[0].parent", "its own ancestor"),
        ("network: {allow: ['not a host!']}\n", 1, "network.allow[0]", "a host, a host:port or a CIDR"),
    ],
)
def test_an_error_names_file_line_and_key(tmp_path: Path, text: str, line: int, key: str, says: str) -> None:
    message = problem(tmp_path, text)
    assert message.startswith(f"{tmp_path / 'fazhi.yaml'}:{line}: {key}: ")
    assert says in message


def test_a_wrong_word_in_a_list_is_said_once(tmp_path: Path) -> None:
    message = problem(tmp_path, BODY + "sections:\n  - {id: s, body: a, url: 'http://x.example', kinds: [annual]}\n")
    assert message.count("\n") == 0
    assert "sections[0].kinds[0]" in message


def test_all_errors_are_said_at_once(tmp_path: Path) -> None:
    message = problem(tmp_path, "timezone: nowhere\nlanguage: fr\n")
    assert [line.split(": ")[1] for line in message.splitlines()] == ["timezone", "language"]


@pytest.mark.parametrize("text", ["data_dir: [1\n", "a: b: c\n", "\t- x\n", "- a\n- b\n", "'just text'\n"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    assert "fazhi.yaml" in problem(tmp_path, text)


def test_missing_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="no such file"):
        load_config(tmp_path / "fazhi.yaml")
    (tmp_path / "gbk.yaml").write_bytes("bodies: [株洲]".encode("gbk"))
    with pytest.raises(ConfigProblem, match="not UTF-8"):
        load_config(tmp_path / "gbk.yaml")


def test_no_yaml_tag_is_executed(tmp_path: Path) -> None:
    assert "not valid YAML" in problem(tmp_path, "data_dir: !!python/object/apply:os.getcwd []\n")


def test_years_of_a_duty(tmp_path: Path) -> None:
    config = load(tmp_path, BODY + "duties:\n  - {body: a, years: '2021-2023', due: '02-29', why: 省里提前}\n")
    assert config.duties[0].years == (2021, 2022, 2023)


def test_messages_are_words_and_not_the_validators_own(tmp_path: Path) -> None:
    said = problem(
        tmp_path,
        BODY
        + "sections:\n  - id: s\n    body: a\n    url:\n    kinds: []\n    render: fast\ncrawl: {concurrency: x}\n",
    )
    assert not any(word in said for word in ("Input should", "should have", "validation", "Extra inputs"))
    assert "fazhi.yaml:6: sections[0].url: must be text (found: nothing)" in said
    assert "fazhi.yaml:7: sections[0].kinds: needs at least 1" in said
    assert "crawl.concurrency: must be a whole number (found: 'x')" in said


def test_a_twin_is_told_together_with_other_errors(tmp_path: Path) -> None:
    twin = "  - {id: a, name: 另一区人民政府, region: '430204', class: county}\n"
    said = problem(tmp_path, BODY + twin).splitlines()
    assert len(said) == 2
    assert "bodies[1].class" in said[0] and "bodies[1].id: 'a' stands twice" in said[1]


def test_an_empty_data_dir_is_refused(tmp_path: Path) -> None:
    assert "fazhi.yaml:2: data_dir: is empty" in problem(tmp_path, "language: en\ndata_dir: null\n")
