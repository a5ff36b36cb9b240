"""Originals: kept byte for byte in files that any WARC tool reads, and whole after any kill."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from db.archive import Archive, ArchiveProblem, archive_name, cut_torn_tail, read_record
from db.warc import record_id

AT = "2026-03-20T01:30:00+08:00"
NAME = archive_name(12, AT)


def fill(folder: Path, *bodies: bytes) -> list:
    with Archive(folder, NAME) as archive:
        return [archive.append(f"http://x.example/{i}", 200, {}, body, AT) for i, body in enumerate(bodies)]


def test_an_original_comes_back_as_it_was_fetched(tmp_path: Path) -> None:
    headers = {
        "content-type": "text/html; charset=gbk",
        "content-encoding": "gzip",
        "content-disposition": 'attachment; filename="2024年报告.pdf"',
    }
    with Archive(tmp_path, NAME) as archive:
        record = archive.append("http://x.example/报告.html", 404, headers, "正文".encode("gbk"), AT)
    assert record.file == "2026/fazhi-20260320-run-000012.warc.gz"
    assert record.sha256 == hashlib.sha256("正文".encode("gbk")).hexdigest()
    raw = (tmp_path / record.file).read_bytes()[record.offset : record.offset + record.length]
    assert record.record_sha256 == hashlib.sha256(raw).hexdigest()
    found = archive.read(record.file, record.offset)
    assert (found.url, found.status, found.body, found.fetched_at) == (
        "http://x.example/报告.html", 404, "正文".encode("gbk"), AT,
    )  # fmt: skip
    assert found.headers.items() >= headers.items()


def test_the_tools_of_archivists_read_it_and_check_its_digests(tmp_path: Path) -> None:
    with Archive(tmp_path, NAME) as archive:
        shell = archive.append("http://x.example/", 200, {"content-encoding": "br"}, b"<html></html>", AT)
        page = archive.append("http://x.example/", 200, {}, b"<ul></ul>", AT, rendered_of=shell)
        archive.append("http://x.example/list", 200, {}, b"{}", AT, method="POST", request_body=b"page=2")
    path = tmp_path / NAME
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True
    )
    assert checked.returncode == 0
    assert checked.stdout.count("digest pass") == 5
    with path.open("rb") as stream:
        records = [(record.rec_type, dict(record.rec_headers.headers)) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in records] == ["warcinfo", "response", "conversion", "response", "request"]
    assert records[2][1]["WARC-Refers-To"] == records[1][1]["WARC-Record-ID"]
    assert records[1][1]["WARC-Record-ID"] == record_id(shell.file, shell.offset, shell.sha256)
    assert records[4][1]["WARC-Concurrent-To"] == records[3][1]["WARC-Record-ID"]
    assert "decoding" in records[1][1]["X-Payload"]
    found = read_record(tmp_path, page.file, page.offset)
    assert (found.rendered, found.body, found.refers_to) == (True, b"<ul></ul>", records[1][1]["WARC-Record-ID"])


@settings(max_examples=40, deadline=None)
@given(
    body=st.binary(max_size=3000),
    value=st.text(max_size=60),
    name=st.text(max_size=20),
    url=st.text(max_size=60),
    status=st.integers(100, 999),
    scheme=st.sampled_from(["http://", "https://x.example/", "file:///"]),
)
def test_hostile_headers_never_break_the_file(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, value: str, name: str, url: str, status: int, scheme: str
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder, NAME) as archive:
        first = archive.append(f"{scheme}{url}", status, {name: value, "x-note": value}, body, AT)
        second = archive.append("http://x.example/", 200, {}, b"next", AT)
    found = archive.read(first.file, first.offset)
    assert (found.body, found.status) == (body, status)
    assert archive.read(second.file, second.offset).body == b"next"
    with (folder / NAME).open("rb") as stream:
        assert len(list(ArchiveIterator(stream))) == 3


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.99])
def test_a_torn_last_record_is_cut_and_the_file_goes_on(tmp_path: Path, kept: float) -> None:
    first, second = fill(tmp_path, b"first", os.urandom(5000))
    path = tmp_path / NAME
    whole = path.read_bytes()
    path.write_bytes(whole[: second.offset + int(second.length * kept)])
    with Archive(tmp_path, NAME) as archive:
        assert archive.cut == int(second.length * kept)
        third = archive.append("http://x.example/3", 200, {}, b"third", AT)
    assert third.offset == second.offset
    assert [archive.read(NAME, record.offset).body for record in (first, third)] == [b"first", b"third"]
    with path.open("rb") as stream:
        assert len(list(ArchiveIterator(stream))) == 3


def test_a_tail_of_zeros_after_a_power_cut_is_cut(tmp_path: Path) -> None:
    (record,) = fill(tmp_path, b"first")
    path = tmp_path / NAME
    with path.open("ab") as file:
        file.write(bytes(4096))
    assert cut_torn_tail(path, record.offset + record.length) == 4096


def test_damage_in_the_middle_is_left_for_verify(tmp_path: Path) -> None:
    first, _ = fill(tmp_path, os.urandom(5000), b"second")
    path = tmp_path / NAME
    data = bytearray(path.read_bytes())
    data[first.offset + 600] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ArchiveProblem, match="damaged at byte"):
        Archive(tmp_path, NAME)
    assert path.read_bytes() == data
    with pytest.raises(ArchiveProblem, match="no readable record"):
        read_record(tmp_path, NAME, first.offset)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with Archive(tmp_path, NAME), pytest.raises(ArchiveProblem, match="another process"):
        Archive(tmp_path, NAME)
    assert not (tmp_path / NAME).exists(), "a file without a record is not left behind"


def test_a_full_disk_leaves_no_half_record(tmp_path: Path) -> None:
    script = (
        "import os, resource, signal, sys\n"
        "from db.archive import Archive, ArchiveProblem\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "archive = Archive(sys.argv[1], 'run.warc.gz')\n"
        f"archive.append('http://x.example/1', 200, {{}}, b'first', '{AT}')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        f"try: archive.append('http://x.example/2', 200, {{}}, os.urandom(9000), '{AT}')\n"
        "except ArchiveProblem as problem: print(problem)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, cwd=Path.cwd())
    assert "cannot write to" in run.stdout, run.stderr
    with gzip.open(tmp_path / "run.warc.gz") as file:
        assert file.read().count(b"WARC-Type: response") == 1


@pytest.mark.parametrize(("file", "offset"), [("2026/none.warc.gz", 0), (NAME, 7), (NAME, 10**9), (NAME, 0)])
def test_what_is_not_there_is_said(tmp_path: Path, file: str, offset: int) -> None:
    fill(tmp_path, b"first")
    with pytest.raises(ArchiveProblem):
        read_record(tmp_path, file, offset)
