package io.evenkeel.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.cli.Json;
import io.evenkeel.sink.audit.AuditReport;
import io.evenkeel.sink.audit.AuditReport.LaneAccount;
import io.evenkeel.sink.audit.AuditReport.TenantAccounts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void addsUpTheJobsOfALaneAndAllAccounts() {
    BooksView view =
        BooksView.of(
            report(
                List.of(
                    new LaneAccount("live", "", 10, 7, 1, 1, 1),
                    new LaneAccount("backfill", "a", 5, 5, 0, 0, 0),
                    new LaneAccount("backfill", "b", 6, 4, 2, 0, 0))),
            1.0,
            12.0);

    assertThat(view.accounts())
        .containsExactly(
            new BooksView.Account("demo", "live", 10, 7, 1, 1, 1),
            new BooksView.Account("demo", "backfill", 11, 9, 2, 0, 0));
    assertThat(view.total()).isEqualTo(new BooksView.Account("all", "all", 21, 16, 3, 1, 1));
    assertThat(view.refused()).isEqualTo(4);
    assertThat(view.caretakerBalanced()).isTrue();
  }

  @Test
  void tellsABoundedNumberOfAccounts() {
    List<TenantAccounts> tenants =
        new ArrayList<>(Collections.nCopies(500, accounts(List.of(LANE))));

    BooksView view =
        BooksView.of(
            new AuditReport(true, tenants, List.of(), List.of(), 0, 0.1, Instant.EPOCH),
            null,
            null);

    assertThat(view.accounts()).hasSize(BooksView.ACCOUNTS_MAX);
    assertThat(view.total().accepted()).isEqualTo(500);
    assertThat(view.caretakerBalanced()).isNull();
  }

  @Test
  void tellsBuffersOfAllLanesAndWhatTheProducerUses() {
    gauge("evenkeel.sink.buffer.rows", 3, "lane", "live");
    gauge("evenkeel.sink.buffer.rows", 4, "lane", "backfill");
    gauge("evenkeel.sink.buffer.rows.capacity", 50, "lane", "live");
    gauge("evenkeel.sink.buffer.rows.capacity", 50, "lane", "backfill");
    gauge("evenkeel.gateway.producer.buffer.available", 30);
    gauge("evenkeel.gateway.producer.buffer.capacity", 32);

    assertThat(view().buffers())
        .containsExactly(
            new PipelineView.Buffer("gateway", "Kafka producer", 2, 32, "bytes"),
            new PipelineView.Buffer("sink", "rows", 7, 100, "rows"));
  }

  @Test
  void saysNothingOfLagsThatAreNotMeasured() {
    gauge("evenkeel.sink.lag.seconds", 2, "lane", "live");

    PipelineView view = view();

    assertThat(view.processorLagSeconds()).isNull();
    assertThat(view.lanes())
        .containsExactly(
            new PipelineView.LaneState("live", 2.0, null, null),
            new PipelineView.LaneState("backfill", null, null, null));
  }

  @Test
  void isJsonWithTheNamesThatThePageReads() {
    assertThat(Json.write(view()))
        .isEqualTo(
            "{\"at_millis\":7,\"rates\":{\"accepted\":0.0,\"refused\":0.0,\"processed\":0.0,\"forwarded\":0.0,"
                + "\"repeats\":0.0,\"processor_dead\":0.0,\"stored\":0.0,\"sink_repeats\":0.0,\"sink_dead\":0.0},"
                + "\"history\":[],\"processor_running\":false,\"processor_lag_seconds\":null,"
                + "\"lanes\":[{\"lane\":\"live\",\"lag_seconds\":null,\"backlog_records\":null,\"paused_partitions\":null},"
                + "{\"lane\":\"backfill\",\"lag_seconds\":null,\"backlog_records\":null,\"paused_partitions\":null}],"
                + "\"buffers\":[]}");
    assertThat(
            Json.write(
                new FleetView(
                    7,
                    "demo",
                    false,
                    List.of(new FleetView.Vehicle(1, "<b>", 48.5, 9.5, 6, null, true, 0.0)))))
        .isEqualTo(
            "{\"at_millis\":7,\"tenant\":\"demo\",\"truncated\":false,\"vehicles\":[{\"id\":1,\"name\":\"<b>\","
                + "\"latitude\":48.5,\"longitude\":9.5,\"at\":6,\"soc\":null,\"charging\":true,\"speed\":0.0}]}");
  }

  private static final LaneAccount LANE = new LaneAccount("live", "", 1, 1, 0, 0, 0);

  private PipelineView view() {
    return PipelineView.read(metrics, new RateHistory(), 7);
  }

  private void gauge(String name, int value, String... tags) {
    Gauge.builder(name, () -> value).tags(tags).register(metrics);
  }

  private static AuditReport report(List<LaneAccount> lanes) {
    return new AuditReport(
        true, List.of(accounts(lanes)), List.of(), List.of(), 21, 0.1, Instant.EPOCH);
  }

  private static TenantAccounts accounts(List<LaneAccount> lanes) {
    return new TenantAccounts("demo", lanes, -1, 0, 0, 4);
  }
}
