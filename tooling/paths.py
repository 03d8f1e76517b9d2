"""Where this checkout keeps what is not committed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
PINS = ROOT / "tooling" / "pins"
