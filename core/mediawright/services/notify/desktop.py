"""Tell on this machine's desktop: notify-send, osascript, or a toast by PowerShell.

The sentence is handed over as an argument or a variable, never as a part of a script.
Sources: notify-send(1); osascript(1) ("on run argv"); Microsoft's ToastNotificationManager documentation.
"""

import shutil
from collections.abc import Mapping

from mediawright.services.notify.programs import Program

TITLE = "mediawright"
#: seconds that a notifier may take
LIMIT_S = 15.0
_APPLE = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
#: a toast needs the id of an installed program; PowerShell's own is always there
_WINDOWS = r"""
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$kind = [Windows.UI.Notifications.ToastTemplateType]::ToastText02
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent($kind)
$texts = $toast.GetElementsByTagName('text')
$null = $texts.Item(0).AppendChild($toast.CreateTextNode($env:MEDIAWRIGHT_TITLE))
$null = $texts.Item(1).AppendChild($toast.CreateTextNode($env:MEDIAWRIGHT_TEXT))
$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\WindowsPowerShell\v1.0\powershell.exe'
$made = [Windows.UI.Notifications.ToastNotification]::new($toast)
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show($made)
"""


def notifier(platform: str) -> str:
    """The program that shows notifications on this platform (`sys.platform`)."""
    return {"darwin": "osascript", "win32": "powershell"}.get(platform, "notify-send")


def absent(platform: str, environ: Mapping[str, str]) -> str | None:
    """The program's name where it is not installed here."""
    name = notifier(platform)
    return None if shutil.which(name, path=environ.get("PATH", "")) else name


def toast(text: str, platform: str) -> Program:
    """The notifier's run for one sentence."""
    name = notifier(platform)
    if name == "osascript":
        script = [word for line in _APPLE for word in ("-e", line)]
        return Program(argv=[name, *script, TITLE, text], more={}, limit_s=LIMIT_S)
    if name == "powershell":
        argv = [name, "-NoProfile", "-NonInteractive", "-Command", _WINDOWS]
        return Program(argv=argv, more={"MEDIAWRIGHT_TITLE": TITLE, "MEDIAWRIGHT_TEXT": text}, limit_s=LIMIT_S)
    # "--": a sentence is never an option
    return Program(argv=[name, f"--app-name={TITLE}", "--", TITLE, text], more={}, limit_s=LIMIT_S)
