"""The words that the client answers itself (docs/contracts/nemovideo.md §11): data, read also where nothing is sent."""

EXPORT_WORDS = ("export", "download", "send me the video", "get the video", "导出", "下载", "把视频发给我")
CREDITS_WORDS = ("credits", "balance", "how many left", "积分", "余额")
STATUS_WORDS = (
    "status",
    "show tracks",
    "show timeline",
    "progress",
    "状态",
    "现在什么样了",
    "现在是什么样",
    "看看时间线",
)
UPLOAD_WORDS = ("upload", "上传")
#: these always go to the agent
CHAT_WORDS = ("regenerate", "redo", "重新生成", "再来一个")
