package io.evenkeel.processor.topology;

import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.processor.dedup.SeenHashes;
import io.evenkeel.processor.dedup.SeenSequences;
import io.evenkeel.processor.dedup.SeenSequencesCodec;
import io.evenkeel.processor.minute.OpenMinutes;
import io.evenkeel.processor.wire.VehicleState;
import org.jspecify.annotations.Nullable;

/** What is remembered of one vehicle, while a record is processed. Mutable, not thread-safe. */
final class VehicleMemory {
  private final SeenSequences sequences;
  private int hashedSegment;
  private @Nullable SeenHashes hashes;
  private @Nullable OpenMinutes minutes;

  private VehicleMemory(SeenSequences sequences) {
    this.sequences = sequences;
  }

  /**
   * Reads the stored state; null is a vehicle that was never heard of.
   *
   * @throws IllegalStateException if the store holds something else
   */
  static VehicleMemory parse(byte @Nullable [] stored, SignalCatalogue catalogue) {
    if (stored == null) {
      return new VehicleMemory(new SeenSequences());
    }
    VehicleState state = parseState(stored);
    VehicleMemory memory = new VehicleMemory(SeenSequencesCodec.decode(state.getSeen()));
    memory.hashedSegment = state.getHashedSegment();
    if (state.hasMinutes()) {
      memory.minutes = OpenMinutes.of(catalogue, state.getMinutes());
    }
    return memory;
  }

  static VehicleState parseState(byte[] stored) {
    try {
      return VehicleState.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("The store does not hold the state of a vehicle", e);
    }
  }

  byte[] toBytes() {
    VehicleState.Builder state =
        VehicleState.newBuilder()
            .setSeen(SeenSequencesCodec.encode(sequences))
            .setHashedSegment(hashes == null ? hashedSegment : hashes.newest());
    if (minutes != null) {
      state.setMinutes(minutes.toState());
    }
    return state.build().toByteArray();
  }

  SeenSequences sequences() {
    return sequences;
  }

  int hashedSegment() {
    return hashedSegment;
  }

  /** Null until {@link #rememberHashes}. */
  @Nullable SeenHashes hashes() {
    return hashes;
  }

  void rememberHashes(SeenHashes hashes) {
    this.hashes = hashes;
  }

  /** Null in the backfill lane, and before the first event. */
  @Nullable OpenMinutes minutes() {
    return minutes;
  }

  void startMinutes(OpenMinutes minutes) {
    this.minutes = minutes;
  }
}
