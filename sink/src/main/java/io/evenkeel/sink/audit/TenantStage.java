package io.evenkeel.sink.audit;

/**
 * An account of rows: {@code reading}, or the dead letters of a stage.
 *
 * @param tenant slug
 * @param stage {@code reading}, {@code gateway}, {@code processor} or {@code sink}
 */
record TenantStage(String tenant, String stage) {
  static final String READING = "reading";
  static final String GATEWAY = "gateway";
  static final String PROCESSOR = "processor";
  static final String SINK = "sink";
}
