"""Files named in free words: the name as it is on disk, or as a person wrote it, never none and never half of one."""

from collections.abc import Callable

import pytest

from mediawright.router.routing import Router

WORDS = ["让 {} 动起来", "让{}动起来", "animate {}", "animate {} please", "把 {} 变成视频", "make {} move, 5 seconds"]
BARE = [
    "爷爷.jpg",
    "café.jpg",
    "бабушка.png",
    "おばあちゃん.jpeg",
    "मेरी.webp",
    "cat-1.jpg",
    "IMG_0001.JPG",
    "爷爷1.jpg",
    "Zoë (1).jpg",
]
SPACED = [
    "cat 1.jpg",
    "my cat and dog.png",
    "全家 福 2024.jpg",
    "IMG (2) final.jpg",
    "grandma's cat.jpg",
    "a,b.jpg",
    "a, b.jpg",
]
PATHS = [
    "/tmp/up loads/cat 1.jpg",
    "~/图片/爷爷.jpg",
    "照片/cat.jpg",
    "C:\\Users\\李雷\\cat.jpg",
    "../相册/cat.jpg",
    "./爷爷.jpg",
]
QUOTES = ['"{}"', "“{}”", "「{}」", "『{}』", "《{}》", "`{}`", "'{}'"]


def on_disk(*names: str) -> Callable[[str], bool]:
    return frozenset(names).__contains__


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("name", [*BARE, *SPACED, *PATHS, "🐱.jpg", "100%.jpg", "(1).jpg", "a+b=c.jpg", "#1 cat!.jpg"])
def test_a_file_that_is_there_is_the_file(words: str, name: str) -> None:
    assert Router((), on_disk(name)).route(words.format(name)).sources == (name,)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("name", [*BARE, *PATHS[1:]])
def test_a_file_that_is_not_there_is_named_all_the_same(words: str, name: str) -> None:
    assert Router().route(words.format(name)).sources == (name,)


@pytest.mark.parametrize("words", ["animate {}", "让{}动起来", "用 {} 做视频"])
@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("name", ["cat 1.jpg", "爷爷 和 奶奶.jpg", "/tmp/up loads/cat 1.jpg", "爷爷.jpg", "cat.jpg"])
@pytest.mark.parametrize("there", [True, False])
def test_a_quoted_name_keeps_its_blanks(words: str, quote: str, name: str, there: bool) -> None:
    exists = on_disk(name) if there else on_disk()
    assert Router((), exists).route(words.format(quote.format(name))).sources == (name,)


@pytest.mark.parametrize("between", [" 和 ", "和", "、", "，", ", ", ",", " and ", " ", "；", "\n", "与", "跟"])
@pytest.mark.parametrize("there", [True, False])
def test_two_names_are_two_files(between: str, there: bool) -> None:
    exists = on_disk("爷爷.jpg", "奶奶.jpg") if there else on_disk()
    route = Router((), exists).route(f"用 爷爷.jpg{between}奶奶.jpg 做视频")
    assert route.sources == ("爷爷.jpg", "奶奶.jpg")


@pytest.mark.parametrize("between", [", ", " and ", "，", "、", " "])
def test_two_names_in_one_pair_of_quotes_are_two_files(between: str) -> None:
    assert Router().route(f'make a video of "a.jpg{between}b.jpg"').sources == ("a.jpg", "b.jpg")


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("animate {}", "https://a.example/照片/爷爷.jpg"),
        ("让{}动起来", "https://a.example/照片/爷爷.jpg"),
        ("让 {} 动起来", "https://a.example/照片/爷爷.jpg?x=1"),
        ("让{}，动起来", "https://a.example/照片/爷爷.jpg?name=奶奶"),
        ("让{}动起来", "https://a.example/a.jpg"),
        ("animate {}", "https://a.example/a%20b/caf%C3%A9.jpg"),
        ("animate {}", "https://a.example/café.jpg"),
        ("animate {}", "https://例子.example/a.jpg"),
        ("animate {}", "file:///tmp/cat%201.jpg"),
        ("让 {} 动起来", "file:///tmp/爷爷.jpg"),
        ("让{}动起来", "file:///tmp/爷爷.jpg"),
        ("让“{}”动起来", "file:///tmp/up loads/爷爷.jpg"),
    ],
)
def test_a_link_runs_over_its_letters_of_any_script(words: str, link: str) -> None:
    assert Router().route(words.format(link)).sources == (link,)


@pytest.mark.parametrize("text", ["turn the cat into a .jpg", "导出成 .mp4", "save as .png please", "要 .jpg 格式"])
def test_an_ending_alone_is_no_file(text: str) -> None:
    assert Router().route(text).sources == ()


@pytest.mark.parametrize("name", ["cat\\ 1.jpg", "/tmp/up\\ loads/爷爷.jpg"])
def test_blanks_behind_a_backslash_belong_to_the_name(name: str) -> None:
    assert Router().route(f"animate {name} now").sources == (name,)


def test_the_longest_name_that_is_there_wins() -> None:
    exists = on_disk("cat 1.jpg", "1.jpg", "b.jpg")
    assert Router((), exists).route("animate cat 1.jpg and a,b.jpg").sources == ("cat 1.jpg", "b.jpg")


def test_a_quoted_scene_names_no_file() -> None:
    text = 'make a video "a man, holding a sign that reads cat.jpg; he laughs"'
    assert Router().route(text).sources == ()


def test_looking_for_names_takes_time_in_proportion() -> None:
    asked: list[str] = []

    def there(name: str) -> bool:
        asked.append(name)
        return False

    Router((), there).route("看 " * 5000 + "a.jpg 和 " * 2000)
    assert len(asked) < 20_000
