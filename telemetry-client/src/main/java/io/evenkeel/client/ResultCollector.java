package io.evenkeel.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sums up a batch. Not thread-safe. */
final class ResultCollector implements Delivery.OutcomeListener {
  private final List<SendResult.Rejection> rejected = new ArrayList<>();
  private int accepted;
  private int unsent;
  private String failure = "";

  @Override
  public void settled(int position, Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted() -> accepted++;
      case Outcome.Rejected(String id, String code, String detail) ->
          rejected.add(new SendResult.Rejection(position, id, code, detail));
      case Outcome.GivenUp(String reason) -> {
        unsent++;
        failure = failure.isEmpty() ? reason : failure;
      }
    }
  }

  SendResult result(int attempts) {
    rejected.sort(Comparator.comparingInt(SendResult.Rejection::index));
    return new SendResult(accepted, rejected, unsent, attempts, failure);
  }
}
