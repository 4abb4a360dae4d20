"""Loads that are going on while somebody else asks for them, interrupts them, or takes their database away."""

import json
from concurrent.futures import Future, ThreadPoolExecutor

from tests.unit.mocks.controlplane.lab import Lab, Reply, database_id
from tests.unit.mocks.controlplane.loading import PATH, accounts, answering, inserted, load, report, told


def begun(lab: Lab, pool: ThreadPoolExecutor) -> "Future[Reply]":
    """Begin a load whose first batch does not end before the gate opens."""
    lab.data_api.gate.clear()
    lab.data_api.reached.clear()
    rows = json.dumps([{"n": n} for n in range(120)]).encode()
    loading = pool.submit(load, lab, "rows.json", rows, loadId="mine")
    assert lab.data_api.reached.wait(10)
    return loading


def test_nobody_goes_on_with_a_load_before_its_batch_has_ended(lab: Lab) -> None:
    rows = json.dumps([{"n": n} for n in range(120)]).encode()
    answering(lab, accounts(*["OK"] * 50), accounts(*["OK"] * 50), accounts(*["OK"] * 20))
    with ThreadPoolExecutor() as pool:
        loading = begun(lab, pool)
        assert load(lab, "rows.json", rows, loadId="mine").code == "LOAD_RUNNING"
        assert lab.send("DELETE", f"{PATH}/mine").status == 204

        refused = load(lab, "rows.json", rows, loadId="mine")
        lab.data_api.gate.set()

        assert refused.code == "LOAD_RUNNING"
        assert (loading.result().code, loading.result().json["loaded"]) == ("LOAD_INTERRUPTED", 50)
    assert told(load(lab, "rows.json", rows, loadId="mine")) == report(120, 120)
    assert [document["n"] for document in inserted(lab)] == list(range(120))


def test_load_into_a_database_that_ends_stops_and_is_forgotten(lab: Lab) -> None:
    answering(lab, accounts(*["OK"] * 50))
    with ThreadPoolExecutor() as pool:
        loading = begun(lab, pool)
        assert lab.send("POST", f"/v2/databases/{database_id(1)}/terminate").status == 202
        lab.data_api.gate.set()

        assert loading.result().code == "LOAD_INTERRUPTED"
    assert len(inserted(lab)) == 50
    assert lab.send("GET", f"{PATH}/mine").status == 404
