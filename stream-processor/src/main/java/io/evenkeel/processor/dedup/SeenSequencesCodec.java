package io.evenkeel.processor.dedup;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.evenkeel.processor.wire.SeenRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link SeenSequences} to and from the state store. Each range is written as its difference from
 * what the session's range before it predicts: about 20 bytes for a device that reports regularly,
 * 3 to 5 bytes a range where the clock jitters.
 */
public final class SeenSequencesCodec {
  private static final int SAME_SESSION = 1;
  private static final int CONTIGUOUS = 2;
  private static final int FLAG_BITS = 2;

  private SeenSequencesCodec() {}

  /** The stored form. */
  public static SeenRanges encode(SeenSequences seen) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
    Encoder encoder = new Encoder(out);
    try {
      for (SequenceRange range : seen.ranges()) {
        encoder.write(range);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory is not written to", e);
    }
    return SeenRanges.newBuilder()
        .addAllSessions(encoder.sessions)
        .setRanges(bytes.toByteString())
        .build();
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalStateException if the store holds something else
   */
  public static SeenSequences decode(SeenRanges stored) {
    List<SequenceRange> ranges = new ArrayList<>();
    CodedInputStream in = stored.getRanges().newCodedInput();
    Decoder decoder = new Decoder(stored.getSessionsList());
    try {
      while (!in.isAtEnd()) {
        ranges.add(decoder.read(in));
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("The state of a vehicle does not hold ranges", e);
    }
    return new SeenSequences(ranges);
  }

  private static final class Encoder {
    private final CodedOutputStream out;
    private final List<String> sessions = new ArrayList<>();
    private final List<Prediction> predictions = new ArrayList<>();
    private int session = -1;

    Encoder(CodedOutputStream out) {
      this.out = out;
    }

    void write(SequenceRange range) throws IOException {
      boolean same = session >= 0 && range.session.equals(sessions.get(session));
      if (!same) {
        session = indexOf(range.session);
      }
      Prediction expected = predictions.get(session);
      boolean contiguous = range.first == expected.first;
      out.writeUInt64NoTag(
          (range.count - 1) << FLAG_BITS
              | (contiguous ? CONTIGUOUS : 0)
              | (same ? SAME_SESSION : 0));
      if (!same) {
        out.writeUInt32NoTag(session);
      }
      if (!contiguous) {
        out.writeSInt64NoTag(range.first - expected.first);
      }
      out.writeSInt64NoTag(range.firstTime - expected.timeOf(range.first));
      if (range.count > 1) {
        out.writeSInt64NoTag(range.step - expected.step);
      }
      expected.learn(range);
    }

    private int indexOf(String name) {
      int index = sessions.indexOf(name);
      if (index >= 0) {
        return index;
      }
      sessions.add(name);
      predictions.add(new Prediction());
      return sessions.size() - 1;
    }
  }

  private static final class Decoder {
    private final List<String> sessions;
    private final List<Prediction> predictions = new ArrayList<>();
    private int session = -1;

    Decoder(List<String> sessions) {
      this.sessions = sessions;
      sessions.forEach(name -> predictions.add(new Prediction()));
    }

    SequenceRange read(CodedInputStream in) throws IOException {
      long head = in.readUInt64();
      if ((head & SAME_SESSION) == 0) {
        session = in.readUInt32();
      }
      Prediction expected = predictions.get(session);
      long first = expected.first + ((head & CONTIGUOUS) == 0 ? in.readSInt64() : 0);
      long time = expected.timeOf(first) + in.readSInt64();
      long count = (head >>> FLAG_BITS) + 1;
      long step = count > 1 ? expected.step + in.readSInt64() : 0;
      SequenceRange range = new SequenceRange(sessions.get(session), first, count, time, step);
      expected.learn(range);
      return range;
    }
  }

  /** What the ranges of a session so far say about its next one: that it goes on with the line. */
  private static final class Prediction {
    private long first;
    private long firstTime;
    private long step;

    long timeOf(long seq) {
      return firstTime + (seq - first) * step;
    }

    // A single event has no step of its own; the one before it stays the best guess.
    void learn(SequenceRange range) {
      step = range.count > 1 ? range.step : step;
      first = range.end();
      firstTime = range.lastTime() + step;
    }
  }
}
