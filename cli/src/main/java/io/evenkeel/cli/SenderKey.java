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
    String key = apiKey == null || apiKey.isEmpty() ? instance.apiKey() : apiKey;
    if (key.isEmpty()) {
      throw new CliException(
          ExitCodes.USAGE, "a key is missing: set EVENKEEL_API_KEY, or name it with --api-key");
    }
    return key;
  }
}
