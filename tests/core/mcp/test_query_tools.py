"""Jobs, models and accounts, looked at by whoever comes next."""

from tests.core.mcp.conftest import REQUEST, Harness, finished, told


async def test_a_job_is_found_again_by_the_next_client(harness: Harness) -> None:
    async with harness.client() as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        await client.call_tool("media_confirm", page["calls"][0]["arguments"] | {"wait_s": 0})
    async with harness.client("legacy") as other:
        jobs = told(await other.call_tool("media_jobs", {}))
        job = jobs["data"]["jobs"][0]["id"]
        answer = await finished(other, told(await other.call_tool("media_wait", {"job_id": job})))
    assert answer["status"] == "done"


async def test_a_job_that_is_over_cannot_be_stopped(harness: Harness) -> None:
    async with harness.client() as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        answer = await finished(client, told(await client.call_tool("media_confirm", page["calls"][0]["arguments"])))
        again = told(await client.call_tool("media_cancel", {"job_id": answer["data"]["job"]}))
    assert (again["data"]["state"], again["ok"]) == ("done", True)


async def test_one_model_tells_its_own_options(harness: Harness) -> None:
    asked = {"provider": "fal", "model": "fal-ai/flux/schnell"}
    async with harness.client() as client:
        one = told(await client.call_tool("media_models", asked))
        listed = told(await client.call_tool("media_models", {"provider": "fal", "page": 2}))
        lost = told(await client.call_tool("media_models", {"model": "fal-ai/flux/schnell"}))
    assert one["data"]["options"]["num_inference_steps"]["type"] == "integer"
    assert "num_inference_steps" in one["message"]
    assert listed["data"]["page"] == 2
    assert (lost["ok"], lost["status"]) == (False, "invalid_request")


async def test_models_and_balance(harness: Harness) -> None:
    async with harness.client() as client:
        models = told(await client.call_tool("media_models", {"provider": "kling", "operation": "edit_video"}))
        balance = told(await client.call_tool("media_balance", {"provider": "kling", "lang": "zh"}))
        everybody = told(await client.call_tool("media_balance", {}))
    assert {item["name"] for item in models["data"]["providers"]["kling"]} >= {"kling-v3-omni"}
    assert "点" in balance["message"]
    assert everybody["data"]["providers"]["kling"]["signed_in"] is True
