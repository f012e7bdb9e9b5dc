package io.evenkeel.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Bodies of all kinds, from a seed: mostly what devices send, some with something odd in them. */
final class RandomBodies {
  private static final String[] VEHICLES = {
    "v",
    "truck-1",
    "WBA12345678901234",
    "V".repeat(64),
    "V".repeat(65),
    "",
    "a/b",
    "Jörg",
    "🚗",
    "mine",
    "a\\u0062c",
    "tab\\t",
    "del\u007f"
  };
  private static final String[] NAMES = {
    "speed",
    "soc",
    "battery_level",
    "batteryLevel",
    "BATTERY-LEVEL",
    "Vehicle.Speed",
    "vehicle.speed",
    "speed_mph",
    "odometer",
    "odometer_km",
    "is_moving",
    "isMoving",
    "ignition_state",
    "latitude",
    "longitude",
    "tempo knots",
    "TEMPO_KNOTS",
    "tempoKnots",
    "heat",
    "Heat",
    "unknownThing",
    "x",
    "y",
    "z",
    "größe",
    "sp\\u0065ed",
    "",
    "n".repeat(128),
    "n".repeat(129),
    "del\u007f",
    "soc_ratio",
    "battery_temperature",
    "charge_power_kw"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "-0.0",
    "0.0",
    "0e0",
    "-0e5",
    "1e5",
    "1E+5",
    "1e-5",
    "0.1e-3",
    "1.7976931348623157e308",
    "1.7976931348623157e309",
    "4.9e-324",
    "1e-400",
    "12345678901234567890",
    "1234567890123456789",
    "123456789012345678",
    "99999999999999999999",
    "9007199254740993",
    "9007199254740992",
    "1125899906842624",
    "1125899906842623",
    "0.1",
    "0.30000000000000004",
    "53.5900001526",
    "100.00003",
    "100.01",
    "100.010001",
    "01",
    "1.",
    ".5",
    "+1",
    "1e",
    "1e+",
    "--1",
    "1.5.5",
    "0x10",
    "NaN",
    "Infinity",
    "1_0",
    "5.00",
    "50.10",
    "1.0e1",
    "2.2250738585072012e-308",
    "0.000000000000000000000001",
    "-500.01",
    "500.01",
    "-100.01",
    "123456789.123456789",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "0.1234567890123456",
    "1.000000000000000",
    "1" + "0".repeat(70),
    "0." + "1".repeat(70),
    "1" + "0".repeat(1_001)
  };
  private static final String[] ODD_VALUES = {
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "[1,{\"a\":[]}]",
    "{\"a\":{\"b\":{\"c\":1}}}",
    "\"ON\"",
    "\"OFF\"",
    "\"\"",
    "\"ä\"",
    "\"a\\nb\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "nul",
    "tru",
    "truex",
    "\"" + "t".repeat(1_025) + "\"",
    "\"" + "t".repeat(1_024) + "\"",
    "[".repeat(13) + "]".repeat(13),
    "[".repeat(14) + "]".repeat(14)
  };
  private static final String[] TIMES = {
    "2026-11-21T11:59:59Z",
    "2026-11-21T11:59:59.1Z",
    "2026-11-21T11:59:59.123456789Z",
    "2026-11-21T11:59:59.1234567891Z",
    "2026-11-21t11:59:59z",
    "2026-11-21 11:59:59Z",
    "2026-11-21T11:59Z",
    "2026-11-21T11:59:60Z",
    "2026-12-31T23:59:60Z",
    "2016-12-31T23:59:60Z",
    "2026-11-21T24:00:00Z",
    "2026-02-29T00:00:00Z",
    "2024-02-29T00:00:00Z",
    "2026-11-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-11-00T00:00:00Z",
    "2026-11-21T11:59:59",
    "2026-11-21T11:59:59+00:00",
    "2026-11-21T11:59:59-00:00",
    "2026-11-21T13:29:59+01:30",
    "2026-11-21T11:59:59+18:00",
    "2026-11-21T11:59:59+17:59",
    "2026-11-20T18:00:59-17:59",
    "2026-11-20T11:59:59-18:00",
    "2026-11-21T11:59:59+0100",
    "2026-11-21T11:59:59+01",
    "2026-11-21T11:59:59.Z",
    "2026-11-21T11:59:59,5Z",
    "2026-11-21T11:59:59.5ZZ",
    "2026-11-21T11:59:59.5Z ",
    " 2026-11-21T11:59:59.5Z",
    "12026-11-21T11:59:59Z",
    "-026-11-21T11:59:59Z",
    "2026/11/21T11:59:59Z",
    "2026-11-21T11.59.59Z",
    "2026-11-21T1a:59:59Z",
    "",
    "now",
    "1969-12-31T23:59:59Z",
    "2026-11-21T12:05:00Z",
    "2026-11-21T12:05:00.001Z",
    "2026-10-22T12:00:00Z",
    "2026-10-22T11:59:59.999Z",
    "2026-11-21T12:60:00Z",
    "2026-11-21T11:59:59+01:60",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-11-21T11:59:59\\u005a",
    "2026-11-21T11:59:59+24:00"
  };
  private static final String[] INTEGERS = {
    "0",
    "-0",
    "-1",
    "1",
    "00",
    "1.0",
    "1e3",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "-9223372036854775808",
    "1795262400000",
    "1795262399999",
    "5000",
    "2592000000",
    "2592000001",
    "\"1\"",
    "null",
    "[]",
    "true",
    "12a"
  };

  private final Random random;
  // How many in a hundred parts are odd.
  private final int odd;

  RandomBodies(Random random, int odd) {
    this.random = random;
    this.odd = odd;
  }

  byte[] batch(int events) {
    List<String> members = new ArrayList<>();
    List<String> list = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      list.add(event());
    }
    members.add(
        "\"events\""
            + ws()
            + ":"
            + ws()
            + "["
            + ws()
            + String.join(ws() + "," + ws(), list)
            + ws()
            + "]");
    if (random.nextInt(3) > 0) {
      members.add(
          "\""
              + (isOdd() ? "vin" : "vehicle")
              + "\":"
              + (isOdd() ? pick(ODD_VALUES) : quoted(VEHICLES)));
    }
    if (isOdd()) {
      members.add(
          pick(
              new String[] {
                "\"vehicle\":\"v\"",
                "\"vehicle\":null",
                "\"events\":[]",
                "\"note\":\"v\"",
                "\"v\\u0065hicle\":\"v\""
              }));
    }
    Collections.shuffle(members, random);
    String body = ws() + "{" + ws() + String.join(ws() + "," + ws(), members) + ws() + "}" + ws();
    return bytes(isOdd() ? body + pick(new String[] {"x", "}", ",", "{}", "\0", " 1"}) : body);
  }

  byte[] lines(int events) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < events; i++) {
      body.append(event().replace("\n", " "));
      if (isOdd()) {
        body.append(
            pick(new String[] {" ", "\r", "x", "{}", " null", "\t\r", ",", "\0", "\n", "\n \r\n"}));
      }
      body.append(i + 1 < events || random.nextBoolean() ? "\n" : "");
    }
    return bytes(body.toString());
  }

  /** The same with some bytes changed, left out or put in. */
  byte[] mutated(byte[] body) {
    byte[] mutated = body;
    for (int i = 0; i <= random.nextInt(3) && mutated.length > 0; i++) {
      int at = random.nextInt(mutated.length);
      int to = Math.min(mutated.length, at + 1 + random.nextInt(12));
      mutated =
          switch (random.nextInt(6)) {
            case 0 -> joined(mutated, 0, at, new byte[0], at, 0);
            case 1 -> joined(mutated, 0, at, new byte[] {character()}, at, mutated.length);
            case 2 -> joined(mutated, 0, at, new byte[0], to, mutated.length);
            case 3 -> joined(mutated, 0, to, new byte[0], at, mutated.length);
            case 4 ->
                joined(
                    mutated,
                    0,
                    at,
                    new byte[] {(byte) (mutated[at] ^ 1 << random.nextInt(8))},
                    at + 1,
                    mutated.length);
            default -> joined(mutated, 0, at, new byte[] {character()}, at + 1, mutated.length);
          };
    }
    return mutated;
  }

  private String event() {
    if (isVeryOdd()) {
      return pick(ODD_VALUES);
    }
    List<String> members = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      members.add(
          "\""
              + (isOdd() ? "vin" : "vehicle")
              + "\""
              + ws()
              + ":"
              + ws()
              + (isOdd() ? pick(ODD_VALUES) : quoted(VEHICLES)));
    }
    members.add(time());
    identity(members);
    members.add("\"signals\":" + ws() + (isVeryOdd() ? pick(ODD_VALUES) : signals()));
    if (isOdd()) {
      members.add(
          pick(
              new String[] {
                "\"note\":1",
                "\"id\":null",
                "\"seq\":5",
                "\"vin\":\"v\"",
                "\"ts\":null",
                "\"tyres\":[]",
                "\"age_ms\":1",
                "\"sess\\u0069on\":null"
              }));
    }
    if (random.nextInt(4) == 0) {
      Collections.shuffle(members, random);
    }
    return "{" + ws() + String.join(ws() + "," + ws(), members) + ws() + "}";
  }

  private String time() {
    String name = isOdd() ? "ts" : "time";
    return switch (random.nextInt(6)) {
      case 0 -> "\"age_ms\":" + (isOdd() ? pick(INTEGERS) : "" + random.nextInt(100_000));
      case 1 ->
          "\""
              + name
              + "\":"
              + (isOdd()
                  ? pick(INTEGERS)
                  : "" + (Bodies.NOW.toEpochMilli() - random.nextInt(100_000)));
      default -> "\"" + name + "\":\"" + (isOdd() ? pick(TIMES) : instant()) + "\"";
    };
  }

  private String instant() {
    Instant instant = Bodies.NOW.minusMillis(random.nextLong(20L * 86_400_000));
    if (random.nextInt(4) > 0) {
      return instant.toString();
    }
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1_439) - 719));
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        OffsetDateTime.ofInstant(instant.plusNanos(random.nextInt(1_000_000_000)), offset));
  }

  private void identity(List<String> members) {
    switch (random.nextInt(4)) {
      case 0 -> members.add("\"seq\":" + (isOdd() ? pick(INTEGERS) : "" + random.nextInt(1_000)));
      case 1 -> {
        members.add("\"seq\":" + random.nextLong(Long.MAX_VALUE));
        members.add(
            "\"session\":" + (isOdd() ? quoted(VEHICLES) : "\"boot-" + random.nextInt(3) + "\""));
      }
      case 2 ->
          members.add(
              "\"id\":"
                  + (isOdd()
                      ? quoted(VEHICLES)
                      : "\"" + new UUID(random.nextLong(), random.nextLong()) + "\""));
      default -> {}
    }
  }

  private String signals() {
    List<String> signals = new ArrayList<>();
    int count = isOdd() ? random.nextInt(3) : 1 + random.nextInt(8);
    if (isOdd() && random.nextInt(20) == 0) {
      count = 199 + random.nextInt(4);
    }
    for (int i = 0; i < count; i++) {
      String name =
          count > 100
              ? "s" + i
              : isOdd() ? pick(NAMES) : NAMES[random.nextInt(8) + (random.nextInt(6) == 0 ? 8 : 0)];
      signals.add("\"" + name + "\"" + ws() + ":" + ws() + value(name));
    }
    return "{" + ws() + String.join(ws() + "," + ws(), signals) + ws() + "}";
  }

  private String value(String name) {
    if (isOdd()) {
      return random.nextBoolean() ? pick(NUMBERS) : pick(ODD_VALUES);
    }
    if (name.toLowerCase(java.util.Locale.ROOT).contains("moving")) {
      return "" + random.nextBoolean();
    }
    return switch (random.nextInt(4)) {
      case 0 -> "" + random.nextInt(100);
      case 1 -> "" + random.nextInt(1_000) / 10.0;
      case 2 -> "" + random.nextDouble(100);
      default -> "" + (float) random.nextInt(10_000) / 128;
    };
  }

  private String quoted(String[] from) {
    return "\"" + (isOdd() ? pick(from) : from[random.nextInt(3)]) + "\"";
  }

  private String ws() {
    return isOdd() ? pick(new String[] {" ", "\n", "\r\n\t", "   ", "\f"}) : "";
  }

  private boolean isVeryOdd() {
    return random.nextInt(10_000) < odd * odd;
  }

  private boolean isOdd() {
    return random.nextInt(100) < odd;
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private byte character() {
    return random.nextInt(4) == 0
        ? (byte) random.nextInt()
        : (byte) "{}[],:\"\\0e-.nt\n1 ".charAt(random.nextInt(17));
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] body, int from, int to, byte[] middle, int from2, int to2) {
    byte[] joined =
        Arrays.copyOf(
            Arrays.copyOfRange(body, from, to),
            to - from + middle.length + Math.max(0, to2 - from2));
    System.arraycopy(middle, 0, joined, to - from, middle.length);
    System.arraycopy(body, from2, joined, to - from + middle.length, Math.max(0, to2 - from2));
    return joined;
  }
}
