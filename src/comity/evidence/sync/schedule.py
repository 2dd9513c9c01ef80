"""What a machine is told, so that it syncs by itself: units for systemd, or a line for cron.

Nothing is installed; the text is printed, and says where it goes.
"""

from __future__ import annotations

import shlex
from pathlib import Path


def schedule(program: Path, home: Path, keys: Path | None, minute: int = 17) -> str:
    """A systemd service with its timer, and a cron line, for one sync a day.

    `program` is the `comity` command. The minute is odd on purpose: publishers are asked on the
    hour by everybody else.

    >>> print(schedule(Path("/opt/comity"), Path("/var/lib/comity"), None).splitlines()[-1])
    17 4 * * * COMITY_HOME=/var/lib/comity /opt/comity sync --due
    """
    settings = [f"COMITY_HOME={home}", *([f"COMITY_KEYS={keys}"] if keys else [])]
    lines = "\n".join(f'Environment="{_unit(one)}"' for one in settings)
    command = f'"{_unit(str(program))}" sync --due'
    cron = " ".join([*(_cron(one) for one in settings), _cron(str(program))])
    return f"""\
# For systemd: save as /etc/systemd/system/comity-sync.service
[Unit]
Description=Comity: bring datasets up to date
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
# User=comity
{lines}
ExecStart={command}
Nice=10

# For systemd: save as /etc/systemd/system/comity-sync.timer, then run
#   systemctl daemon-reload && systemctl enable --now comity-sync.timer
[Unit]
Description=Comity: once a day, what is due

[Timer]
OnCalendar=*-*-* 04:{minute:02}:00
RandomizedDelaySec=45m
Persistent=true

[Install]
WantedBy=timers.target

# Or for cron (crontab -e); it mails what it says when something needs a person:
{minute} 4 * * * {cron} sync --due"""


def _unit(word: str) -> str:
    """A word inside double quotes of a unit file, where % and backslash have a meaning.

    $ has none in Environment= and in the path of a program (systemd.exec, systemd.service).
    """
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def _cron(word: str) -> str:
    """A word for the shell that cron starts; % would end the command there."""
    name, equals, value = word.partition("=")
    plain = f"{name}={shlex.quote(value)}" if equals else shlex.quote(word)
    return plain.replace("%", r"\%")
