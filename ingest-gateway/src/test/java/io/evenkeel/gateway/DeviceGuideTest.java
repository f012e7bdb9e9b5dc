package io.evenkeel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide for people who write devices keeps up with the gateway and with its own examples. */
class DeviceGuideTest {
  private static final Path GUIDES = Path.of("..", "docs", "guides");
  private static final Pattern CODE_BLOCK =
      Pattern.compile("```(python|c)\n(.*?)```", Pattern.DOTALL);

  private final String guide = read("devices.md");

  @Test
  void saysForEveryCodeWhetherToSendAgain() {
    Set<String> known =
        Arrays.stream(ErrorCode.values())
            .map(ErrorCode::id)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(codes("again")).isEqualTo(expected(true));
    assertThat(codes("never")).isEqualTo(expected(false));
    assertThat(known).isEqualTo(union(codes("again"), codes("never")));
  }

  @Test
  void saysForEveryStatusWhatToDo() {
    String table = section("## What to do with an answer");
    for (ErrorCode code : ErrorCode.values()) {
      if (code.status() > 0) {
        assertThat(table).containsPattern("(?m)^\\|[^|]*\\b" + code.status() + "\\b");
      }
    }
    assertThat(table).contains("| no answer |", "| 200, 202 |", "| 408 |", "502, 504");
  }

  @Test
  void showsTheExamplesAsTheyAre() {
    List<String> shown = new ArrayList<>();
    CODE_BLOCK
        .matcher(guide)
        .results()
        .forEach(block -> {
          String file = block.group(1).equals("c") ? "device.c" : "device.py";
          assertThat(read("examples/" + file)).contains(block.group(2));
          shown.add(file);
        });
    assertThat(shown).contains("device.c", "device.py");
  }

  private Set<String> codes(String verdict) {
    return section("### Codes")
        .lines()
        .filter(line -> line.startsWith("| " + verdict + " |"))
        .flatMap(line -> Pattern.compile("`([a-z-]+)`").matcher(line).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> expected(boolean retryable) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.isRetryable() == retryable)
        .map(ErrorCode::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private String section(String heading) {
    int start = guide.indexOf(heading + "\n");
    assertThat(start).as(heading).isNotNegative();
    int end = guide.indexOf("\n#", start + heading.length());
    return guide.substring(start, end < 0 ? guide.length() : end);
  }

  private static String read(String name) {
    try {
      return Files.readString(GUIDES.resolve(name));
    } catch (IOException e) {
      throw new AssertionError("The guide is part of the project", e);
    }
  }
}
