"""Manners of chat sentences: what a person without any technical knowledge must never be told, in both languages.

The banned kinds come from docs/contracts/chatart.md §17.2; they hold for every provider. A provider package runs this on
its own catalogues with `python -m mediawright.po.lint FOLDER…` or `mediawright.testing`.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mediawright.types.dataclass import dataclass
from mediawright.types.message import LANGS, Lang

#: keys that are never read in a chat: help at the command line, what only a terminal or a maker of plugins sees, and what
#: names the setting of a machine's network, which is for the one who looks after that machine
NOT_CHAT = (
    *("help.", "cli.", "terminal.", "plugin.", "plugins.", "simulate.", "config.", "route."),
    *("http.proxy_", "http.certificate_"),
)
#: the longest sentence a person reads at a glance, in characters
LONGEST: dict[Lang, int] = {"en": 160, "zh": 80}


@dataclass(frozen=True, slots=True)
class Rule:
    """One banned kind of phrasing, with what it looks like in each language."""

    name: str
    en: str
    zh: str


_CODE = r"`|(?<![\w-])--[a-z]|~/|\.(json|ya?ml|toml|ini|env)\b"

_CLASS = r"\b[A-Z]\w*(Error|Exception|Fault|Request)\b"

#: in the order of the contract's list, then ours
RULES = (
    Rule(
        "a page that opened by itself",
        r"(browser|page|window|tab)\b[^.]{0,30}\b(opened|pop(s|ped)? up|appeared|will open)",
        r"(浏览器|页面|网页|窗口)[^。]{0,8}(弹出|已打开|已经打开|自动打开|打开了)",
    ),
    Rule(
        "commands, terminals, scripts",
        r"\b(run|runs|ran|execut\w+|commands?|command[- ]line|terminal|shell|scripts?|console)\b",
        r"命令|终端|脚本|执行|运行|控制台(?!查看)",
    ),
    Rule(
        "environment and configuration",
        r"\b(environment variables?|config\w*|set-?up|setup|settings file)\b",
        r"环境变量|配置",
    ),
    Rule(
        "logs and output", r"\b(log|logs|log ?file|stdout|stderr|traceback|stack trace|debug)\b", r"日志|堆栈|报错信息"
    ),
    Rule("polling and status queries", r"\b(poll|polls|polling|status quer\w+|JSON)\b", r"轮询|查询状态|状态查询|JSON"),
    Rule(
        "another computer",
        r"\b(another|a different|your own) (computer|machine|device)\b",
        r"(另一台|别的|其他|换一?台|你自己的)(电脑|设备|机器)",
    ),
    Rule(
        "registering first",
        r"\b(register|sign up|create an account)\b[^.]{0,20}\bfirst\b",
        r"先[^，。]{0,8}注册|请先注册",
    ),
    Rule("a choice of sign-in methods", r"\bwhich (sign-?in|log-?in) (method|way)\b", r"(哪种|选择|什么)登录方式"),
    Rule(
        "authentication jargon",
        r"\b(oauth|tokens?|bearer|credentials?|authenticat\w+|authoriz\w+|api keys?|jwt)\b",
        r"令牌|鉴权|认证|(?<!访问)凭证|凭据|(?i:oauth|token|api ?key|jwt)",
    ),
    Rule("code, paths, file names of settings", _CODE, _CODE),
    Rule("names of environment variables", r"\b[A-Z]{2,}_[A-Z][A-Z_]+\b", r"[A-Z]{2,}_[A-Z][A-Z_]+"),
    Rule(
        "names of classes",
        r"\b[A-Z]\w*(Error|Exception|Fault|Request)\b",
        r"[A-Z][A-Za-z]*(Error|Exception|Fault|Request)",
    ),
    Rule("exit and error codes", r"\b(exit|return|error|status) codes?\b", r"退出码|返回码|错误码|状态码"),
    Rule(
        "jargon",
        r"\b(API|URL|URI|SDK|MCP|CLI|SSE|stdin|payload|parameters?|plugin|hook|daemon|null)\b",
        r"API|URL|URI|SDK|MCP|CLI|SSE|接口|线程|进程",
    ),
)

_SENTENCES = re.compile(r"(?<=[。！？!?])|(?<=\.)\s|\n")
_HAN = "\u4e00-\u9fff"
_HALF = re.compile(rf"[{_HAN}][;:?!]|[{_HAN}],\s*[{_HAN}]|[,;?!][{_HAN}]")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def faults(text: str, lang: Lang) -> Iterator[str]:
    """What is wrong with one chat text; nothing for a good one."""
    words = _PLACEHOLDER.sub("", text)
    for rule in RULES:
        if found := re.search(rule.zh if lang == "zh" else rule.en, words, re.IGNORECASE if lang == "en" else 0):
            yield f"{rule.name}: “{found.group()}”"
    for sentence in _SENTENCES.split(text):
        if len(sentence.strip()) > LONGEST[lang]:
            yield f"too long to read at a glance: {len(sentence)} characters"
    if lang == "zh" and (found := _HALF.search(words)):
        yield f"half-width punctuation in Chinese: “{found.group()}”"
    if lang == "en" and (found := re.search(f"[{_HAN}，。；：？！]", words)):
        yield f"Chinese in English: “{found.group()}”"
    if "  " in text or text != text.strip():
        yield "stray blanks"


def lint(folder: Path) -> list[str]:
    """Every fault of one locale folder's chat sentences, a line each: language, key, what is wrong."""
    from mediawright.po.check import sentences

    return [
        f"{lang} {item.key}: {fault}"
        for lang in LANGS
        for item in sentences(folder, lang)
        if is_chat(item.key)
        for form in item.forms
        for fault in faults(form, lang)
    ]


def is_chat(key: str) -> bool:
    """May this sentence end up in a chat? Also `<provider>.help.…` may not."""
    return not key.startswith(NOT_CHAT) and not any(part in key for part in (".help.", ".cli.", ".command."))


def main(folders: Sequence[Path]) -> int:
    """Print the faults; 1 where there are some."""
    found = [fault for folder in folders for fault in lint(folder)]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    from mediawright.po.compile import locale_folders

    sys.exit(main([Path(argument) for argument in sys.argv[1:]] or locale_folders()))
