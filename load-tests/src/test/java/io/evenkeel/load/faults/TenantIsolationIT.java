package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.gateway.GatewayParts;
import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.gateway.publish.Submission;
import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.model.directory.KeyScope;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Whatever happens at once, nobody's events get under another tenant's name: 200 clients of five
 * tenants share sixteen connections, their vehicles have the same names, and the gateway restarts
 * under them. Each event carries its owner in a signal, so that the database itself tells.
 */
@ResourceLock(TopicBench.LOCK)
class TenantIsolationIT {
  private static final int TENANTS = 5;
  private static final String FOREIGN_ROWS =
      """
      select count(*) from evenkeel.reading join evenkeel.vehicle using (vehicle_id)
      join evenkeel.tenant using (tenant_no) where slug <> extra ->> 'owner'\
      """;
  private static final String FOREIGN_LETTERS =
      """
      select count(*) from evenkeel.dead_letter join evenkeel.tenant using (tenant_no)
      where convert_from(payload, 'UTF8')::jsonb #>> '{signals,owner}' is distinct from slug\
      """;

  private final long seed = Long.getLong("seed", 1);
  private final TopicBench bench;
  private final List<SharedClients.Member> members = new ArrayList<>();
  private int port;

  TenantIsolationIT(@TempDir Path directory) {
    bench = new TopicBench(directory);
  }

  @BeforeEach
  void startPipeline() throws Exception {
    bench.startProcessor();
    bench.startSink();
    port = PipelineLayout.freePort();
    String run = UUID.randomUUID().toString().substring(0, 8);
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      String slug = "t" + tenant + "-" + run;
      members.add(
          new SharedClients.Member(
              slug, Tenants.add(bench.kafka(), slug, EnumSet.of(KeyScope.INGEST))));
    }
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @Test
  void nobodysEventsGetUnderAnotherTenantsName() throws Exception {
    SharedClients clients = new SharedClients(members, 200, 20, seed);

    sendAcrossRestarts(clients, UnaryOperator.identity());

    bench.awaitRows(clients.accepted());
    assertThat(bench.count(FOREIGN_ROWS)).isZero();
    for (SharedClients.Member member : members) {
      assertThat(rowsOf(member)).isEqualTo(clients.acceptedOf(member));
    }
    bench.awaitCount("select count(*) from evenkeel.dead_letter", clients.rejected());
    assertThat(bench.count(FOREIGN_LETTERS)).isZero();
  }

  @Test
  void findsAGatewayThatRemembersATenant() throws Exception {
    SharedClients clients = new SharedClients(members, 50, 10, seed);

    sendAcrossRestarts(clients, RememberingPublisher::new);

    // What gets under another name may meet an event of the same identity there.
    bench.awaitCount("select sum(events_in) from evenkeel.book", clients.accepted());
    assertThat(bench.count(FOREIGN_ROWS)).isPositive();
  }

  private void sendAcrossRestarts(SharedClients clients, UnaryOperator<Publisher> publisher)
      throws InterruptedException {
    AtomicReference<Gateway> gateway = new AtomicReference<>(startGateway(publisher));
    try {
      clients.send(
          gateway.get().uri(),
          () -> {
            gateway.get().close();
            gateway.set(startGateway(publisher));
          });
    } finally {
      gateway.get().close();
    }
  }

  private Gateway startGateway(UnaryOperator<Publisher> publisher) {
    return Gateway.start(
        GatewayConfig.of(bench.kafka()).withPort(port),
        new GatewayParts(UnaryOperator.identity(), publisher));
  }

  private long rowsOf(SharedClients.Member member) throws SQLException {
    return bench.count(
        "select count(*) from evenkeel.reading join evenkeel.vehicle using (vehicle_id)"
            + " join evenkeel.tenant using (tenant_no) where slug = '"
            + member.tenant()
            + "'");
  }

  /** The mistake that this test is there for: the tenant of an earlier request is still current. */
  private static final class RememberingPublisher implements Publisher {
    private static final int FORGETS_EVERY = 20;

    private final Publisher publisher;
    private final ThreadLocal<String> current = new ThreadLocal<>();
    private final ThreadLocal<Integer> requests = ThreadLocal.withInitial(() -> 0);

    RememberingPublisher(Publisher publisher) {
      this.publisher = publisher;
    }

    @Override
    public CompletionStage<PublishOutcome> publish(Submission submission) {
      if (requests.get() % FORGETS_EVERY == 0) {
        current.set(submission.tenant());
      }
      requests.set(requests.get() + 1);
      return publisher.publish(
          new Submission(
              submission.lane(),
              current.get(),
              submission.job(),
              submission.ingestTimeMillis(),
              submission.blocks()));
    }

    @Override
    public boolean isReady() {
      return publisher.isReady();
    }
  }
}
