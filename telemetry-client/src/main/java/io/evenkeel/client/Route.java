package io.evenkeel.client;

import java.util.Map;

/**
 * Where events go.
 *
 * @param path on the gateway
 * @param headers of the request, beside those of every request
 */
record Route(String path, Map<String, String> headers) {
  static final Route LIVE = new Route("/v1/telemetry", Map.of());

  static Route backfill(String job) {
    return new Route("/v1/backfill/" + job, Map.of());
  }
}
