package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.EMPTY_BATCH;
import static io.evenkeel.gateway.RunningGateway.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.TestDirectory.IssuedKey;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.ColumnKey;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes of the directory reach a running gateway, and the next one. */
class DirectoryIT {
  // The promise to operators.
  private static final Duration EFFECTIVE_WITHIN = Duration.ofSeconds(2);

  private static final ColumnKey SPEED = ColumnKey.known(1);

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
  void revokedKeyEndsWithinTwoSeconds() {
    running.directory.putTenant("revoker");
    IssuedKey issued = running.newKey("revoker", "", KeyScope.INGEST);
    assertThat(status(issued)).isEqualTo(202);

    running.directory.put(
        new DirectoryRecord.OfApiKey(issued.key().revokedAt(System.currentTimeMillis())));

    awaitStatus(issued, 401);
  }

  @Test
  void removedKeyEndsWithinTwoSeconds() {
    running.directory.putTenant("remover");
    IssuedKey issued = running.newKey("remover", "", KeyScope.INGEST);

    running.directory.remove(new DirectoryRecord.OfApiKey(issued.key()));

    awaitStatus(issued, 401);
  }

  @Test
  void blockedTenantIsForbiddenUntilTheBlockIsLifted() {
    running.directory.putTenant("blocked");
    IssuedKey issued = running.newKey("blocked", "", KeyScope.INGEST);

    running.directory.put(new DirectoryRecord.OfTenant(new Tenant("blocked", "", 0, true)));
    awaitStatus(issued, 403);
    assertThat(running.http.post(LIVE, issued.bearer(), EMPTY_BATCH).code())
        .isEqualTo("tenant-blocked");

    running.directory.putTenant("blocked");
    awaitStatus(issued, 202);
  }

  @Test
  void gatewayThatStartsKnowsEverythingAtItsFirstRequest() {
    running.directory.putTenant("early");
    IssuedKey revoked = running.directory.putKey("early", KeyScope.INGEST);
    running.directory.put(new DirectoryRecord.OfApiKey(revoked.key().revokedAt(1)));
    IssuedKey valid = running.directory.putKey("early", KeyScope.INGEST);

    try (Gateway second = Gateway.start(GatewayConfig.of(running.kafka));
        TestHttp http = new TestHttp(second.uri())) {
      assertThat(http.post(LIVE, valid.bearer(), EMPTY_BATCH).status()).isEqualTo(202);
      assertThat(http.post(LIVE, revoked.bearer(), EMPTY_BATCH).status()).isEqualTo(401);
    }
  }

  @Test
  void aliasIsUnderstoodWithinTwoSecondsAndNoLongerOnceRemoved() {
    running.directory.putTenant("renamer");
    IssuedKey issued = running.newKey("renamer", "", KeyScope.INGEST);
    running.directory.putTenant("bystander");
    IssuedKey other = running.newKey("bystander", "", KeyScope.INGEST);
    DirectoryRecord ts = alias(TenantAlias.Kind.MEMBER, "ts", "time");
    DirectoryRecord knots = alias(TenantAlias.Kind.SIGNAL, "tempo_knots", "speed");
    String renamed =
        "{\"events\":[{\"vehicle\":\"v\",\"ts\":%d,\"signals\":{\"Tempo Knots\":10}}]}"
            .formatted(System.currentTimeMillis());
    assertThat(running.http.post(LIVE, issued.bearer(), renamed).status()).isEqualTo(422);

    running.directory.put(knots);
    running.directory.put(ts);

    await(() ->
        assertThat(running.http.post(LIVE, issued.bearer(), renamed).status()).isEqualTo(202));
    assertThat(running.http.post(LIVE, other.bearer(), renamed).status()).isEqualTo(422);
    VehicleBlock block =
        TestTopics.read(running.kafka, Lane.LIVE, "renamer")
            .getFirst()
            .record()
            .blocks()
            .getFirst();
    assertThat(block.columns()).extracting(Column::key).containsExactly(SPEED);
    assertThat(block.columns().getFirst().value(0)).isEqualTo(new SignalValue.Numeric(18.52));

    running.directory.remove(ts);

    await(() ->
        assertThat(running.http.post(LIVE, issued.bearer(), renamed).status()).isEqualTo(422));
  }

  private static void awaitStatus(IssuedKey issued, int expected) {
    await(() -> assertThat(status(issued)).isEqualTo(expected));
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(EFFECTIVE_WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }

  private static DirectoryRecord alias(TenantAlias.Kind kind, String received, String target) {
    double scale = kind == TenantAlias.Kind.SIGNAL ? 1.852 : 1;
    return new DirectoryRecord.OfAlias(
        new TenantAlias("renamer", kind, received, target, scale, 0, 0));
  }

  private static int status(IssuedKey issued) {
    return running.http.post(LIVE, issued.bearer(), EMPTY_BATCH).status();
  }
}
