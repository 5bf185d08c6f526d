"""Inputs handed over: signed as the vendor's own tool signs, tried again as the contract says, named by us."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim, filled, image, job_of, media_request

from mediawright.plugin import InvalidRequest, Media, Operation, Rejected, Unreachable
from mediawright_chatart import hooks, upload
from mediawright_chatart.simulator.state import Upload
from mediawright_chatart.simulator.upload_signature import canonical_request, crc64, read_claim, signature
from mediawright_chatart.upload_signature import Policy, signed_headers

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

POLICY = Policy(
    key_id="STS.SIMKEY", key_secret="sim-secret", token="sim-token", region="us-west-1", bucket="sim-bucket"
)
KEY, AT = "chat-skill-upload/20260102/photo 1.png", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
KNOWN = "dd82fdef5e558491f944f8fb6076126963e09422139f3bff332326023db6c3bf"
CDN_FILE = "https://files.chatartpro.com/chat-skill-upload/20250101/one.jpg"


def test_the_signature_has_the_contracts_known_answer() -> None:
    sent = signed_headers(POLICY, KEY, "image/png", AT)
    assert sent["Authorization"].endswith(f"Signature={KNOWN}")
    assert (sent["x-oss-date"], sent["x-oss-security-token"]) == ("20260102T030405Z", "sim-token")


def test_the_simulator_checks_with_a_recipe_of_its_own() -> None:
    sent = signed_headers(POLICY, KEY, "image/png", AT)
    claim = read_claim(sent["Authorization"])
    assert claim is not None
    canonical = canonical_request("PUT", "sim-bucket", KEY, sent)
    digest = "0f8951125b84241ab1c35abf0ffcd028e75effac6a42930f5cb490ad2627b93f"
    assert hashlib.sha256(canonical.encode()).hexdigest() == digest
    assert signature("sim-secret", claim, sent["x-oss-date"], canonical) == KNOWN


@pytest.mark.parametrize(
    ("data", "number"), [(b"123456789", 11051210869376104954), (b"hello", 11177612005948864433), (b"", 0)]
)
def test_crc64_has_the_contracts_known_answers(data: bytes, number: int) -> None:
    assert crc64(data) == number


def edit(*media: Media) -> Any:
    return media_request(Operation.EDIT_IMAGE, media=media, aspect_ratio="1:1")


async def handed(harness: Harness, clock: "FakeClock", *sources: str, job_id: str = "job-1") -> None:
    request = harness.measured(filled(edit(*(image(source) for source in sources))))
    await hooks.submit(harness.open(job_id), job_of(request, clock, job_id=job_id))


async def test_c_r19_names_are_ours_and_bytes_are_whole(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    (fixtures / "我的 照片.jpg").write_bytes((fixtures / "a.jpg").read_bytes())
    await handed(harness, fake_clock, "我的 照片.jpg", "d.png")
    assert [upload.data for upload in sim.service_state.uploads.values()] == [
        (fixtures / name).read_bytes() for name in ("a.jpg", "d.png")
    ]
    assert all(key.isascii() and " " not in key for key in sim.service_state.uploads)
    assert [key.rpartition(".")[2] for key in sim.service_state.uploads] == ["jpg", "png"]
    assert not any("照片" in str(request) for request in sim.service_state.log)


async def test_the_real_sdk_is_accepted_too(sim: Sim, fake_clock: "FakeClock") -> None:
    import alibabacloud_oss_v2 as oss

    fake_clock.jump((datetime.now(UTC) - fake_clock.now()).total_seconds())
    policy = sim.service_state.new_policy()
    made = oss.config.load_default()
    made.credentials_provider = oss.credentials.StaticCredentialsProvider(policy.key_id, policy.secret, policy.token)
    made.region, made.endpoint = "us-west-1", sim.url
    key = "chat-skill-upload/20260102/photo 1.png"
    put = oss.PutObjectRequest(bucket=sim.service_state.options.bucket, key=key, body=b"bytes")
    assert oss.Client(made).put_object(put).status_code == 200
    assert sim.service_state.uploads[key].data == b"bytes"


async def test_one_policy_serves_a_whole_submit(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    await handed(harness, fake_clock, "a.jpg", "b.jpg", "c.jpg", "a.jpg")
    assert len(sim.asked("/web/file/get-upload-policy")) == 1
    assert len(sim.service_state.uploads) == 3
    (sent,) = sim.asked("/web/art/create")
    assert len(sent["json"]["reference_image"]) == 4


async def test_c_r04_no_sign_in_goes_to_the_store_or_the_cdn(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    await handed(harness, fake_clock, "a.jpg")
    for request in sim.asked("/files-chat-ai"):
        assert not {"xskill-authorization", "identity-id"} & set(request["headers"])


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        ("oss-SignatureDoesNotMatch", 1),
        ("oss-InvalidAccessKeyId", 1),
        ("oss-AccessDenied", 1),
        ("oss-SecurityTokenExpired", 1),
        ("oss-RequestTimeTooSkewed", 1),
        ("oss-503", 2),
        ("oss-cut", 2),
        ("policy-expired", 1),
        ("policy-no-prefix", 1),
        ("policy-extra", 1),
        ("oss-wrong-crc", 1),
    ],
)
async def test_f22_f23_trouble_at_the_store_is_survived(
    fault: str, times: int, harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault, times)
    await handed(harness, fake_clock, "a.jpg")
    assert (sim.submits, len(sim.service_state.uploads)) == (1, 1)


async def test_f23_a_clock_that_is_hours_off_is_corrected_once(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    from mediawright.testing.fakes import FakeClock

    sim.service_state.clock = FakeClock(fake_clock.now().replace(hour=2))
    await handed(harness, fake_clock, "a.jpg")
    assert len(sim.asked("/files-chat-ai", "PUT")) == 2


@pytest.mark.parametrize(
    ("fault", "error", "puts"),
    [("oss-AccessDenied", Rejected, 2), ("oss-503", Unreachable, 3), ("oss-cut", Unreachable, 3)],
)
async def test_f23_then_it_ends_and_nothing_was_asked_for(
    fault: str, error: type[Exception], puts: int, harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm(fault, None)
    with pytest.raises(error):
        await handed(harness, fake_clock, "a.jpg")
    assert (sim.submits, len(sim.asked("/files-chat-ai", "PUT"))) == (0, puts)


async def test_f22_a_refused_policy_is_no_upload(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    sim.faults.arm("policy-5000", None)
    with pytest.raises(Unreachable):
        await handed(harness, fake_clock, "a.jpg")
    assert sim.asked("/files-chat-ai") == []


async def test_what_was_handed_over_stays_there_when_told_to_wait(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    from mediawright.plugin import Busy

    sim.faults.arm("submit-4007")
    with pytest.raises(Busy):
        await handed(harness, fake_clock, "a.jpg")
    await handed(harness, fake_clock, "a.jpg")
    assert (len(sim.asked("/files-chat-ai", "PUT")), sim.submits) == (1, 2)


# --- addresses ----------------------------------------------------------------------------------------------------------


async def test_a_strangers_link_is_fetched_and_handed_over_and_the_copy_is_gone(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    third_party = f"{sim.url}/files-chat-ai-figcube-com/elsewhere/a.jpg"
    sim.service_state.uploads["elsewhere/a.jpg"] = Upload((fixtures / "a.jpg").read_bytes(), "image/jpeg")
    await handed(harness, fake_clock, third_party)
    assert len(sim.service_state.uploads) == 2
    assert list(harness.open("job-1").workdir.glob("input-*")) == []


async def test_c_r10_c_r28_a_bad_second_file_stops_before_the_first_is_uploaded(
    harness: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    sim.service_state.uploads["elsewhere/b.jpg"] = Upload(b"GIF89a" + b"\x01\x00\x01\x00\x00\x00\x00;", "image/gif")
    with pytest.raises(InvalidRequest):
        await handed(harness, fake_clock, "a.jpg", f"{sim.url}/files-chat-ai-figcube-com/elsewhere/b.jpg")
    assert sim.asked("/files-chat-ai", "PUT") == []
    assert list(harness.open("job-1").workdir.glob("input-*")) == []


async def test_chatarts_own_addresses_pass_through(harness_for: MakeHarness, sim: Sim, fake_clock: "FakeClock") -> None:
    harness = harness_for(sim)
    own = f"{sim.url}/cdn/chat-skill-upload/20250101/one.jpg"
    await handed(harness, fake_clock, own)
    assert sim.asked("/web/art/create")[0]["json"]["reference_image"] == [own]
    assert hooks.wire(edit(image(CDN_FILE)), "")[0].json["reference_image"] == [CDN_FILE]


@pytest.mark.parametrize(
    ("region", "bucket", "base", "url"),
    [
        ("us-west-1", "files-chat-ai-figcube-com", "", "https://files.chatartpro.com/k.png"),
        ("cn-hongkong", "files-chat-ai-ifonelab-net", "", "https://files-chatartpro.ifonelab.net/k.png"),
        ("eu-central-1", "other", "", "https://other.oss-eu-central-1.aliyuncs.com/k.png"),
        ("us-west-1", "files-chat-ai-figcube-com", "http://127.0.0.1:1/cdn/", "http://127.0.0.1:1/cdn/k.png"),
    ],
)
def test_the_public_address(region: str, bucket: str, base: str, url: str) -> None:
    policy = Policy(key_id="", key_secret="", token="", region=region, bucket=bucket)
    assert upload.public_url(policy, "k.png", base) == url


def test_without_an_endpoint_the_bucket_is_the_host() -> None:
    assert upload.put_url(POLICY, "a/b c.png", "") == "https://sim-bucket.oss-us-west-1.aliyuncs.com/a/b%20c.png"


def test_a_policy_never_shows_itself() -> None:
    assert "sim-secret" not in repr(POLICY)
