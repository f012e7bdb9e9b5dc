package io.evenkeel.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpTracingTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer collector;

  @BeforeEach
  void listen() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            var body = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            received.addAll(body.getResourceSpansList());
            exchange.sendResponseHeaders(status, -1);
          }
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  @Test
  void isOffUnlessSomethingSaysWhereSpansGo() {
    assertThat(Tracing.fromEnvironment("s", Map.of())).isSameAs(Tracing.OFF);
    assertThat(Tracing.fromEnvironment("s", Map.of("OTEL_TRACES_SAMPLER", "always_on")))
        .isSameAs(Tracing.OFF);
    assertThat(Tracing.fromEnvironment("s", Map.of(ENDPOINT, " "))).isSameAs(Tracing.OFF);
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED,true", "OTEL_TRACES_EXPORTER,none"})
  void canBeTurnedOffAsTheStandardHasIt(String variable, String value) {
    assertThat(Tracing.fromEnvironment("s", with(variable, value))).isSameAs(Tracing.OFF);
  }

  @Test
  void costsNoSpanWhileItIsOff() {
    TraceContext caller =
        TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null);

    assertThat(Tracing.OFF.isOn()).isFalse();
    assertThat(Tracing.OFF.start(SpanRole.SERVER, "work", caller)).isSameAs(TraceSpan.NONE);
    assertThat(TraceSpan.NONE.context()).isSameAs(TraceContext.NONE);
  }

  @Test
  void sendsSpansUnderTheNameOfTheService() {
    Tracing tracing =
        Tracing.fromEnvironment("evenkeel-gateway", with("OTEL_TRACES_SAMPLER", "always_on"));

    tracing.start(SpanRole.SERVER, "work", TraceContext.NONE).end();
    tracing.close();

    assertThat(received).hasSize(1);
    ResourceSpans spans = received.getFirst();
    assertThat(spans.getResource().getAttributesList())
        .anySatisfy(attribute -> {
          assertThat(attribute.getKey()).isEqualTo("service.name");
          assertThat(attribute.getValue().getStringValue()).isEqualTo("evenkeel-gateway");
        });
    assertThat(spans.getScopeSpans(0).getSpans(0).getName()).isEqualTo("work");
  }

  @Test
  void recordsWhatTheCallerRecords() {
    Tracing tracing = Tracing.fromEnvironment("s", with("OTEL_TRACES_SAMPLER_ARG", "0"));

    tracing.start(SpanRole.SERVER, "by chance", TraceContext.NONE).end();
    tracing
        .start(
            SpanRole.SERVER,
            "by the caller",
            TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null))
        .end();
    tracing.close();

    assertThat(received)
        .flatExtracting(spans -> spans.getScopeSpans(0).getSpansList())
        .extracting(span -> span.getName())
        .containsExactly("by the caller");
  }

  @Test
  void doesNotMindACollectorThatFails() {
    status = 400;
    Map<String, String> impatient = with("OTEL_TRACES_SAMPLER", "always_on");
    impatient.put("OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");
    Tracing tracing = Tracing.fromEnvironment("s", impatient);

    // More than the queue holds: the rest is lost, nobody waits.
    for (int i = 0; i < 5_000; i++) {
      tracing.start(SpanRole.SERVER, "work", TraceContext.NONE).end();
    }
    collector.stop(0);
    tracing.start(SpanRole.SERVER, "work", TraceContext.NONE).end();
    tracing.close();
    tracing.start(SpanRole.SERVER, "after the end", TraceContext.NONE).end();

    assertThat(received)
        .flatExtracting(spans -> spans.getScopeSpans(0).getSpansList())
        .extracting(span -> span.getName())
        .doesNotContain("after the end");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_PROTOCOL,grpc,must be http/protobuf",
    "OTEL_TRACES_SAMPLER,whatever,whatever",
    "OTEL_TRACES_SAMPLER_ARG,two,two",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,nowhere,nowhere"
  })
  void namesWhatMakesNoSense(String variable, String value, String complaint) {
    assertThatThrownBy(() -> Tracing.fromEnvironment("s", with(variable, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  private Map<String, String> with(String variable, String value) {
    Map<String, String> environment = new HashMap<>();
    environment.put(ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
    environment.put(variable, value);
    return environment;
  }
}
