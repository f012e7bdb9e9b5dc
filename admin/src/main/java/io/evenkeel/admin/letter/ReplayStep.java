package io.evenkeel.admin.letter;

import io.evenkeel.client.SendResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some letters on their way: what they hold is sent together, and each gets its own outcome. */
final class ReplayStep {
  private static final int EVENTS_PER_REQUEST = 500;

  private final ReplayRoute route;
  private final String job;
  private final List<ReplayTable.Outcome> outcomes = new ArrayList<>();
  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private long events;
  private String unavailable = "";

  ReplayStep(ReplayRoute route, String job) {
    this.route = route;
    this.job = job;
  }

  /** Sends letters and returns what became of each. */
  List<ReplayTable.Outcome> send(List<Letter> letters) throws InterruptedException {
    for (Letter letter : letters) {
      switch (LetterReader.read(letter)) {
        case LetterContent.Unusable(String reason) -> fail(letter, reason);
        case LetterContent.Accepted(var record) -> {
          var remapped = route.remapped(record);
          route.send(remapped);
          events += remapped.events();
          outcomes.add(ReplayTable.Outcome.replayed(letter));
        }
        case LetterContent.Events(List<byte[]> json) ->
            batches.computeIfAbsent(letter.tenant(), tenant -> new Batch()).add(letter, json);
      }
    }
    for (Map.Entry<String, Batch> batch : batches.entrySet()) {
      send(batch.getKey(), batch.getValue());
    }
    return outcomes;
  }

  /** Events that were accepted. */
  long events() {
    return events;
  }

  /** Why the gateway did not answer, or empty. */
  String unavailable() {
    return unavailable;
  }

  private void send(String tenant, Batch batch) throws InterruptedException {
    Map<Letter, String> rejected = new HashMap<>();
    int sent = 0;
    while (sent < batch.json.size() && unavailable.isEmpty()) {
      int to = Math.min(batch.json.size(), sent + EVENTS_PER_REQUEST);
      SendResult answer = route.send(tenant, batch.json.subList(sent, to));
      events += answer.accepted();
      for (SendResult.Rejection rejection : answer.rejected()) {
        rejected.putIfAbsent(
            batch.owners.get(sent + rejection.index()),
            rejection.code() + ": " + rejection.detail());
      }
      unavailable = answer.isComplete() ? "" : answer.failure();
      sent = answer.isComplete() ? to : sent;
    }
    List<Letter> untried = batch.owners.subList(sent, batch.owners.size());
    for (Letter letter : batch.owners.stream().distinct().toList()) {
      String reason = rejected.get(letter);
      if (untried.contains(letter)) {
        outcomes.add(ReplayTable.Outcome.untried(letter));
      } else if (reason == null) {
        outcomes.add(ReplayTable.Outcome.replayed(letter));
      } else {
        fail(letter, reason);
      }
    }
  }

  private void fail(Letter letter, String reason) {
    outcomes.add(ReplayTable.Outcome.failed(letter, job + ": " + reason));
  }

  /** Events of one tenant, each with its letter. */
  private static final class Batch {
    private final List<byte[]> json = new ArrayList<>();
    private final List<Letter> owners = new ArrayList<>();

    void add(Letter letter, List<byte[]> events) {
      for (byte[] event : events) {
        json.add(event);
        owners.add(letter);
      }
    }
  }
}
