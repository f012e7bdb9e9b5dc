package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is answered: no event is lost, none has two fates, and none is accepted on a rumour. */
class DecisionPropertyTest {
  private static final int[] STATUSES = {
    200, 202, 302, 400, 401, 408, 413, 422, 429, 500, 503, 599
  };

  static LongStream seeds() {
    return System.getProperty("seed") == null
        ? LongStream.range(0, 3_000)
        : LongStream.of(Long.getLong("seed"));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEventHasExactlyOneFate(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet open = open(random);
    Response response = response(random, open.cardinality());

    Decision decision = Decision.of(AnswerReader.read(response, Instant.EPOCH), open);

    BitSet seen = new BitSet();
    add(seen, decision.accepted());
    decision.rejected().forEach(rejection -> add(seen, bit(rejection.index())));
    switch (decision.next()) {
      case Decision.Next.Done() -> {}
      case Decision.Next.Again(BitSet again, Duration notBefore, String reason) -> {
        assertThat(reason).isNotEmpty();
        assertThat(again.isEmpty()).isFalse();
        add(seen, again);
      }
      case Decision.Next.Split(BitSet left, BitSet right) -> {
        assertThat(left.isEmpty() || right.isEmpty()).isFalse();
        add(seen, left);
        add(seen, right);
      }
      case Decision.Next.GiveUp(BitSet given, String reason) -> {
        assertThat(reason).isNotEmpty();
        add(seen, given);
      }
    }
    assertThat(seen).isEqualTo(open);
    if (!decision.accepted().isEmpty()) {
      assertThat(response.status()).isIn(200, 202);
      assertThat(response.body())
          .contains("\"accepted\":" + decision.accepted().cardinality() + ",");
    }
  }

  private static void add(BitSet seen, BitSet more) {
    assertThat(seen.intersects(more)).isFalse();
    seen.or(more);
  }

  private static BitSet bit(int index) {
    BitSet bit = new BitSet();
    bit.set(index);
    return bit;
  }

  private static BitSet open(SplittableRandom random) {
    BitSet open = new BitSet();
    int last = random.nextInt(12);
    for (int i = 0; i < last; i++) {
      open.set(i, random.nextBoolean());
    }
    open.set(last);
    return open;
  }

  // Mostly true answers of a gateway; some that miscount, name events twice, or that are no JSON.
  private static Response response(SplittableRandom random, int events) {
    int status = STATUSES[random.nextInt(STATUSES.length)];
    boolean lies = random.nextInt(4) == 0;
    StringBuilder rejected = new StringBuilder();
    int count = 0;
    for (int i = 0; i < events; i++) {
      if (status == 422 || random.nextInt(3) == 0) {
        int index = lies ? random.nextInt(-1, events + 1) : i;
        rejected
            .append(rejected.isEmpty() ? "" : ",")
            .append("{\"index\":%d,\"retryable\":%b}".formatted(index, random.nextBoolean()));
        count++;
      }
    }
    int accepted = lies ? random.nextInt(-1, events + 2) : events - count;
    String body =
        random.nextInt(8) == 0
            ? "<html>"
            : "{\"accepted\":%d,\"rejected\":[%s]}".formatted(accepted, rejected);
    return new Response(status, "", body);
  }
}
