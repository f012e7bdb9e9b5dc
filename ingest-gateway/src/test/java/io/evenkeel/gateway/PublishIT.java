package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.TestTopics.Stored;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.VehiclePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a 202 stands for: the records that a consumer reads. */
class PublishIT {
  private static RunningGateway running;

  @BeforeAll
  static void start() {
    running = RunningGateway.start(GatewayConfig.of(TestStacks.shared().bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void writesTheEventWithEverythingThatWasSent() {
    String key = running.newTenant("content");
    Instant time = Instant.now().minusSeconds(30);
    long before = System.currentTimeMillis();

    Reply reply =
        running.http.post(
            LIVE,
            key,
            "{\"vehicle\":\"v-1\",\"events\":[{\"time\":\""
                + time
                + "\",\"signals\":{\"speed_mph\":10,\"isMoving\":true,\"color\":\"red\"}}]}");

    assertThat(reply.status()).isEqualTo(202);
    List<Stored> stored = TestTopics.read(running.kafka, Lane.LIVE, "content");
    assertThat(stored).hasSize(1);
    Stored only = stored.getFirst();
    assertThat(only.format()).isEqualTo("1");
    assertThat(only.partition())
        .isEqualTo(VehiclePartition.of("content", "v-1", TestTopics.PARTITIONS));
    assertThat(only.record().tenant()).isEqualTo("content");
    assertThat(only.record().job()).isEmpty();
    assertThat(only.record().ingestTimeMillis()).isBetween(before, System.currentTimeMillis());
    VehicleBlock block = only.record().blocks().getFirst();
    assertThat(block.vehicle()).isEqualTo("v-1");
    assertThat(block.timeMillis(0)).isEqualTo(time.toEpochMilli());
    assertThat(block.identities().eventId(0))
        .isEqualTo(
            EventId.ofContent(
                List.of(
                    new ReceivedSignal("speed_mph", new SignalValue.Numeric(10)),
                    new ReceivedSignal("isMoving", new SignalValue.Flag(true)),
                    new ReceivedSignal("color", new SignalValue.Text("red")))));
    assertThat(valuesOf(block))
        .containsExactlyInAnyOrder(
            "1=Numeric[number=16.09344]", "2=Flag[flag=true]", "color=Text[text=red]");
  }

  @Test
  void writesBackfillWithItsJobToItsOwnTopic() {
    String key = running.newTenant("backfiller");
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");

    Reply reply = running.http.post("/v1/backfill/job-7", key, batch(event("v", 1, longAgo)));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(TestTopics.read(running.kafka, Lane.LIVE, "backfiller")).isEmpty();
    List<Stored> stored = TestTopics.read(running.kafka, Lane.BACKFILL, "backfiller");
    assertThat(stored).hasSize(1);
    assertThat(stored.getFirst().record().job()).isEqualTo("job-7");
    assertThat(stored.getFirst().record().blocks().getFirst().timeMillis(0))
        .isEqualTo(longAgo.toEpochMilli());
  }

  @Test
  void putsEachVehicleInItsPartitionAndSplitsAtFiveHundredEvents() {
    String key = running.newTenant("many");
    Instant now = Instant.now();
    String body =
        IntStream.range(0, 3_000)
            .mapToObj(i ->
                "{\"vehicle\":\"v%d\",\"seq\":%d,\"time\":%d,\"signals\":{\"speed\":1}}"
                    .formatted(i % 3, i / 3, now.toEpochMilli() + i))
            .collect(Collectors.joining(",", "{\"events\":[", "]}"));

    Reply reply = running.http.post(LIVE, key, body);

    assertThat(reply.json().get("accepted").asInt()).isEqualTo(3_000);
    List<Stored> stored = TestTopics.read(running.kafka, Lane.LIVE, "many");
    assertThat(stored).allMatch(s -> s.record().events() <= 500);
    assertThat(stored.stream().mapToInt(s -> s.record().events()).sum()).isEqualTo(3_000);
    for (int vehicle = 0; vehicle < 3; vehicle++) {
      assertThat(sequencesOf("v" + vehicle, stored))
          .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> (long) i).toList());
    }
    assertThat(stored)
        .allSatisfy(s ->
            assertThat(s.record().blocks())
                .allMatch(b ->
                    VehiclePartition.of("many", b.vehicle(), TestTopics.PARTITIONS)
                        == s.partition()));
  }

  @Test
  void writesEachRequestInItsCredentialsName() {
    List<String> tenants = List.of("twin-a", "twin-b", "twin-c");
    List<String> keys = tenants.stream().map(running::newTenant).toList();

    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      // Each tenant marks its own events: seq modulo the number of tenants is the tenant.
      replies.add(running.http.postAsync(LIVE, keys.get(i % 3), batch(event("same-name", i))));
    }

    assertThat(replies).allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(202));
    for (int tenant = 0; tenant < 3; tenant++) {
      int own = tenant;
      List<Stored> stored = TestTopics.read(running.kafka, Lane.LIVE, tenants.get(tenant));
      assertThat(stored).allMatch(s -> s.record().tenant().equals(tenants.get(own)));
      assertThat(sequencesOf("same-name", stored))
          .hasSize(200)
          .doesNotHaveDuplicates()
          .allMatch(seq -> seq % 3 == own);
    }
  }

  @Test
  void publishesOnlyTheValidEventsOfAMixedBatch() {
    String key = running.newTenant("mixed");

    Reply reply =
        running.http.post(
            LIVE, key, batch(event("v", 1), "{\"vehicle\":\"v\"}", "7", event("v", 2)));

    assertThat(reply.json().get("accepted").asInt()).isEqualTo(2);
    assertThat(reply.json().get("rejected")).hasSize(2);
    assertThat(sequencesOf("v", TestTopics.read(running.kafka, Lane.LIVE, "mixed")))
        .containsExactly(1L, 2L);
  }

  private static List<Long> sequencesOf(String vehicle, List<Stored> stored) {
    return stored.stream()
        .flatMap(s -> s.record().blocks().stream())
        .filter(block -> block.vehicle().equals(vehicle))
        .flatMap(block -> IntStream.range(0, block.size()).mapToObj(i -> block.identities().seq(i)))
        .toList();
  }

  private static List<String> valuesOf(VehicleBlock block) {
    List<String> values = new ArrayList<>();
    for (Column column : block.columns()) {
      String name =
          column.key().isKnown() ? Integer.toString(column.key().signalId()) : column.key().name();
      values.add(name + "=" + column.value(0));
    }
    return values;
  }
}
