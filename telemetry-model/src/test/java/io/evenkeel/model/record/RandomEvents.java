package io.evenkeel.model.record;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events of every shape, from a seed. */
final class RandomEvents {
  private static final double[] EXTREMES = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0.1,
    0.3,
    1e-15,
    123456789.12345679,
    1L << 53,
    (1L << 53) + 2,
    1e22,
    1e23,
    100.00003,
    53.5900001526
  };
  private static final String[] TEXTS = {"", "ON", "été", "漢字", "\uD83D\uDE97", "a\tb\"c\\", "0"};

  private final Random random;

  RandomEvents(long seed) {
    this.random = new Random(seed);
  }

  List<Event> ofOneVehicle(String vehicle, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new Event(vehicle, time(), identity(), mapped(), extras()));
    }
    return events;
  }

  private long time() {
    return switch (random.nextInt(20)) {
      case 0 -> 0;
      case 1 -> -random.nextInt(1_000_000);
      case 2 -> Long.MAX_VALUE / 1_000_000;
      default -> 1_790_000_000_000L + random.nextInt(100_000);
    };
  }

  private EventIdentity identity() {
    return switch (random.nextInt(4)) {
      case 0 -> new EventIdentity.Hashed(new EventId(random.nextLong(), random.nextLong()));
      case 1 -> new EventIdentity.Sequence("boot-" + random.nextInt(3), random.nextInt(5));
      case 2 -> new EventIdentity.Sequence("", Long.MAX_VALUE - random.nextInt(3));
      default -> new EventIdentity.Sequence("s", random.nextLong() >>> 1);
    };
  }

  private List<MappedSignal> mapped() {
    List<MappedSignal> signals = new ArrayList<>();
    for (int id = 1; id <= 20; id++) {
      if (random.nextInt(3) > 0) {
        signals.add(new MappedSignal(id, valueOfType(id % 3)));
      }
    }
    return signals;
  }

  private List<ReceivedSignal> extras() {
    Map<String, SignalValue> extras = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      extras.put("x" + random.nextInt(5), valueOfType(random.nextInt(3)));
    }
    return extras.entrySet().stream()
        .map(e -> new ReceivedSignal(e.getKey(), e.getValue()))
        .toList();
  }

  private SignalValue valueOfType(int type) {
    return switch (type) {
      case 0 -> new SignalValue.Flag(random.nextBoolean());
      case 1 -> new SignalValue.Text(TEXTS[random.nextInt(TEXTS.length)]);
      default -> new SignalValue.Numeric(number());
    };
  }

  private double number() {
    return switch (random.nextInt(4)) {
      case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
      case 1 -> finite();
      case 2 -> random.nextInt(2_000) / 10.0;
      default -> Math.rint(random.nextGaussian() * 1e6) / 1e4;
    };
  }

  private double finite() {
    double drawn = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(drawn) ? drawn : finite();
  }
}
