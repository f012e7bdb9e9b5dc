package io.evenkeel.gateway.api;

import io.evenkeel.gateway.letter.DeadLetter;
import io.evenkeel.gateway.letter.LetterBox;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers letters; the test answers for the log. */
final class RecordingLetterBox implements LetterBox {
  final List<DeadLetter> letters = new ArrayList<>();
  final CompletableFuture<BitSet> unacknowledged = new CompletableFuture<>();

  @Override
  public CompletionStage<BitSet> keep(List<DeadLetter> more) {
    letters.addAll(more);
    return unacknowledged;
  }
}
