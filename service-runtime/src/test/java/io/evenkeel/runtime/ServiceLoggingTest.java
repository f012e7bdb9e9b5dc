package io.evenkeel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ServiceLoggingTest {
  @ParameterizedTest
  @CsvSource({"text,logback.xml", "json,logback-json.xml", "xml,logback.xml"})
  void choosesTheFormat(String format, String file) {
    assertThat(ServiceLogging.configuration(Map.of("EVENKEEL_LOG_FORMAT", format)))
        .isEqualTo("io/evenkeel/runtime/" + file);
  }

  @Test
  void writesTextUnlessToldOtherwise() {
    assertThat(ServiceLogging.configuration(Map.of())).endsWith("/logback.xml");
  }

  @Test
  void writesOneJsonObjectALine() throws Exception {
    String[] lines = logged("json").split("\n");

    assertThat(lines).hasSize(2);
    assertThat(lines[0])
        .startsWith("{")
        .endsWith("}")
        .contains("\"level\":\"INFO\"", "\"The \\\"service\\\" starts\"", "\"port\":\"8080\"");
    assertThat(lines[1]).startsWith("{").endsWith("}").contains("IllegalStateException");
  }

  @Test
  void writesTextWithKeysAndValues() throws Exception {
    assertThat(logged("text")).contains("INFO", "The \"service\" starts port=\"8080\"");
  }

  // Logging is configured once in a process.
  private static String logged(String format) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Talker.class.getName());
    builder.environment().put("EVENKEEL_LOG_FORMAT", format);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }

  /** A service that says two things. */
  static final class Talker {
    public static void main(String[] args) {
      ServiceLogging.useDefaults();
      var log = LoggerFactory.getLogger(Talker.class);
      log.atInfo().addKeyValue("port", 8080).log("The \"service\" starts");
      log.atWarn().setCause(new IllegalStateException("line\nbreak")).log("It failed");
    }
  }
}
