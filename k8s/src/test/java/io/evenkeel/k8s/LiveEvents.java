package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** Sends events of a tenant of its own, one a request. Not safe for use by several threads. */
final class LiveEvents {
  private static final String TENANT = "scaling";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;
  private final String key;
  private int sent;

  private LiveEvents(URI gateway, String key) {
    this.gateway = gateway;
    this.key = key;
  }

  /** Makes the tenant and waits until the gateway knows it. */
  static LiveEvents of(URI gateway, String kafka) {
    long now = Instant.now().toEpochMilli();
    IssuedKey issued = IssuedKey.issue(TENANT, Set.of(KeyScope.INGEST), "", 0, now, "");
    new DirectoryClient(kafka)
        .put(
            List.of(
                new DirectoryRecord.OfTenant(new Tenant(TENANT, TENANT, now, false)),
                new DirectoryRecord.OfApiKey(issued.stored())));
    LiveEvents events = new LiveEvents(gateway, issued.secret().reveal());
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> events.post("/v1/telemetry?dry_run=true") != 401);
    return events;
  }

  /** Each waits for the answer to the one before, so that each is a record of its own. */
  void sendOneByOne(int events) {
    for (int i = 0; i < events; i++) {
      assertThat(post("/v1/telemetry")).isEqualTo(202);
      sent++;
    }
  }

  private int post(String path) {
    String body =
        "{\"vehicle\":\"car\",\"events\":[{\"time\":\"%s\",\"seq\":%d,\"signals\":{\"speed\":50}}]}"
            .formatted(Instant.now(), sent + 1);
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
