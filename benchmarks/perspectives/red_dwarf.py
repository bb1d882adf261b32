"""The usual pipeline in an environment of its own, installed when it is not there yet."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from benchmarks.perspectives.rooms import Votes

ENVIRONMENT = Path(__file__).parents[2] / ".venv-red-dwarf"
WANTED = ["red-dwarf==0.4.0", "scikit-learn==1.9.1", "numpy==2.4.6", "pandas==3.1.1"]


class RedDwarf:
    """A running worker; `with RedDwarf() as usual: usual.groups(votes)`."""

    def __enter__(self) -> Self:
        """Install if needed and start."""
        self.folder = tempfile.TemporaryDirectory()
        self.worker = subprocess.Popen(
            [_python(), str(Path(__file__).with_name("red_dwarf_worker.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        assert self.worker.stdin
        self.worker.stdin.close()
        self.worker.wait(30)
        self.folder.cleanup()

    def groups(self, votes: Votes) -> tuple[npt.NDArray[np.intp], float]:
        """Give each person's group (-1: none) and the seconds it took."""
        answer = self._ask({"job": "pipeline"}, votes)
        return np.array(answer["groups"], np.intp), answer["seconds"]

    def representative(self, votes: Votes, groups: npt.NDArray[np.intp]) -> int:
        """Count the statements called representative for these groups."""
        return int(self._ask({"job": "representative", "groups": groups.tolist()}, votes)["statements"])

    def _ask(self, job: dict[str, Any], votes: Votes) -> dict[str, Any]:
        path = Path(self.folder.name) / "votes.npy"
        np.save(path, votes)
        assert self.worker.stdin
        assert self.worker.stdout
        self.worker.stdin.write(json.dumps(job | {"votes": str(path)}) + "\n")
        self.worker.stdin.flush()
        for line in self.worker.stdout:
            if line.startswith("answer "):
                answer: dict[str, Any] = json.loads(line.removeprefix("answer "))
                if "error" in answer:
                    raise RuntimeError(f"red-dwarf: {answer['error']}")
                return answer
        raise RuntimeError("red-dwarf stopped")


def _python() -> str:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        print(f"Installing {WANTED[0]} in {ENVIRONMENT.name} (only the first time) ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    if subprocess.run([str(python), "-c", "import reddwarf"], capture_output=True, check=False).returncode:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *WANTED], check=True)
    return str(python)
