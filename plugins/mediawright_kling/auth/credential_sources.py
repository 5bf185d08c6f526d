"""Where keys and settings come from: environment names and the vendor's own files (docs/contracts/kling.md §2.4-2.6)."""

from mediawright.plugin import Audience, EnvSource, FileSource, Setting, Text

ROOT_ENV = "KLING_STORAGE_ROOT"
ROOT = "~/.config/kling"

#: credential fields
TOKEN = "token"
API_KEY = "api_key"
ACCESS_KEY = "access_key"
SECRET_KEY = "secret_key"
CREDENTIAL_ID = "credential_id"
ACCOUNT_ID = "account_id"

CREDENTIALS: tuple[EnvSource | FileSource, ...] = (
    EnvSource(fields={TOKEN: "KLING_TOKEN"}),
    EnvSource(fields={API_KEY: "KLING_API_KEY"}),
    EnvSource(fields={ACCESS_KEY: "KLING_ACCESS_KEY_ID", SECRET_KEY: "KLING_SECRET_ACCESS_KEY"}),
    EnvSource(fields={ACCESS_KEY: "KLING_ACCESS_KEY", SECRET_KEY: "KLING_SECRET_KEY"}),
    FileSource(
        path=f"{ROOT}/.credentials",
        format="ini",
        fields={ACCESS_KEY: ("access_key_id", "access_key"), SECRET_KEY: ("secret_access_key", "secret_key")},
        optional={CREDENTIAL_ID: ("credentialId",), ACCOUNT_ID: ("accountId",)},
        root_env=ROOT_ENV,
    ),
)


def _env_file(name: str, *keys: str) -> FileSource:
    return FileSource(path=f"{ROOT}/kling.env", format="env", fields={name: keys}, root_env=ROOT_ENV)


def _identity(name: str, key: str) -> FileSource:
    return FileSource(path=f"{ROOT}/identity.json", format="json", fields={name: (key,)}, root_env=ROOT_ENV)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="api_base",
        env=("KLING_API_BASE_TEST", "KLING_API_BASE"),
        audience=Audience.INTERNAL,
        description=Text("address of the API; left out, it is found by asking", "接口地址；不填则自动探测"),
        file=_env_file("api_base", "KLING_API_BASE_TEST", "KLING_API_BASE"),
    ),
    Setting(
        name="api_key",
        env=("KLING_API_KEY",),
        secret=True,
        description=Text("API key for Kling 3.0 Turbo, which takes no access keys", "可灵 3.0 Turbo 所用的 API Key"),
    ),
    Setting(
        name="bind_base",
        env=("KLING_BIND_BASE_TEST", "KLING_BIND_BASE"),
        audience=Audience.INTERNAL,
        description=Text("address of the console that binds this device", "绑定设备所用控制台地址"),
        file=_env_file("bind_base", "KLING_BIND_BASE_TEST", "KLING_BIND_BASE"),
    ),
    Setting(
        name="skill_id",
        default="Kling-Provider-Skill",
        description=Text("client identity named when binding", "绑定时使用的客户端标识"),
    ),
    Setting(
        name="skill_version",
        default="0.1.0",
        description=Text("client version named when binding", "绑定时使用的客户端版本"),
    ),
    Setting(
        name="client_instance_id",
        description=Text("identity of this installation", "本机安装标识"),
        file=_identity("client_instance_id", "client_instance_id"),
    ),
    Setting(
        name="device_name",
        env=("COMPUTERNAME", "HOSTNAME"),
        audience=Audience.INTERNAL,
        description=Text("name shown when binding", "绑定时显示的设备名"),
        file=_identity("device_name", "device_name"),
    ),
    Setting(
        name="hostname",
        description=Text("host name told when binding", "绑定时上报的主机名"),
        file=_identity("hostname", "hostname"),
    ),
)
