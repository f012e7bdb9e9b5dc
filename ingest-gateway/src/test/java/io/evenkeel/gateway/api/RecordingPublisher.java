package io.evenkeel.gateway.api;

import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.gateway.publish.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers submissions; the test answers for the log. */
final class RecordingPublisher implements Publisher {
  final List<Submission> submissions = new ArrayList<>();
  boolean ready = true;
  final CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();

  @Override
  public CompletionStage<PublishOutcome> publish(Submission submission) {
    submissions.add(submission);
    return outcome;
  }

  @Override
  public boolean isReady() {
    return ready;
  }
}
