#!/usr/bin/env python3
"""A device that sends to Evenkeel and loses nothing in silence. Python 3.8 or newer, no packages.

    EVENKEEL_API_KEY=evk_... python3 device.py --url http://127.0.0.1:8080 --vehicle V1 --events 20

Readings go into a file first and leave it when the gateway has answered for them, so a power cut
costs nothing: the next run sends the same events with the same seq, and Evenkeel stores them once.
"""
import argparse
import gzip
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request

BATCH_EVENTS = 100      # of the 5,000 that one request may have
BUFFER_EVENTS = 10_000  # what the device's storage has room for
TIMEOUT_S = 30          # longer than the gateway waits for its log
BACKOFF_FIRST_S = 0.5
BACKOFF_MAX_S = 300
RETRY_AFTER_MAX_S = 7200


class Store:
    """Events that have no answer yet, and the counter, in files that survive a power cut."""

    def __init__(self, directory, session):
        os.makedirs(directory, exist_ok=True)
        self.path = os.path.join(directory, "open.ndjson")
        self.seq_path = os.path.join(directory, "seq")
        # One session for the life of the store: its counter goes on after a restart.
        self.session = self._read(os.path.join(directory, "session"), session)
        self.events = [line for line in self._read(self.path, "").splitlines() if line]
        stored = [json.loads(line)["seq"] for line in self.events]
        self.seq = max([int(self._read(self.seq_path, "-1"))] + stored)
        self._replace(os.path.join(directory, "session"), self.session)

    def is_full(self):
        return len(self.events) >= BUFFER_EVENTS

    def add(self, vehicle, signals):
        self.seq += 1
        event = {"vehicle": vehicle, "time": int(time.time() * 1000), "session": self.session,
                 "seq": self.seq, "signals": signals}
        line = json.dumps(event, separators=(",", ":"))
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.events.append(line)

    def head(self, count):
        return self.events[:count]

    def remove(self, done):
        done = set(done)
        self.events = [line for line in self.events if line not in done]
        # First the counter, then the events: it must not fall back when the file is empty.
        self._replace(self.seq_path, str(self.seq))
        self._replace(self.path, "".join(line + "\n" for line in self.events))

    @staticmethod
    def _read(path, otherwise):
        try:
            with open(path, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return otherwise

    @staticmethod
    def _replace(path, text):
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".tmp", path)


def post(url, key, lines, attempt, extra_headers):
    """One request: (status, Retry-After or None, body). Status 0: no answer came."""
    headers = {"Authorization": "Bearer " + key, "Content-Type": "application/x-ndjson",
               "Content-Encoding": "gzip"}
    if attempt:
        headers["Retry-Attempt"] = str(attempt)
    headers.update(extra_headers)
    body = gzip.compress(("\n".join(lines) + "\n").encode("utf-8"))
    request = urllib.request.Request(url + "/v1/telemetry", body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return answer.status, answer.headers.get("Retry-After"), answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers.get("Retry-After"), refusal.read()
    except OSError:
        return 0, None, b""


def decide(status, body, count):
    """What an answer means: (indexes done, refusals, what next).

    Next is "go on", "again", "split" or "stop". Never done: what the answer does not speak of.
    """
    try:
        answer = json.loads(body)
        answer = answer if isinstance(answer, dict) else {}
    except ValueError:
        answer = {}
    rejected = answer.get("rejected")
    listed = rejected if isinstance(rejected, list) else []
    refusals = [r for r in listed if r.get("retryable") is False]
    if status == 413:
        return [], [], "split"
    if status in (200, 202, 422):
        again = {r["index"] for r in listed if r.get("retryable")}
        accepted = answer.get("accepted", 0) if status != 422 else 0
        if rejected is None or accepted + len(listed) != count:
            return [], [], "again"  # a portal or proxy that answers 200 by itself
        done = [i for i in range(count) if i not in again]
        return done, refusals, "again" if again else "go on"
    if status in (0, 408, 425, 429, 500, 502, 503, 504) or answer.get("retryable"):
        return [r["index"] for r in refusals], refusals, "again"
    return [], [], "stop"


def pause(attempt, retry_after):
    """What the server asked for, plus a random part that doubles its bound with each attempt."""
    bound = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2 ** min(attempt - 1, 20))
    asked = int(retry_after) if (retry_after or "").isdigit() else 0
    return min(asked, RETRY_AFTER_MAX_S) + random.uniform(0, bound)


def drain(store, url, key, extra_headers):
    """Sends until the store is empty. False: the gateway refuses the device itself."""
    attempt, size = 0, BATCH_EVENTS
    while store.events:
        lines = store.head(size)
        status, retry_after, body = post(url, key, lines, attempt, extra_headers)
        done, refusals, what_next = decide(status, body, len(lines))
        for refusal in refusals:
            # The gateway keeps it as a dead letter; the device says so and goes on.
            print("rejected:", refusal.get("code"), refusal.get("detail"), file=sys.stderr)
        if what_next == "split" and len(lines) == 1:
            print("rejected: too large alone:", lines[0][:80], file=sys.stderr)
            done, what_next = [0], "go on"
        if done:
            store.remove(lines[i] for i in done)
        if what_next == "stop":
            print("stopped: HTTP", status, body[:300].decode("utf-8", "replace"), file=sys.stderr)
            return False
        if what_next == "split":
            size = max(1, len(lines) // 2)
        elif what_next == "again":
            attempt += 1
            time.sleep(pause(attempt, retry_after))
        else:
            attempt, size = 0, BATCH_EVENTS
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--vehicle", required=True)
    parser.add_argument("--events", type=int, default=10)
    parser.add_argument("--state", default="device-state")
    parser.add_argument("--header", action="append", default=[], help="for tests: Name: value")
    options = parser.parse_args()
    key = os.environ["EVENKEEL_API_KEY"]
    headers = dict(h.split(": ", 1) for h in options.header)
    store = Store(options.state, "boot-%d" % int(time.time()))
    for i in range(options.events):
        if store.is_full() and not drain(store, options.url, key, headers):
            break  # full, and nobody takes it: stop measuring rather than lose in silence
        store.add(options.vehicle, {"speed": 50 + i % 10, "soc": 80.5})
    ok = drain(store, options.url, key, headers)
    print("%d events open" % len(store.events))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
