"""What a pass refuses before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corridor import fazhi

BODY = "bodies:\n  - {id: a, name: 示例区人民政府, region: '430203', class: county_government}\n"


@pytest.mark.parametrize("command", ["run", "crawl", "check", "daemon"])
def test_a_configuration_that_watches_nothing_is_no_good_news(tmp_path: Path, command: str) -> None:
    config = tmp_path / "fazhi.yaml"
    config.write_text(BODY, encoding="utf-8")
    code, out, err = fazhi("--config", str(config), command)
    assert (code, out) == (2, "")
    assert "sections: none is named" in err
    assert [path.name for path in tmp_path.iterdir()] == ["fazhi.yaml"], "nothing is made"
