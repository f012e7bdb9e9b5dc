package io.evenkeel.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the key to send with; shared by all commands that send events. */
public final class SenderKey {
  @Option(
      names = "--api-key",
      defaultValue = "${env:EVENKEEL_API_KEY}",
      description = "Key to send with (default: $EVENKEEL_API_KEY, else the demo tenant's).")
  private @Nullable String apiKey;

  /** The key for this instance. A secret. */
  public String orDemoKeyOf(RunningInstance instance) {
    return apiKey == null || apiKey.isEmpty() ? instance.apiKey() : apiKey;
  }
}
