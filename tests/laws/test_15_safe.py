"""Law 15: nothing that is read can run: no pickle, no eval, no shell, no remote file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "framing").rglob("*.py"))
FORBIDDEN = {
    "pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "code", "codeop",
    "pty", "commands", "yaml", "urllib.request", "requests", "httpx", "ftplib", "telnetlib",
    "xml.etree.ElementTree", "xml.dom.minidom", "xml.sax",
}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
METHODS = {"os.system", "os.popen", "pd.read_pickle", "pandas.read_pickle", "np.load",
           "numpy.load", "os.startfile", "os.spawnl", "torch.load", "pd.eval"}  # fmt: skip


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def faults(source: str) -> list[str]:
    """Name what could run foreign code, with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if not node.level else []
        else:
            names = []
        found += [f"{node.lineno}: import {name}" for name in names if name in FORBIDDEN]  # type: ignore[attr-defined]
        if isinstance(node, ast.Call):
            found += _call(node)
    return found


def _call(node: ast.Call) -> list[str]:
    name, options = dotted(node.func), {word.arg: word.value for word in node.keywords}

    def given(option: str) -> object:
        value = options.get(option)
        return value.value if isinstance(value, ast.Constant) else value

    found = []
    if isinstance(node.func, ast.Name) and name in CALLS - {"compile"}:
        found.append(name)
    if name.endswith(".load") and name in METHODS and given("allow_pickle") is not False:
        found.append(f"{name} without allow_pickle=False")
    elif name in METHODS - {"np.load", "numpy.load"}:
        found.append(name)
    if given("shell") or given("allow_pickle"):
        found.append(f"{name} with shell or allow_pickle")
    return [f"{node.lineno}: {one}" for one in found]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_that_is_read_can_run(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "import yaml",
        "eval('1')",
        "exec(x)",
        "import os\nos.system('ls')",
        "subprocess.run('ls', shell=True)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "pd.read_pickle(path)",
    ],
)
def test_the_law_sees_what_it_forbids(source: str) -> None:
    assert faults(source)


def test_the_law_lets_harmless_things_pass() -> None:
    assert faults("np.load(path, allow_pickle=False)\nre.compile('a')\nmodel.eval()") == []


def test_weights_are_no_pickles() -> None:
    kinds = {path.suffix for path in (ROOT / "models").rglob("*") if path.is_file()}
    assert kinds <= {"", ".md", ".npz", ".onnx", ".json", ".txt", ".toml"}


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    """Typst gets a closed root: a path up and out, or an absolute one, is refused."""
    import typst

    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "root").mkdir()
    for given in ("../secret.txt", str(tmp_path / "secret.txt")):
        source = tmp_path / "root" / "a.typ"
        source.write_text(f'#read("{given}")')
        with pytest.raises(typst.TypstError):
            typst.compile(source, root=tmp_path / "root")


def test_what_is_typeset_is_data_and_no_source(root: Path) -> None:
    """Templates take their words from sys.inputs and evaluate none of them."""
    for path in sorted((root / "reports" / "templates").glob("*.typ")):
        words = path.read_text(encoding="utf-8")
        assert "eval(" not in words, path.name
        assert '#import "@' not in words, path.name
