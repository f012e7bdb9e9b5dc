package io.evenkeel.load.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.gateway.GatewayParts;
import io.evenkeel.load.faults.TopicBench;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.load.trace.SpanReceiver.Received;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.runtime.trace.Tracing;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One trace from a caller's request to the transaction that stores its events. */
@ResourceLock(TopicBench.LOCK)
class TraceIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String OTHER_TRACE = "1bf7651916cd43dd8448eb211c80319d";
  private static final String VEHICLE = "WVWZZZ1JZXW000001";
  private static final int SPANS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
  private final TopicBench bench;
  private final SpanReceiver receiver = new SpanReceiver();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private Gateway gateway;
  private String key;

  TraceIT(@TempDir Path directory) throws Exception {
    bench = new TopicBench(directory);
  }

  @BeforeEach
  void start() throws Exception {
    bench.startProcessor(tracing("evenkeel-processor"));
    bench.startSink(tracing("evenkeel-sink"));
    key = Tenants.add(bench.kafka(), tenant, EnumSet.of(KeyScope.INGEST));
    gateway = startGateway(tracing("evenkeel-gateway"));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    bench.close();
    for (AutoCloseable part : parts) {
      part.close();
    }
    receiver.close();
    http.close();
  }

  @Test
  void followsARequestToTheTransactionThatStoresIt() throws Exception {
    send(gateway, "00-" + OTHER_TRACE + "-" + CALLER + "-00", 1);
    send(gateway, "00-" + TRACE + "-" + CALLER + "-01", 2);
    bench.awaitRows(2);
    await("every span").atMost(PATIENCE).until(() -> receiver.spans().size() >= SPANS);

    Span request = only("evenkeel-gateway", "POST /v1/telemetry");
    Span publish = only("evenkeel-gateway", "publish");
    Span deduplicate = only("evenkeel-processor", "deduplicate");
    Span store = only("evenkeel-sink", "store");
    assertThat(List.of(request, publish, deduplicate, store))
        .allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
    assertThat(hex(request.getParentSpanId())).isEqualTo(CALLER);
    assertThat(publish.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(deduplicate.getParentSpanId()).isEqualTo(publish.getSpanId());
    assertThat(store.getParentSpanId()).isEqualTo(deduplicate.getSpanId());

    Span batch = only("evenkeel-sink", "store batch");
    assertThat(batch.getLinksList())
        .extracting(Span.Link::getSpanId)
        .containsExactly(deduplicate.getSpanId());
    assertThat(store.getLinks(0).getSpanId()).isEqualTo(batch.getSpanId());
    assertThat(outcomes()).isEqualTo(Set.of("accepted", "acknowledged", "forwarded", "stored"));
    assertSaysNothingPersonal();

    readsNoTraceWhileTracesAreOff();
  }

  // In the same test: starting the pipeline is what takes time.
  private void readsNoTraceWhileTracesAreOff() throws Exception {
    int before = receiver.spans().size();
    gateway.close();
    gateway = startGateway(Tracing.OFF);

    send(gateway, "00-" + OTHER_TRACE + "-" + CALLER + "-01", 3);
    bench.awaitRows(3);
    for (AutoCloseable part : parts) {
      part.close();
    }

    assertThat(receiver.spans()).hasSize(before);
  }

  private void assertSaysNothingPersonal() {
    assertThat(receiver.spans())
        .extracting(Received::text)
        .allSatisfy(text -> assertThat(text).doesNotContain(VEHICLE, tenant, key, "52.5"));
  }

  private Set<String> outcomes() {
    return receiver.spans().stream()
        .flatMap(received -> received.span().getAttributesList().stream())
        .filter(attribute -> attribute.getKey().equals("evenkeel.outcome"))
        .map(attribute -> attribute.getValue().getStringValue())
        .collect(Collectors.toSet());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private Span only(String service, String name) {
    List<Received> spans = named(name);
    assertThat(spans).as(name).hasSize(1);
    assertThat(spans.getFirst().service()).isEqualTo(service);
    return spans.getFirst().span();
  }

  private List<Received> named(String name) {
    return receiver.spans().stream().filter(r -> r.span().getName().equals(name)).toList();
  }

  private void send(Gateway to, String traceparent, int seq) throws Exception {
    String body =
        """
        {"vehicle":"%s","events":[{"age_ms":0,"seq":%d,"signals":{"latitude":52.5,"longitude":13.4}}]}\
        """
            .formatted(VEHICLE, seq);
    HttpRequest request =
        HttpRequest.newBuilder(to.uri().resolve("/v1/telemetry"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("traceparent", traceparent)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private Gateway startGateway(Tracing tracing) {
    return Gateway.start(GatewayConfig.of(bench.kafka()), GatewayParts.OWN.withTracing(tracing));
  }

  private Tracing tracing(String service) {
    Tracing tracing = Tracing.fromEnvironment(service, receiver.environment());
    parts.add(tracing);
    return tracing;
  }
}
