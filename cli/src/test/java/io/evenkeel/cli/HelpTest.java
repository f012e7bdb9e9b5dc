package io.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  @Test
  void saysWhatEveryCommandAndOptionIsFor() {
    for (CommandLine command : commands(Evenkeel.commandLine())) {
      var spec = command.getCommandSpec();
      assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
      assertThat(spec.options())
          .as(spec.qualifiedName())
          .allMatch(option -> option.description().length > 0)
          .anyMatch(OptionSpec::usageHelp);
      assertThat(spec.positionalParameters())
          .as(spec.qualifiedName())
          .allMatch(parameter -> parameter.description().length > 0);
    }
  }

  @Test
  void listsTheExitCodes() {
    assertThat(Evenkeel.commandLine().getUsageMessage()).contains("Exit codes:", "130");
  }

  @Test
  void answersAWrongCommandLineWithUsageAndItsExitCode() {
    StringWriter err = new StringWriter();
    CommandLine command = Evenkeel.commandLine().setErr(new PrintWriter(err));

    assertThat(command.execute("simulate", "--for", "tomorrow")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("tomorrow").doesNotContain("Exception:");
  }

  @Test
  void saysHowToStartWhatDoesNotRun(@TempDir Path empty) {
    StringWriter err = new StringWriter();
    CommandLine command = Evenkeel.commandLine().setErr(new PrintWriter(err));

    assertThat(command.execute("sql", "select 1", "--data-dir", empty.toString()))
        .isEqualTo(ExitCodes.NOT_RUNNING);
    assertThat(err.toString()).contains("evenkeel up").doesNotContain("\tat ");
  }

  private static List<CommandLine> commands(CommandLine root) {
    List<CommandLine> commands = new ArrayList<>(List.of(root));
    root.getSubcommands().values().forEach(sub -> commands.addAll(commands(sub)));
    return commands;
  }
}
