"""What becomes of the cells behind one that fails."""

from kernels import collect


def statuses(kernel, *cells, **options):
    messages = [kernel.client.execute(cell, **options) for cell in cells]
    return [collect(kernel.client, message) for message in messages]


def test_cells_behind_an_error_are_turned_away(kernel):
    # A typo fails in less time than a client needs to send the next cell.
    outcomes = statuses(kernel, "unknown_name", "let a = 1", "let b = 2")
    assert [o.status for o in outcomes] == ["error", "aborted", "aborted"]
    for outcome in outcomes[1:]:
        assert [m["msg_type"] for m in outcome.messages] == ["status", "status"]
    # They have not run, and they have no number.
    outcome = kernel.run("a")
    assert outcome.status == "error"
    assert outcome.reply["execution_count"] == 2


def test_a_cell_sent_after_the_error_runs(kernel):
    for _ in range(20):
        assert kernel.run("unknown_name").status == "error"
        assert kernel.run("1").status == "ok"


def test_other_requests_behind_an_error_are_answered(kernel):
    client = kernel.client
    failing = client.execute("unknown_name")
    requests = [client.complete("uncert"), client.inspect("train"), client.is_complete("1")]
    collect(client, failing)
    for request in requests:
        assert collect(client, request).reply.get("status") in ("ok", "complete")


def test_stop_on_error_can_be_switched_off(kernel):
    outcomes = statuses(kernel, "unknown_name", "1", stop_on_error=False)
    assert [o.status for o in outcomes] == ["error", "ok"]


def test_a_silent_error_stops_nothing(kernel):
    client = kernel.client
    silent = client.execute("unknown_name", silent=True)
    loud = client.execute("1")
    assert collect(client, silent).status == "error"
    assert collect(client, loud).status == "ok"
