package io.evenkeel.sink.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.evenkeel.sink.CaretakerConfig.CanaryTarget;
import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanaryChoreTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  // Never asked, since nothing is accepted.
  private final Database database =
      Database.open("jdbc:postgresql://127.0.0.1:1/none", "nobody", "", "none", 1, "");
  private HttpServer gateway;
  private CanaryChore chore;

  @BeforeEach
  void open() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/v1/telemetry",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    gateway.start();
    URI url = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    chore =
        new CanaryChore(
            new CanaryTarget(url, "evk_key"), database, InstantSource.system(), metrics);
  }

  @AfterEach
  void close() {
    chore.idle();
    gateway.stop(0);
    database.close();
  }

  @Test
  void countsWhatTheGatewayDoesNotAccept() throws Exception {
    chore.run();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            metrics.get("evenkeel.canary.events").tag("outcome", "not.accepted").counter().count()
                == 1);
    assertThat(bodies.poll()).contains("\"vehicle\":\"canary\"", "\"seq\":");
  }

  @Test
  void tellsAnAgeOnlyWhileItIsAtWork() throws Exception {
    assertThat(age()).isNaN();

    chore.run();
    assertThat(age()).isNotNegative();

    chore.idle();
    assertThat(age()).isNaN();
  }

  private double age() {
    return metrics.get("evenkeel.canary.last.seen.age").gauge().value();
  }
}
