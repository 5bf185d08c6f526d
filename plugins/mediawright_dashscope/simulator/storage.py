"""Temporary storage: a policy for one model, one form in its order, and never a key (§5, D-R25, D-R28)."""

import re
from typing import TYPE_CHECKING, Any

from mediawright.sdk import simulator as kit
from mediawright_dashscope.simulator.accounts import error, key_of, refused

if TYPE_CHECKING:
    from mediawright_dashscope.simulator.service import DashScopeService

#: the order of the form's fields
ORDER = ["OSSAccessKeyId", "Signature", "policy", "key", "x-oss-object-acl", "x-oss-forbid-overwrite"]
ORDER += ["success_action_status", "x-oss-content-type", "file"]
NAMES = re.compile(rb'content-disposition: form-data; name="([^"]+)"', re.IGNORECASE)
KEY = re.compile(rb'name="key"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)')
POLICY = re.compile(rb'name="policy"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)')


class Storage:
    """`files`: key → (account, model) it was stored for."""

    def __init__(self, service: "DashScopeService") -> None:
        self.service = service
        self.policies: dict[str, tuple[str, str, float]] = {}
        self.files: dict[str, tuple[str, str]] = {}

    def policy(self, call: kit.Call) -> Any:
        no = refused(call)
        if no is not None:
            return no
        if call.query("action") != "getPolicy" or not call.query("model"):
            return error(400, "InvalidParameter", "action and model are required")
        name = self.service.new_id("policy")
        self.policies[name] = (key_of(call), call.query("model"), self.service.clock.seconds() + 300)
        data = {
            "policy": name,
            "signature": "sim-signature",
            "upload_dir": f"dashscope-instant/sim/{name}",
            "upload_host": f"{call.base}/oss",
            "expire_in_seconds": 300,
            "max_file_size_mb": self.service.options.max_file_mb,
            "capacity_limit_mb": 10240,
            "oss_access_key_id": "sim-access-id",
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        }
        return {"request_id": self.service.new_id("request"), "data": data}

    def store(self, call: kit.Call) -> Any:
        if call.header("authorization"):
            return kit.refusal(418, {"message": "a key was sent to the store"})
        names = [name.decode() for name in NAMES.findall(call.raw)]
        policy, key = POLICY.search(call.raw), KEY.search(call.raw)
        if names != ORDER or policy is None or key is None:
            return kit.refusal(400, {"message": f"the form has {names}"})
        account, model, ends = self.policies.get(policy[1].decode(), ("", "", 0.0))
        if self.service.clock.seconds() > ends:
            return kit.refusal(403, {"message": "policy expired"})
        self.files[key[1].decode()] = (account, model)
        return kit.refusal(200, None)

    def fault_of(self, links: list[str], account: str, model: str, resolved: bool) -> tuple[str, str] | None:
        """Return how a task fails on its inputs, None where all can be read."""
        for link in links:
            if "unreachable" in link:
                return "InvalidParameter.FileDownload", f"Failed to download {link[:60]}"
            if link.startswith("oss://") and (not resolved or self.files.get(link[6:]) != (account, model)):
                return "InvalidURL", "The url of oss:// cannot be resolved."
        return None
